//! The counts of a file, a region or a whole project, from which reports are made.
//!
//! Totals are plain sums, as in coverage.py.

use std::iter::Sum;
use std::ops::AddAssign;

use crate::Percent;

/// The counts of a file, or of several files together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Numbers {
    /// The number of files.
    pub n_files: u64,
    /// Statements.
    pub statements: u64,
    /// Excluded lines, including blank and comment lines among them.
    pub excluded: u64,
    /// Statements that did not run.
    pub missing: u64,
    /// Branches: exits of lines with more than one exit.
    pub branches: u64,
    /// Branches not taken from lines that ran.
    pub partial_branches: u64,
    /// Branches not taken, from any line.
    pub missing_branches: u64,
    /// Lines that ran with a branch not taken.
    pub partial_lines: u64,
}

impl Numbers {
    /// Returns the number of statements that ran.
    pub const fn executed(&self) -> u64 {
        self.statements.saturating_sub(self.missing)
    }

    /// Returns the number of branches that were taken.
    pub const fn executed_branches(&self) -> u64 {
        self.branches.saturating_sub(self.missing_branches)
    }

    /// Returns the percentage of statements and branches together.
    pub fn covered(&self) -> Percent {
        Percent::of(self.executed() + self.executed_branches(), self.statements + self.branches)
    }

    /// Like [`Numbers::covered`], but 0 if there is nothing to cover, as in the totals of the JSON,
    /// XML and LCOV reports.
    pub(crate) fn covered_or_none(&self) -> Percent {
        if self.statements + self.branches == 0 { Percent::NONE } else { self.covered() }
    }

    /// Returns the percentage of statements.
    pub fn statements_covered(&self) -> Percent {
        Percent::of(self.executed(), self.statements)
    }

    /// Returns the percentage of branches.
    pub fn branches_covered(&self) -> Percent {
        Percent::of(self.executed_branches(), self.branches)
    }

    /// Returns true if nothing is left to cover, for `skip_covered`: no statement is missing, and
    /// every line that ran took all branches.
    pub const fn is_complete(&self) -> bool {
        self.missing == 0 && self.partial_branches == 0
    }
}

impl AddAssign for Numbers {
    fn add_assign(&mut self, other: Numbers) {
        self.n_files += other.n_files;
        self.statements += other.statements;
        self.excluded += other.excluded;
        self.missing += other.missing;
        self.branches += other.branches;
        self.partial_branches += other.partial_branches;
        self.missing_branches += other.missing_branches;
        self.partial_lines += other.partial_lines;
    }
}

impl Sum for Numbers {
    fn sum<I: Iterator<Item = Numbers>>(all: I) -> Numbers {
        all.fold(Numbers::default(), |mut total, one| {
            total += one;
            total
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statements_and_branches_count_together_and_apart() {
        let file = Numbers {
            n_files: 1,
            statements: 16,
            excluded: 2,
            missing: 4,
            branches: 4,
            partial_branches: 1,
            missing_branches: 3,
            partial_lines: 1,
        };
        let total: Numbers = [file, file].into_iter().sum();
        assert_eq!((total.n_files, total.executed(), total.executed_branches()), (2, 24, 2));
        assert!((total.covered().value() - 65.0).abs() < 1e-12);
        assert!((total.statements_covered().value() - 75.0).abs() < 1e-12);
        assert!((total.branches_covered().value() - 25.0).abs() < 1e-12);
    }

    #[test]
    fn branches_of_lines_that_did_not_run_do_not_prevent_completeness() {
        let numbers = Numbers { branches: 2, missing_branches: 2, ..Numbers::default() };
        assert!(numbers.is_complete());
        assert!(!Numbers { partial_branches: 1, ..numbers }.is_complete());
        assert!(!Numbers { missing: 1, ..numbers }.is_complete());
    }
}
