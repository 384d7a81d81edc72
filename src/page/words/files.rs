//! The views of files: lists, filters, map and matrix.

use super::{plural, statements};

// The headings are those of coverage.py's report.
pub(crate) const NAME: &str = "Name";
pub(crate) const STMTS: &str = "Stmts";
pub(crate) const MISS: &str = "Miss";
pub(crate) const EXCLUDED: &str = "Excluded";
pub(crate) const BRANCH: &str = "Branch";
pub(crate) const BRPART: &str = "BrPart";
pub(crate) const STMT_COVER: &str = "Stmt %";
pub(crate) const BRANCH_COVER: &str = "Branch %";
pub(crate) const COVER: &str = "Cover";
pub(crate) const TOTAL: &str = "Total";

pub(crate) const EXPAND_ALL: &str = "Expand all";
pub(crate) const COLLAPSE_ALL: &str = "Collapse all";
pub(crate) const COLUMNS: &str = "Columns";
pub(crate) const STMT_COVER_LONG: &str = "Statement %";
pub(crate) const BRANCH_COVER_LONG: &str = "Branch %";

pub(crate) const FILTER: &str = "Filter";
pub(crate) const FILTER_BY_NAME: &str = "Filter by name";
pub(crate) const MIN_PERCENTAGE: &str = "Minimum percentage";
pub(crate) const MAX_PERCENTAGE: &str = "Maximum percentage";
pub(crate) const HIDE_COVERED: &str = "Hide covered";
pub(crate) const HIDE_EMPTY: &str = "Hide empty";
pub(crate) const FIND_IN_BROWSER: &str = "Ctrl+F finds only visible rows: filter instead.";

pub(crate) const APPROXIMATE: &str = "approximate";
pub(crate) const NO_FUNCTION: &str = "(no function)";
pub(crate) const NO_CLASS: &str = "(no class)";
pub(crate) const NO_FILES: &str = "No files.";
pub(crate) const NO_MATCH: &str = "No files match the filter.";

pub(crate) const MEASURED: &str = "What ran";
pub(crate) const MEASURED_BESIDE: &str = "Ran, but not in the total";
pub(crate) const RECORDED_NAME: &str = "Name as recorded";
pub(crate) const LINES_RUN: &str = "Lines run";

pub(crate) const MAP_LEGEND: &str = "Area: statements. Shade: coverage.";

pub(crate) const MATRIX: &str = "Coverage of each file in each job";
pub(crate) const MATRIX_LEGEND: &str =
    "Each job by itself. A dot marks coverage that no other enabled job has.";

pub(crate) const SORT: &str = "Sort";

pub(crate) fn sort_by_key(key: char) -> String {
    format!("Sort (key {key})")
}

/// The label of the Total row of a filtered list.
pub(crate) fn some_of_all(shown: u64, all: u64) -> String {
    format!("{shown} of {all}")
}

/// The numbers of the files that match a filter, after their percentage.
pub(crate) fn filtered(shown: u64, all: u64, stmts: u64, miss: u64) -> String {
    format!("in {shown} of {all}: {}, {miss} missing", statements(stmts))
}

pub(crate) fn unmeasured(number: u64) -> String {
    format!("{} not measured by enabled jobs", super::files(number))
}

pub(crate) fn more_files(number: u64) -> String {
    plural(number, "more file", "more files")
}

pub(crate) fn measured_by_plugin(plugin: &str) -> String {
    format!("measured by plugin {plugin}")
}

pub(crate) fn printed_rows(printed: usize, all: usize) -> String {
    format!("Only the first {printed} of {} are printed.", plural(all as u64, "row", "rows"))
}

pub(crate) fn tile(path: &str, cover: &str, stmts: u64) -> String {
    format!("{path}: {cover} of {}", statements(stmts))
}

pub(crate) fn only_here(stmts: u64) -> String {
    format!("{} only here", statements(stmts))
}
