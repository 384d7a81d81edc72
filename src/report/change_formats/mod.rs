//! The formats of reports on a change: one file each, behind one trait.

mod github;
mod gitlab;
mod json;
mod markdown;
mod text;
mod total;

use std::io;

use crate::formats::table::Table;
use crate::{ChangeReport, Error, Extent, PartialStatement, Settings};

/// A format of reports on a change.
pub trait ChangeFormat: std::fmt::Debug + Sync {
    /// Returns the name by which the command line knows it.
    fn name(&self) -> &'static str;

    /// Writes `report` to `out` in many small pieces, so a file should be buffered.
    ///
    /// # Errors
    /// [`Error::Write`] if `out` fails.
    fn write(&self, report: &ChangeReport, out: &mut dyn io::Write) -> Result<(), Error>;
}

/// Every format.
pub const CHANGE_FORMATS: [&dyn ChangeFormat; 6] = [
    &text::Text,
    &markdown::Markdown,
    &json::Json,
    &github::Github,
    &gitlab::Gitlab,
    &total::Total,
];

/// Returns the table of the files with changed statements.
fn table(report: &ChangeReport) -> Table {
    let settings = Settings { precision: report.precision, ..Settings::default() };
    let files = report.measurable().map(|(file, coverage)| {
        (file.path.as_str(), coverage.numbers, coverage.missing_text.as_str())
    });
    Table::of_change(files, report.has_arcs, &settings)
}

/// Returns the message on lines that did not run.
fn missing_message(Extent { first, last }: Extent) -> String {
    if first == last {
        format!("Line {first} is not covered")
    } else {
        format!("Lines {first} to {last} are not covered")
    }
}

/// Returns the message on branches that were not taken.
fn partial_message(statement: &PartialStatement) -> String {
    format!("Not covered in full: {}", statement.messages.join("; "))
}
