//! A line number that is never zero, negative or too large.

use std::fmt;
use std::num::NonZeroU32;

use serde::{Deserialize, Serialize};

/// A line of a source file, counted from 1 and at most [`Line::MAX`].
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "u32", into = "u32")]
pub struct Line(NonZeroU32);

impl Line {
    /// The first line of a file.
    pub const FIRST: Line = Line(NonZeroU32::MIN);

    /// The greatest line number: 16,777,215.
    ///
    /// Sixteen times the longest known source, and small enough that the numbits of a line set
    /// never take more than 2 MiB, even if a damaged file claims more.
    pub const MAX: u32 = (1 << 24) - 1;

    /// Creates the line numbered `n`. Returns `None` if no line has that number.
    pub const fn new(n: u32) -> Option<Line> {
        match NonZeroU32::new(n) {
            Some(n) if n.get() <= Self::MAX => Some(Line(n)),
            _ => None,
        }
    }

    /// Creates the line numbered `n`, a number from a file.
    pub fn from_i64(n: i64) -> Option<Line> {
        u32::try_from(n).ok().and_then(Line::new)
    }

    /// Returns the number, from 1.
    pub const fn get(self) -> u32 {
        self.0.get()
    }

    /// Returns the number as an index into a list of lines, from 0.
    pub const fn index(self) -> usize {
        self.0.get() as usize - 1
    }

    /// Returns the line at `index` in a list of lines.
    pub fn from_index(index: usize) -> Option<Line> {
        u32::try_from(index).ok().and_then(|n| n.checked_add(1)).and_then(Line::new)
    }
}

impl TryFrom<u32> for Line {
    type Error = &'static str;

    fn try_from(n: u32) -> Result<Line, Self::Error> {
        Line::new(n).ok_or("no line has this number")
    }
}

impl From<Line> for u32 {
    fn from(line: Line) -> u32 {
        line.get()
    }
}

impl fmt::Display for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.get().fmt(f)
    }
}

impl fmt::Debug for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.get().fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_out_of_range_are_not_lines() {
        assert_eq!(Line::new(0), None);
        assert_eq!(Line::from_i64(-3), None);
        assert_eq!(Line::new(Line::MAX + 1), None);
        assert_eq!(Line::from_i64(i64::MAX), None);
        assert_eq!(Line::new(Line::MAX).map(Line::get), Some(16_777_215));
    }

    #[test]
    fn indexes_start_at_zero() {
        assert_eq!(Line::FIRST.index(), 0);
        assert_eq!(Line::from_index(41).map(Line::get), Some(42));
    }
}
