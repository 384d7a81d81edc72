//! Answers the query for an open file.

use covdrop_analysis::{TokenKind as Kind, tokens};
use covdrop_lines::{Line, LineSet};
use covdrop_protocol::{FileView, Mark, Note, Question, Status, Token, TokenKind};
use covdrop_report::{FileCoverage, Measured, Precision, Status as LineStatus, measure};

use crate::coverage_inputs::CoverageInputs;
use crate::covered_files::CoveredFile;
use crate::invisible_tokens::add_tokens;
use crate::job_coverage::EnabledTotals;
use crate::job_questions::items_for;
use crate::protocol_numbers::{self, count};

/// Returns a file with its lines and its neighbours, and marks the lines that answer `question`.
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
        let set = items_for(question, file, &inputs.job_ids(), &on);
        file.items.lines(file.analysis(), &set)
    });
    let mut branching = coverage.partial();
    branching.union_with(&coverage.unmeasured_branches);
    let notes = branching.iter().flat_map(|line| {
        let notes = measured.notes(line).into_iter();
        notes.map(move |note| Note { line: line.get(), short: note.short, long: note.long })
    });
    let (tokens, token_ends) = coloured(file, &lines);
    let marks = marks(file, measured, inputs, found.as_ref(), lines.len());
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
        marks,
        notes: notes.collect(),
        lines,
        tokens,
        token_ends,
    }
}

/// Returns the coverage of a file over the enabled jobs.
fn coverage(file: &CoveredFile, inputs: CoverageInputs<'_>, has_arcs: bool) -> FileCoverage {
    let hits = inputs.combined.hits(file.id, inputs.selection);
    measure(file.analysis(), &covdrop_data::Hits { has_arcs, ..hits })
}

fn marks(
    file: &CoveredFile,
    measured: Measured<'_>,
    inputs: CoverageInputs<'_>,
    found: Option<&LineSet>,
    lines: usize,
) -> Vec<Mark> {
    let on = inputs.jobs_on();
    let contexts = inputs.combined.context_counts(file.id, inputs.selection);
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
            return Mark {
                status: Status::Plain,
                continued: false,
                jobs: 0,
                found: false,
                contexts: 0,
            };
        };
        let mark = measured.annotation(line);
        Mark {
            status: status(mark.status),
            continued: mark.continued,
            jobs: statements.next_if(|(statement, _)| *statement == line).map_or(0, |(_, n)| n),
            found: found.is_some_and(|found| found.contains(line)),
            contexts: contexts.get(index).copied().unwrap_or(0),
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

/// Returns the tokens of `lines`, including those of invisible characters, and the index of the end
/// of each line's tokens.
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

fn to_u16(n: usize) -> u16 {
    u16::try_from(n).unwrap_or(u16::MAX)
}
