//! An open file, and the jobs and contexts that ran one line of it.

use covdrop_analysis::{TokenKind as Kind, tokens};
use covdrop_lines::{Arc, Line, LineSet};
use covdrop_protocol::{
    BranchView, FileView, JobId, LineView, Mark, Note, Question, Status, Token, TokenKind,
    display_name,
};
use covdrop_report::{FileCoverage, Measured, Precision, Status as LineStatus, measure};

use crate::coverage_inputs::CoverageInputs;
use crate::covered_files::CoveredFile;
use crate::invisible_tokens::add_tokens;
use crate::job_coverage::EnabledTotals;
use crate::job_questions::asked_for;
use crate::protocol_numbers::{self, count};

/// The most contexts of a line that are named: more than anybody reads.
const MAX_CONTEXTS: usize = 200;

/// A file with its lines, between its neighbours; the lines that `question` asks for are marked.
pub(crate) fn file_view(
    file: &CoveredFile,
    neighbours: (Option<String>, Option<String>),
    totals: &EnabledTotals,
    inputs: CoverageInputs<'_>,
    question: Option<&Question>,
    precision: Precision,
) -> FileView {
    let on = inputs.jobs_on();
    let coverage = coverage(file, inputs, totals.has_arcs);
    let measured = Measured { analysis: file.analysis(), coverage: &coverage };
    let lines: Vec<String> = file.analysed.source.lines().map(str::to_owned).collect();
    let found = question.map(|question| {
        let set = asked_for(question, file, &inputs.job_ids(), &on);
        file.items.lines(file.analysis(), &set)
    });
    let mut branching = coverage.partial();
    branching.union_with(&coverage.unjudged);
    let notes = branching.iter().flat_map(|line| {
        let notes = measured.notes(line).into_iter();
        notes.map(move |note| Note { line: line.get(), short: note.short, long: note.long })
    });
    let (tokens, token_ends) = coloured(file, &lines);
    FileView {
        path: file.path.as_str().to_owned(),
        numbers: protocol_numbers::to_protocol(coverage.numbers, precision),
        approximate: file.is_approximate(),
        has_text: file.analysed.source.has_text(),
        plugin: None,
        jobs: to_u16(on.iter().filter(|on| **on).count()),
        found: found.as_ref().map(|lines| count(lines.len())),
        measured: file.jobs.iter().any(|(job, _)| on.get(*job).copied().unwrap_or(false)),
        neighbours,
        marks: marks(file, measured, &on, found.as_ref(), lines.len()),
        notes: notes.collect(),
        lines,
        tokens,
        token_ends,
    }
}

/// The coverage of a file over the enabled jobs.
fn coverage(file: &CoveredFile, inputs: CoverageInputs<'_>, has_arcs: bool) -> FileCoverage {
    let hits = inputs.combined.hits(file.id, inputs.selection);
    measure(file.analysis(), &covdrop_data::Hits { has_arcs, ..hits })
}

fn marks(
    file: &CoveredFile,
    measured: Measured<'_>,
    on: &[bool],
    found: Option<&LineSet>,
    lines: usize,
) -> Vec<Mark> {
    let mut ran_by = vec![0_u16; file.items.statements()];
    for (job, set) in &file.jobs {
        if on.get(*job).copied().unwrap_or(false) {
            for item in set.iter() {
                if let Some(jobs) = ran_by.get_mut(item) {
                    *jobs = jobs.saturating_add(1);
                }
            }
        }
    }
    let mut statements = file.analysis().statements().iter().zip(ran_by).peekable();
    let mark = |index| {
        let Some(line) = Line::from_index(index) else {
            return Mark { status: Status::Plain, continued: false, jobs: 0, found: false };
        };
        let mark = measured.mark(line);
        Mark {
            status: status(mark.status),
            continued: mark.continued,
            jobs: statements.next_if(|(statement, _)| *statement == line).map_or(0, |(_, n)| n),
            found: found.is_some_and(|found| found.contains(line)),
        }
    };
    (0..lines).map(mark).collect()
}

fn status(status: LineStatus) -> Status {
    match status {
        LineStatus::Run => Status::Run,
        LineStatus::Miss => Status::Miss,
        LineStatus::Excluded => Status::Excluded,
        LineStatus::Partial => Status::Partial,
        LineStatus::Plain => Status::Plain,
    }
}

/// The pieces of `lines` that are not shown as they are, and where those of each line end.
fn coloured(file: &CoveredFile, lines: &[String]) -> (Vec<Token>, Vec<u32>) {
    let kind = |kind| match kind {
        Kind::Keyword => Some(TokenKind::Keyword),
        Kind::Number => Some(TokenKind::Number),
        Kind::String | Kind::FString => Some(TokenKind::String),
        Kind::Comment => Some(TokenKind::Comment),
        Kind::Name | Kind::Operator => None,
    };
    let mut found = tokens(&file.analysed.source).into_iter().peekable();
    let (mut all, mut of_line) = (Vec::new(), Vec::new());
    let ends = lines.iter().enumerate().map(|(index, line)| {
        of_line.clear();
        while let Some(token) = found.next_if(|token| token.line.index() <= index) {
            let (start, end) = (token.start, token.end);
            of_line.extend(kind(token.kind).map(|kind| Token { start, end, kind }));
        }
        add_tokens(&mut all, line, &of_line);
        count(all.len())
    });
    let ends = ends.collect();
    (all, ends)
}

/// The jobs and contexts that ran `line` of a file, or the statement that it continues.
pub(crate) fn line_view(
    file: &CoveredFile,
    line: Line,
    totals: &EnabledTotals,
    inputs: CoverageInputs<'_>,
) -> LineView {
    let (ids, on) = (inputs.job_ids(), inputs.jobs_on());
    let analysis = file.analysis();
    let first = analysis.first_line(line);
    let statement = analysis.statements().iter().position(|statement| statement == first);
    let jobs_on = || file.jobs.iter().filter(|(job, _)| on.get(*job).copied().unwrap_or(false));
    let who = |item: usize| {
        let jobs = jobs_on().filter(|(_, set)| set.has(item));
        jobs.filter_map(|(job, _)| ids.get(*job).copied()).collect::<Vec<JobId>>()
    };
    let contexts = inputs.combined.contexts_of_line(file.id, line, inputs.selection);
    let names = inputs.combined.contexts();
    let mut contexts: Vec<String> = contexts
        .into_iter()
        .filter_map(|context| names.get(context.0 as usize))
        .filter(|name| !name.is_empty())
        .map(|name| display_name(name))
        .collect();
    contexts.sort_unstable();
    let contexts_in_all = count(contexts.len());
    contexts.truncate(MAX_CONTEXTS);
    let is_branching = analysis.branch_exits(first).is_some();
    let is_judged = || {
        let is_on = |job: usize| on.get(job).copied().unwrap_or(false);
        let any = file.union(is_on);
        statement.is_none_or(|item| !any.has(item) || file.by_arcs(&any, is_on).has(item))
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
    let from_line = analysis.arcs().iter().filter(|arc| arc.from == first.into());
    LineView {
        path: file.path.as_str().to_owned(),
        line: line.get(),
        ran: statement.map(who).unwrap_or_default(),
        branches: if is_branching && totals.has_arcs && is_judged() {
            from_line.map(branch).collect()
        } else {
            Vec::new()
        },
        contexts,
        contexts_in_all,
    }
}

/// The jobs that took an excused branch; it counts for nothing, and so nobody kept it.
fn excused_taken(file: &CoveredFile, arc: Arc, inputs: CoverageInputs<'_>) -> Vec<JobId> {
    let took = |hits: &covdrop_data::Hits| {
        file.analysis().executed_arcs(&hits.arcs).binary_search(&arc).is_ok()
    };
    let hits = inputs.combined.hits_by_job(file.id, inputs.selection);
    let jobs = inputs.combined.jobs().map(|(id, _)| id);
    let jobs = jobs.filter(|id| inputs.selection.has_job(*id) && hits.get(id).is_some_and(took));
    jobs.map(|id| JobId(id.0)).collect()
}

fn to_u16(n: usize) -> u16 {
    u16::try_from(n).unwrap_or(u16::MAX)
}
