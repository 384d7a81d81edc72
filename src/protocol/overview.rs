//! The overview: everything that the page shows beside a list or an open file.

use serde::{Deserialize, Serialize};

use crate::{DoubtGroup, JobId, JobsBy, Numbers, PathsView, Problem, SettingsView, Threshold};

/// All that was loaded, measured over the jobs that are switched on.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Overview {
    /// The counts of loaded files.
    pub loaded: Loaded,
    /// The totals over all files.
    pub totals: Totals,
    /// The files that ran and have no numbers.
    pub without_numbers: FilesWithoutNumbers,
    /// The jobs, in the order in which they are listed.
    pub jobs: Vec<Job>,
    /// The rule that groups data files into jobs, if the person chose one.
    pub jobs_by: Option<JobsBy>,
    /// The contexts of the data, and the filter for them.
    pub contexts: ContextsView,
    /// The settings that Covdrop follows, and trial settings.
    pub settings: SettingsView,
    /// How recorded paths were found in the source tree.
    pub paths: PathsView,
    /// The problems with the dropped files.
    pub problems: Vec<Problem>,
    /// The reasons to doubt the totals, by kind.
    pub doubts: Vec<DoubtGroup>,
}

/// The counts of loaded files.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Loaded {
    /// The number of data files.
    pub data_files: u32,
    /// The number of source files.
    pub sources: u32,
    /// The number of these that are Python 2, so that their numbers are only approximate.
    pub approximate: u32,
}

/// The totals over all files that an enabled job measured and whose source is loaded.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Totals {
    /// The sums over these files; `None` if there are none.
    pub numbers: Option<Numbers>,
    /// Whether the data has branches; if not, views leave out the columns for branches.
    pub has_branches: bool,
    /// The `TOTAL` line, as `coverage report` prints it under these files; empty without numbers.
    pub line: String,
    /// The mean of the own percentages of the enabled jobs, as printed: the number that a service
    /// shows if it averages jobs. `None` if no job is enabled or no source is loaded.
    pub mean: Option<String>,
    /// Whether the total reaches the settings' `fail_under`; `None` if they set none.
    pub threshold: Option<Threshold>,
    /// The number of files that have a source, but no data of an enabled job: the totals leave them
    /// out.
    pub unmeasured: u32,
    /// Whether the totals count the Python 2 files.
    pub with_approximate: bool,
}

/// The files that ran and have no numbers, as far as the page lists them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FilesWithoutNumbers {
    /// The first of them.
    pub first: Vec<RanRow>,
    /// The number of further files.
    pub more: u32,
    /// The number of lines that ran, in all of them.
    pub lines: u64,
}

/// A file that ran and has no numbers: its source is not loaded, or a plugin measured it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RanRow {
    /// The path in the source tree if its source is loaded, otherwise the path as recorded.
    pub path: String,
    /// The number of its lines that ran.
    pub lines: u64,
    /// The plugin that measured it, if one did.
    pub plugin: Option<String>,
    /// Whether its source is loaded, so that the page can open it.
    pub has_source: bool,
}

/// A named group of data files, as one run of the tests leaves them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Job {
    /// Its id.
    pub id: JobId,
    /// Its label.
    pub name: String,
    /// Whether the person gave it this name, or merged a job of another name into it.
    pub is_renamed: bool,
    /// Whether it is enabled.
    pub on: bool,
    /// The number of its data files.
    pub data_files: u32,
    /// The percentage of this job alone, as printed; `None` if no source is loaded.
    pub cover: Option<String>,
    /// The same percentage, from 0 to 100.
    pub percent: Option<f64>,
    /// The part of the total that only this job covers; `None` if no source is loaded.
    pub gain: Option<Gain>,
}

/// The statements and branches that one job covers and no other enabled job does. For a job that
/// is off: those that it would add.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gain {
    /// The number of statements.
    pub stmts: u64,
    /// The number of branches.
    pub branches: u64,
    /// Both as a share of all statements and branches of files with a source, in percent, with one
    /// decimal: `2.1`.
    pub points: String,
}

/// The contexts of the data, and the filter for them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContextsView {
    /// The number of contexts that have a name.
    pub count: u32,
    /// The person's filter: regular expressions, separated by commas.
    pub filter: String,
    /// The settings' filter, which applies if the person's is empty. If both are empty, all
    /// contexts count.
    pub settings_filter: String,
    /// Why the person's last filter has no effect, so that the previous one still applies, or that
    /// it matches no context; in sentences.
    pub fault: Option<String>,
}
