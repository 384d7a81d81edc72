//! Holds the data, the project and the user's choices, and answers queries about them.
//!
//! An import receives and extracts a drop (`covdrop-intake`), then analyses its sources in small
//! steps; only the complete result is added to the [`Session`]. The session does not change before
//! that, so cancelling just drops the import. Queries are free functions over a borrowed view, and
//! return types of `covdrop-protocol`. They use a cache of the coverage of each job; the command
//! line, which asks only once, computes a [`Measurement`] instead.

mod ambiguous_paths;
mod base_comparison;
mod changed_files;
mod coverage_inputs;
mod covered_files;
mod dataset;
mod doubts;
mod export;
mod file_list;
mod file_queries;
mod file_versions;
mod import_queue;
mod inferred_paths;
mod input_cards;
mod invisible_tokens;
mod job_coverage;
mod job_names;
mod job_questions;
mod line_view;
mod minimal_jobs;
mod name_filter;
mod overview;
mod path_mapping;
mod pending_import;
mod plugin_file_view;
mod plugins;
mod precomputed_mapping;
mod problem_texts;
mod project;
mod protocol_numbers;
mod refused_settings;
mod report_measurement;
mod session;
mod session_problems;
mod session_view;
mod settings_view;
mod source_check;
mod source_links;
mod source_view;
mod tree;
mod treemap;
mod trial_overrides;
mod trial_settings;
mod user_choices;

pub use changed_files::MatchedDiff;
pub use covdrop_intake::{Manifest, ManifestError, SettingsOrigin, is_input, web_address};
pub use covdrop_report::Timestamp;
pub use doubts::sentences;
pub use protocol_numbers::change;
pub use report_measurement::{MeasuredFile, Measurement};
pub use session::{Session, Step};
