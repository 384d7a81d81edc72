//! What jobs are called: by what they came in as, or as a person chose.

use std::collections::{BTreeMap, BTreeSet};

use covdrop_data::DataFileId;
use covdrop_intake::{JobFacts, job_label, labels_by_group};
use covdrop_protocol::JobsBy;

/// The names of jobs.
#[derive(Clone, Debug, Default)]
pub(crate) struct JobNames {
    /// By the name that a job came in as, the name that it has.
    called: BTreeMap<String, String>,
    /// What the job of each data file came in as.
    came: Vec<(DataFileId, String)>,
    /// What each data file tells of its job, and what the job was that it came in as at first.
    facts: BTreeMap<DataFileId, (JobFacts, String)>,
}

impl JobNames {
    /// What a job is called that comes in as `came`.
    pub(crate) fn name(&mut self, came: String) -> &str {
        let name = came.clone();
        self.called.entry(came).or_insert(name)
    }

    /// What a job is called that came in, or would come in, as `came`.
    pub(crate) fn get<'a>(&'a self, came: &'a str) -> &'a str {
        self.called.get(came).map_or(came, String::as_str)
    }

    /// Takes note of a data file of the job that came in as `came`, and of what it tells.
    pub(crate) fn note(&mut self, data_file: DataFileId, came: String, facts: JobFacts) {
        self.facts.insert(data_file, (facts, came.clone()));
        self.came.push((data_file, came));
    }

    /// Lets all data files come in anew, as jobs that are made `by` this, or as at first: tells what
    /// each comes in as.
    pub(crate) fn group(&mut self, by: Option<JobsBy>) -> Vec<(DataFileId, String)> {
        self.came = match by {
            None => self.facts.iter().map(|(id, (_, came))| (*id, came.clone())).collect(),
            Some(by) => {
                let facts: Vec<&JobFacts> = self.facts.values().map(|(facts, _)| facts).collect();
                let labels = labels_by_group(&facts, by).into_iter().map(|label| job_label(&label));
                self.facts.keys().copied().zip(labels).collect()
            }
        };
        self.came.clone()
    }

    /// These data files, ascending, are no more. A job of which none is left may come in again as if
    /// it had never had another name: so that names, and what has become one job by them, can be taken
    /// back.
    pub(crate) fn forget(&mut self, data_files: &[DataFileId]) {
        let is_left = |id: &DataFileId| data_files.binary_search(id).is_err();
        let mut left: BTreeSet<&str> = BTreeSet::new();
        left.extend(self.came.iter().filter(|(id, _)| is_left(id)).map(|(_, came)| came.as_str()));
        for (_, came) in self.came.iter().filter(|(id, _)| !is_left(id)) {
            if let Some(name) = self.called.get_mut(came).filter(|_| !left.contains(came.as_str()))
            {
                name.clone_from(came);
            }
        }
        self.came.retain(|(id, _)| is_left(id));
        self.facts.retain(|id, _| is_left(id));
    }

    /// Gives what is called `from` the name `to`. It may be there, or may yet come.
    pub(crate) fn rename(&mut self, from: &str, to: &str) {
        let mut is_there = false;
        for name in self.called.values_mut().filter(|name| *name == from) {
            to.clone_into(name);
            is_there = true;
        }
        if !is_there {
            self.called.insert(from.to_owned(), to.to_owned());
        }
    }

    /// What is called `name` is called as it came in again: tells what each of these data files,
    /// ascending, came in as.
    pub(crate) fn take_back(
        &mut self,
        name: &str,
        data_files: &[DataFileId],
    ) -> Vec<(DataFileId, String)> {
        for (came, has) in self.called.iter_mut().filter(|(_, has)| *has == name) {
            has.clone_from(came);
        }
        let came = self.came.iter().filter(|(id, _)| data_files.binary_search(id).is_ok());
        came.cloned().collect()
    }

    /// Takes these names, by what jobs came in as or will come in as.
    pub(crate) fn restore(&mut self, names: Vec<(String, String)>) {
        self.called.extend(names);
    }

    /// Returns true if anything is called `name` that came in as something else.
    pub(crate) fn is_chosen(&self, name: &str) -> bool {
        self.chosen().any(|(_, chosen)| chosen == name)
    }

    /// The jobs that are called otherwise than they came in: the name as it came, then the other.
    pub(crate) fn chosen(&self) -> impl Iterator<Item = (&str, &str)> {
        let names = self.called.iter().map(|(came, name)| (came.as_str(), name.as_str()));
        names.filter(|(came, name)| came != name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_holds_for_what_comes_later() {
        let mut names = JobNames::default();
        assert_eq!(names.name("py38".into()), "py38");
        names.rename("py38", "old");
        names.rename("old", "oldest");
        assert_eq!(names.name("py38".into()), "oldest");
        assert_eq!(names.name("old".into()), "old", "nothing ever came in as this");
        assert_eq!(names.chosen().collect::<Vec<_>>(), [("py38", "oldest")]);
    }

    #[test]
    fn a_name_taken_back_is_forgotten() {
        let mut names = JobNames::default();
        names.name("py38".into());
        names.rename("py38", "py39");
        names.rename("py39", "py38");
        assert_eq!(names.name("py39".into()), "py39");
        assert_eq!(names.chosen().count(), 0);
    }

    #[test]
    fn chosen_names_are_taken_as_they_are() {
        let mut names = JobNames::default();
        names.restore(vec![("py38".into(), "py39".into()), ("py39".into(), "old".into())]);
        assert_eq!((names.get("py38"), names.get("py39")), ("py39", "old"));
    }

    #[test]
    fn a_name_goes_with_the_last_data_file() {
        let mut names = JobNames::default();
        names.restore(vec![("py38".into(), "old".into()), ("py39".into(), "old".into())]);
        let ids = [0, 1, 2].map(DataFileId);
        for (id, came) in ids.into_iter().zip(["py38", "py38", "py39"]) {
            names.note(id, came.into(), JobFacts::default());
        }
        names.forget(&ids[..1]);
        assert_eq!((names.get("py38"), names.get("py39")), ("old", "old"));
        names.forget(&ids[1..2]);
        assert_eq!((names.get("py38"), names.get("py39")), ("py38", "old"));
    }

    #[test]
    fn names_may_be_chosen_before_the_job_comes() {
        let mut names = JobNames::default();
        names.rename("py38", "old");
        assert_eq!(names.name("py38".into()), "old");
    }
}
