//! The report on a change for terminals.

use std::io;

use super::base::{changed_files, counts, totals};
use super::{ChangeFormat, table};
use crate::formats::text::write_table;
use crate::{BaseReport, ChangeReport, Error, Precision, printable};

/// A table, and the sum in words.
#[derive(Debug)]
pub(super) struct Text;

impl ChangeFormat for Text {
    fn name(&self) -> &'static str {
        "text"
    }

    fn write(&self, report: &ChangeReport, out: &mut dyn io::Write) -> Result<(), Error> {
        let table = table(report);
        if !table.rows.is_empty() {
            write_table(&table, out)?;
            writeln!(out)?;
        }
        writeln!(out, "{}", report.summary())?;
        for problem in report.problems() {
            writeln!(out, "{}", printable(&problem))?;
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
    writeln!(out, "\n{}", totals(base, precision))?;
    let counts = counts(base);
    let width = counts.iter().map(|(label, _)| label.len()).max().unwrap_or(0);
    for (label, count) in counts {
        writeln!(out, "  {label:width$} {count:>7}")?;
    }
    for file in changed_files(base, precision) {
        writeln!(out, "{}: {}", printable(&file.path), file.numbers)?;
        for (label, lines) in file.lines {
            writeln!(out, "  {label}: {lines}")?;
        }
    }
    Ok(())
}
