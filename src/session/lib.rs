//! The data, the project and the choices of a session, and the answers to queries.
//!
//! A drop arrives as an import: it is received and extracted by `covdrop-intake`, its sources are
//! analysed in small steps, and only then is it added to the [`Session`] as a whole. Until that moment
//! the session is as it was, so that cancelling is forgetting the import. Queries are free functions
//! over a borrowed view, and their answers are types of `covdrop-protocol`, ready to be shown. They
//! come from a cache of what each job covers; the command line, which asks only once, has a
//! [`Measurement`] instead.

mod ambiguous_paths;
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

pub use covdrop_intake::{Manifest, ManifestError, SettingsOrigin, is_input, web_address};
pub use covdrop_report::Timestamp;
pub use doubts::sentences;
pub use protocol_numbers::change;
pub use report_measurement::{MeasuredFile, Measurement};
pub use session::{Session, Step};
