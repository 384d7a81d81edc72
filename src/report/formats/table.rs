//! The rows of the text and Markdown reports, before layout.

use std::cmp::Ordering;

use crate::{Column, Error, HumanKey, Numbers, Percent, Report, Settings, Sort, printable};

/// The summary of a report as rows of text.
pub(crate) struct Table {
    /// The caption of each column.
    pub(crate) header: Vec<&'static str>,
    /// A row for each file, in the requested order.
    pub(crate) rows: Vec<Row>,
    /// The sums.
    pub(crate) total: Row,
    /// Notes on omitted files.
    pub(crate) notes: Vec<String>,
}

/// One row.
pub(crate) struct Row {
    /// The file's name, with unprintable characters replaced.
    pub(crate) name: String,
    /// Statements and missing ones; with branch data also branches and partial ones.
    pub(crate) counts: Vec<u64>,
    /// The percentage, without the percent sign.
    pub(crate) cover: String,
    /// The missing lines, if requested.
    pub(crate) missing: Option<String>,
    /// The percentage to sort by.
    covered: Percent,
}

impl Table {
    /// Creates the table of `report`.
    pub(crate) fn new(report: &Report<'_>) -> Result<Table, Error> {
        let Report { files, has_arcs, settings, .. } = report;
        if files.is_empty() {
            return Err(Error::NoData);
        }
        let mut rows = Vec::new();
        let (mut complete, mut empty) = (0, 0);
        for file in files {
            let numbers = &file.measured.coverage.numbers;
            if settings.skip_covered && numbers.is_complete() {
                complete += 1;
            } else if settings.skip_empty && numbers.statements == 0 {
                empty += 1;
            } else {
                let missing = settings.show_missing.then(|| file.measured.missing_text());
                rows.push(Row::new(&printable(file.name), numbers, *has_arcs, missing, settings));
            }
        }
        sort(&mut rows, settings.sort, *has_arcs)?;

        let blank = settings.show_missing.then(String::new);
        let header = header(*has_arcs, settings.show_missing);
        let mut notes = Vec::new();
        if complete > 0 {
            notes.push(format!("{} skipped due to complete coverage.", plural(complete, "file")));
        }
        if empty > 0 {
            notes.push(format!("{} skipped.", plural(empty, "empty file")));
        }
        let total = Row::new("TOTAL", &report.total(), *has_arcs, blank, settings);
        Ok(Table { header, rows, total, notes })
    }

    /// Returns the table of files with these names, numbers and missing lines, in this order.
    pub(crate) fn of_change<'a>(
        files: impl Iterator<Item = (&'a str, Numbers, &'a str)>,
        has_arcs: bool,
        settings: &Settings,
    ) -> Table {
        let mut total = Numbers::default();
        let rows = files.map(|(name, numbers, missing)| {
            total += numbers;
            Row::new(&printable(name), &numbers, has_arcs, Some(missing.to_owned()), settings)
        });
        let rows = rows.collect();
        let total = Row::new("TOTAL", &total, has_arcs, Some(String::new()), settings);
        Table { header: header(has_arcs, true), rows, total, notes: Vec::new() }
    }

    /// Returns the rows of files with these names and numbers, unsorted, and the total row.
    pub(crate) fn summary<'a>(
        files: impl Iterator<Item = (&'a str, Numbers)>,
        has_arcs: bool,
        settings: &Settings,
    ) -> Table {
        let mut total = Numbers::default();
        let rows = files.filter_map(|(name, numbers)| {
            total += numbers;
            let is_left_out = settings.skip_covered && numbers.is_complete()
                || settings.skip_empty && numbers.statements == 0;
            let row = || Row::new(&printable(name), &numbers, has_arcs, None, settings);
            (!is_left_out).then(row)
        });
        let rows = rows.collect();
        let total = Row::new("TOTAL", &total, has_arcs, None, settings);
        Table { header: Vec::new(), rows, total, notes: Vec::new() }
    }
}

impl Row {
    fn new(
        name: &str,
        numbers: &Numbers,
        has_arcs: bool,
        missing: Option<String>,
        settings: &Settings,
    ) -> Row {
        let mut counts = vec![numbers.statements, numbers.missing];
        if has_arcs {
            counts.extend([numbers.branches, numbers.partial_branches]);
        }
        let covered = numbers.covered();
        let cover = covered.display(settings.precision);
        Row { name: name.to_owned(), counts, cover, missing, covered }
    }

    /// Compares as coverage.py does: by name, then by the other columns from left to right; or by
    /// another column, then by the name.
    fn cmp_by(&self, other: &Row, column: Column) -> Ordering {
        let by_name = || self.name.cmp(&other.name);
        let by_count = |index| self.counts.get(index).cmp(&other.counts.get(index));
        let by_cover = || self.covered.partial_cmp(&other.covered).unwrap_or(Ordering::Equal);
        match column {
            Column::Name => HumanKey::new(&self.name)
                .cmp(&HumanKey::new(&other.name))
                .then_with(|| self.counts.cmp(&other.counts))
                .then_with(|| self.cover.cmp(&other.cover))
                .then_with(|| self.missing.cmp(&other.missing))
                .then_with(by_cover),
            Column::Stmts => by_count(0).then_with(by_name),
            Column::Miss => by_count(1).then_with(by_name),
            Column::Branch => by_count(2).then_with(by_name),
            Column::BrPart => by_count(3).then_with(by_name),
            Column::Cover => by_cover().then_with(by_name),
        }
    }
}

/// Returns the captions of the columns.
fn header(has_arcs: bool, show_missing: bool) -> Vec<&'static str> {
    let branches = if has_arcs { &["Branch", "BrPart"][..] } else { &[] };
    let missing = if show_missing { &["Missing"][..] } else { &[] };
    [&["Name", "Stmts", "Miss"], branches, &["Cover"], missing].concat()
}

/// Sorts `rows`.
fn sort(rows: &mut [Row], sort: Sort, has_arcs: bool) -> Result<(), Error> {
    let Sort { column, descending } = sort;
    if !has_arcs && matches!(column, Column::Branch | Column::BrPart) {
        return Err(Error::SortWithoutBranches);
    }
    rows.sort_by(|a, b| if descending { b.cmp_by(a, column) } else { a.cmp_by(b, column) });
    Ok(())
}

/// Formats `n` and a noun, with a plural ending if needed.
fn plural(n: usize, thing: &str) -> String {
    format!("{n} {thing}{}", if n == 1 { "" } else { "s" })
}
