//! Infers path aliases: which recorded paths are which files of the source tree, where neither
//! `[paths]` nor a person says so.
//!
//! Data is recorded where tests ran (`/builds/acme/acme/pkg/a.py`), and the source lies elsewhere
//! (`pkg/a.py`). An alias maps one folder of the recording machine to one folder of the source
//! tree. Each data file is judged by its own paths alone, because every machine has its own folders.
//! An alias is followed only where that leaves no doubt:
//!
//! - It explains a whole path of the source tree, or several paths below one folder of it. Names
//!   that every project has, such as `__init__.py`, are no evidence alone.
//! - No alias lies inside the folder of another one. A path inside an aliased folder whose file is
//!   not in the source tree is missing; it is not looked for elsewhere.
//! - No other alias explains the same paths as well, and none claims the same file for another path
//!   of the data file.
//! - Third-party code is neither evidence nor the target of an alias, unless the same installed
//!   package is in the source tree.
//!
//! Everything else stays open, with its candidates, for a person to decide.

mod candidates;
mod decision;
mod tails;

use std::collections::{BTreeMap, BTreeSet};

use foldhash::{HashMap, HashSet};

use crate::path::SEPARATORS;
use crate::{DataFileId, RecordedPath, SourcePath, SourceTree};
use candidates::Candidates;
use decision::{Decision, Inputs, decide};

/// A path alias: what lies below `prefix` on the machine that recorded lies below `target` here.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Rule {
    /// A directory as recorded, without a separator at its end (but `/`); empty for relative paths.
    pub prefix: String,
    /// A directory of the source tree; empty for its root.
    pub target: String,
}

impl Rule {
    /// The prefix as a pattern of `[paths]`. What means something there has no other spelling than
    /// "any character".
    pub fn pattern(&self) -> String {
        const SPECIAL: [char; 10] = ['*', '?', '[', ']', ',', ';', '#', '$', '\n', '\r'];
        self.prefix.replace(SPECIAL, "?")
    }

    /// The file that `path` is by this rule, where there is such a file.
    pub fn apply(&self, path: &RecordedPath, tree: &SourceTree) -> Option<SourcePath> {
        aliased(&self.prefix, &self.target, path.as_str(), tree).cloned()
    }
}

/// The file of `tree` that `path` is when `prefix` is `target`.
fn aliased<'t>(
    prefix: &str,
    target: &str,
    path: &str,
    tree: &'t SourceTree,
) -> Option<&'t SourcePath> {
    let rest = path.strip_prefix(prefix)?;
    let rest = if prefix.is_empty() {
        Some(rest).filter(|rest| !rest.starts_with(SEPARATORS))?
    } else if prefix.ends_with(SEPARATORS) {
        rest
    } else {
        rest.strip_prefix(SEPARATORS)?
    };
    match target {
        "" => tree.named(rest.trim_start_matches('/')),
        target => tree.named(&format!("{target}/{rest}")),
    }
}

/// What is known of a recorded path before anything is inferred.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Known<'a> {
    /// It is this file.
    File(&'a SourcePath),
    /// It lies in the source tree, or where an alias of a person leads, and its file is missing.
    Missing,
    /// Nothing.
    Nothing,
}

/// An alias that was considered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProposedRule {
    /// The alias.
    pub rule: Rule,
    /// How many recorded paths it explains.
    pub files: usize,
    /// The data files for which it is followed. In the others, if any, it is in doubt.
    pub followed_by: Vec<DataFileId>,
}

/// Why a recorded path that could be a file is left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Doubt {
    /// It could be any of several files.
    Several,
    /// The file is another path of the same data file.
    Taken,
    /// Too little speaks for it.
    Weak,
}

/// A recorded path that could be a file of the source tree, and is left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ambiguous {
    /// The path.
    pub path: RecordedPath,
    /// What it could be.
    pub candidates: Vec<SourcePath>,
    /// Why that is in doubt.
    pub doubt: Doubt,
    /// The data files in which it is, if it is settled in others.
    pub only: Vec<DataFileId>,
}

/// How recorded paths and the source tree seem to belong together.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Proposal {
    /// The files that paths are by inferred aliases, by path and data file.
    pub places: BTreeMap<RecordedPath, Vec<(DataFileId, SourcePath)>>,
    /// The aliases, those that are followed first.
    pub rules: Vec<ProposedRule>,
    /// What nobody can decide but a person.
    pub ambiguous: Vec<Ambiguous>,
    /// What no file of the tree seems to be.
    pub unexplained: Vec<RecordedPath>,
}

/// A recorded path, and the data files that have it.
pub type Use<'a> = (&'a RecordedPath, Vec<DataFileId>);

/// The most aliases that are shown: more than anybody reads, or has machines for.
const MAX_RULES: usize = 500;

/// Infers aliases for `paths`, but none that is `refused`. The outcome does not depend on the order
/// of paths, nor on other data files.
pub fn reconcile<'a>(
    paths: &[Use<'_>],
    tree: &SourceTree,
    known: impl Fn(&RecordedPath) -> Known<'a>,
    refused: impl Fn(&Rule) -> bool,
) -> Proposal {
    let mut paths: Vec<&Use<'_>> = paths.iter().collect();
    paths.sort();
    let mut of_data_file: BTreeMap<DataFileId, Inputs<'_>> = BTreeMap::new();
    let mut open: Vec<&Use<'_>> = Vec::new();
    let mut proposal = Proposal::default();
    for path in paths {
        match known(path.0) {
            Known::File(file) => {
                for id in &path.1 {
                    let inputs = of_data_file.entry(*id).or_default();
                    inputs.taken.push(file);
                    inputs.is_relative |= !path.0.is_absolute();
                }
            }
            Known::Missing => proposal.unexplained.push(path.0.clone()),
            Known::Nothing if is_below_known_folder(path.0, tree) => {
                proposal.unexplained.push(path.0.clone());
            }
            Known::Nothing => {
                for id in &path.1 {
                    of_data_file.entry(*id).or_default().open.push(open.len());
                }
                open.push(path);
            }
        }
    }
    let open_paths: Vec<&RecordedPath> = open.iter().map(|path| path.0).collect();
    let candidates = Candidates::new(&open_paths, tree, &refused);
    let mut decided: HashMap<Inputs<'_>, Decision<'_>> = HashMap::default();
    let mut outcome = Outcome::new(&open_paths);
    for (id, mut inputs) in of_data_file {
        inputs.normalize();
        let decision =
            decided.entry(inputs).or_insert_with_key(|inputs| decide(inputs, &candidates));
        outcome.add(id, decision);
    }
    outcome.into_proposal(proposal, &candidates)
}

/// Returns true if `path` is relative and begins with a folder of the tree: it lies in the tree as
/// it is, and its file is missing.
fn is_below_known_folder(path: &RecordedPath, tree: &SourceTree) -> bool {
    !path.is_absolute() && path.parts().next().is_some_and(|first| tree.has_directory(first))
}

/// What was decided for all data files.
struct Outcome<'a> {
    paths: &'a [&'a RecordedPath],
    places: Vec<Vec<(DataFileId, SourcePath)>>,
    doubts: Vec<BTreeMap<Doubt, BTreeSet<SourcePath>>>,
    doubted_in: Vec<Vec<DataFileId>>,
    /// By candidate: for which data files it is followed, and which paths it explains there.
    followed: BTreeMap<usize, (Vec<DataFileId>, HashSet<usize>)>,
    /// By candidate: which paths it would explain.
    doubted: BTreeMap<usize, HashSet<usize>>,
}

impl<'a> Outcome<'a> {
    fn new(paths: &'a [&'a RecordedPath]) -> Outcome<'a> {
        Outcome {
            paths,
            places: vec![Vec::new(); paths.len()],
            doubts: vec![BTreeMap::new(); paths.len()],
            doubted_in: vec![Vec::new(); paths.len()],
            followed: BTreeMap::new(),
            doubted: BTreeMap::new(),
        }
    }

    fn add(&mut self, id: DataFileId, decision: &Decision<'_>) {
        for &(path, alias, file) in &decision.places {
            if let Some(places) = self.places.get_mut(path) {
                places.push((id, file.clone()));
            }
            self.followed.entry(alias).or_default().1.insert(path);
        }
        for &alias in &decision.followed {
            self.followed.entry(alias).or_default().0.push(id);
        }
        for (path, doubt, candidates) in &decision.doubts {
            if let (Some(doubts), Some(data_files)) =
                (self.doubts.get_mut(*path), self.doubted_in.get_mut(*path))
            {
                data_files.push(id);
                let files = doubts.entry(*doubt).or_default();
                files.extend(candidates.iter().map(|(_, file)| (*file).clone()));
            }
            for (alias, _) in candidates {
                self.doubted.entry(*alias).or_default().insert(*path);
            }
        }
    }

    fn into_proposal(self, mut proposal: Proposal, candidates: &Candidates<'_>) -> Proposal {
        let rule = |alias: usize| candidates.rule(alias);
        let rows = self.followed.iter().filter_map(|(&alias, (of, paths))| {
            Some(ProposedRule { rule: rule(alias)?, files: paths.len(), followed_by: of.clone() })
        });
        let mut rules: Vec<ProposedRule> = rows.collect();
        let is_followed = |alias: &usize| self.followed.contains_key(alias);
        let doubted = self.doubted.iter().filter(|(alias, _)| !is_followed(alias));
        rules.extend(doubted.filter_map(|(&alias, paths)| {
            Some(ProposedRule { rule: rule(alias)?, files: paths.len(), followed_by: Vec::new() })
        }));
        rules.sort_by(|a, b| {
            let key = |p: &ProposedRule| (p.followed_by.is_empty(), std::cmp::Reverse(p.files));
            key(a).cmp(&key(b)).then_with(|| a.rule.cmp(&b.rule))
        });
        rules.truncate(MAX_RULES);
        proposal.rules = rules;
        let each = self.paths.iter().zip(self.places).zip(self.doubts).zip(self.doubted_in);
        for (((path, places), doubts), doubted_in) in each {
            let is_settled = !places.is_empty();
            if places.is_empty() && doubts.is_empty() {
                proposal.unexplained.push((*path).clone());
            }
            if is_settled {
                proposal.places.insert((*path).clone(), places);
            }
            // One line for a path is enough: the first reason with all of its candidates.
            if let Some((doubt, files)) = doubts.into_iter().next() {
                proposal.ambiguous.push(Ambiguous {
                    path: (*path).clone(),
                    candidates: files.into_iter().collect(),
                    doubt,
                    only: if is_settled { doubted_in } else { Vec::new() },
                });
            }
        }
        proposal.unexplained.sort();
        proposal
    }
}

#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;
