//! All that was dropped and chosen, and the answers to what is asked of it.
//!
//! A drop comes in as a [`Batch`](batch): offered, sent file by file, analysed in small steps, and
//! only then taken over into the session as a whole. Until that moment the session is what it was,
//! so that cancelling is forgetting. Answers are given in the words of `covdrop-protocol`, ready to
//! be shown. They come from what each job [covers](covers), which is found out once; the command
//! line, which asks only once, has a [`Measurement`] instead.

mod ambiguous_paths;
mod answers;
mod choices;
mod counts;
mod covers;
mod export;
mod filter;
mod invisible;
mod links;
mod listing;
mod mapping;
mod measurement;
mod names;
mod overview;
mod pending_import;
mod plugins;
mod problems;
mod project;
mod questions;
mod refused_settings;
mod reliability;
mod session;
mod settings_view;
mod smallest;
mod source_check;
mod source_view;
mod traced_view;
mod tree;
mod treemap;
mod trials;
mod versions;
mod view;

pub use covdrop_intake::{Manifest, ManifestError, SettingsOrigin, is_input};
pub use covdrop_report::Timestamp;
pub use measurement::{MeasuredFile, Measurement};
pub use reliability::sentences;
pub use session::{Session, Step};
pub use view::change;
