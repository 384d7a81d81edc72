//! Collects the problems of a session: with inputs, data, settings, paths and sources.

use std::collections::hash_map::Entry;
use std::collections::{BTreeSet, HashMap, HashSet};

use covdrop_data::{DataKey, JobId, ResolvedPath, SourcePath};
use covdrop_intake::{escape_names, first_problems, is_python_by_name};
use covdrop_protocol::Problem;

use crate::ambiguous_paths::ambiguous_paths;
use crate::problem_texts;
use crate::refused_settings::RefusedSetting;
use crate::session_view::SessionView;

/// Returns the recorded paths without a source, in order. Omits paths that are in no report anyway:
/// those that are not reported on, and those that plugins measured.
pub(crate) fn without_source(view: SessionView<'_>) -> impl Iterator<Item = &str> {
    view.dataset.combined.files().filter_map(|(id, file)| match &file.path {
        ResolvedPath::Recorded(path)
            if view.dataset.combined.tracer(id).is_none()
                && view.project.report_filter().includes_recorded(path) =>
        {
            Some(path.as_str())
        }
        ResolvedPath::Recorded(_) | ResolvedPath::Source(_) => None,
    })
}

/// Returns true if there is no data.
pub(crate) fn is_without_data(view: SessionView<'_>) -> bool {
    view.dataset.combined.jobs().all(|(_, job)| job.data_files.is_empty())
}

/// Returns the problems of sources that could not be analysed, by path. Omits sources that are not
/// reported on, and those whose names show that they may not be Python.
pub(crate) fn refused(view: SessionView<'_>) -> impl Iterator<Item = Problem> {
    let traced =
        view.dataset.combined.files().filter(|(id, _)| view.dataset.combined.tracer(*id).is_some());
    let traced: HashSet<&str> = traced.map(|(_, file)| file.path.as_str()).collect();
    let is_reported = |path: &SourcePath| {
        is_python_by_name(path.name()) && view.project.report_filter().includes(path)
    };
    let refused = view.project.refused().filter(move |(path, _)| is_reported(path));
    let refused = refused.filter(move |(path, _)| !traced.contains(path.as_str()));
    refused.map(|(path, why)| problem_texts::not_analysed(path.as_str(), why))
}

/// Returns the problem with the settings that prevents computing coverage.
pub(crate) fn settings_problem(view: SessionView<'_>) -> Option<Problem> {
    view.project.fault().map(problem_texts::settings)
}

/// Returns the problem with the settings that prevents combining data.
pub(crate) fn settings_problem_of_combining(view: SessionView<'_>) -> Option<Problem> {
    view.project.fault_of_combining().map(problem_texts::settings)
}

/// Returns the problems of Python 2 sources, by path.
pub(crate) fn approximate(view: SessionView<'_>) -> impl Iterator<Item = Problem> {
    let approximate =
        view.project.approximate().filter(|path| view.project.report_filter().includes(path));
    approximate.map(problem_texts::approximate)
}

/// Returns the problems of data that coverage.py refuses to combine.
pub(crate) fn refusals(view: SessionView<'_>) -> Vec<Problem> {
    let mut refusals: Vec<Problem> =
        view.dataset.combined.refusals().iter().map(problem_texts::refusal).collect();
    escape_names(&mut refusals);
    refusals
}

/// Returns the data files that repeat the data of another one of the same job, each with that one.
/// Different jobs may record equal data; within a job, a file was given twice.
fn duplicates(view: SessionView<'_>) -> Vec<(&str, &str)> {
    let mut first: HashMap<(JobId, &DataKey), &str> = HashMap::new();
    let mut duplicates = Vec::new();
    let jobs = view.dataset.combined.jobs();
    let sources = jobs.flat_map(|(id, job)| job.data_files.iter().map(move |of| (id, of)));
    for (job, source) in sources {
        let Some(key) = view.dataset.keys.get(&source.id) else { continue };
        match first.entry((job, key)) {
            Entry::Occupied(other) => duplicates.push((source.name.as_str(), *other.get())),
            Entry::Vacant(place) => {
                place.insert(&source.name);
            }
        }
    }
    duplicates
}

/// Returns the problems of recorded paths that could be several files of the source tree.
fn open_paths(view: SessionView<'_>) -> Vec<Problem> {
    ambiguous_paths(&view.mapping.ambiguous, |data_files| {
        let jobs = data_files.iter().filter_map(|id| view.dataset.combined.job_of(*id));
        let jobs: BTreeSet<JobId> = jobs.collect();
        let labels = jobs.into_iter().filter_map(|id| view.dataset.combined.job(id));
        labels.map(|job| job.label.clone()).collect()
    })
}

/// Returns all problems: those of inputs first, then those of the data, the settings, the paths and
/// the sources.
pub(crate) fn problems(view: SessionView<'_>) -> Vec<Problem> {
    let mut problems = first_problems("This drop", view.dataset.problems.clone());
    problems.extend(view.dataset.manifest_problem.clone());
    for input in &view.dataset.inputs {
        problems.extend(first_problems(&input.name, input.problems.clone()));
    }
    problems.extend(view.choices.has_lost_choices.then(problem_texts::choices));
    problems.extend(first_problems("Other refusals", refusals(view)));
    problems.extend(settings_problem(view));
    problems.extend(view.project.lacks_text_to_follow().then(problem_texts::analysed_otherwise));
    let odd = view.settings().warnings.iter().map(problem_texts::odd_setting).collect();
    problems.extend(first_problems("Other settings", odd));
    problems.extend(problem_texts::duplicates(&duplicates(view)));
    problems.extend(first_problems("Other paths", open_paths(view)));
    let collapses = view.dataset.combined.collapses().iter().map(problem_texts::collapse).collect();
    problems.extend(first_problems("Other paths", collapses));
    problems.extend(first_problems("Other sources", refused(view).collect()));
    problems.extend(first_problems("Other sources", approximate(view).collect()));
    escape_names(&mut problems);
    problems
}

/// Returns the problems of settings that only some reports refuse.
pub(crate) fn refused_settings(view: SessionView<'_>) -> Vec<Problem> {
    let file = view.settings().file.as_deref().unwrap_or_default();
    let refused = RefusedSetting::all(view.settings());
    refused.iter().map(|refused| problem_texts::refused_setting(file, refused)).collect()
}
