//! What came in, and what a person may do with it: take it out again, name its jobs.

use std::collections::{BTreeSet, HashMap};

use covdrop_data::{Format, JobId, Kind, RecordingId, Source};
use covdrop_intake::{Input, ManifestError, manifest_problem};
use covdrop_protocol::{Card, CardData, CardKind, Choices, InputId, JobsBy, escape_invisible};

use super::Session;

impl Session {
    /// A card for each thing that was dropped, in the order in which they came.
    pub fn cards(&self) -> Vec<Card> {
        let mut data = self.data_by_input();
        let card = |input: &Input| input.card(data.remove(&input.id));
        self.inputs.iter().map(card).collect()
    }

    /// The description of the data in each input that has any.
    fn data_by_input(&self) -> HashMap<InputId, CardData> {
        let mut data: HashMap<InputId, CardData> = HashMap::new();
        let mut of_recording: HashMap<RecordingId, InputId> = HashMap::new();
        for input in &self.inputs {
            of_recording.extend(input.recordings.iter().map(|id| (*id, input.id)));
            if !input.recordings.is_empty() {
                let new = CardData { contexts: input.contexts, ..CardData::default() };
                data.insert(input.id, new);
            }
        }
        let mut versions: HashMap<InputId, BTreeSet<Version>> = HashMap::new();
        for (_, job) in self.combined.jobs() {
            for source in &job.recordings {
                let Some(id) = of_recording.get(&source.id) else { continue };
                let Some(data) = data.get_mut(id) else { continue };
                versions.entry(*id).or_default().insert(Version::of(source));
                add(data, &job.label, source);
            }
        }
        for (id, versions) in versions {
            if let Some(data) = data.get_mut(&id) {
                data.versions = versions.into_iter().map(|version| version.words).collect();
            }
        }
        for (path, recordings) in self.combined.recorded_paths() {
            let found = self.mapping.source(path).is_some();
            let mut ids: Vec<InputId> =
                recordings.iter().filter_map(|id| of_recording.get(id).copied()).collect();
            ids.sort_unstable();
            ids.dedup();
            for id in ids {
                if let Some(data) = data.get_mut(&id) {
                    data.recorded += 1;
                    data.found += u32::from(found);
                }
            }
        }
        data
    }

    /// Takes note of what is wrong with a list of files that was to be loaded.
    pub fn refuse_manifest(&mut self, name: &str, error: &ManifestError) {
        self.problems.push(manifest_problem(name, error));
    }

    /// What was chosen beside jobs and contexts, and what is there of the example: all that a new
    /// session needs to become this one when the same is dropped again.
    pub fn choices(&self) -> Choices {
        let names = self.names.chosen();
        let example = self.inputs.iter().filter(|input| input.kind == CardKind::Example);
        Choices {
            names: names.map(|(came, name)| (came.to_owned(), name.to_owned())).collect(),
            jobs_by: self.jobs_by,
            path_rules: self.trials.own(&self.project).path_rules().to_vec(),
            with_approximate: self.with_approximate,
            trial: self.trial().cloned(),
            example: example.map(|input| input.name.clone()).collect(),
        }
    }

    /// Does again what was chosen in a session before this one, which has nothing in it yet.
    pub fn restore(&mut self, choices: Choices) {
        let Choices { names, jobs_by, path_rules, with_approximate, trial, example } = choices;
        self.names.restore(names);
        self.jobs_by = jobs_by;
        self.project.set_path_rules(path_rules.into());
        self.with_approximate = with_approximate;
        self.try_settings(trial);
        if !example.is_empty() {
            self.import_example_inputs(|name| example.iter().any(|input| input == name));
        }
    }

    /// Takes note that what was chosen before cannot be read.
    pub fn refuse_choices(&mut self) {
        self.has_lost_choices = true;
    }

    /// The job that is called `name`.
    pub(super) fn job_named(&self, name: &str) -> Option<JobId> {
        self.combined.job_with_label(name)
    }

    /// The job for data that came in as `came`, new if need be.
    pub(super) fn job_for(&mut self, came: String) -> JobId {
        let name = self.names.name(came).to_owned();
        if let Some(job) = self.job_named(&name) {
            return job;
        }
        self.combined.add_job(name)
    }

    /// Removes an input with its data, its sources and its settings. The versions of files that it
    /// overrode count again.
    pub fn remove(&mut self, card: u32) {
        let id = InputId(card);
        let Some(position) = self.inputs.iter().position(|input| input.id == id) else {
            return;
        };
        let input = self.inputs.remove(position);
        self.deferred.retain(|package| package.input != id);
        self.kept = self.kept.saturating_sub(input.kept);
        self.names.forget(&input.recordings);
        self.combined.remove_recordings(&input.recordings);
        let trial = self.pause_trial();
        self.project.remove(id);
        for import in &mut self.imports {
            import.forget_input(id);
        }
        self.project.options();
        self.map();
        self.resume_trial(trial);
    }

    /// Gives the job that is called `from` the name `to`, now and whenever one comes in by the
    /// name that it came in as. Where another job is called `to`, the two become one. Where none is
    /// called `from`, the name is kept for when one comes in.
    pub fn rename(&mut self, from: &str, to: &str) {
        let to = &escape_invisible(to.trim());
        if to.is_empty() || from == to {
            return;
        }
        self.names.rename(from, to);
        let Some(job) = self.job_named(from) else { return };
        match self.job_named(to) {
            Some(into) => self.combined.merge_jobs(into, job),
            None => self.combined.rename_job(job, to),
        }
        let trial = self.pause_trial();
        self.map();
        self.resume_trial(trial);
    }

    /// Makes all data files that agree in this one job, those that come later too; nothing lets each
    /// say it again by the way it came in.
    pub fn group_jobs(&mut self, by: Option<JobsBy>) {
        self.jobs_by = by;
        self.regroup();
        let trial = self.pause_trial();
        self.map();
        self.resume_trial(trial);
    }

    /// Moves each data file to its job. Paths must be mapped again after it.
    pub(super) fn regroup(&mut self) {
        let came = self.names.group(self.jobs_by);
        self.move_to_jobs(came);
    }

    /// Moves each recording to the job that is called as what it came in as.
    fn move_to_jobs(&mut self, came: Vec<(RecordingId, String)>) {
        let moves = came.into_iter().map(|(recording, came)| (recording, self.job_for(came)));
        let moves = moves.collect();
        self.combined.move_recordings(&moves);
    }

    /// Gives what is called `name` the names back that it came in by: jobs that became one come
    /// apart.
    pub fn take_back_name(&mut self, name: &str) {
        let Some(job) = self.job_named(name) else { return };
        let recordings = self.combined.job(job).into_iter().flat_map(|job| &job.recordings);
        let mut recordings: Vec<RecordingId> = recordings.map(|source| source.id).collect();
        recordings.sort_unstable();
        let came = self.names.take_back(name, &recordings);
        // The job stays where it is, with what came in first.
        if let Some((_, first)) = came.first()
            && self.job_named(first).is_none()
        {
            self.combined.rename_job(job, first.as_str());
        }
        self.move_to_jobs(came);
        let trial = self.pause_trial();
        self.map();
        self.resume_trial(trial);
    }
}

/// A version of coverage.py, in order of its numbers.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Version {
    numbers: Vec<u32>,
    words: String,
}

impl Version {
    /// The version that wrote a data file, as exactly as that tells.
    fn of(source: &Source) -> Version {
        let words = source.version.clone().unwrap_or_else(|| {
            let words = match source.format {
                Format::Pickle => "3.x",
                Format::Json => "4.x",
                Format::Sqlite { .. } | Format::Dump => "5.0 or later",
            };
            words.to_owned()
        });
        let numbers = words.split(|c: char| !c.is_ascii_digit());
        Version { numbers: numbers.filter_map(|number| number.parse().ok()).collect(), words }
    }
}

/// Adds a data file of the job `label` to what is said.
fn add(data: &mut CardData, label: &str, source: &Source) {
    data.files += 1;
    if !data.jobs.iter().any(|job| job == label) {
        data.jobs.push(label.to_owned());
    }
    data.lines |= source.kind == Kind::Lines;
    data.branches |= source.kind == Kind::Arcs;
    if let Some(when) = &source.meta.when {
        let (first, last) = data.when.get_or_insert_with(|| (when.clone(), when.clone()));
        if when < first {
            first.clone_from(when);
        }
        if when > last {
            last.clone_from(when);
        }
    }
}
