//! The report on a change for a note of a merge request.

use std::io;

use super::{ChangeFormat, table};
use crate::formats::markdown::{escape, write_table};
use crate::{ChangeReport, Error, printable};

/// The sum in words, and a table.
#[derive(Debug)]
pub(super) struct Markdown;

impl ChangeFormat for Markdown {
    fn name(&self) -> &'static str {
        "markdown"
    }

    fn write(&self, report: &ChangeReport, out: &mut dyn io::Write) -> Result<(), Error> {
        writeln!(out, "**{}**", report.summary())?;
        let table = table(report);
        if !table.rows.is_empty() {
            writeln!(out)?;
            write_table(table, out)?;
        }
        for (index, problem) in report.problems().iter().enumerate() {
            if index == 0 {
                writeln!(out)?;
            }
            writeln!(out, "- {}", escape(&printable(problem)))?;
        }
        Ok(())
    }
}
