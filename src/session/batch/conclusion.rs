//! What only a whole drop tells: the job of each data file, and what held nothing of use.

use std::collections::{BTreeMap, BTreeSet};

use covdrop_data::job_named;
use covdrop_protocol::{CardKind, Problem, escape_invisible};

use super::Batch;
use crate::arrival::thing_of;
use crate::container::{Kind, Origin};
use crate::grouping::{JobFacts, told};
use crate::problem;
use crate::wrong::Wrong;

impl Batch {
    /// The job of each data file; `is_job` says whether the session has one of a name.
    ///
    /// That is the archive or folder it came in, else what it [tells](JobFacts) itself, else its
    /// name.
    pub(crate) fn labels(&self, is_job: impl Fn(&str) -> bool) -> Vec<String> {
        let mut origins: Vec<Origin> =
            self.data.iter().map(|data| Origin::of(&data.place, &self.containers)).collect();
        if self.is_of_many_jobs(&origins) {
            for origin in &mut origins {
                origin.name = None;
            }
        }
        let loose: Vec<&JobFacts> = self
            .data
            .iter()
            .zip(&origins)
            .filter(|(_, origin)| origin.name.is_none())
            .map(|(data, _)| &data.facts)
            .collect();
        // One job may run many commands; that it was one, its archive says.
        let with_command = origins.iter().all(|origin| origin.archive.is_none());
        let mut of_loose = told(&loose, with_command).into_iter();
        let of_origin = |origin: &Origin| match origin.name {
            None => of_loose.next().flatten(),
            Some(_) => None,
        };
        let told: Vec<Option<String>> = origins.iter().map(of_origin).collect();
        let plain: Vec<&str> = self
            .data
            .iter()
            .zip(&origins)
            .zip(&told)
            .map(|((data, origin), told)| {
                let word = origin.name.as_deref().or(told.as_deref());
                word.or_else(|| job_named(&data.facts.file)).unwrap_or(&data.facts.file)
            })
            .collect();
        // A host runs many jobs: its name is a job's only as long as it came in one archive.
        let mut archives: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for (label, origin) in plain.iter().zip(&origins) {
            archives.entry(label).or_default().extend(origin.archive.as_deref());
        }
        let label = |at: usize| {
            let (data, origin) = (self.data.get(at)?, origins.get(at)?);
            let label = *plain.get(at)?;
            let is_told = told.get(at).is_some_and(Option::is_some);
            let is_shared = archives.get(label).is_some_and(|names| names.len() > 1)
                || !is_told && job_named(&data.facts.file).is_none()
                || is_job(&escape_invisible(label));
            let is_named = origin.name.is_some() || data.facts.context.is_some();
            Some(match &origin.archive {
                Some(archive) if is_shared && !is_named => escape_invisible(archive),
                _ => escape_invisible(label),
            })
        };
        (0..self.data.len()).map(|at| label(at).unwrap_or_default()).collect()
    }

    /// Whether all data came in one folder or archive that holds the data of several jobs, as one
    /// where somebody collected them: each tells a job, and not the same.
    fn is_of_many_jobs(&self, origins: &[Origin]) -> bool {
        let names: BTreeSet<Option<&str>> =
            origins.iter().map(|origin| origin.name.as_deref()).collect();
        let facts: Vec<&JobFacts> = self.data.iter().map(|data| &data.facts).collect();
        let told: BTreeSet<Option<String>> = told(&facts, false).into_iter().collect();
        names.len() == 1 && told.len() > 1 && !told.contains(&None)
    }

    /// Takes note of what is known only when all of the drop was seen.
    pub(crate) fn conclude(&mut self) {
        self.count_contexts();
        if let Some((path, more)) = self.full.take() {
            self.tell(problem::full(&path, more));
        }
        if !self.later.is_it {
            self.tell_no_archives();
        }
        self.order_problems();
        // Of what was asked for after all this was told before.
        if self.later.is_it {
            return;
        }
        let useless: Vec<Problem> =
            self.containers.keys().filter_map(|path| self.useless(path)).collect();
        for problem in useless {
            self.tell(problem);
        }
    }

    /// Tells of files that are named as archives are and are none. Among a project's sources they are
    /// its own affair.
    fn tell_no_archives(&mut self) {
        for (place, wrong, size) in std::mem::take(&mut self.no_archives) {
            let shown = place.shown();
            match wrong {
                _ if self.is_of_project(&place) => {}
                Some(wrong) => self.problem(&place, problem::wrong(&shown, wrong)),
                None if size == 0 => self.problem(&place, problem::empty(&shown)),
                None => self.problem(&place, problem::no_archive(&shown)),
            }
        }
    }

    /// Brings the data into the order in which the things were dropped that it came in, and by path in
    /// a folder, numbers by their value (`py39` before `py310`), whenever its files were found and came.
    pub(super) fn order(&mut self) {
        let (things, offered) = (&self.things, &self.offered);
        self.data.sort_by_cached_key(|data| {
            let path = offered.get(&data.index).map_or("", |file| &file.path);
            let parts: Vec<_> = path.split('/').map(natural).collect();
            (things.get(thing_of(path)).copied(), parts, data.index)
        });
    }

    /// Brings what is wrong in a folder into the order of its files, whenever these were found and
    /// came. What is wrong in an archive stays in the archive's order.
    fn order_problems(&mut self) {
        let containers = &self.containers;
        let is_archive = |path: &&str| {
            containers.get(*path).is_some_and(|found| matches!(found.kind, Kind::Archive(_)))
        };
        let file = |problem: &Problem| {
            let path = problem.file.as_str();
            let mut outer = path.match_indices('/').filter_map(|(at, _)| path.get(..at));
            outer.find(is_archive).unwrap_or(path).to_owned()
        };
        let folders = self.arrivals.iter_mut().filter(|thing| thing.kind == CardKind::Folder);
        for folder in folders {
            folder.problems.sort_by_cached_key(file);
        }
    }

    /// Counts the different contexts of each dropped thing, the empty one left out.
    fn count_contexts(&mut self) {
        let mut contexts: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
        for data in &self.data {
            let named = data.recording.contexts.iter().map(String::as_str);
            let named = named.filter(|name| !name.is_empty());
            let thing = thing_of(&data.place.shown()).to_owned();
            contexts.entry(thing).or_default().extend(named);
        }
        for arrival in &mut self.arrivals {
            let count = contexts.get(&arrival.name).map_or(0, BTreeSet::len);
            arrival.contexts = u32::try_from(count).unwrap_or(u32::MAX);
        }
    }

    /// What is to be said of a container in which nothing of use was met.
    fn useless(&self, path: &str) -> Option<Problem> {
        let container = self.containers.get(path)?;
        if let Some((path, Wrong::GitLabMetadata)) = &container.wrong {
            // It lies beside every job's artifacts.
            return self.data.is_empty().then(|| problem::wrong(path, Wrong::GitLabMetadata));
        }
        if container.is_met {
            return None;
        }
        // One of several archives may well be about something else.
        let is_beside = match &container.kind {
            Kind::Archive(place) => !place.container.is_empty() && !self.data.is_empty(),
            Kind::Lone | Kind::Folder => false,
        };
        match (&container.kind, &container.wrong) {
            (_, None | Some((_, Wrong::HtmlReport))) if is_beside => None,
            (_, Some((path, wrong))) => Some(problem::wrong(path, *wrong)),
            (Kind::Lone, None) => None,
            (_, None) if container.has_installed => Some(problem::only_installed(path)),
            (Kind::Folder, None) => Some(problem::useless_folder(path)),
            (Kind::Archive(_), None) => Some(problem::useless_archive(path)),
        }
    }
}

/// A name as people order it: its text and its numbers in turn, a number by its value.
fn natural(name: &str) -> Vec<(usize, String)> {
    let is_digit = |c: char| c.is_ascii_digit();
    let mut parts = Vec::new();
    let mut rest = name;
    while !rest.is_empty() {
        let (text, after) = rest.split_at(rest.find(is_digit).unwrap_or(rest.len()));
        let (digits, after) = after.split_at(after.find(|c| !is_digit(c)).unwrap_or(after.len()));
        let number = digits.trim_start_matches('0');
        parts.push((0, text.to_owned()));
        parts.push((number.len(), number.to_owned()));
        rest = after;
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_come_in_the_order_of_their_numbers() {
        let mut names = ["py310", "py39", "py", "pypy39", "py3", "py038b", "a1.10.x", "a1.9.x"];
        names.sort_by_key(|name| natural(name));
        assert_eq!(names, ["a1.9.x", "a1.10.x", "py", "py3", "py038b", "py39", "py310", "pypy39"]);
    }
}
