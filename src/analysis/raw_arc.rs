//! An unchecked arc: two plain numbers, as in coverage.py.

/// From and to: a line, or minus the first line of the code object that is entered or left.
pub(crate) type RawArc = (i32, i32);
