//! The total percentage alone, for scripts and badges.

use std::io;

use super::Format;
use crate::{Error, Report};

/// The number of `coverage report --format=total`.
pub struct Total;

impl Format for Total {
    fn name(&self) -> &'static str {
        "total"
    }

    fn file_name(&self) -> &'static str {
        "coverage-total.txt"
    }

    fn write(&self, report: &Report<'_>, out: &mut dyn io::Write) -> Result<(), Error> {
        if report.files.is_empty() {
            return Err(Error::NoData);
        }
        writeln!(out, "{}", report.total().covered().display(report.settings.precision))?;
        Ok(())
    }
}
