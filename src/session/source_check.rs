//! Checks whether the source is the one that the tests ran on.
//!
//! If no Python version gives code to a recorded line, the job ran another version of the file.
//! With the right source there is no such line, whichever Python recorded it. The check tolerates a
//! few, because tools that rewrite code at import time record wrong line numbers.

use std::collections::{BTreeMap, HashSet};

use covdrop_analysis::Analysis;
use covdrop_data::{
    CombinedFile, FileId, JobId, RecordedPath, ResolvedPath, Selection, SourcePath,
    is_in_environment,
};
use covdrop_intake::parallel;
use covdrop_lines::LineSet;
use covdrop_protocol::{Doubt, StrayLines};

use crate::coverage_inputs::CoverageInputs;
use crate::project::Analysed;
use crate::protocol_numbers::count;

/// A file is stale if at least this many of its recorded lines, and at least one in
/// [`STALE_SHARE`], have no code.
const STALE_LINES: usize = 3;

/// The recorded lines without code in a stale file are at least 2 %.
const STALE_SHARE: usize = 50;

/// A source may be of another project if at most one in this many recorded files is in it.
const FOUND_SHARE: u32 = 5;

/// The fewest recorded files for which a small share of found ones is significant.
const MIN_RECORDED: u32 = 5;

/// A source is of this project, even if it is incomplete, if this many of its files are confirmed.
const CONFIRMED_FILES: usize = 3;

/// A file is confirmed if this many recorded lines all have code in it.
const CONFIRMED_LINES: usize = 10;

/// Returns all reasons to believe that the source is not the one that was tested. `ambiguous` are
/// the recorded paths that other problems report.
pub(crate) fn check(inputs: CoverageInputs<'_>, ambiguous: &HashSet<&RecordedPath>) -> Vec<Doubt> {
    if inputs.project.len() == 0 {
        return Vec::new();
    }
    let files: Vec<(FileId, &CombinedFile)> = inputs.combined.files().collect();
    let stale = parallel::map(&files, |&(id, file)| match &file.path {
        ResolvedPath::Source(path) => stale(inputs, id, path),
        ResolvedPath::Recorded(_) => None,
    });
    let presence = Presence::new(inputs, &files, ambiguous);
    let wrong: BTreeMap<JobId, Doubt> = presence.wrong_sources(inputs);
    let missing = presence.missing(inputs, &wrong);
    wrong.into_values().chain(stale.into_iter().flatten()).chain(missing).collect()
}

/// Returns the doubt about a file of the source tree, if any.
fn stale(inputs: CoverageInputs<'_>, id: FileId, path: &SourcePath) -> Option<Doubt> {
    let is_reported =
        inputs.project.report_filter().includes(path) && inputs.combined.tracer(id).is_none();
    let Analysed { source, analysis } = inputs.project.analysed(path).filter(|_| is_reported)?;
    if !inputs.combined.has_lines_outside(id, analysis.recordable_lines()) {
        return None;
    }
    let by_job = inputs.combined.hits_by_job(id, &Selection::everything());
    let stray = |(job, hits): (JobId, covdrop_data::Hits)| {
        let stray = stray_lines(&hits.lines, &analysis, source.line_count())?;
        Some(StrayLines {
            job: job_name(inputs, job),
            stray: count(stray.len()),
            recorded: count(hits.lines.len()),
            last: hits.lines.last()?.get(),
        })
    };
    let mut jobs: Vec<StrayLines> = by_job.into_iter().filter_map(stray).collect();
    jobs.sort_by_key(|job| std::cmp::Reverse(job.stray));
    (!jobs.is_empty()).then(|| Doubt::Stale {
        file: path.as_str().to_owned(),
        lines: count(source.line_count()),
        jobs,
    })
}

/// Returns the lines that one job recorded and that have no code in the source, which has
/// `line_count` lines; `None` if they are too few to be significant.
fn stray_lines(recorded: &LineSet, analysis: &Analysis, line_count: usize) -> Option<LineSet> {
    let mut stray = recorded.clone();
    stray.subtract(analysis.recordable_lines());
    let ends_before = stray.last().is_some_and(|last| last.get() as usize > line_count);
    // In a module that has only a docstring, pytest up to 3.6 puts its own imports on a line whose
    // number is the length of the docstring in characters.
    let is_made_up = stray.len() == 1 && analysis.statements().len() <= 1;
    let is_stale = ends_before && !is_made_up
        || stray.len() >= STALE_LINES && stray.len() * STALE_SHARE >= recorded.len();
    is_stale.then_some(stray)
}

fn job_name(inputs: CoverageInputs<'_>, job: JobId) -> String {
    inputs.combined.job(job).map_or_else(String::new, |job| job.label.clone())
}

/// Which of the recorded files are in the source, without third-party code.
struct Presence<'a> {
    /// By job, the files in the source.
    found: BTreeMap<JobId, Vec<(FileId, &'a SourcePath)>>,
    /// The number of files that each job recorded.
    recorded: BTreeMap<JobId, u32>,
    /// The folders that recorded files in the source are relative to.
    roots: HashSet<String>,
    /// The files that the source does not have.
    open: Vec<(FileId, &'a RecordedPath, Vec<JobId>)>,
}

impl<'a> Presence<'a> {
    fn new(
        inputs: CoverageInputs<'a>,
        files: &[(FileId, &'a CombinedFile)],
        ambiguous: &HashSet<&RecordedPath>,
    ) -> Presence<'a> {
        let mut presence = Presence {
            found: BTreeMap::new(),
            recorded: BTreeMap::new(),
            roots: HashSet::new(),
            open: Vec::new(),
        };
        for &(id, file) in files {
            let is_own = |path: &RecordedPath| {
                !is_in_environment(path.as_str())
                    && !ambiguous.contains(path)
                    && inputs.project.report_filter().includes_recorded(path)
            };
            if inputs.combined.tracer(id).is_some() || !inputs.combined.paths_of(id).any(is_own) {
                continue;
            }
            let jobs = inputs.combined.jobs_of(id);
            for job in &jobs {
                *presence.recorded.entry(*job).or_default() += 1;
            }
            match &file.path {
                ResolvedPath::Source(path) => {
                    for job in jobs {
                        presence.found.entry(job).or_default().push((id, path));
                    }
                    let recorded = inputs.combined.paths_of(id);
                    presence.roots.extend(recorded.filter_map(|recorded| root(recorded, path)));
                }
                ResolvedPath::Recorded(path) => presence.open.push((id, path, jobs)),
            }
        }
        presence
    }

    /// Returns doubts for the jobs that seem to have run another project.
    fn wrong_sources(&self, inputs: CoverageInputs<'_>) -> BTreeMap<JobId, Doubt> {
        let wrong = |(&job, &recorded): (&JobId, &u32)| {
            let files = self.found.get(&job).map_or(&[][..], Vec::as_slice);
            let found = count(files.len());
            let is_share_small = recorded >= MIN_RECORDED && found * FOUND_SHARE <= recorded;
            let is_wrong = found == 0 || is_share_small && !is_confirmed(inputs, job, files);
            let job_name = job_name(inputs, job);
            is_wrong.then_some((job, Doubt::WrongSource { job: job_name, found, recorded }))
        };
        self.recorded.iter().filter_map(wrong).collect()
    }

    /// Returns doubts for the files that the source lacks although it has others of the same
    /// project.
    fn missing(&self, inputs: CoverageInputs<'_>, wrong: &BTreeMap<JobId, Doubt>) -> Vec<Doubt> {
        let mut missing = Vec::new();
        for (id, path, jobs) in &self.open {
            let jobs = jobs.iter().filter(|job| !wrong.contains_key(job));
            let jobs: Vec<String> = jobs.map(|job| job_name(inputs, *job)).collect();
            if !jobs.is_empty() && self.is_below_root(path) {
                let hits = inputs.combined.hits(*id, &Selection::everything());
                missing.push(Doubt::Missing {
                    file: path.as_str().to_owned(),
                    recorded: count(hits.lines.len()),
                    jobs,
                });
            }
        }
        missing
    }

    fn is_below_root(&self, path: &RecordedPath) -> bool {
        let parts: Vec<&str> = path.parts().collect();
        let mut above = (0..parts.len()).filter_map(|length| folder(path, parts.get(..length)?));
        above.any(|folder| self.roots.contains(&folder))
    }
}

/// Returns true if enough files of the source are confirmed for `job`.
fn is_confirmed(inputs: CoverageInputs<'_>, job: JobId, files: &[(FileId, &SourcePath)]) -> bool {
    let confirmed = files.iter().filter(|(id, path)| {
        let hits = inputs.combined.hits_by_job(*id, &Selection::everything()).remove(&job);
        hits.zip(inputs.project.analysed(path)).is_some_and(|(hits, analysed)| {
            hits.lines.len() >= CONFIRMED_LINES
                && hits.lines.is_subset_of(analysed.analysis.recordable_lines())
        })
    });
    confirmed.take(CONFIRMED_FILES).count() == CONFIRMED_FILES
}

/// Returns the folder that `recorded` is relative to if it names `source`: the rest without the
/// parts that both share at their ends.
fn root(recorded: &RecordedPath, source: &SourcePath) -> Option<String> {
    let parts: Vec<&str> = recorded.parts().collect();
    let both = parts.iter().rev().zip(source.parts().rev());
    let common = both.take_while(|(recorded, source)| *recorded == source).count();
    folder(recorded, parts.get(..parts.len() - common)?)
}

/// Returns the folder above `path` that consists of `parts`, or `None` for the root of a file
/// system, which contains every path.
fn folder(path: &RecordedPath, parts: &[&str]) -> Option<String> {
    let is_everything = match parts {
        [] => path.is_absolute(),
        [drive] => drive.ends_with(':'),
        _ => false,
    };
    let root = if path.as_str().starts_with('/') { "/" } else { "" };
    (!is_everything).then(|| format!("{root}{}", parts.join("/")))
}
