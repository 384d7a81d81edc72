//! What a report is made from: the files, what was measured of them, and settings.

use crate::{Measured, Numbers, Settings};

/// The version of coverage.py whose rules and formats are followed, as reports give it.
pub const RULES_VERSION: &str = covdrop_data::COVERAGE_VERSION;

/// The contexts that ran each line, in the order in which coverage.py gives the lines; the names,
/// which it gives in no certain order, are sorted, the empty one among them.
///
/// Of branch data, a line ran in the contexts of all arcs that start or end there. Line data of
/// Python 3.11 and newer has a line 0 for an empty file.
pub type LineContexts<'a> = Vec<(u32, Vec<&'a str>)>;

/// All that a format needs.
pub struct Report<'a> {
    /// The files in coverage.py's order of analysis: by [`File::path`].
    pub(crate) files: Vec<File<'a>>,
    /// Whether branches were measured.
    pub(crate) has_arcs: bool,
    /// When the report was asked for.
    pub(crate) timestamp: Timestamp,
    /// How it is to look.
    pub(crate) settings: Settings,
}

/// A file in a report.
pub struct File<'a> {
    /// Its full path with `/` between the parts, which decides the order of files; its name where
    /// no full path is known.
    pub path: &'a str,
    /// The name it goes by, its path relative to the source root; no other file may have it.
    pub name: &'a str,
    /// Its text as it was analysed.
    pub source: &'a str,
    /// What was measured.
    pub measured: Measured<'a>,
    /// The contexts of its lines; empty where the settings don't ask for them.
    pub contexts: LineContexts<'a>,
}

/// A moment, as the formats write it. This room reads no clock.
#[derive(Clone, Debug)]
pub struct Timestamp {
    /// Local date and time by ISO 8601, such as `2026-01-31T12:30:00.123456`.
    pub local: String,
    /// Milliseconds since 1970 in UTC.
    pub unix_millis: u64,
}

impl<'a> Report<'a> {
    /// The report on `files`, which may come in any order.
    pub fn new(
        mut files: Vec<File<'a>>,
        has_arcs: bool,
        timestamp: Timestamp,
        settings: Settings,
    ) -> Report<'a> {
        files.sort_by(|a, b| a.path.cmp(b.path));
        Report { files, has_arcs, timestamp, settings }
    }

    /// The sums over all files, shown or left out.
    pub fn total(&self) -> Numbers {
        self.files.iter().map(|file| file.measured.coverage.numbers).sum()
    }
}
