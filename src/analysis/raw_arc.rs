//! An arc before it is checked: two plain numbers, as coverage.py has them.

/// From and to: a line, or minus the first line of the code object that is entered or left.
pub(crate) type RawArc = (i32, i32);
