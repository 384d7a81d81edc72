//! Infers path aliases: finds the file of the source tree for recorded paths that neither `[paths]`
//! nor a user maps.
//!
//! Data names files by the folder where tests ran (`/builds/acme/acme/pkg/a.py`), and the source
//! lies elsewhere (`pkg/a.py`). An alias maps one folder of the recording machine to one folder of
//! the source tree. Each data file is judged by its own paths alone, because every machine has its
//! own folders. An alias is applied only if it is unambiguous:
//!
//! - It explains a whole path of the source tree, or several paths below one folder of it. File
//!   names that every project has, such as `__init__.py`, are no evidence alone.
//! - No alias lies inside the folder of another one. A path inside an aliased folder whose file is
//!   not in the source tree is missing; the search does not go on elsewhere.
//! - No other alias explains the same paths as well, and none maps another path of the data file to
//!   the same file.
//! - Third-party code is neither evidence nor the target of an alias, unless the same installed
//!   package is in the source tree.
//!
//! All other paths stay open, with their candidates, for the user to decide.

mod candidates;
mod decision;
mod tails;

use std::collections::{BTreeMap, BTreeSet};

use foldhash::{HashMap, HashSet};

use crate::path::SEPARATORS;
use crate::{DataFileId, RecordedPath, SourcePath, SourceTree};
use candidates::Candidates;
use decision::{Decision, Inputs, decide};

/// A path alias: maps paths below `prefix` on the recording machine to paths below `target`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PathAlias {
    /// A directory as recorded, without a separator at its end (except `/`); empty for relative
    /// paths.
    pub prefix: String,
    /// A directory of the source tree; empty for its root.
    pub target: String,
}

impl PathAlias {
    /// Returns the prefix as a pattern of `[paths]`. Special characters have no escape there, so
    /// each becomes `?`, which matches any character.
    pub fn pattern(&self) -> String {
        const SPECIAL: [char; 10] = ['*', '?', '[', ']', ',', ';', '#', '$', '\n', '\r'];
        self.prefix.replace(SPECIAL, "?")
    }

    /// Returns the file to which this alias maps `path`, if the tree has it.
    pub fn apply(&self, path: &RecordedPath, tree: &SourceTree) -> Option<SourcePath> {
        aliased(&self.prefix, &self.target, path.as_str(), tree).cloned()
    }
}

/// Returns the file of `tree` to which the alias from `prefix` to `target` maps `path`.
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

/// The state of a recorded path before anything is inferred.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KnownPath<'a> {
    /// The path names this file.
    File(&'a SourcePath),
    /// The path lies in the source tree, or below an alias that a user added, and its file is
    /// missing.
    Missing,
    /// Nothing is known of the path.
    Unknown,
}

/// An alias that was considered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProposedAlias {
    /// The alias.
    pub rule: PathAlias,
    /// The number of recorded paths that it explains.
    pub files: usize,
    /// The data files to which it is applied. In all others it is ambiguous.
    pub applied_to: Vec<DataFileId>,
}

/// The reason why a recorded path that could name a file is ambiguous.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Ambiguity {
    /// It could name any of several files.
    Several,
    /// Another path of the same data file names the file.
    Taken,
    /// There is too little evidence.
    Weak,
}

/// A recorded path that could name a file of the source tree, and is left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ambiguous {
    /// The path.
    pub path: RecordedPath,
    /// The files that it could name.
    pub candidates: Vec<SourcePath>,
    /// The reason why the path is ambiguous.
    pub ambiguity: Ambiguity,
    /// The data files in which it is ambiguous, if it is resolved in others.
    pub only: Vec<DataFileId>,
}

/// The inferred aliases and the files that they map paths to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Proposal {
    /// The files to which inferred aliases map paths, by path and data file.
    pub places: BTreeMap<RecordedPath, Vec<(DataFileId, SourcePath)>>,
    /// The aliases, with those that are applied first.
    pub rules: Vec<ProposedAlias>,
    /// The paths that only the user can decide.
    pub ambiguous: Vec<Ambiguous>,
    /// The paths for which no file of the tree is a candidate.
    pub unexplained: Vec<RecordedPath>,
}

/// A recorded path, and the data files that name it.
pub type PathUse<'a> = (&'a RecordedPath, Vec<DataFileId>);

/// The maximum number of listed aliases: more than anybody reads, or has machines for.
const MAX_RULES: usize = 500;

/// Infers aliases for `paths`, except the `refused` ones. The result does not depend on the order
/// of paths, nor, for each data file, on the other data files.
pub fn reconcile<'a>(
    paths: &[PathUse<'_>],
    tree: &SourceTree,
    known: impl Fn(&RecordedPath) -> KnownPath<'a>,
    refused: impl Fn(&PathAlias) -> bool,
) -> Proposal {
    let mut paths: Vec<&PathUse<'_>> = paths.iter().collect();
    paths.sort();
    let mut of_data_file: BTreeMap<DataFileId, Inputs<'_>> = BTreeMap::new();
    let mut open: Vec<&PathUse<'_>> = Vec::new();
    let mut proposal = Proposal::default();
    for path in paths {
        match known(path.0) {
            KnownPath::File(file) => {
                for id in &path.1 {
                    let inputs = of_data_file.entry(*id).or_default();
                    inputs.taken.push(file);
                    inputs.is_relative |= !path.0.is_absolute();
                }
            }
            KnownPath::Missing => proposal.unexplained.push(path.0.clone()),
            KnownPath::Unknown if is_below_known_folder(path.0, tree) => {
                proposal.unexplained.push(path.0.clone());
            }
            KnownPath::Unknown => {
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

/// The decisions for all data files.
struct Outcome<'a> {
    paths: &'a [&'a RecordedPath],
    places: Vec<Vec<(DataFileId, SourcePath)>>,
    ambiguities: Vec<BTreeMap<Ambiguity, BTreeSet<SourcePath>>>,
    ambiguous_in: Vec<Vec<DataFileId>>,
    /// By candidate: the data files to which it is applied, and the paths that it explains there.
    followed: BTreeMap<usize, (Vec<DataFileId>, HashSet<usize>)>,
    /// By candidate: the paths that it would explain.
    not_applied: BTreeMap<usize, HashSet<usize>>,
}

impl<'a> Outcome<'a> {
    fn new(paths: &'a [&'a RecordedPath]) -> Outcome<'a> {
        Outcome {
            paths,
            places: vec![Vec::new(); paths.len()],
            ambiguities: vec![BTreeMap::new(); paths.len()],
            ambiguous_in: vec![Vec::new(); paths.len()],
            followed: BTreeMap::new(),
            not_applied: BTreeMap::new(),
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
        for (path, ambiguity, candidates) in &decision.ambiguities {
            if let (Some(ambiguities), Some(data_files)) =
                (self.ambiguities.get_mut(*path), self.ambiguous_in.get_mut(*path))
            {
                data_files.push(id);
                let files = ambiguities.entry(*ambiguity).or_default();
                files.extend(candidates.iter().map(|(_, file)| (*file).clone()));
            }
            for (alias, _) in candidates {
                self.not_applied.entry(*alias).or_default().insert(*path);
            }
        }
    }

    fn into_proposal(self, mut proposal: Proposal, candidates: &Candidates<'_>) -> Proposal {
        let rule = |alias: usize| candidates.rule(alias);
        let rows = self.followed.iter().filter_map(|(&alias, (of, paths))| {
            Some(ProposedAlias { rule: rule(alias)?, files: paths.len(), applied_to: of.clone() })
        });
        let mut rules: Vec<ProposedAlias> = rows.collect();
        let is_followed = |alias: &usize| self.followed.contains_key(alias);
        let not_applied = self.not_applied.iter().filter(|(alias, _)| !is_followed(alias));
        rules.extend(not_applied.filter_map(|(&alias, paths)| {
            Some(ProposedAlias { rule: rule(alias)?, files: paths.len(), applied_to: Vec::new() })
        }));
        rules.sort_by(|a, b| {
            let key = |p: &ProposedAlias| (p.applied_to.is_empty(), std::cmp::Reverse(p.files));
            key(a).cmp(&key(b)).then_with(|| a.rule.cmp(&b.rule))
        });
        rules.truncate(MAX_RULES);
        proposal.rules = rules;
        let each = self.paths.iter().zip(self.places).zip(self.ambiguities).zip(self.ambiguous_in);
        for (((path, places), ambiguities), ambiguous_in) in each {
            let is_settled = !places.is_empty();
            if places.is_empty() && ambiguities.is_empty() {
                proposal.unexplained.push((*path).clone());
            }
            if is_settled {
                proposal.places.insert((*path).clone(), places);
            }
            // List a path once, with the first reason and all candidates of it.
            if let Some((ambiguity, files)) = ambiguities.into_iter().next() {
                proposal.ambiguous.push(Ambiguous {
                    path: (*path).clone(),
                    candidates: files.into_iter().collect(),
                    ambiguity,
                    only: if is_settled { ambiguous_in } else { Vec::new() },
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
