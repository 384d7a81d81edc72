//! Lists files, folders, functions or classes: filtered, sorted and with sums.

use std::cmp::Ordering;
use std::collections::HashSet;

use covdrop_analysis::RegionKind;
use covdrop_protocol::{Column, ListQuery, Listing, Row, Rows, Shape, escape_invisible};
use covdrop_report::{Numbers, Percent, Precision};

use crate::coverage_inputs::CoverageInputs;
use crate::covered_files::{CoveredFile, CoveredFiles};
use crate::job_coverage::EnabledTotals;
use crate::name_filter::Filter;
use crate::protocol_numbers::{self, count};
use crate::tree::{Node, Tree};

/// A file, function or class.
struct Entry<'a> {
    path: &'a str,
    /// The name and first line of a function or class.
    region: Option<(&'a str, u32)>,
    numbers: Numbers,
    approximate: bool,
    /// Its position in the text report.
    order: usize,
}

/// Returns the rows of a query.
pub(crate) fn listing(
    query: ListQuery,
    covered: &CoveredFiles,
    totals: &EnabledTotals,
    inputs: CoverageInputs<'_>,
    precision: Precision,
) -> Listing {
    let mut entries = entries(&query, covered, totals, inputs);
    let of = entries.len();
    let choice = RowFilter::new(&query);
    entries.retain(|entry| choice.finds(&entry.name(), &entry.numbers));
    let (mut hidden_covered, mut hidden_empty) = (0, 0);
    entries.retain(|entry| {
        let is_covered = choice.hides_covered(&entry.numbers);
        let is_empty = !is_covered && choice.hides_empty(&entry.numbers);
        hidden_covered += u32::from(is_covered);
        hidden_empty += u32::from(is_empty);
        !is_covered && !is_empty
    });
    let counting = entries.iter().filter(|entry| inputs.counts(entry.approximate));
    let totals =
        protocol_numbers::to_protocol(counting.map(|entry| entry.numbers).sum(), precision);
    let shown = count(entries.len());
    let rows = if query.shape == Shape::Tree {
        let tree = tree(&entries, inputs);
        Rows::new(walk(&tree, &query).into_iter().map(|node| branch(node, &entries, precision)))
    } else {
        sort(&mut entries, &query);
        Rows::new(entries.iter().map(|entry| entry.row(precision)))
    };
    // No browser can hold more than four gigabytes.
    let rows = rows.unwrap_or_default();
    Listing { query, rows, shown, totals, of: count(of), hidden_covered, hidden_empty }
}

/// Returns the paths of the files in the list of a query, in the order of their first rows.
pub(crate) fn order<'a>(
    query: &ListQuery,
    covered: &'a CoveredFiles,
    totals: &'a EnabledTotals,
    inputs: CoverageInputs<'_>,
) -> Vec<&'a str> {
    let mut entries = entries(query, covered, totals, inputs);
    let choice = RowFilter::new(query);
    entries.retain(|entry| choice.matches(&entry.name(), &entry.numbers));
    if query.shape == Shape::Tree {
        let tree = tree(&entries, inputs);
        let files = walk(&tree, query).into_iter().filter_map(|node| entries.get(node.file?));
        return files.map(|entry| entry.path).collect();
    }
    sort(&mut entries, query);
    let mut seen = HashSet::new();
    entries.iter().map(|entry| entry.path).filter(|path| seen.insert(*path)).collect()
}

/// The filters of a query, ready to use.
pub(crate) struct RowFilter<'a> {
    query: &'a ListQuery,
    filter: Filter<'a>,
}

impl<'a> RowFilter<'a> {
    pub(crate) fn new(query: &'a ListQuery) -> RowFilter<'a> {
        RowFilter { query, filter: Filter::new(&query.filter) }
    }

    /// Returns true if an entry with these parts of its name and these numbers passes the filters.
    pub(crate) fn matches(&self, name: &[&str], numbers: &Numbers) -> bool {
        self.finds(name, numbers) && !self.hides_covered(numbers) && !self.hides_empty(numbers)
    }

    fn finds(&self, name: &[&str], numbers: &Numbers) -> bool {
        let range = f64::from(self.query.least)..=f64::from(self.query.greatest);
        self.filter.matches(name) && range.contains(&numbers.covered().value())
    }

    fn hides_covered(&self, numbers: &Numbers) -> bool {
        self.query.hide_covered && numbers.is_complete()
    }

    fn hides_empty(&self, numbers: &Numbers) -> bool {
        self.query.hide_empty && numbers.statements == 0
    }
}

/// Returns all entries of the list, before filtering.
fn entries<'a>(
    query: &ListQuery,
    covered: &'a CoveredFiles,
    totals: &'a EnabledTotals,
    inputs: CoverageInputs<'_>,
) -> Vec<Entry<'a>> {
    match query.shape {
        Shape::Files | Shape::Tree => files(covered, totals),
        Shape::Functions => regions(covered, totals, inputs, RegionKind::Function),
        Shape::Classes => regions(covered, totals, inputs, RegionKind::Class),
    }
}

fn files<'a>(covered: &'a CoveredFiles, totals: &'a EnabledTotals) -> Vec<Entry<'a>> {
    let files = totals.measured(covered).enumerate();
    let entry = |(order, (file, numbers)): (usize, (&'a CoveredFile, Numbers))| Entry {
        path: file.path.as_str(),
        region: None,
        numbers,
        approximate: file.is_approximate(),
        order,
    };
    files.map(entry).collect()
}

fn regions<'a>(
    covered: &'a CoveredFiles,
    totals: &'a EnabledTotals,
    inputs: CoverageInputs<'_>,
    kind: RegionKind,
) -> Vec<Entry<'a>> {
    let on = inputs.jobs_on();
    let mut entries = Vec::new();
    for (file, _) in totals.measured(covered) {
        let regions = file.regions(kind);
        let is_on = |job: usize| on.get(job).copied().unwrap_or(false);
        let numbers = regions.numbers(file, totals.has_arcs, is_on);
        for ((name, start), numbers) in regions.names.iter().zip(numbers) {
            entries.push(Entry {
                path: file.path.as_str(),
                region: Some((name, start.get())),
                numbers,
                approximate: file.is_approximate(),
                order: entries.len(),
            });
        }
    }
    entries
}

fn sort(entries: &mut [Entry<'_>], query: &ListQuery) {
    entries.sort_unstable_by(|a, b| {
        let order = |a: &Entry<'_>, b: &Entry<'_>| {
            by_column(query.sort, (&a.numbers, a.path), (&b.numbers, b.path))
                .then_with(|| a.order.cmp(&b.order))
        };
        if query.descending { order(b, a) } else { order(a, b) }
    });
}

/// Compares numbers and names as coverage.py's text report does. By name, files are already in its
/// order.
pub(crate) fn by_column(column: Column, a: (&Numbers, &str), b: (&Numbers, &str)) -> Ordering {
    let of = |numbers: &Numbers| match column {
        Column::Name | Column::Cover | Column::StmtCover | Column::BranchCover => 0,
        Column::Stmts => numbers.statements,
        Column::Miss => numbers.missing,
        Column::Excluded => numbers.excluded,
        Column::Branch => numbers.branches,
        Column::BrPart => numbers.partial_branches,
    };
    let by_percent = |percent: fn(&Numbers) -> Percent| {
        percent(a.0).partial_cmp(&percent(b.0)).unwrap_or(Ordering::Equal)
    };
    let order = match column {
        Column::Name => return Ordering::Equal,
        Column::StmtCover => by_percent(Numbers::statements_covered),
        Column::BranchCover => by_percent(Numbers::branches_covered),
        Column::Cover => by_percent(Numbers::covered),
        _ => of(a.0).cmp(&of(b.0)),
    };
    order.then_with(|| a.1.cmp(b.1))
}

impl Entry<'_> {
    /// Returns the parts of the name that a filter searches.
    fn name(&self) -> [&str; 2] {
        [self.path, self.region.map_or("", |(name, _)| name)]
    }

    fn row(&self, precision: Precision) -> Row {
        Row {
            path: self.path.to_owned(),
            name: escape_invisible(self.region.map_or(self.path, |(name, _)| name)),
            line: self.region.map(|(_, line)| line),
            depth: 0,
            is_folder: false,
            approximate: self.approximate,
            numbers: protocol_numbers::to_protocol(self.numbers, precision),
        }
    }
}

/// Builds the tree of `entries`, which are in the order of the text report.
fn tree<'a>(entries: &[Entry<'a>], inputs: CoverageInputs<'_>) -> Tree<'a> {
    let files = entries.iter().map(|entry| {
        let counts = inputs.counts(entry.approximate);
        (entry.path, entry.numbers, counts)
    });
    Tree::new(files)
}

/// Returns the folders and files of a tree in the order of its rows.
fn walk<'t, 'a>(tree: &'t Tree<'a>, query: &ListQuery) -> Vec<&'t Node<'a>> {
    // The content of a folder is in the order of names.
    let sorted = |children: &[usize]| {
        let mut nodes: Vec<(usize, &Node<'a>)> =
            children.iter().filter_map(|&at| Some((at, tree.nodes.get(at)?))).collect();
        nodes.sort_by(|(i, a), (j, b)| {
            let order = by_column(query.sort, (&a.numbers, a.name), (&b.numbers, b.name));
            let order = order.then_with(|| i.cmp(j));
            if query.descending { order.reverse() } else { order }
        });
        nodes
    };
    let mut nodes = Vec::with_capacity(tree.nodes.len());
    let mut open = sorted(&tree.top);
    open.reverse();
    while let Some((_, node)) = open.pop() {
        nodes.push(node);
        open.extend(sorted(&node.children).into_iter().rev());
    }
    nodes
}

/// Returns a row of the tree of `entries`.
fn branch(node: &Node<'_>, entries: &[Entry<'_>], precision: Precision) -> Row {
    let entry = node.file.and_then(|file| entries.get(file));
    Row {
        path: node.path.to_owned(),
        name: escape_invisible(node.name),
        line: None,
        depth: u16::try_from(node.depth).unwrap_or(u16::MAX),
        is_folder: node.file.is_none(),
        approximate: entry.is_some_and(|entry| entry.approximate),
        numbers: protocol_numbers::to_protocol(node.numbers, precision),
    }
}
