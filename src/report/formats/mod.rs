//! The formats that reports are given out in: one file each, behind one trait.

mod json;
mod lcov;
mod markdown;
mod python_json;
mod table;
mod text;
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

/// A way to write a report.
pub trait Format: Sync {
    /// The name that the command line, the page and coverage.py know it by.
    fn name(&self) -> &'static str;

    /// The name that a file of it usually has.
    fn file_name(&self) -> &'static str;

    /// Writes `report` to `out`, in many small pieces: a file wants a buffer before it.
    ///
    /// # Errors
    /// [`Error::Write`] where `out` refuses, [`Error::NoData`] where coverage.py gives no report
    /// of this format without files, and what the report's settings ask against its data.
    fn write(&self, report: &Report<'_>, out: &mut dyn io::Write) -> Result<(), Error>;

    /// The total that a threshold is held against.
    fn total(&self, report: &Report<'_>) -> Percent {
        report.total().covered()
    }
}

/// Every format.
pub const FORMATS: [&dyn Format; 6] = [&Text, &Markdown, &Total, &Json, &Xml, &Lcov];
