//! What page and worker say to each other: plain types, and how they travel.
//!
//! The page shows and asks; the worker holds the session and answers. Nothing here computes:
//! numbers come ready to be shown, so that the page needs no rule of coverage. A message is one
//! value in [`postcard`]'s bytes; the bytes of a dropped file travel beside it, handed over
//! without a copy.

mod answer;
mod request;
mod wire;

pub use answer::{
    Answer, FileRow, FileView, Job, Mark, Note, Numbers, Overview, Problem, Progress, RanRow,
    Stage, Status,
};
pub use request::{Offered, Request, is_skipped_folder};
pub use wire::{BadMessage, decode, encode};
