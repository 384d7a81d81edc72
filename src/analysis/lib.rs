//! What could run: a Python source's statements, excluded lines, arcs and regions, as coverage.py
//! sees them.
//!
//! [`Source`] reads bytes, [`analyze`] tells what could run in it under some [`Options`], and
//! [`tokens()`] is what to colour it by. coverage.py itself works on the bytecode and the syntax
//! tree of the Python that it runs on; here, one parser and a set of rules for each Python
//! ([`TargetVersion`]) give the same outcome without any Python.

mod analysis;
mod arcs;
mod backtracking;
mod compile;
mod constant;
mod depth;
mod dismantle;
mod effort;
#[cfg(feature = "encodings")]
mod encodings;
mod engine;
mod error;
mod evidence;
mod exclusion;
mod finished;
mod kinds;
mod logical;
mod messages;
mod old_statements;
mod orphans;
mod patterns;
mod python2;
mod python_re;
mod raw_arc;
mod recordable;
mod regions;
mod source;
mod statements;
mod suites;
mod syntax;
mod target_version;
mod tokens;
mod withs;

pub use analysis::{Analysis, Options, analyze, analyze_python2};
#[cfg(feature = "encodings")]
pub use encodings::decode as decode_foreign;
pub use error::AnalysisError;
pub use evidence::Evidence;
pub use finished::Finished;
pub use patterns::{
    DEFAULT_EXCLUDE, DEFAULT_PARTIAL, DEFAULT_PARTIAL_ALWAYS, PatternError, Patterns,
};
pub use regions::{Region, RegionKind};
pub use source::{Foreign, Source, SourceError};
pub use target_version::{TargetVersion, UnknownVersion};
pub use tokens::{Token, TokenKind, tokens};
