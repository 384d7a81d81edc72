//! The input of all report formats: files with their coverage, and settings.

use crate::{Measured, Numbers, Settings};

/// The version of coverage.py whose rules and formats reports follow, as they name it.
pub const RULES_VERSION: &str = covdrop_data::COVERAGE_VERSION;

/// The contexts that ran each line, in coverage.py's order of lines. coverage.py gives the names in
/// no fixed order; here they are sorted, including the empty one.
///
/// In branch data, a line ran in the contexts of all arcs that start or end there. Line data of
/// Python 3.11 and newer has a line 0 for an empty file.
pub type LineContexts<'a> = Vec<(u32, Vec<&'a str>)>;

/// The data that a format needs.
pub struct Report<'a> {
    /// The files in coverage.py's order of analysis, by [`File::path`].
    pub(crate) files: Vec<File<'a>>,
    /// Whether branches were measured.
    pub(crate) has_arcs: bool,
    /// The time of the report.
    pub(crate) timestamp: Timestamp,
    /// The settings of all formats.
    pub(crate) settings: Settings,
}

/// A file in a report.
pub struct File<'a> {
    /// Its full path with `/` between the parts, which determines the order of files; its name if
    /// the full path is unknown.
    pub path: &'a str,
    /// Its name in the report: its path relative to the source root, unique among files.
    pub name: &'a str,
    /// Its text as it was analysed.
    pub source: &'a str,
    /// Its analysis and coverage.
    pub measured: Measured<'a>,
    /// The contexts of its lines; empty unless the settings request them.
    pub contexts: LineContexts<'a>,
}

/// A time in the forms that the formats need. The caller reads the clock.
#[derive(Clone, Debug)]
pub struct Timestamp {
    /// Local date and time in ISO 8601, such as `2026-01-31T12:30:00.123456`.
    pub local: String,
    /// Milliseconds since 1970 in UTC.
    pub unix_millis: u64,
}

impl<'a> Report<'a> {
    /// Creates the report on `files`, in any order.
    pub fn new(
        mut files: Vec<File<'a>>,
        has_arcs: bool,
        timestamp: Timestamp,
        settings: Settings,
    ) -> Report<'a> {
        files.sort_by(|a, b| a.path.cmp(b.path));
        Report { files, has_arcs, timestamp, settings }
    }

    /// Returns the sums over all files, including omitted ones.
    pub fn total(&self) -> Numbers {
        self.files.iter().map(|file| file.measured.coverage.numbers).sum()
    }
}
