//! Answers questions about the coverage of jobs together and alone.

use covdrop_protocol::{
    Cell, Found, FoundRow, JobId, ListQuery, Matrix, MatrixRow, Question, escape_invisible,
};
use covdrop_report::{CoverageBits, Numbers, Percent, Precision};

use crate::coverage_inputs::CoverageInputs;
use crate::covered_files::{CoveredFile, CoveredFiles};
use crate::file_list::{RowFilter, by_column};
use crate::job_coverage::EnabledTotals;
use crate::protocol_numbers::{self, count};

/// Returns the coverage items of one file that answer `question`. `ids` and `on` have the id of
/// each job, and whether it is enabled, in the order of the overview.
pub(crate) fn items_for(
    question: &Question,
    file: &CoveredFile,
    ids: &[JobId],
    on: &[bool],
) -> CoverageBits {
    let is_on = |job: usize| on.get(job).copied().unwrap_or(false);
    let holds = |list: &[JobId], job: usize| ids.get(job).is_some_and(|id| list.contains(id));
    match question {
        Question::Only(jobs) => {
            let mut set = file.union(|job| holds(jobs, job));
            set.subtract(&file.union(|job| is_on(job) && !holds(jobs, job)));
            set
        }
        Question::Minus(jobs, others) => {
            let mut set = file.union(|job| holds(jobs, job));
            set.subtract(&file.union(|job| holds(others, job)));
            set
        }
        Question::Single => file.single(is_on).0,
    }
}

/// Answers `question` over the files that count.
pub(crate) fn answer(
    question: Question,
    covered: &CoveredFiles,
    totals: &EnabledTotals,
    inputs: CoverageInputs<'_>,
    precision: Precision,
) -> Found {
    let (ids, on) = (inputs.job_ids(), inputs.jobs_on());
    let files = covered.files.iter().filter(|file| inputs.counts(file.is_approximate()));
    let rows = files.filter_map(|file| {
        let set = items_for(&question, file, &ids, &on);
        let (stmts, branches) = file.items.count(&set);
        let line = file.items.lines(file.analysis(), &set).first()?.get();
        let path = file.path.as_str().to_owned();
        Some(FoundRow { name: escape_invisible(&path), path, stmts, branches, line })
    });
    let mut rows: Vec<FoundRow> = rows.collect();
    // Rows with equal counts stay in the order of the text report.
    rows.sort_by_key(|row| std::cmp::Reverse(row.stmts + row.branches));
    let stmts = rows.iter().map(|row| row.stmts).sum();
    let branches = rows.iter().map(|row| row.branches).sum();
    let share = share(stmts + branches, totals).display(precision);
    Found { question, stmts, branches, share: format!("{share}%"), rows }
}

/// Returns the share of a number of statements and branches in all.
pub(crate) fn share(items: u64, totals: &EnabledTotals) -> Percent {
    match items {
        0 => Percent::NONE,
        some => Percent::of(some, totals.whole),
    }
}

/// Returns the numbers of each file in each job by itself, in the order of the list of files, and
/// their sums.
pub(crate) fn matrix(
    query: &ListQuery,
    covered: &CoveredFiles,
    inputs: CoverageInputs<'_>,
    precision: Precision,
) -> Matrix {
    let on = inputs.jobs_on();
    let is_on = |job: usize| on.get(job).copied().unwrap_or(false);
    let (choice, has_arcs) = (RowFilter::new(query), covered.has_arcs(is_on));
    let mut totals: Vec<Option<(Numbers, u64)>> = vec![None; covered.jobs.len()];
    let mut rows = Vec::new();
    let mut of = 0;
    for file in &covered.files {
        let (single, any) = file.single(is_on);
        let numbers = file.numbers(&any, has_arcs, is_on);
        of += 1;
        if !choice.matches(&[file.path.as_str()], &numbers) {
            continue;
        }
        let of_job = |(job, &has_arcs): (usize, &bool)| {
            let set = file.covered_by(job)?;
            let (only, _) = if is_on(job) {
                file.items.count_common(set, &single)
            } else {
                file.items.count_beyond(set, &any)
            };
            Some((file.numbers(set, has_arcs, |other| other == job), only))
        };
        let cells: Vec<_> = covered.jobs.iter().enumerate().map(of_job).collect();
        if inputs.counts(file.is_approximate()) {
            for (total, cell) in totals.iter_mut().zip(&cells) {
                let Some((numbers, only)) = cell else { continue };
                let total = total.get_or_insert_default();
                total.0 += *numbers;
                total.1 += only;
            }
        }
        let path = file.path.as_str().to_owned();
        let cells = cells.into_iter().map(|cell| matrix_cell(cell, precision)).collect();
        rows.push((numbers, MatrixRow { name: escape_invisible(&path), path, cells }));
    }
    let mut rows: Vec<_> = rows.into_iter().enumerate().collect();
    rows.sort_unstable_by(|(i, (ours, a)), (j, (theirs, b))| {
        let order = by_column(query.sort, (ours, &a.path), (theirs, &b.path)).then(i.cmp(j));
        if query.descending { order.reverse() } else { order }
    });
    Matrix {
        rows: rows.into_iter().map(|(_, (_, row))| row).collect(),
        totals: totals.into_iter().map(|total| matrix_cell(total, precision)).collect(),
        of,
    }
}

/// Returns a cell of the matrix: the numbers in one job, and the number of statements that no other
/// enabled job covers.
fn matrix_cell(of_job: Option<(Numbers, u64)>, precision: Precision) -> Option<Cell> {
    let (numbers, only) = of_job?;
    let numbers = protocol_numbers::to_protocol(numbers, precision);
    #[allow(clippy::cast_possible_truncation, reason = "for drawing")]
    let percent = numbers.percent as f32;
    let only = count(usize::try_from(only).unwrap_or(usize::MAX));
    Some(Cell { cover: numbers.cover, percent, only })
}
