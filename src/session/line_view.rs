//! Answers queries for the details of lines: the jobs, branches and contexts that ran.

use covdrop_lines::{Arc, Line, LineSet};
use covdrop_protocol::{BranchView, JobId, LineQuery, LineView, RanBy, TextSearch, display_name};
use covdrop_report::CoverageBits;

use crate::coverage_inputs::CoverageInputs;
use crate::covered_files::CoveredFile;
use crate::job_coverage::EnabledTotals;
use crate::protocol_numbers::count;

/// The maximum number of named contexts: more than anybody reads.
const MAX_CONTEXTS: usize = 200;

/// Returns the details of the lines of `query` in `file`. For lines after the end, returns those of
/// the last line.
pub(crate) fn line_view(
    query: LineQuery,
    file: &CoveredFile,
    totals: &EnabledTotals,
    inputs: CoverageInputs<'_>,
) -> Option<LineView> {
    let end = Line::from_index(file.analysed.source.lines().count().saturating_sub(1))?;
    let first = Line::new(query.first)?.min(end);
    let last = Line::new(query.last).unwrap_or(end).clamp(first, end);
    let asked: LineSet = (first.index()..=last.index()).filter_map(Line::from_index).collect();
    let asked = file.analysis().first_lines(&asked);
    let statements = file.analysis().statements().iter().enumerate();
    let statements = statements.filter(|(_, line)| asked.contains(*line));
    let statements: Vec<usize> = statements.map(|(item, _)| item).collect();
    let has = |set: &CoverageBits| count(statements.iter().filter(|item| set.has(**item)).count());
    let (ids, on) = (inputs.job_ids(), inputs.jobs_on());
    let is_on = |job: usize| on.get(job).copied().unwrap_or(false);
    let ran = file.jobs.iter().filter(|(job, _)| is_on(*job)).filter_map(|(job, set)| {
        let ran = RanBy { job: *ids.get(*job)?, statements: has(set) };
        (ran.statements > 0).then_some(ran)
    });
    let branches = if first == last { branches(file, first, totals, inputs) } else { Vec::new() };
    let contexts = context_names(file, first, last, inputs);
    let contexts_in_all = count(contexts.len());
    let search = TextSearch::new(&query.context_search);
    let mut found: Vec<String> =
        contexts.into_iter().filter(|name| search.find(&display_name(name)).is_some()).collect();
    let contexts_found = count(found.len());
    found.truncate(MAX_CONTEXTS);
    Some(LineView {
        statements: count(statements.len()),
        run: has(&file.union(is_on)),
        ran: ran.collect(),
        branches,
        contexts: found,
        contexts_found,
        contexts_in_all,
        query,
    })
}

/// Returns the names of the contexts that ran any line from `first` to `last`, sorted.
fn context_names(
    file: &CoveredFile,
    first: Line,
    last: Line,
    inputs: CoverageInputs<'_>,
) -> Vec<String> {
    let ran = inputs.combined.contexts_of_lines(file.id, first, last, inputs.selection);
    let names = inputs.combined.contexts();
    let names = ran.into_iter().filter_map(|context| names.get(context.0 as usize));
    let mut names: Vec<String> = names.filter(|name| !name.is_empty()).cloned().collect();
    names.sort_unstable();
    names
}

/// Returns the branches from the statement of `line`, if it is a branching line and the data has
/// branches.
fn branches(
    file: &CoveredFile,
    line: Line,
    totals: &EnabledTotals,
    inputs: CoverageInputs<'_>,
) -> Vec<BranchView> {
    let analysis = file.analysis();
    let first = analysis.first_line(line);
    let (ids, on) = (inputs.job_ids(), inputs.jobs_on());
    let is_on = |job: usize| on.get(job).copied().unwrap_or(false);
    let statement = analysis.statements().iter().position(|statement| statement == first);
    let is_judged = || {
        let any = file.union(is_on);
        statement.is_none_or(|item| !any.has(item) || file.by_arcs(&any, is_on).has(item))
    };
    if analysis.branch_exits(first).is_none() || !totals.has_arcs || !is_judged() {
        return Vec::new();
    }
    let who = |item: usize| {
        let jobs = file.jobs.iter().filter(|(job, set)| is_on(*job) && set.has(item));
        jobs.filter_map(|(job, _)| ids.get(*job).copied()).collect::<Vec<JobId>>()
    };
    let branch = |arc: &Arc| {
        let item = file.items.branch(*arc);
        BranchView {
            to: arc.to.as_line().map_or_else(|| "exit".to_owned(), |line| line.to_string()),
            what: analysis.arc_description(*arc),
            taken: item.map_or_else(|| excused_taken(file, *arc, inputs), who),
            excused: item.is_none(),
        }
    };
    analysis.arcs().iter().filter(|arc| arc.from == first.into()).map(branch).collect()
}

/// Returns the jobs that took an excluded branch, which is not part of the coverage bits.
fn excused_taken(file: &CoveredFile, arc: Arc, inputs: CoverageInputs<'_>) -> Vec<JobId> {
    let took = |hits: &covdrop_data::Hits| {
        file.analysis().executed_arcs(&hits.arcs).binary_search(&arc).is_ok()
    };
    let hits = inputs.combined.hits_by_job(file.id, inputs.selection);
    let jobs = inputs.combined.jobs().map(|(id, _)| id);
    let jobs = jobs.filter(|id| inputs.selection.has_job(*id) && hits.get(id).is_some_and(took));
    jobs.map(|id| JobId(id.0)).collect()
}
