//! The annotations of GitHub's actions: commands on standard output, which GitHub shows at the
//! lines of a pull request.

use std::io;

use super::ChangeFormat;
use crate::{ChangeReport, Error, Extent, printable};

/// A warning for each block of uncovered lines, and for each statement with a missing branch.
#[derive(Debug)]
pub(super) struct Github;

impl ChangeFormat for Github {
    fn name(&self) -> &'static str {
        "github"
    }

    fn write(&self, report: &ChangeReport, out: &mut dyn io::Write) -> Result<(), Error> {
        for (file, coverage) in report.measurable() {
            let path = property(&file.path);
            let mut warn = |Extent { first, last }, message: &str| {
                let message = data(message);
                writeln!(out, "::warning file={path},line={first},endLine={last}::{message}")
            };
            for block in blocks(&coverage.missing) {
                warn(block, &super::missing_message(block))?;
            }
            for statement in &coverage.partial {
                warn(statement.extent, &super::partial_message(statement))?;
            }
        }
        writeln!(out, "::notice::{}", data(&format!("Patch coverage: {}", report.summary())))?;
        for problem in report.problems() {
            writeln!(out, "::notice::{}", data(&problem))?;
        }
        Ok(())
    }
}

/// Joins statements that follow one another without a line between them: GitHub shows few
/// annotations.
fn blocks(statements: &[Extent]) -> Vec<Extent> {
    let mut blocks: Vec<Extent> = Vec::new();
    for &statement in statements {
        let follows =
            |last: &&mut Extent| last.last.get().checked_add(1) == Some(statement.first.get());
        match blocks.last_mut().filter(follows) {
            Some(last) => last.last = statement.last,
            None => blocks.push(statement),
        }
    }
    blocks
}

/// Escapes the text of a command, which ends with its line.
fn data(text: &str) -> String {
    printable(text).replace('%', "%25")
}

/// Escapes the value of a property.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
