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
pub(crate) const BRANCH_EXCLUDED: &str = "excluded";
pub(crate) const BRANCH_NOT_TAKEN: &str = "not taken by any job";

/// The numbers of the file; its percentage precedes.
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

/// Said when a file is opened.
pub(crate) fn opened(cover: &str, path: &str) -> String {
    format!("{cover} covered in {path}")
}

pub(crate) fn show_lines(status: &str, key: char) -> String {
    format!("Show {status} lines (key {key})")
}

pub(crate) fn lines_of(number: usize, status: &str) -> String {
    format!("{number} {status}")
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

pub(crate) fn first_line(number: u32, selected: u32) -> String {
    format!("Line {number}, the first of {selected}")
}

pub(crate) fn cut(bytes: usize) -> String {
    format!("… {}", plural(bytes as u64, "more byte", "more bytes"))
}

pub(crate) fn printed_lines(printed: usize, all: usize) -> String {
    format!("Only the first {printed} of {} are printed.", plural(all as u64, "line", "lines"))
}

pub(crate) fn more_contexts(hidden: usize) -> String {
    format!("and {hidden} more")
}
