//! The words of the comparison with a base.

use covdrop_lines::LineSet;

use super::blocks;
use crate::{BaseReport, Category, ComparedFile, Numbers, Precision};

/// A file whose coverage changed.
pub(super) struct ChangedFileText {
    pub(super) path: String,
    /// The percentages before and now.
    pub(super) numbers: String,
    /// The names of categories, and the lines of their statements.
    pub(super) lines: Vec<(&'static str, String)>,
}

/// Returns the totals before and now.
pub(super) fn totals(base: &BaseReport, precision: Precision) -> String {
    format!(
        "Total: {} before, {} now",
        percentage(Some(&base.before), precision),
        percentage(Some(&base.now), precision)
    )
}

/// Returns the names of the categories that have statements, with their numbers.
pub(super) fn counts(base: &BaseReport) -> Vec<(&'static str, usize)> {
    let counts = base.counts().into_iter().filter(|(_, count)| *count > 0);
    counts.map(|(category, count)| (category.label(), count)).collect()
}

/// Returns the files whose coverage changed.
pub(super) fn changed_files(base: &BaseReport, precision: Precision) -> Vec<ChangedFileText> {
    let text = |file: &ComparedFile| {
        let numbers = [file.before, file.now].map(|side| percentage(side.as_ref(), precision));
        let [before, now] = numbers;
        let moved = file.old_path.as_ref().map(|old| format!(" (before: {old})"));
        ChangedFileText {
            path: format!("{}{}", file.path, moved.unwrap_or_default()),
            numbers: format!("{before} before, {now} now"),
            lines: changed_lines(file),
        }
    };
    base.changed().map(text).collect()
}

fn changed_lines(file: &ComparedFile) -> Vec<(&'static str, String)> {
    let changed = file.categories.iter().filter(|(category, _)| !category.is_still());
    let text =
        |(category, lines): (&Category, &LineSet)| {
            let blocks = blocks(lines).into_iter();
            let blocks = blocks.map(|[first, last]| {
                if first == last { first.to_string() } else { format!("{first}-{last}") }
            });
            (category.label(), blocks.collect::<Vec<_>>().join(", "))
        };
    changed.map(text).collect()
}

fn percentage(numbers: Option<&Numbers>, precision: Precision) -> String {
    let Some(numbers) = numbers else { return "not measured".to_owned() };
    format!("{}%", numbers.covered().display(precision))
}
