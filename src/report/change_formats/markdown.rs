//! The report on a change for a note of a merge request.

use std::io;

use super::base::{changed_files, counts, totals};
use super::{ChangeFormat, table};
use crate::formats::markdown::{escape, write_table};
use crate::{BaseReport, ChangeReport, Error, Precision, printable};

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
        if let Some(base) = &report.base {
            write_base(base, report.precision, out)?;
        }
        Ok(())
    }
}

/// Writes the comparison with the base.
fn write_base(
    base: &BaseReport,
    precision: Precision,
    out: &mut dyn io::Write,
) -> Result<(), Error> {
    writeln!(out, "\n**{}**", totals(base, precision))?;
    let counts = counts(base);
    if !counts.is_empty() {
        writeln!(out, "\n| Statements | Count |\n| - | -: |")?;
    }
    for (label, count) in counts {
        writeln!(out, "| {label} | {count} |")?;
    }
    for (index, file) in changed_files(base, precision).into_iter().enumerate() {
        if index == 0 {
            writeln!(out)?;
        }
        writeln!(out, "- {}: {}", escape(&printable(&file.path)), file.numbers)?;
        for (label, lines) in file.lines {
            writeln!(out, "  - {label}: {lines}")?;
        }
    }
    Ok(())
}
