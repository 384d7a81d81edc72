//! Analyses Python sources as coverage.py does: finds statements, excluded lines, arcs and regions.
//!
//! [`Source`] decodes bytes, [`analyze`] analyses it under some [`Options`], and [`tokens()`]
//! returns tokens for syntax colouring. coverage.py works on the bytecode and the syntax tree of
//! the Python that it runs on; this crate has one parser and the rules of each Python version
//! ([`TargetVersion`]), and gives the same results without Python.

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
mod logical;
mod messages;
mod old_statements;
mod orphans;
mod patterns;
mod predicates;
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
pub use source::{ForeignDecoder, Source, SourceError};
pub use target_version::{TargetVersion, UnknownVersion};
pub use tokens::{Token, TokenKind, tokens};
