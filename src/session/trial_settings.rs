//! Runs trial settings in place of the project's, and compares the totals of both.
//!
//! A trial has its own project, which shares all unchanged parts with the session's. It is analysed
//! in small steps, and replaces the session's project once it is done.

use std::mem;

use covdrop_analysis::Options;
use covdrop_data::{SectionValue, Settings, SourcePath, section_text};
use covdrop_intake::{parallel, problem};
use covdrop_protocol::{Problem, Progress, Stage, Trial, Tried};
use covdrop_report::Precision;

use crate::coverage_inputs::CoverageInputs;
use crate::job_coverage::{EnabledTotals, JobCoverage};
use crate::path_mapping::PathMapping;
use crate::problem_texts;
use crate::project::Project;
use crate::protocol_numbers::{self, count};
use crate::trial_overrides::Overrides;

/// The trial, if there is one.
#[derive(Debug, Default)]
pub(crate) struct Trials {
    /// The project without the trial; `None` while no trial is active.
    own: Option<ProjectCoverage>,
    /// A trial that is being analysed.
    pending: Option<PendingTrial>,
    /// A refused trial, with the reason.
    refused: Option<(Trial, Problem)>,
}

/// A project and its coverage, which a trial replaces.
#[derive(Debug)]
pub(crate) struct ProjectCoverage {
    pub(crate) project: Project,
    pub(crate) coverage: JobCoverage,
}

/// A trial that is being analysed.
#[derive(Debug)]
struct PendingTrial {
    trial: Trial,
    project: Project,
    options: Options,
    /// The remaining files to analyse, the next one last.
    queue: Vec<SourcePath>,
    total: usize,
}

/// Returns the section of the settings file with the trial's settings, to copy.
fn section(settings: &Settings, trial: &Trial) -> String {
    let list = |list: &Option<Vec<String>>| list.clone().map(SectionValue::List);
    let number = |text: &Option<String>| {
        text.as_ref().map(|text| SectionValue::Number(text.trim().to_owned()))
    };
    let options = [
        ("exclude_lines", list(&trial.exclude_lines)),
        ("exclude_also", list(&trial.exclude_also)),
        ("partial_also", list(&trial.partial_also)),
        ("include", list(&trial.include)),
        ("omit", list(&trial.omit)),
        ("contexts", list(&trial.contexts)),
        ("precision", number(&trial.precision)),
        ("fail_under", number(&trial.fail_under)),
    ];
    let options = options.into_iter();
    let options: Vec<_> =
        options.filter_map(|(name, value)| Some((name.to_owned(), value?))).collect();
    if options.is_empty() { String::new() } else { section_text(settings, "report", options) }
}

impl Trials {
    /// Returns the project without any trial; `current` is the session's.
    pub(crate) fn own<'a>(&'a self, current: &'a Project) -> &'a Project {
        self.own.as_ref().map_or(current, |own| &own.project)
    }

    /// Returns true if a trial is being analysed.
    pub(crate) fn is_pending(&self) -> bool {
        self.pending.is_some()
    }

    /// Drops a trial that is being analysed.
    pub(crate) fn forget_pending(&mut self) {
        self.pending = None;
    }

    /// Discards the project's own totals, for a change of jobs or files that count.
    pub(crate) fn forget_totals(&mut self) {
        if let Some(own) = &mut self.own {
            own.coverage.forget_sums();
        }
    }

    /// Discards the project's own coverage, for a change of contexts.
    pub(crate) fn forget_coverage(&mut self) {
        if let Some(own) = &mut self.own {
            own.coverage = JobCoverage::default();
        }
    }

    /// Replaces the trial by `trial`; `None` ends it. The new trial is active once
    /// [`step`](Trials::step) has nothing left to do.
    pub(crate) fn start(
        &mut self,
        trial: Option<Trial>,
        current: &mut ProjectCoverage,
        mapping: &PathMapping,
    ) {
        self.pending = None;
        self.refused = None;
        let Some(trial) = trial else { return self.end(current) };
        let started = Overrides::new(trial.clone()).and_then(|overrides| {
            let own = self.own(&current.project);
            let mut project = own.with_overrides(overrides);
            let options = project.options();
            if let Some(fault) = project.fault() {
                return Err(problem_texts::settings(fault));
            }
            let options = options.ok_or_else(unusable_settings)?;
            if project.lacks_text_to_follow() && project.digest() != own.digest() {
                return Err(problem_texts::trial_without_sources());
            }
            let mut queue = project.unanalysed(mapping);
            queue.reverse();
            Ok((project, options, queue))
        });
        match started {
            Ok((project, options, queue)) => {
                let total = queue.len();
                self.pending = Some(PendingTrial { trial, project, options, queue, total });
            }
            Err(problem) => self.refuse(trial, problem, current),
        }
    }

    /// Analyses a few files of a pending trial. Returns `None` if there is nothing to do.
    pub(crate) fn step(&mut self, current: &mut ProjectCoverage) -> Option<Progress> {
        let pending = self.pending.as_mut()?;
        let at = pending.queue.len().saturating_sub(parallel::AT_ONCE);
        let paths = pending.queue.split_off(at);
        if let Some(path) = paths.first() {
            pending.project.analyse(&paths, &pending.options);
            let (left, total) = (pending.queue.len(), pending.total);
            return Some(Progress::of_files(
                Stage::Analysing,
                count(total - left),
                count(total),
                path.as_str().to_owned(),
            ));
        }
        let PendingTrial { trial, mut project, .. } = self.pending.take()?;
        project.update_report_filter();
        if let Some(fault) = project.fault() {
            let fault = problem_texts::settings(fault);
            self.refuse(trial, fault, current);
            return None;
        }
        let trial = ProjectCoverage { project, coverage: JobCoverage::default() };
        let before = mem::replace(current, trial);
        // If one trial follows another, keep the project from before the first.
        self.own.get_or_insert(before);
        None
    }

    fn refuse(&mut self, trial: Trial, problem: Problem, current: &mut ProjectCoverage) {
        self.end(current);
        self.refused = Some((trial, problem));
    }

    fn end(&mut self, current: &mut ProjectCoverage) {
        if let Some(own) = self.own.take() {
            *current = own;
        }
    }

    /// Returns the last trial, pending, active or refused.
    pub(crate) fn last<'a>(&'a self, current: &'a Project) -> Option<&'a Trial> {
        let active = || current.overrides().map(|overrides| &overrides.trial);
        let pending = self.pending.as_ref().map(|pending| &pending.trial);
        let refused = || self.refused.as_ref().map(|(trial, _)| trial);
        pending.or_else(refused).or_else(active)
    }

    /// Ends the trial, and returns it so that it can be resumed.
    pub(crate) fn pause(&mut self, current: &mut ProjectCoverage) -> Option<Trial> {
        let trial = self.last(&current.project).cloned();
        self.pending = None;
        self.refused = None;
        self.end(current);
        trial
    }

    /// Returns the trial and its change of the totals; `inputs` and `coverage` include the trial.
    pub(crate) fn comparison(
        &self,
        inputs: CoverageInputs<'_>,
        coverage: &JobCoverage,
    ) -> Option<Tried> {
        let (trial, fault) = match (&self.refused, inputs.project.overrides()) {
            (Some((trial, fault)), _) => (trial.clone(), Some(fault.clone())),
            (None, Some(overrides)) => (overrides.trial.clone(), None),
            (None, None) => return None,
        };
        let (own_inputs, own_coverage) = match &self.own {
            Some(own) => (CoverageInputs { project: &own.project, ..inputs }, &own.coverage),
            None => (inputs, coverage),
        };
        let numbers = |totals: &EnabledTotals, settings: &Settings| {
            let precision = Precision::new(settings.report.precision).unwrap_or_default();
            (totals.total.n_files > 0)
                .then(|| protocol_numbers::to_protocol(totals.total, precision))
        };
        let settings = own_inputs.project.settings();
        let before = numbers(own_coverage.totals(own_inputs), settings);
        let now = numbers(coverage.totals(inputs), inputs.project.settings());
        let change = before.zip(now).map(|(before, now)| protocol_numbers::change(&before, &now));
        // Refused settings should not be copied.
        let section = if fault.is_none() { section(settings, &trial) } else { String::new() };
        Some(Tried { change, section, fault, trial })
    }
}

/// Returns the problem that the settings are invalid, with or without the trial.
fn unusable_settings() -> Problem {
    problem("Settings", "The project's settings cannot be followed.", None)
}
