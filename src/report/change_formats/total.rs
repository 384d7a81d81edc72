//! The percentage of a change alone, for scripts.

use std::io;

use super::ChangeFormat;
use crate::{ChangeReport, Error};

/// The percentage; nothing if nothing measurable changed.
#[derive(Debug)]
pub(super) struct Total;

impl ChangeFormat for Total {
    fn name(&self) -> &'static str {
        "total"
    }

    fn write(&self, report: &ChangeReport, out: &mut dyn io::Write) -> Result<(), Error> {
        if let Some(covered) = report.covered() {
            writeln!(out, "{}", covered.display(report.precision))?;
        }
        Ok(())
    }
}
