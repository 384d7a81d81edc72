//! All that was dropped and chosen, and the answers to what is asked of it.
//!
//! A drop comes in as a [`Batch`](batch): offered, sent file by file, analysed in small steps, and
//! only then taken over into the session as a whole. Until that moment the session is what it was,
//! so that cancelling is forgetting. Answers are given in the words of `covdrop-protocol`, ready to
//! be shown; the command line asks for a [`Measurement`] instead.

mod batch;
mod container;
mod example;
mod mapping;
mod measurement;
mod parallel;
mod problem;
mod project;
mod session;
mod settings_view;
mod sort;
mod unpack;
mod view;
mod wrong;

pub use measurement::{MeasuredFile, Measurement};
pub use session::{Session, Step};
