//! Line numbers, line sets and arcs.
//!
//! Source analysis (the lines that *can* run) and data files (the lines that *did* run) share these
//! types, so neither crate depends on the other.

mod arc;
mod dense;
mod line;
mod set;
mod words;

pub use arc::{Arc, End};
pub use dense::{BYTES_PER_LINE, SMALL};
pub use line::Line;
pub use set::{LineSet, TooLong};
