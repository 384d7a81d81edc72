//! Line numbers, sets of them and the arcs between them.
//!
//! The one vocabulary that source analysis (which lines *can* run) and data files (which lines
//! *did* run) share, so that neither crate has to know the other.

mod arc;
mod dense;
mod line;
mod set;
mod words;

pub use arc::{Arc, End};
pub use dense::{BYTES_PER_LINE, SMALL};
pub use line::Line;
pub use set::{LineSet, TooLong};
