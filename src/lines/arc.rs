//! Arcs: steps from one line to the next, and into and out of code objects.

use serde::{Deserialize, Serialize};
use std::fmt;

use crate::Line;

/// One end of an [`Arc`]: a line, or the outside of a code object.
///
/// Encoded as in coverage.py: `n` for line n, `-n` for the outside of the code object (module,
/// function, class) whose first line is n. An end at 0 is neither: Python 3.11 to 3.13 give the
/// code of an empty module the line 0.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "i32", into = "i32")]
pub struct End(i32);

impl End {
    /// Creates the end at `line`.
    pub fn line(line: Line) -> End {
        End(signed(line))
    }

    /// Creates the outside of the code object whose first line is `first`.
    pub fn outside(first: Line) -> End {
        End(-signed(first))
    }

    /// Decodes coverage.py's number `n`. Returns `None` for numbers beyond [`Line::MAX`].
    pub fn new(n: i64) -> Option<End> {
        let is_valid = n.unsigned_abs() <= u64::from(Line::MAX);
        i32::try_from(n).ok().filter(|_| is_valid).map(End)
    }

    /// Returns the number by which coverage.py encodes this end.
    pub const fn get(self) -> i32 {
        self.0
    }

    /// Returns the line, if this end is a line.
    pub fn as_line(self) -> Option<Line> {
        Line::from_i64(i64::from(self.get()))
    }

    /// Returns true if this end is the outside of a code object.
    pub const fn is_outside(self) -> bool {
        self.get() < 0
    }
}

/// Converts a line to a signed number.
#[allow(clippy::cast_possible_wrap, reason = "Line::MAX is far below i32::MAX")]
const fn signed(line: Line) -> i32 {
    line.get() as i32
}

impl TryFrom<i32> for End {
    type Error = &'static str;

    fn try_from(n: i32) -> Result<End, Self::Error> {
        End::new(i64::from(n)).ok_or("no arc ends at this number")
    }
}

impl From<End> for i32 {
    fn from(end: End) -> i32 {
        end.get()
    }
}

impl From<Line> for End {
    fn from(line: Line) -> End {
        End::line(line)
    }
}

impl fmt::Display for End {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.get().fmt(f)
    }
}

impl fmt::Debug for End {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.get().fmt(f)
    }
}

/// A step of execution, possible or taken.
///
/// Ordered as coverage.py orders its pairs: by origin, then by destination, as signed numbers.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Arc {
    /// The origin.
    pub from: End,
    /// The destination.
    pub to: End,
}

impl Arc {
    /// Creates the arc that coverage.py writes as `(from, to)`. Returns `None` if an end is not
    /// valid.
    pub fn new(from: i64, to: i64) -> Option<Arc> {
        Some(Arc { from: End::new(from)?, to: End::new(to)? })
    }
}

impl fmt::Debug for Arc {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "({}, {})", self.from, self.to)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ends_are_lines_or_outsides() {
        let line = Line::new(7).unwrap();
        assert_eq!(End::line(line).get(), 7);
        assert_eq!(End::outside(line).get(), -7);
        assert_eq!(End::line(line).as_line(), Some(line));
        assert_eq!(End::outside(line).as_line(), None);
        assert!(End::outside(line).is_outside());
    }

    #[test]
    fn numbers_out_of_range_are_refused() {
        assert_eq!(End::new(i64::MIN), None);
        assert_eq!(End::new(i64::from(Line::MAX) + 1), None);
        assert_eq!(Arc::new(1, i64::from(Line::MAX) + 1), None);
    }

    #[test]
    fn an_empty_module_enters_and_leaves_line_zero() {
        let arc = Arc::new(-1, 0).unwrap();
        assert_eq!((arc.from.get(), arc.to.get()), (-1, 0));
        assert_eq!((arc.to.as_line(), arc.to.is_outside()), (None, false));
    }

    #[test]
    fn arcs_sort_like_pairs_of_numbers() {
        let mut arcs =
            [Arc::new(2, 3).unwrap(), Arc::new(2, -1).unwrap(), Arc::new(-1, 2).unwrap()];
        arcs.sort();
        assert_eq!(format!("{arcs:?}"), "[(-1, 2), (2, -1), (2, 3)]");
    }
}
