//! The jobs beside the views, their menus, and the form that renames them.

use yew::prelude::*;

use super::{branches, data_files, plural, statements};

pub(crate) const JOBS: &str = "Jobs";
/// The name of the sidebar.
pub(crate) const SIDEBAR: &str = "Jobs and reports";
pub(crate) const ALL: &str = "All";
pub(crate) const NONE: &str = "None";
pub(crate) const INVERT: &str = "Invert";
pub(crate) const COUNT_PYTHON_2: &str = "Count Python 2 files, approximately";

pub(crate) const CONTEXTS_HINT: &str = "Regular expression";

pub(crate) const NO_GAIN: &str = "Nothing that no other job covers";

pub(crate) const ONLY_THIS: &str = "Only this job";
pub(crate) const ALL_BUT_THIS: &str = "All but this job";
pub(crate) const COVERED_BY_ONLY_THIS: &str = "What only this job covers";

pub(crate) const GROUP_FILES: &str = "Group all data files";
pub(crate) const GROUP_DETECTED: &str = "Detected from data";
pub(crate) const GROUP_BY_FILE: &str = "A job for each file";
pub(crate) const GROUP_BY_FOLDER: &str = "A job for each folder or archive";
pub(crate) const GROUP_BY_HOST: &str = "A job for each host";
pub(crate) const GROUP_BY_ROOT: &str = "A job for each recorded root";

pub(crate) const NEW_NAME: &str = "Name";
pub(crate) const MERGE_INTO: &str = "or merge into";
pub(crate) const ANOTHER_JOB: &str = "another job…";
pub(crate) const RENAME: &str = "Rename";
pub(crate) const RENAME_OR_MERGE: &str = "Rename or merge";
pub(crate) const RESTORE_NAME: &str = "Restore the original name";

pub(crate) fn loaded(data: u64, sources: u64) -> String {
    let sources = plural(sources, "source file", "source files");
    format!("From {} and {sources}", data_files(data))
}

pub(crate) const WHY_TWO: &str = "Why two numbers?";
pub(crate) const MEAN_EXPLAINED: &str = "GitLab shows the mean, which counts a line as missing in \
    each job that did not run it. Together it is covered once any job ran it.";

/// The coverage of all jobs together, and the mean of their own.
pub(crate) fn together(total: &str, mean: &str) -> Html {
    html! {
        <>{"Together "}<strong>{total}</strong>{format!(", the mean of the jobs {mean}")}</>
    }
}

pub(crate) fn contexts_label(all: u32) -> String {
    format!("Only contexts that match, of {all}")
}

pub(crate) fn contexts_setting(setting: &str) -> String {
    format!("{setting} (by the settings)")
}

pub(crate) fn gain(stmts: u64, branch: u64) -> String {
    format!("{} and {} that no other job covers", statements(stmts), branches(branch))
}

pub(crate) fn more_about(job: &str) -> String {
    format!("More about {job}")
}
