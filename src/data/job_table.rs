//! The table of jobs, with the data files and the label of each.

use std::collections::{BTreeSet, HashMap, HashSet};

use crate::ids::{DataFileId, JobId};
use crate::job::{DataFileInfo, Job};

/// The jobs of a [`crate::Combined`].
#[derive(Clone, Debug, Default)]
pub(crate) struct JobTable {
    /// By [`JobId`]; `None` for a job that was removed or merged.
    jobs: Vec<Option<Job>>,
    /// The job of each data file, by [`DataFileId`]; `None` for a data file that was removed.
    of: Vec<Option<JobId>>,
    /// The jobs with each label.
    labels: HashMap<String, BTreeSet<JobId>>,
}

impl JobTable {
    /// Adds an empty job.
    pub(crate) fn add(&mut self, label: String) -> JobId {
        let id = JobId(u32::try_from(self.jobs.len()).unwrap_or(u32::MAX));
        self.labels.entry(label.clone()).or_default().insert(id);
        self.jobs.push(Some(Job { label, data_files: Vec::new() }));
        id
    }

    /// Returns the jobs, in the order in which they were added.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (JobId, &Job)> {
        let ids = (0..).map(JobId);
        ids.zip(&self.jobs).filter_map(|(id, job)| Some((id, job.as_ref()?)))
    }

    pub(crate) fn get(&self, id: JobId) -> Option<&Job> {
        self.jobs.get(id.0 as usize)?.as_ref()
    }

    fn get_mut(&mut self, id: JobId) -> Option<&mut Job> {
        self.jobs.get_mut(id.0 as usize)?.as_mut()
    }

    /// Returns the first job with this label.
    pub(crate) fn with_label(&self, label: &str) -> Option<JobId> {
        self.labels.get(label)?.first().copied()
    }

    /// Returns the job of a data file.
    pub(crate) fn of(&self, data_file: DataFileId) -> Option<JobId> {
        self.of.get(data_file.0 as usize).copied().flatten()
    }

    /// Returns the ids that the next data files will get, in order.
    pub(crate) fn next_data_files(&self) -> impl Iterator<Item = DataFileId> {
        (self.of.len()..).map_while(|id| Some(DataFileId(u32::try_from(id).ok()?)))
    }

    /// Adds a data file, which gets the next id, to a job. Returns `None` if there is no such job.
    pub(crate) fn add_data_file(&mut self, id: JobId, source: DataFileInfo) -> Option<()> {
        self.get_mut(id)?.data_files.push(source);
        self.of.push(Some(id));
        Some(())
    }

    /// Changes the label of a job.
    pub(crate) fn rename(&mut self, id: JobId, label: String) {
        let Some(job) = self.get_mut(id) else { return };
        let former = std::mem::replace(&mut job.label, label.clone());
        self.remove_label(&former, id);
        self.labels.entry(label).or_default().insert(id);
    }

    /// Moves all data files of the job `from` to the job `into`, and removes `from`.
    pub(crate) fn merge(&mut self, into: JobId, from: JobId) {
        if into == from || self.get(into).is_none() {
            return;
        }
        let Some(gone) = self.remove(from) else { return };
        for source in &gone.data_files {
            self.set_job(source.id, Some(into));
        }
        if let Some(job) = self.get_mut(into) {
            job.data_files.extend(gone.data_files);
        }
    }

    /// Moves each of these data files to its job. A job without a data file is removed.
    pub(crate) fn move_data_files(&mut self, moves: &HashMap<DataFileId, JobId>) {
        let is_moved = |(id, into): &(&DataFileId, &JobId)| {
            self.get(**into).is_some() && self.of(**id).is_some_and(|of| of != **into)
        };
        let ids: HashSet<DataFileId> = moves.iter().filter(is_moved).map(|(id, _)| *id).collect();
        for source in self.take_out(&ids) {
            let Some(into) = moves.get(&source.id).copied() else { continue };
            self.set_job(source.id, Some(into));
            if let Some(job) = self.get_mut(into) {
                job.data_files.push(source);
            }
        }
        self.remove_empty();
    }

    /// Removes these data files. A job without a data file is removed.
    pub(crate) fn remove_data_files(&mut self, data_files: &HashSet<DataFileId>) {
        self.take_out(data_files);
        self.remove_empty();
    }

    /// Removes data files from their jobs, and returns them in the order in which they were added.
    fn take_out(&mut self, data_files: &HashSet<DataFileId>) -> Vec<DataFileInfo> {
        let mut taken = Vec::new();
        for job in self.jobs.iter_mut().flatten() {
            taken.extend(job.data_files.extract_if(.., |source| data_files.contains(&source.id)));
        }
        taken.sort_unstable_by_key(|source| source.id);
        for source in &taken {
            self.set_job(source.id, None);
        }
        taken
    }

    fn set_job(&mut self, data_file: DataFileId, job: Option<JobId>) {
        if let Some(of) = self.of.get_mut(data_file.0 as usize) {
            *of = job;
        }
    }

    fn remove_empty(&mut self) {
        let empty = self.iter().filter(|(_, job)| job.data_files.is_empty());
        let empty: Vec<JobId> = empty.map(|(id, _)| id).collect();
        for id in empty {
            self.remove(id);
        }
    }

    fn remove(&mut self, id: JobId) -> Option<Job> {
        let job = self.jobs.get_mut(id.0 as usize)?.take()?;
        self.remove_label(&job.label, id);
        Some(job)
    }

    fn remove_label(&mut self, label: &str, id: JobId) {
        if let Some(ids) = self.labels.get_mut(label) {
            ids.remove(&id);
            if ids.is_empty() {
                self.labels.remove(label);
            }
        }
    }
}
