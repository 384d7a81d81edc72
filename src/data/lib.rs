//! Reads coverage.py's data files of every generation, settings files and paths, and combines data
//! by job.
//!
//! [`read()`] parses bytes into a [`CoverageData`]; a [`Combined`] holds many, kept apart by job. A
//! data file names files by the paths of its machine ([`RecordedPath`]). Mapping these to files of
//! the source tree ([`SourcePath`]) is separate from reading, and can be changed at any time.

mod aliases;
mod combined;
mod coverage_data;
mod glob;
mod hits;
mod ids;
mod job;
mod job_table;
mod name;
mod path;
mod paths_section;
mod placement;
mod read;
mod reconcile;
mod refusal;
mod section_text;
mod selection;
mod settings;
mod third_party;
mod trace;
mod tree;
mod version;
mod write;

pub use aliases::Aliases;
pub use combined::{Combined, CombinedFile};
pub use coverage_data::{
    ContextId, CoverageData, DataFormat, DataKind, Meta, ReadWarning, RecordedFile,
};
pub use glob::{GlobError, Globs};
pub use hits::Hits;
pub use ids::{Context, DataFileId, FileId, JobId};
pub use job::{DataFileInfo, Job};
pub use name::{DataKey, Leftover, NameParts, host, job_from_data, job_from_name, static_context};
pub use path::{RecordedPath, SourcePath};
pub use paths_section::paths_section;
pub use placement::{Placement, ResolvedPath};
#[cfg(fuzzing)]
pub use read::read_by_sqlite;
pub use read::{ReadError, read, recognise};
pub use reconcile::{
    Ambiguity, Ambiguous, KnownPath, PathAlias, PathUse, Proposal, ProposedAlias, reconcile,
};
pub use refusal::{Collapse, Refusal};
pub use section_text::{SectionValue, section_text};
pub use selection::Selection;
pub use settings::{
    Entry, Environment, Ignored, IgnoredReason, JsonSettings, LcovSettings, PatternSettings,
    ReportSettings, RunSettings, SETTINGS_FILES, Settings, SettingsError, SettingsProblem,
    SettingsWarning, XmlSettings, python_float, python_integer,
};
pub use third_party::{environment_of, is_environment_folder, is_in_environment};
pub use tree::SourceTree;
pub use version::COVERAGE_VERSION;
pub use write::{WriteError, WriteOptions, write};
