//! All that was dropped and chosen, and the answers to what is asked of it.
//!
//! A drop comes in as a [`Batch`](batch): offered, sent file by file, analysed in small steps, and
//! only then taken over into the session as a whole. Until that moment the session is what it was,
//! so that cancelling is forgetting. Answers are given in the words of `covdrop-protocol`, ready to
//! be shown. They come from what each job [covers](covers), which is found out once; the command
//! line, which asks only once, has a [`Measurement`] instead.

mod answers;
mod arrival;
mod aside;
mod batch;
mod choices;
mod container;
mod counts;
mod covers;
mod doubts;
mod example;
mod export;
mod filter;
mod grouping;
mod invisible;
mod layers;
mod listing;
mod manifest;
mod mapping;
mod measurement;
mod names;
mod overview;
mod parallel;
mod plugins;
mod problem;
mod project;
mod questions;
mod refused_settings;
mod reliability;
mod session;
mod settings_view;
mod smallest;
mod sort;
mod source_check;
mod source_view;
mod traced_view;
mod tree;
mod treemap;
mod trials;
mod unpack;
mod view;
mod wrong;

pub use covdrop_report::Timestamp;
pub use manifest::{Manifest, ManifestError};
pub use measurement::{MeasuredFile, Measurement};
pub use project::SettingsOrigin;
pub use reliability::sentences;
pub use session::{Session, Step};
pub use sort::is_input;
pub use view::change;
