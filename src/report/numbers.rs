//! The counts that every report is made of, of a file, a region or a whole project.
//!
//! Totals are plain sums: coverage.py weighs nothing.

use std::iter::Sum;
use std::ops::AddAssign;

use crate::Percent;

/// What was counted in a file, or in several together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Numbers {
    /// Files counted.
    pub n_files: u64,
    /// Statements: lines that can run.
    pub statements: u64,
    /// Excluded lines, blank and comment lines among them included.
    pub excluded: u64,
    /// Statements that did not run.
    pub missing: u64,
    /// Branches: ways out of lines that have more than one.
    pub branches: u64,
    /// Branches not taken from lines that ran.
    pub partial_branches: u64,
    /// Branches not taken, from whatever line.
    pub missing_branches: u64,
    /// Lines that ran and left a branch out.
    pub partial_lines: u64,
}

impl Numbers {
    /// Statements that ran.
    pub const fn executed(&self) -> u64 {
        self.statements.saturating_sub(self.missing)
    }

    /// Branches that were taken.
    pub const fn executed_branches(&self) -> u64 {
        self.branches.saturating_sub(self.missing_branches)
    }

    /// Coverage proper: statements and branches together.
    pub fn covered(&self) -> Percent {
        Percent::of(self.executed() + self.executed_branches(), self.statements + self.branches)
    }

    /// [`Numbers::covered`], but nothing where there is nothing to cover, as the totals of the JSON,
    /// XML and LCOV reports have it.
    pub(crate) fn covered_or_none(&self) -> Percent {
        if self.statements + self.branches == 0 { Percent::NONE } else { self.covered() }
    }

    /// Coverage of statements alone.
    pub fn statements_covered(&self) -> Percent {
        Percent::of(self.executed(), self.statements)
    }

    /// Coverage of branches alone.
    pub fn branches_covered(&self) -> Percent {
        Percent::of(self.executed_branches(), self.branches)
    }

    /// Returns true if nothing is left to cover, as `skip_covered` asks: no statement is missing
    /// and no line that ran left a branch out.
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
    fn a_branch_missing_from_a_line_that_never_ran_is_none_left_to_cover() {
        let numbers = Numbers { branches: 2, missing_branches: 2, ..Numbers::default() };
        assert!(numbers.is_complete());
        assert!(!Numbers { partial_branches: 1, ..numbers }.is_complete());
        assert!(!Numbers { missing: 1, ..numbers }.is_complete());
    }
}
