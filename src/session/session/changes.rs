//! Applies the user's changes: jobs, contexts, path aliases, trial settings, removed inputs.

use covdrop_analysis::{PatternError, Patterns};
use covdrop_data::Context;
use covdrop_intake::{ManifestError, left_out_project_problem, manifest_problem};
use covdrop_protocol::{CardKind, Choices, InputId, JobId, JobsBy, PathRule, Trial};

use super::Session;
use crate::job_coverage::JobCoverage;

const NO_CONTEXT: &str = "No context matches, so nothing is counted.";
const AS_BEFORE: &str = "The previous filter stays active.";

impl Session {
    /// Reports a refused site manifest.
    pub fn refuse_manifest(&mut self, name: &str, error: &ManifestError) {
        self.dataset.problems.push(manifest_problem(name, error));
    }

    /// Reports the ignored keys of a site manifest's `project`, if any.
    pub fn report_left_out_project(&mut self, name: &str, keys: &[&str]) {
        self.dataset.manifest_problem = left_out_project_problem(name, keys);
    }

    /// Returns the choices other than disabled jobs and contexts, and the inputs of the example.
    /// They restore this state in a new session into which the same files are dropped.
    pub fn choices(&self) -> Choices {
        let names = self.dataset.names.chosen();
        let inputs = self.dataset.inputs.iter();
        let example = inputs.filter(|input| input.kind == CardKind::Example);
        let own = self.trials.own(&self.current.project);
        Choices {
            names: names.map(|(label, name)| (label.to_owned(), name.to_owned())).collect(),
            jobs_by: self.choices.jobs_by,
            path_rules: own.path_rules().to_vec(),
            with_approximate: self.choices.with_approximate,
            trial: self.trials.last(&self.current.project).cloned(),
            example: example.map(|input| input.name.clone()).collect(),
        }
    }

    /// Restores the choices of an earlier session. Call it before any data is added.
    pub fn restore(&mut self, choices: Choices) {
        let Choices { names, jobs_by, path_rules, with_approximate, trial, example } = choices;
        self.dataset.names.restore(names);
        self.choices.jobs_by = jobs_by;
        self.current.project.set_path_rules(path_rules.into());
        self.choices.with_approximate = with_approximate;
        self.try_settings(trial);
        if !example.is_empty() {
            let is_wanted = |name: &str| example.iter().any(|input| input == name);
            self.imports.import_example(&self.dataset, is_wanted);
        }
    }

    /// Reports that the choices of an earlier session cannot be read.
    pub fn refuse_choices(&mut self) {
        self.choices.has_lost_choices = true;
    }

    /// Removes an input with its data, sources and settings. The versions of files that it overrode
    /// count again.
    pub fn remove_input(&mut self, id: InputId) {
        if !self.dataset.remove(id) {
            return;
        }
        let trial = self.pause_trial();
        self.current.project.remove(id);
        self.imports.forget_input(id);
        self.current.project.options();
        self.remap_with(None);
        self.resume_trial(trial);
    }

    /// Renames the job `from`, and jobs that would get this name later. If another job has the name
    /// `to`, merges the two. If no job has the name `from`, keeps the new name for later.
    pub fn rename_job(&mut self, from: &str, to: &str) {
        if self.dataset.rename(from, to) {
            self.remap();
        }
    }

    /// Restores the original labels of the data files of the job `name`, which splits merged jobs.
    pub fn restore_job_name(&mut self, name: &str) {
        if self.dataset.restore_label(name) {
            self.remap();
        }
    }

    /// Groups all data files, including those of later imports, into jobs by a fact; `None`
    /// restores the original labels.
    pub fn group_jobs(&mut self, by: Option<JobsBy>) {
        self.choices.jobs_by = by;
        self.dataset.group(by);
        self.remap();
    }

    /// Sets the path aliases of the user, which come before all others.
    pub fn set_path_rules(&mut self, rules: Vec<PathRule>) {
        let trial = self.pause_trial();
        self.current.project.set_path_rules(rules.into());
        self.remap_with(None);
        self.resume_trial(trial);
    }

    /// Sets whether Python 2 sources count. Their numbers are approximate.
    pub fn count_approximate(&mut self, on: bool) {
        self.choices.with_approximate = on;
        self.current.coverage.forget_sums();
        self.trials.forget_totals();
    }

    /// Enables or disables jobs. Ignores a job that was removed meanwhile.
    pub fn switch_jobs(&mut self, jobs: &[JobId], on: bool) {
        let jobs = jobs.iter().map(|job| covdrop_data::JobId(job.0));
        for job in jobs.filter(|job| self.dataset.combined.job(*job).is_some()) {
            self.choices.selection.switch(job, on);
        }
        self.forget_totals();
    }

    /// Enables these jobs and disables all others.
    pub fn switch_only_jobs(&mut self, jobs: &[JobId]) {
        for (id, _) in self.dataset.combined.jobs() {
            self.choices.selection.switch(id, jobs.contains(&JobId(id.0)));
        }
        self.forget_totals();
    }

    fn forget_totals(&mut self) {
        self.current.coverage.forget_totals();
        self.trials.forget_totals();
    }

    /// Replaces the trial settings; `None` ends the trial. They are active once
    /// [`prepare`](Session::prepare) has nothing left to do.
    pub fn try_settings(&mut self, trial: Option<Trial>) {
        let contexts = self.contexts_of_settings();
        self.trials.start(trial, &mut self.current, &self.mapping);
        self.filter_contexts_unless(contexts.as_ref());
    }

    /// Returns the context patterns of the settings in use.
    pub(super) fn contexts_of_settings(&self) -> Option<Vec<String>> {
        self.settings().report.contexts.clone()
    }

    /// Applies the filter of contexts again unless those of the settings are still `before`.
    pub(super) fn filter_contexts_unless(&mut self, before: Option<&Vec<String>>) {
        if self.settings().report.contexts.as_ref() != before {
            self.refilter_contexts();
        }
    }

    /// Restricts coverage to the contexts whose names match one of these regular expressions.
    ///
    /// # Errors
    /// Fails for an invalid pattern.
    pub fn restrict_contexts(&mut self, patterns: &[String]) -> Result<(), PatternError> {
        let patterns = Patterns::new(patterns)?;
        let names = self.dataset.combined.contexts().iter().map(String::as_str);
        let chosen = patterns.found_in(names)?.into_iter();
        let chosen = chosen.filter_map(|index| u32::try_from(index).ok().map(Context));
        self.choices.selection.restrict(chosen);
        self.forget_coverage();
        Ok(())
    }

    fn forget_coverage(&mut self) {
        self.current.coverage = JobCoverage::default();
        self.trials.forget_coverage();
    }

    /// Restricts coverage to the contexts that match `text`: regular expressions separated by
    /// commas, as for `--contexts`. If `text` is empty, the patterns of the settings apply, if they
    /// are [enabled](Session::use_contexts_of_settings), else all contexts count. An invalid
    /// pattern is reported in the overview, and changes nothing.
    pub fn filter_contexts(&mut self, text: &str) {
        match self.apply_context_filter(text) {
            Ok(()) => {
                let excludes_all = self.choices.excludes_all(self.dataset.combined.contexts());
                text.trim().clone_into(&mut self.choices.contexts.text);
                self.choices.contexts.fault = excludes_all.then(|| NO_CONTEXT.to_owned());
            }
            Err(error) => self.choices.contexts.fault = Some(format!("{error}. {AS_BEFORE}")),
        }
    }

    fn apply_context_filter(&mut self, text: &str) -> Result<(), PatternError> {
        let patterns = text.split(',').map(str::trim).filter(|pattern| !pattern.is_empty());
        let mut patterns: Vec<String> = patterns.map(str::to_owned).collect();
        if patterns.is_empty() {
            patterns = self.view().contexts_of_settings().to_vec();
        }
        if !patterns.is_empty() {
            return self.restrict_contexts(&patterns);
        }
        if !self.choices.selection.is_unrestricted() {
            self.choices.selection.unrestrict();
            self.forget_coverage();
        }
        Ok(())
    }

    /// Enables the context patterns of the settings for an empty filter, as coverage.py does in its
    /// text, HTML and JSON reports.
    pub fn use_contexts_of_settings(&mut self) {
        self.choices.contexts.by_settings = true;
        self.refilter_contexts();
    }

    /// Applies the filter of contexts again, because contexts or settings have changed.
    pub(super) fn refilter_contexts(&mut self) {
        let text = self.choices.contexts.text.clone();
        self.filter_contexts(&text);
    }
}
