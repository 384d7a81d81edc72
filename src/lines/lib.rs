//! Line numbers, sets of them and the arcs between them.
//!
//! The one vocabulary that source analysis (which lines *can* run) and data files (which lines
//! *did* run) share, so that neither room has to know the other.

mod arc;
mod line;
mod set;
mod words;

pub use arc::{Arc, End};
pub use line::Line;
pub use set::{BYTES_PER_LINE, LineSet, SMALL, TooLong};
