//! An open file, its lines, and the details of a line.

use super::{branches, plural, statements};

pub(crate) const RUN: &str = "run";
pub(crate) const MISSING: &str = "missing";
pub(crate) const EXCLUDED: &str = "excluded";
pub(crate) const PARTIAL: &str = "partial";

pub(crate) const BACK: &str = "Back to the list (key u)";
pub(crate) const PREVIOUS_FILE: &str = "Previous file (key [)";
pub(crate) const NEXT_FILE: &str = "Next file (key ])";
pub(crate) const PREVIOUS_PLACE: &str = "Previous place (key k)";
pub(crate) const NEXT_PLACE: &str = "Next place (key j)";
pub(crate) const FIND: &str = "Find";
pub(crate) const FIND_IN_FILE: &str = "Find in the file";
pub(crate) const WITHOUT_QUESTION: &str = "Show the file without the question";

pub(crate) const WITHOUT_TEXT: &str = "This report was made without sources.";

pub(crate) const CLOSE_KEY: &str = "Close (key Esc)";
pub(crate) const NO_STATEMENTS: &str = "No executable statements.";
pub(crate) const RUN_BY: &str = "Run by";
pub(crate) const NOT_RUN_BY: &str = "Not run by";
pub(crate) const NOT_RUN: &str = "Not run by any job";
pub(crate) const COPY_LINK: &str = "Copy link";
pub(crate) const SWITCH_OFF: &str = "Switch off";
pub(crate) const COUNT_ONLY_CONTEXT: &str = "Count only this context";
pub(crate) const COUNT_ALL_CONTEXTS: &str = "Count all contexts again";
pub(crate) const FIND_CONTEXTS: &str = "Find contexts";
pub(crate) const NO_CONTEXTS: &str = "None has such a name.";
pub(crate) const BRANCH_EXCLUDED: &str = "excluded";
pub(crate) const BRANCH_NOT_TAKEN: &str = "not taken by any job";

/// The numbers of the file, after its percentage.
pub(crate) fn numbers(stmts: u64, branch: u64, is_approximate: bool, is_measured: bool) -> String {
    let mut words = format!("of {}", statements(stmts));
    if branch > 0 {
        words = format!("{words}, {}", branches(branch));
    }
    if is_approximate {
        words.push_str(" (approximate: this is Python 2)");
    }
    if !is_measured {
        words.push_str(" (not counted: not measured by enabled jobs)");
    }
    words
}

pub(crate) fn measured_by_plugin(plugin: &str) -> String {
    format!("Measured by plugin {plugin}, which alone knows its statements. Totals leave it out.")
}

/// The text for screen readers when a file opens.
pub(crate) fn opened(cover: &str, path: &str) -> String {
    format!("{cover} covered in {path}")
}

pub(crate) fn show_lines(status: &str, key: char) -> String {
    format!("Show {status} lines (key {key})")
}

pub(crate) fn found(number: usize) -> String {
    format!("{number} found")
}

/// The number of lines that answer a question.
pub(crate) fn answers(question: &str, number: u32) -> String {
    format!("{question}: {number}")
}

pub(crate) fn line(number: u32) -> String {
    format!("Line {number}")
}

/// The title of the details of several lines.
pub(crate) fn lines(first: u32, last: u32, run: u32, of: u32) -> String {
    format!("L{first}–L{last}: {run} of {} run", statements(of.into()))
}

pub(crate) fn jobs_of(run: u16, all: u16) -> String {
    format!("run by {run} of {}", plural(all.into(), "job", "jobs"))
}

/// The number of contexts that ran a line, as coverage.py's HTML report shows it: `30 ctx`.
pub(crate) fn contexts(number: u64) -> String {
    format!("{number} ctx")
}

/// The number of several statements that a job ran.
pub(crate) fn some_of(run: u32, all: u32) -> String {
    format!("{run} of {all}")
}

pub(crate) fn more_notes(hidden: usize) -> String {
    format!("And {} with branches not taken.", plural(hidden as u64, "more line", "more lines"))
}

pub(crate) fn cut(bytes: usize) -> String {
    format!("… {}", plural(bytes as u64, "more byte", "more bytes"))
}

pub(crate) fn printed_lines(printed: usize, all: usize) -> String {
    format!("Only the first {printed} of {} are printed.", plural(all as u64, "line", "lines"))
}

/// The label of the link to a line in the repository.
pub(crate) fn open_in(host: &str) -> &'static str {
    if host.contains("gitlab") {
        "Open in GitLab"
    } else if host.contains("github") {
        "Open in GitHub"
    } else {
        "Open in the repository"
    }
}
