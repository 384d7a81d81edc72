//! The report formats: one file each, behind one trait.

mod json;
mod lcov;
pub(crate) mod markdown;
mod python_json;
pub(crate) mod table;
pub(crate) mod text;
mod total;
mod xml;
mod xml_writer;

use std::io;

pub use json::Json;
pub use lcov::Lcov;
pub use markdown::Markdown;
pub use text::{Text, total_line};
pub use total::Total;
pub use xml::Xml;

use crate::{Error, Percent, Report};

/// A report format.
pub trait Format: Sync {
    /// Returns the name by which the command line, the page and coverage.py know it.
    fn name(&self) -> &'static str;

    /// Returns the usual name of its file.
    fn file_name(&self) -> &'static str;

    /// Writes `report` to `out` in many small pieces, so a file should be buffered.
    ///
    /// # Errors
    /// [`Error::Write`] if `out` fails, [`Error::NoData`] if coverage.py writes no report of this
    /// format without files, and errors for settings that do not fit the report's data.
    fn write(&self, report: &Report<'_>, out: &mut dyn io::Write) -> Result<(), Error>;

    /// Returns the total that is compared with a threshold.
    fn total(&self, report: &Report<'_>) -> Percent {
        report.total().covered()
    }
}

/// Every format.
pub const FORMATS: [&dyn Format; 6] = [&Text, &Markdown, &Total, &Json, &Xml, &Lcov];
