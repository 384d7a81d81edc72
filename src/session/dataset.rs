//! The data of a session by job, with its inputs.

use std::collections::HashMap;

use covdrop_data::{Combined, DataFileId, DataKey, JobId};
use covdrop_intake::{DataFile, FinishedImport, Input, NamedFiles};
use covdrop_protocol::{InputId, JobsBy, Problem, escape_invisible};

use crate::job_names::JobNames;

/// The data of a session by job, with its inputs.
#[derive(Debug)]
pub(crate) struct Dataset {
    pub(crate) combined: Combined,
    pub(crate) names: JobNames,
    /// Identifies equal data of different data files.
    pub(crate) keys: HashMap<DataFileId, DataKey>,
    /// The inputs, in the order in which they were dropped.
    pub(crate) inputs: Vec<Input>,
    /// The bytes of data files and sources that are kept.
    pub(crate) kept: u64,
    /// The problems of the last import that concern no input.
    pub(crate) problems: Vec<Problem>,
    /// The problem with the project that the site manifest describes.
    pub(crate) manifest_problem: Option<Problem>,
}

impl Dataset {
    /// Creates a dataset without data.
    pub(crate) fn new() -> Dataset {
        Dataset {
            combined: Combined::new(),
            names: JobNames::default(),
            keys: HashMap::new(),
            inputs: Vec::new(),
            kept: 0,
            problems: Vec::new(),
            manifest_problem: None,
        }
    }

    /// Returns the deferred files that the data names.
    pub(crate) fn named_files(&self) -> NamedFiles {
        let mut named = NamedFiles::default();
        for (path, _) in self.combined.recorded_paths() {
            named.add(path);
        }
        named
    }

    /// Returns the name of an input.
    pub(crate) fn input_name(&self, id: InputId) -> Option<String> {
        Some(self.inputs.iter().find(|input| input.id == id)?.name.clone())
    }

    /// Adds the data files and the inputs of an import.
    pub(crate) fn add(&mut self, import: &mut FinishedImport) {
        self.kept = self.kept.saturating_add(import.kept);
        import.finish();
        if !import.is_third_party() {
            self.problems = import.take_problems();
        }
        let is_job = |label: &str| self.combined.job_with_label(self.names.get(label)).is_some();
        let labels = import.job_labels(is_job);
        for (data, label) in std::mem::take(&mut import.data).into_iter().zip(labels) {
            let name = data.path.full();
            if let Some(id) = self.add_data(&name, data, label) {
                import.add_data_file(&name, id);
            }
        }
        let mut inputs = import.take_inputs();
        if !import.is_third_party() {
            return self.inputs.append(&mut inputs);
        }
        for more in inputs {
            if let Some(input) = self.inputs.iter_mut().find(|input| input.id == more.id) {
                import.merge_into(input, more);
            }
        }
    }

    fn add_data(&mut self, name: &str, data: DataFile, label: String) -> Option<DataFileId> {
        let job = self.job_for(label.clone());
        let id = self.combined.add(job, name, data.data_file)?;
        self.keys.insert(id, data.key);
        self.names.add(id, label, data.facts);
        Some(id)
    }

    /// Removes an input and its data. Returns false if there is no input with this id.
    pub(crate) fn remove(&mut self, id: InputId) -> bool {
        let Some(position) = self.inputs.iter().position(|input| input.id == id) else {
            return false;
        };
        let input = self.inputs.remove(position);
        self.kept = self.kept.saturating_sub(input.kept);
        self.names.forget(&input.data_files);
        self.combined.remove_data_files(&input.data_files);
        true
    }

    /// Returns the job of this name.
    fn job_from_name(&self, name: &str) -> Option<JobId> {
        self.combined.job_with_label(name)
    }

    /// Returns the job for data files with the original label `label`, and adds it if needed.
    fn job_for(&mut self, label: String) -> JobId {
        let name = self.names.name(label).to_owned();
        if let Some(job) = self.job_from_name(&name) {
            return job;
        }
        self.combined.add_job(name)
    }

    /// Renames the job `from`, and jobs that get this label later. If another job has the name
    /// `to`, merges the two. If no job has the name `from`, keeps the new name for later. Returns
    /// true if there was such a job.
    pub(crate) fn rename(&mut self, from: &str, to: &str) -> bool {
        let to = &escape_invisible(to.trim());
        if to.is_empty() || from == to {
            return false;
        }
        self.names.rename(from, to);
        let Some(job) = self.job_from_name(from) else { return false };
        match self.job_from_name(to) {
            Some(into) => self.combined.merge_jobs(into, job),
            None => self.combined.rename_job(job, to),
        }
        true
    }

    /// Restores the original labels of the data files of the job `name`, which splits merged jobs.
    /// Returns false if there is no such job.
    pub(crate) fn restore_label(&mut self, name: &str) -> bool {
        let Some(job) = self.job_from_name(name) else { return false };
        let data_files = self.combined.job(job).into_iter().flat_map(|job| &job.data_files);
        let mut data_files: Vec<DataFileId> = data_files.map(|source| source.id).collect();
        data_files.sort_unstable();
        let labels = self.names.restore_labels(name, &data_files);
        // The job that keeps its id has the data file that was added first.
        if let Some((_, first)) = labels.first()
            && self.job_from_name(first).is_none()
        {
            self.combined.rename_job(job, first.as_str());
        }
        self.move_to_jobs(labels);
        true
    }

    /// Groups data files into jobs by a fact, or by their original labels. Paths must be mapped
    /// again afterwards.
    pub(crate) fn group(&mut self, by: Option<JobsBy>) {
        let labels = self.names.group(by);
        self.move_to_jobs(labels);
    }

    /// Moves each data file to the job with its label.
    fn move_to_jobs(&mut self, labels: Vec<(DataFileId, String)>) {
        let moves = labels.into_iter().map(|(data_file, label)| (data_file, self.job_for(label)));
        let moves = moves.collect();
        self.combined.move_data_files(&moves);
    }
}
