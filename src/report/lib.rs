//! Computes coverage numbers, and writes reports.
//!
//! [`measure()`] compares hits with an analysis: a [`FileCoverage`] has a file's sets and
//! [`Numbers`], and [`Measured`] describes them line by line. A [`Report`] combines files with
//! [`Settings`], and each of the [`FORMATS`] writes it. All results equal coverage.py's
//! ([`RULES_VERSION`]) to the byte.

mod base_report;
mod change_coverage;
mod change_formats;
mod change_report;
mod coverage_bits;
mod coverage_items;
mod differential;
mod error;
mod fail_under;
mod finder;
mod formats;
mod measure;
mod measured;
mod names;
mod numbers;
mod percent;
mod regions;
mod report;
mod settings;
mod text_lines;

pub use base_report::{BaseReport, ComparedFile};
pub use change_coverage::{ChangeCoverage, Extent, PartialStatement};
pub use change_formats::{CHANGE_FORMATS, ChangeFormat};
pub use change_report::{ChangeReport, ChangeResult, ChangedFile};
pub use coverage_bits::CoverageBits;
pub use coverage_items::{CoverageItems, RegionMap};
pub use differential::{Categories, Category, Version, differential};
pub use error::Error;
pub use fail_under::FailUnder;
pub use finder::Finder;
pub use formats::{FORMATS, Format, Json, Lcov, Markdown, Text, Total, Xml, total_line};
pub use measure::{FileCoverage, measure};
pub use measured::{BranchStats, LineAnnotation, Measured, Note, Status};
pub use names::{HumanKey, printable};
pub use numbers::Numbers;
pub use percent::{Percent, Precision};
pub use regions::{RegionCoverage, parts};
pub use report::{File, LineContexts, RULES_VERSION, Report, Timestamp};
pub use settings::{Column, Settings, Sort, TableFormat};
