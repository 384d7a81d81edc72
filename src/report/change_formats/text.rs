//! The report on a change for terminals.

use std::io;

use super::{ChangeFormat, table};
use crate::formats::text::write_table;
use crate::{ChangeReport, Error, printable};

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
        Ok(())
    }
}
