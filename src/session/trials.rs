//! Trying other settings than the project's, with the project's own numbers kept beside them.
//!
//! What is tried gets a project of its own, which shares with the other all that is the same. It
//! is analysed in small steps and takes the other's place only when all of it is done.

use std::fmt::Display;
use std::mem;
use std::str::FromStr;

use covdrop_analysis::{Options, RuleSet};
use covdrop_data::{SectionValue, Settings, SourcePath, section_text};
use covdrop_intake::{parallel, problem};
use covdrop_protocol::{Problem, Progress, Stage, Trial, Tried};
use covdrop_report::{FailUnder, Precision};

use crate::counts::{Basis, Counts, Standing};
use crate::problems;
use crate::project::{Chooser, Project};
use crate::session::Session;
use crate::view::{self, count};

/// A trial, read.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Overrides {
    pub(crate) trial: Trial,
    precision: Option<i64>,
    fail_under: Option<f64>,
    pub(crate) rules: Option<RuleSet>,
}

/// What is tried, and what it is tried in place of.
#[derive(Debug, Default)]
pub(crate) struct Trials {
    /// What holds without the trial; nothing while none is followed.
    own: Option<Own>,
    /// A trial that is being made ready.
    at_work: Option<AtWork>,
    /// A trial that cannot be followed, and why.
    refused: Option<(Trial, Problem)>,
}

/// The project as it is without a trial.
#[derive(Debug)]
struct Own {
    project: Project,
    chooser: Chooser,
    counts: Counts,
}

/// A trial that is being made ready.
#[derive(Debug)]
struct AtWork {
    trial: Trial,
    project: Project,
    options: Options,
    /// What is left to analyse, the next one last.
    queue: Vec<SourcePath>,
    total: usize,
}

impl Overrides {
    /// Reads `trial`.
    fn new(trial: Trial) -> Result<Overrides, Problem> {
        let rules = trial.rules.as_deref().map(str::parse::<RuleSet>).transpose();
        let rules = rules.map_err(|error| fault("Rules", error))?;
        let precision =
            number("precision", trial.precision.as_deref(), "whole number", Precision::new)?;
        let fail_under =
            number("fail_under", trial.fail_under.as_deref(), "number", FailUnder::new)?;
        Ok(Overrides { trial, precision, fail_under, rules })
    }

    /// Puts what is tried in the place of what is set.
    pub(crate) fn apply(&self, settings: &mut Settings) {
        let Trial { exclude_lines, exclude_also, partial_also, include, omit, .. } = &self.trial;
        if exclude_lines.is_some() {
            settings.exclude_lines.clone_from(exclude_lines);
        }
        if let Some(patterns) = exclude_also {
            settings.exclude_also.clone_from(patterns);
        }
        if let Some(patterns) = partial_also {
            settings.partial_also.clone_from(patterns);
        }
        if include.is_some() {
            settings.include.clone_from(include);
        }
        if omit.is_some() {
            settings.omit.clone_from(omit);
        }
        if let Some(precision) = self.precision {
            settings.precision = precision;
        }
        if let Some(fail_under) = self.fail_under {
            settings.fail_under = fail_under;
        }
    }
}

/// The number that is tried for an option: one of a `kind` that `check` lets pass.
fn number<T: FromStr + Copy, U>(
    option: &str,
    text: Option<&str>,
    kind: &str,
    check: fn(T) -> Result<U, covdrop_report::Error>,
) -> Result<Option<T>, Problem> {
    let Some(text) = text else { return Ok(None) };
    let number = text.trim().parse();
    let number = number.map_err(|_| fault(option, format!("'{text}' is no {kind}")))?;
    check(number).map_err(|error| fault(option, error))?;
    Ok(Some(number))
}

fn fault(option: &str, what: impl Display) -> Problem {
    problem(option, format!("{option}: {what}."), None)
}

/// The part of the settings file to change, as it would be written there.
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
        ("precision", number(&trial.precision)),
        ("fail_under", number(&trial.fail_under)),
    ];
    let options = options.into_iter();
    let options: Vec<_> =
        options.filter_map(|(name, value)| Some((name.to_owned(), value?))).collect();
    if options.is_empty() { String::new() } else { section_text(settings, "report", options) }
}

impl Trials {
    /// The project without any trial; `current` is the one that is followed.
    pub(crate) fn own<'a>(&'a self, current: &'a Project) -> &'a Project {
        self.own.as_ref().map_or(current, |own| &own.project)
    }

    /// A trial that is being made ready is wanted no more.
    pub(crate) fn forget_unfinished(&mut self) {
        self.at_work = None;
    }

    /// Other jobs or files count than before.
    pub(crate) fn forget_before(&mut self) {
        if let Some(own) = &mut self.own {
            own.counts.forget_sums();
        }
    }

    /// Other contexts count than before.
    pub(crate) fn forget_counts(&mut self) {
        if let Some(own) = &mut self.own {
            own.counts = Counts::default();
        }
    }
}

impl Session {
    /// Tries `trial` in place of the project's settings, and of what was tried before; nothing
    /// ends the trial. It is followed once [`prepare`](Session::prepare) has no more to do.
    pub fn try_settings(&mut self, trial: Option<Trial>) {
        self.trials.at_work = None;
        self.trials.refused = None;
        let Some(trial) = trial else { return self.end_trial() };
        let made = Overrides::new(trial.clone()).and_then(|overrides| {
            let mut project = self.trials.own(&self.project).with_overrides(overrides);
            let options = project.options();
            if let Some(fault) = project.fault() {
                return Err(problems::settings(fault));
            }
            let options = options.ok_or_else(settings_at_fault)?;
            let mut queue = project.unanalysed(&self.mapping);
            queue.reverse();
            Ok((project, options, queue))
        });
        match made {
            Ok((project, options, queue)) => {
                let total = queue.len();
                self.trials.at_work = Some(AtWork { trial, project, options, queue, total });
            }
            Err(problem) => self.refuse(trial, problem),
        }
    }

    /// Does the next small piece of making a trial ready; nothing where there is none to do.
    pub(crate) fn step_trial(&mut self) -> Option<Progress> {
        let at_work = self.trials.at_work.as_mut()?;
        let at = at_work.queue.len().saturating_sub(parallel::AT_ONCE);
        let paths = at_work.queue.split_off(at);
        if let Some(path) = paths.first() {
            at_work.project.analyse(&paths, &at_work.options);
            let (left, total) = (at_work.queue.len(), at_work.total);
            return Some(Progress::of_files(
                Stage::Analysing,
                count(total - left),
                count(total),
                path.as_str().to_owned(),
            ));
        }
        let AtWork { trial, mut project, .. } = self.trials.at_work.take()?;
        let chooser = project.chooser();
        if let Some(fault) = project.fault() {
            let fault = problems::settings(fault);
            self.refuse(trial, fault);
            return None;
        }
        let own = Own {
            project: mem::replace(&mut self.project, project),
            chooser: mem::replace(&mut self.chooser, chooser),
            counts: mem::take(&mut self.counts),
        };
        // Of one trial after another, what held before the first is kept.
        self.trials.own.get_or_insert(own);
        None
    }

    fn refuse(&mut self, trial: Trial, problem: Problem) {
        self.end_trial();
        self.trials.refused = Some((trial, problem));
    }

    fn end_trial(&mut self) {
        if let Some(Own { project, chooser, counts }) = self.trials.own.take() {
            self.project = project;
            self.chooser = chooser;
            self.counts = counts;
        }
    }

    /// What was tried last, whether it is ready or not, and whether it can be followed or not.
    pub(crate) fn trial(&self) -> Option<&Trial> {
        let followed = || self.project.overrides().map(|overrides| &overrides.trial);
        let at_work = self.trials.at_work.as_ref().map(|at_work| &at_work.trial);
        let refused = || self.trials.refused.as_ref().map(|(trial, _)| trial);
        at_work.or_else(refused).or_else(followed)
    }

    /// Ends what is tried; gives it back, for [`resume_trial`](Session::resume_trial).
    pub(crate) fn pause_trial(&mut self) -> Option<Trial> {
        let trial = self.trial().cloned();
        self.trials.at_work = None;
        self.trials.refused = None;
        self.end_trial();
        trial
    }

    /// Tries again what was ended.
    pub(crate) fn resume_trial(&mut self, trial: Option<Trial>) {
        if trial.is_some() {
            self.try_settings(trial);
        }
    }

    /// What is tried, and what holds without it.
    pub(crate) fn tried(&self) -> Option<Tried> {
        let (trial, fault) = match (&self.trials.refused, self.project.overrides()) {
            (Some((trial, fault)), _) => (trial.clone(), Some(fault.clone())),
            (None, Some(overrides)) => (overrides.trial.clone(), None),
            (None, None) => return None,
        };
        let own = self.trials.own.as_ref();
        let (basis, counts) = match own {
            Some(own) => {
                let (project, chooser) = (&own.project, &own.chooser);
                (Basis { project, chooser, ..self.basis() }, &own.counts)
            }
            None => (self.basis(), &self.counts),
        };
        let settings = basis.project.settings();
        let precision = Precision::new(settings.precision).unwrap_or_default();
        let standing = counts.standing(basis);
        let numbers = |standing: &Standing, precision| {
            (standing.total.n_files > 0).then(|| view::numbers(standing.total, precision))
        };
        let before = numbers(standing, precision);
        let now = numbers(self.counts.standing(self.basis()), self.precision());
        let change = before.zip(now).map(|(before, now)| view::change(&before, &now));
        // What cannot be followed is not to be kept.
        let section = if fault.is_none() { section(settings, &trial) } else { String::new() };
        Some(Tried { change, section, fault, trial })
    }
}

/// The settings cannot be followed, with or without the trial.
fn settings_at_fault() -> Problem {
    problem("Settings", "The project's settings cannot be followed.", None)
}
