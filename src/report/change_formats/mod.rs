//! The formats of reports on a change: one file each, behind one trait.

mod base;
mod github;
mod gitlab;
mod json;
mod markdown;
mod text;
mod total;

use std::io;

use covdrop_lines::{Line, LineSet};

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

/// Returns the first and last line of each block of lines.
fn blocks(lines: &LineSet) -> Vec<[u32; 2]> {
    let mut blocks: Vec<[u32; 2]> = Vec::new();
    for line in lines.iter().map(Line::get) {
        match blocks.last_mut().filter(|[_, last]| *last + 1 == line) {
            Some([_, last]) => *last = line,
            None => blocks.push([line, line]),
        }
    }
    blocks
}
