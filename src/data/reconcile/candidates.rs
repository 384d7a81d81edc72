//! Finds candidate aliases: those that the tails of recorded paths and tree files suggest.
//!
//! They are found once for all data files, because most data files name the same paths. The module
//! `decision` then decides for each data file which candidates to apply.

use foldhash::{HashMap, HashSet};

use super::tails::{Tails, Vote, Votes};
use super::{PathAlias, aliased};
use crate::path::{SEPARATORS, last_parts};
use crate::third_party::{is_in_environment, is_third_party};
use crate::{RecordedPath, SourcePath, SourceTree};

/// The maximum number of folders of the source tree that one recorded folder may stand for. With
/// more, the user has to decide.
const MAX_TARGETS: usize = 200;

/// The maximum number of candidates in all: 200,000. A data file with more than a hundred applies
/// none, and no test run has thousands of machines.
const MAX_ALIASES: usize = 200_000;

/// Names of files that every project has, which therefore do not identify a project.
const COMMON_NAMES: [&str; 6] =
    ["__init__.py", "__main__.py", "conf.py", "conftest.py", "manage.py", "setup.py"];

/// A file to which a candidate maps a path.
#[derive(Clone, Copy, Debug)]
pub(super) struct Match<'a> {
    /// The candidate.
    pub(super) alias: usize,
    pub(super) file: &'a SourcePath,
    /// The number of components that the path and the file share at their ends.
    pub(super) tail: usize,
    /// Whether the path suggests the candidate: no other file shares a longer tail with it, and it
    /// is no third-party code.
    pub(super) suggests: bool,
    /// Whether the path is evidence for the candidate: it is no third-party code.
    pub(super) is_evidence: bool,
    /// Whether every project has a file of this name.
    pub(super) is_common: bool,
}

/// A recorded path that may name a file of the tree.
#[derive(Debug, Default)]
pub(super) struct Candidate<'a> {
    /// The folders of the path that some candidate aliases, as indexes, and whether the path counts
    /// as evidence for or against these.
    pub(super) prefixes: Vec<usize>,
    pub(super) counts: bool,
    pub(super) matches: Vec<Match<'a>>,
}

/// All candidates, and the open paths.
#[derive(Debug, Default)]
pub(super) struct Candidates<'a> {
    /// The recorded folders that candidates alias.
    pub(super) prefixes: Vec<&'a str>,
    /// The candidates: a folder of `prefixes`, and a folder of the source tree.
    aliases: Vec<(usize, &'a str)>,
    /// The paths, in the order of the input.
    pub(super) paths: Vec<Candidate<'a>>,
    /// For each path, whether it is relative.
    is_relative: Vec<bool>,
}

/// Candidates while they are collected.
#[derive(Default)]
struct Collected<'a> {
    prefix_ids: HashMap<&'a str, usize>,
    /// By prefix, its candidates by target; `None` where there are too many.
    targets: Vec<Option<HashMap<&'a str, usize>>>,
    /// The candidates that each path suggests.
    suggested: Vec<HashSet<usize>>,
}

impl<'a> Candidates<'a> {
    /// Finds the candidates for `paths`, except the `refused` ones.
    pub(super) fn new(
        paths: &[&'a RecordedPath],
        tree: &'a SourceTree,
        refused: &impl Fn(&PathAlias) -> bool,
    ) -> Candidates<'a> {
        let mut candidates = Candidates::default();
        let mut collected = Collected::default();
        let tails = Tails::of(tree);
        for path in paths {
            candidates.is_relative.push(!path.is_absolute());
            let mut suggested = HashSet::default();
            match tails.votes(path) {
                Votes::Few(votes) => {
                    for vote in votes.iter().filter(|vote| is_telling(vote)) {
                        suggested.extend(candidates.add(vote, &mut collected, refused));
                    }
                }
                Votes::Many(prefix) => {
                    let prefix = candidates.prefix_id(prefix, &mut collected);
                    if let Some(targets) = collected.targets.get_mut(prefix) {
                        *targets = None;
                    }
                }
            }
            collected.suggested.push(suggested);
        }
        for (path, suggested) in paths.iter().zip(&collected.suggested) {
            let candidate = candidates.of_path(path.as_str(), tree, &collected, suggested);
            candidates.paths.push(candidate);
        }
        candidates
    }

    /// Returns the index of the candidate that `vote` is for; `None` if the user refused it.
    fn add(
        &mut self,
        vote: &Vote<'a>,
        collected: &mut Collected<'a>,
        refused: &impl Fn(&PathAlias) -> bool,
    ) -> Option<usize> {
        let prefix = self.prefix_id(vote.prefix, collected);
        let slot = collected.targets.get_mut(prefix)?;
        let targets = slot.as_mut()?;
        if let Some(alias) = targets.get(vote.target) {
            return Some(*alias);
        }
        let rule = PathAlias { prefix: vote.prefix.to_owned(), target: vote.target.to_owned() };
        if refused(&rule) {
            return None;
        }
        let alias = self.aliases.len();
        if targets.len() >= MAX_TARGETS || alias >= MAX_ALIASES {
            *slot = None;
            return None;
        }
        targets.insert(vote.target, alias);
        self.aliases.push((prefix, vote.target));
        Some(alias)
    }

    /// Returns the index of a recorded folder, and adds the folder if it is new.
    fn prefix_id(&mut self, prefix: &'a str, collected: &mut Collected<'a>) -> usize {
        *collected.prefix_ids.entry(prefix).or_insert_with(|| {
            self.prefixes.push(prefix);
            collected.targets.push(Some(HashMap::default()));
            self.prefixes.len() - 1
        })
    }

    /// Returns the matches of `path` with all candidates.
    fn of_path(
        &self,
        path: &'a str,
        tree: &'a SourceTree,
        collected: &Collected<'a>,
        suggested: &HashSet<usize>,
    ) -> Candidate<'a> {
        let mut candidate = Candidate { counts: !is_in_environment(path), ..Candidate::default() };
        for (tail, prefix) in (1..).zip(prefixes(path)) {
            let Some(&prefix) = collected.prefix_ids.get(prefix) else { continue };
            candidate.prefixes.push(prefix);
            let Some(Some(targets)) = collected.targets.get(prefix) else { continue };
            for &alias in targets.values() {
                let Some(&(of, target)) = self.aliases.get(alias) else { continue };
                let Some(before) = self.prefixes.get(of) else { continue };
                let Some(file) = aliased(before, target, path, tree) else { continue };
                let shared = path.get(before.len()..).unwrap_or_default();
                candidate.matches.push(Match {
                    alias,
                    file,
                    tail,
                    suggests: suggested.contains(&alias),
                    is_evidence: is_evidence(before, shared),
                    is_common: is_common(file),
                });
            }
        }
        candidate.matches.sort_by_key(|found| found.alias);
        candidate
    }

    /// Returns the alias with this index.
    pub(super) fn rule(&self, alias: usize) -> Option<PathAlias> {
        let (prefix, target) = self.alias(alias)?;
        Some(PathAlias { prefix: prefix.to_owned(), target: target.to_owned() })
    }

    /// Returns the recorded folder and the source folder of the alias with this index.
    pub(super) fn alias(&self, alias: usize) -> Option<(&'a str, &'a str)> {
        let &(prefix, target) = self.aliases.get(alias)?;
        Some((self.prefixes.get(prefix)?, target))
    }

    /// Returns the index of the recorded folder of an alias.
    pub(super) fn prefix_of(&self, alias: usize) -> usize {
        self.aliases.get(alias).map_or(usize::MAX, |(prefix, _)| *prefix)
    }

    /// Returns true if the path with this index is relative.
    pub(super) fn is_relative(&self, path: usize) -> bool {
        self.is_relative.get(path).copied().unwrap_or_default()
    }
}

/// Returns true if a vote may create a candidate: it leads to no third-party code, and it has more
/// than a bare name that every project has.
fn is_telling(vote: &Vote<'_>) -> bool {
    let shared = vote.file.as_str().get(vote.target.len()..).unwrap_or_default();
    !is_third_party(vote.target)
        && is_evidence(vote.prefix, shared)
        && !(vote.tail == 1 && is_common(vote.file))
}

/// Returns true if a path is evidence. `shared` is the part of the path below the aliased folder:
/// either it is no third-party code, or both sides are the same installed package.
fn is_evidence(prefix: &str, shared: &str) -> bool {
    is_in_environment(shared) || !is_in_environment(prefix) && !is_third_party(shared)
}

/// Returns true if every project has a file of this name.
fn is_common(file: &SourcePath) -> bool {
    COMMON_NAMES.contains(&file.name())
}

/// Returns the folders around `path`, the innermost first.
fn prefixes(path: &str) -> impl Iterator<Item = &str> {
    last_parts(path).map(|(start, _)| {
        let before = path.get(..start).unwrap_or_default();
        match before.trim_end_matches(SEPARATORS) {
            "" => before.get(..1).unwrap_or_default(),
            prefix => prefix,
        }
    })
}
