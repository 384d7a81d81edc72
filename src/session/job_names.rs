//! Maps the original labels of jobs to the names that the user chose.

use std::collections::{BTreeMap, BTreeSet};

use covdrop_data::DataFileId;
use covdrop_intake::{JobFacts, job_label, labels_by_group};
use covdrop_protocol::JobsBy;

/// The names of jobs.
#[derive(Clone, Debug, Default)]
pub(crate) struct JobNames {
    /// The name of a job, by the job's original label.
    names: BTreeMap<String, String>,
    /// The original label of each data file's job.
    labels: Vec<(DataFileId, String)>,
    /// The facts of each data file, and the original label of its job before any grouping.
    facts: BTreeMap<DataFileId, (JobFacts, String)>,
}

impl JobNames {
    /// Returns the name of the job with the original label `label`, and records that it occurred.
    pub(crate) fn name(&mut self, label: String) -> &str {
        let name = label.clone();
        self.names.entry(label).or_insert(name)
    }

    /// Returns the name of the job with the original label `label`, which need not have occurred.
    pub(crate) fn get<'a>(&'a self, label: &'a str) -> &'a str {
        self.names.get(label).map_or(label, String::as_str)
    }

    /// Adds a data file of the job with the original label `label`, and its facts.
    pub(crate) fn add(&mut self, data_file: DataFileId, label: String, facts: JobFacts) {
        self.facts.insert(data_file, (facts, label.clone()));
        self.labels.push((data_file, label));
    }

    /// Groups all data files anew by a fact, or by their first labels. Returns the new original
    /// label of each.
    pub(crate) fn group(&mut self, by: Option<JobsBy>) -> Vec<(DataFileId, String)> {
        self.labels = match by {
            None => self.facts.iter().map(|(id, (_, label))| (*id, label.clone())).collect(),
            Some(by) => {
                let facts: Vec<&JobFacts> = self.facts.values().map(|(facts, _)| facts).collect();
                let labels = labels_by_group(&facts, by).into_iter().map(|label| job_label(&label));
                self.facts.keys().copied().zip(labels).collect()
            }
        };
        self.labels.clone()
    }

    /// Removes these data files, ascending. If no data file of a job is left, also removes its
    /// chosen name, which undoes a rename or merge.
    pub(crate) fn forget(&mut self, data_files: &[DataFileId]) {
        let is_left = |id: &DataFileId| data_files.binary_search(id).is_err();
        let mut left: BTreeSet<&str> = BTreeSet::new();
        left.extend(
            self.labels.iter().filter(|(id, _)| is_left(id)).map(|(_, label)| label.as_str()),
        );
        for (_, label) in self.labels.iter().filter(|(id, _)| !is_left(id)) {
            if let Some(name) = self.names.get_mut(label).filter(|_| !left.contains(label.as_str()))
            {
                name.clone_from(label);
            }
        }
        self.labels.retain(|(id, _)| is_left(id));
        self.facts.retain(|id, _| is_left(id));
    }

    /// Renames `from` to `to`. The job may exist already, or be added later.
    pub(crate) fn rename(&mut self, from: &str, to: &str) {
        let mut is_there = false;
        for name in self.names.values_mut().filter(|name| *name == from) {
            to.clone_into(name);
            is_there = true;
        }
        if !is_there {
            self.names.insert(from.to_owned(), to.to_owned());
        }
    }

    /// Restores the original names of jobs named `name`. Returns the original labels of these data
    /// files, which are ascending.
    pub(crate) fn restore_labels(
        &mut self,
        name: &str,
        data_files: &[DataFileId],
    ) -> Vec<(DataFileId, String)> {
        for (label, chosen) in self.names.iter_mut().filter(|(_, chosen)| *chosen == name) {
            chosen.clone_from(label);
        }
        let labels = self.labels.iter().filter(|(id, _)| data_files.binary_search(id).is_ok());
        labels.cloned().collect()
    }

    /// Restores chosen names, by the original labels of present or future jobs.
    pub(crate) fn restore(&mut self, names: Vec<(String, String)>) {
        self.names.extend(names);
    }

    /// Returns true if `name` is a chosen name that differs from the original label.
    pub(crate) fn is_chosen(&self, name: &str) -> bool {
        self.chosen().any(|(_, chosen)| chosen == name)
    }

    /// Returns the original label and the chosen name of each renamed job.
    pub(crate) fn chosen(&self) -> impl Iterator<Item = (&str, &str)> {
        let names = self.names.iter().map(|(label, name)| (label.as_str(), name.as_str()));
        names.filter(|(label, name)| label != name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_applies_to_later_jobs() {
        let mut names = JobNames::default();
        assert_eq!(names.name("py38".into()), "py38");
        names.rename("py38", "old");
        names.rename("old", "oldest");
        assert_eq!(names.name("py38".into()), "oldest");
        assert_eq!(names.name("old".into()), "old", "nothing ever came in as this");
        assert_eq!(names.chosen().collect::<Vec<_>>(), [("py38", "oldest")]);
    }

    #[test]
    fn a_restored_name_is_forgotten() {
        let mut names = JobNames::default();
        names.name("py38".into());
        names.rename("py38", "py39");
        names.rename("py39", "py38");
        assert_eq!(names.name("py39".into()), "py39");
        assert_eq!(names.chosen().count(), 0);
    }

    #[test]
    fn chosen_names_are_restored_unchanged() {
        let mut names = JobNames::default();
        names.restore(vec![("py38".into(), "py39".into()), ("py39".into(), "old".into())]);
        assert_eq!((names.get("py38"), names.get("py39")), ("py39", "old"));
    }

    #[test]
    fn a_name_is_removed_with_its_last_data_file() {
        let mut names = JobNames::default();
        names.restore(vec![("py38".into(), "old".into()), ("py39".into(), "old".into())]);
        let ids = [0, 1, 2].map(DataFileId);
        for (id, label) in ids.into_iter().zip(["py38", "py38", "py39"]) {
            names.add(id, label.into(), JobFacts::default());
        }
        names.forget(&ids[..1]);
        assert_eq!((names.get("py38"), names.get("py39")), ("old", "old"));
        names.forget(&ids[1..2]);
        assert_eq!((names.get("py38"), names.get("py39")), ("py38", "old"));
    }

    #[test]
    fn names_may_be_chosen_before_the_job_exists() {
        let mut names = JobNames::default();
        names.rename("py38", "old");
        assert_eq!(names.name("py38".into()), "old");
    }
}
