//! Imports dropped files: turns their names and bytes into data files, sources, settings and
//! problems.
//!
//! An [`Import`] requests files, classifies the received ones, and extracts archives in small
//! steps. A [`FinishedImport`] holds the result, which a session adds to its data. This crate
//! depends neither on a browser nor on coverage numbers.

mod archive;
mod archive_queue;
mod budget;
mod classify;
mod containers;
mod data_file;
mod data_order;
mod deferred_file;
mod example;
mod extract;
mod file_names;
mod file_table;
mod finished_import;
mod import;
mod input;
mod input_path;
mod job_facts;
mod job_labels;
mod job_origin;
mod limits;
pub mod parallel;
mod problems;
mod project_info;
mod settings_origin;
mod site_manifest;
mod take_file;
mod third_party;
mod tree_root;
mod undecided_files;
mod unsupported;

pub use classify::is_input;
pub use data_file::DataFile;
pub use deferred_file::NamedFiles;
pub use example::{example_inputs, import_example};
pub use file_names::is_python_by_name;
pub use finished_import::{FinishedImport, ImportedSettings, ImportedSource, ImportedTree};
pub use import::{Import, SessionSnapshot};
pub use input::Input;
pub use input_path::InputPath;
pub use job_facts::JobFacts;
pub use job_labels::{job_label, labels_by_group};
pub use problems::{
    escape_names, first as first_problems, left_out_project as left_out_project_problem,
    manifest as manifest_problem, problem, replaced as replaced_sources,
};
pub use project_info::web_address;
pub use settings_origin::SettingsOrigin;
pub use site_manifest::{Manifest, ManifestError};
pub use third_party::DeferredPackage;
