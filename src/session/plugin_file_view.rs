//! Shows a file that a plugin measured: its lines, and which of them ran.
//!
//! Only the plugin knows which lines are statements, so no line counts as missing and there are no
//! numbers.

use covdrop_data::ResolvedPath;
use covdrop_lines::{Line, LineSet};
use covdrop_protocol::{FileView, Mark, Numbers, Status, escape_invisible};

use crate::coverage_inputs::CoverageInputs;
use crate::invisible_tokens::add_tokens;
use crate::protocol_numbers::count;

/// Returns the file at `path` of the source tree, or `None` if no plugin measured it or it does not
/// exist.
pub(crate) fn traced_view(path: &str, inputs: CoverageInputs<'_>) -> Option<FileView> {
    let mut files = inputs.combined.files();
    let (id, source, plugin) = files.find_map(|(id, file)| match &file.path {
        ResolvedPath::Source(source) if source.as_str() == path => {
            Some((id, source, inputs.combined.tracer(id)?))
        }
        _ => None,
    })?;
    let source = inputs.project.text(source)?;
    let lines: Vec<String> = source.lines().map(str::to_owned).collect();
    let by_job = inputs.combined.hits_by_job(id, inputs.selection);
    let ran: Vec<LineSet> = by_job.into_values().map(|hits| hits.lines).collect();
    let contexts = inputs.combined.context_counts(id, inputs.selection);
    let mark = |index: usize| {
        let line = Line::from_index(index);
        let has = |lines: &&LineSet| line.is_some_and(|line| lines.contains(line));
        let jobs = ran.iter().filter(has).count();
        let status = if jobs > 0 { Status::Run } else { Status::Plain };
        let jobs = u16::try_from(jobs).unwrap_or(u16::MAX);
        let contexts = contexts.get(index).copied().unwrap_or(0);
        Mark { status, continued: false, jobs, found: false, contexts }
    };
    let mut tokens = Vec::new();
    let ends = lines.iter().map(|line| {
        add_tokens(&mut tokens, line, &[]);
        count(tokens.len())
    });
    let token_ends = ends.collect();
    let jobs_on = inputs.jobs_on().into_iter().filter(|on| *on).count();
    Some(FileView {
        path: path.to_owned(),
        numbers: Numbers::default(),
        approximate: false,
        has_text: source.has_text(),
        plugin: Some(escape_invisible(plugin)),
        jobs: u16::try_from(jobs_on).unwrap_or(u16::MAX),
        measured: !ran.is_empty(),
        found: None,
        neighbours: (None, None),
        marks: (0..lines.len()).map(mark).collect(),
        notes: Vec::new(),
        lines,
        tokens,
        token_ends,
    })
}
