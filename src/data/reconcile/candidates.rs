//! The aliases that recorded paths suggest, and which files paths are by them.
//!
//! They are found once for all data files, because most data files name the same paths. Which of
//! them a data file may follow is decided elsewhere, from its own paths.

use foldhash::{HashMap, HashSet};

use super::tails::{Tails, Vote, Votes};
use super::{Rule, aliased};
use crate::path::{SEPARATORS, last_parts};
use crate::third_party::{is_in_environment, is_third_party};
use crate::{RecordedPath, SourcePath, SourceTree};

/// The most folders of the source tree that one recorded folder may stand for. Where more are
/// possible, a person has to decide.
const MAX_TARGETS: usize = 200;

/// The most candidates in all: 200,000. With more than a hundred for one data file none is followed,
/// and no run has thousands of machines.
const MAX_ALIASES: usize = 200_000;

/// Names of files that are in every project, and tell nothing of which one it is.
const COMMON_NAMES: [&str; 6] =
    ["__init__.py", "__main__.py", "conf.py", "conftest.py", "manage.py", "setup.py"];

/// A file that a path is by a candidate.
#[derive(Clone, Copy, Debug)]
pub(super) struct Match<'a> {
    /// The candidate.
    pub(super) alias: usize,
    pub(super) file: &'a SourcePath,
    /// How many components the path and the file share at their ends.
    pub(super) tail: usize,
    /// Whether the path suggests the candidate: it has no longer tail in common with another file,
    /// and is no third-party code.
    pub(super) suggests: bool,
    /// Whether the path is evidence for the candidate: it is no third-party code.
    pub(super) is_evidence: bool,
    /// Whether the name of the file is one that every project has.
    pub(super) is_common: bool,
}

/// A recorded path that may be a file of the tree.
#[derive(Debug, Default)]
pub(super) struct Candidate<'a> {
    /// The folders of the path that some candidate aliases, as indexes, and whether the path speaks
    /// for or against these.
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
    /// The paths, in the order that they were given in.
    pub(super) paths: Vec<Candidate<'a>>,
    /// Which of the paths are relative.
    is_relative: Vec<bool>,
}

/// Candidates while they are collected.
#[derive(Default)]
struct Collected<'a> {
    prefix_ids: HashMap<&'a str, usize>,
    /// By prefix, its candidates by target; `None` where there are too many.
    targets: Vec<Option<HashMap<&'a str, usize>>>,
    /// What each path suggests.
    suggested: Vec<HashSet<usize>>,
}

impl<'a> Candidates<'a> {
    /// The candidates for `paths`, but those that are `refused`.
    pub(super) fn new(
        paths: &[&'a RecordedPath],
        tree: &'a SourceTree,
        refused: &impl Fn(&Rule) -> bool,
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

    /// The candidate that `vote` is for; `None` if that was refused.
    fn add(
        &mut self,
        vote: &Vote<'a>,
        collected: &mut Collected<'a>,
        refused: &impl Fn(&Rule) -> bool,
    ) -> Option<usize> {
        let prefix = self.prefix_id(vote.prefix, collected);
        let slot = collected.targets.get_mut(prefix)?;
        let targets = slot.as_mut()?;
        if let Some(alias) = targets.get(vote.target) {
            return Some(*alias);
        }
        let rule = Rule { prefix: vote.prefix.to_owned(), target: vote.target.to_owned() };
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

    /// The index of a recorded folder, new if need be.
    fn prefix_id(&mut self, prefix: &'a str, collected: &mut Collected<'a>) -> usize {
        *collected.prefix_ids.entry(prefix).or_insert_with(|| {
            self.prefixes.push(prefix);
            collected.targets.push(Some(HashMap::default()));
            self.prefixes.len() - 1
        })
    }

    /// What `path` may be by all candidates.
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

    /// The alias of this number.
    pub(super) fn rule(&self, alias: usize) -> Option<Rule> {
        let (prefix, target) = self.alias(alias)?;
        Some(Rule { prefix: prefix.to_owned(), target: target.to_owned() })
    }

    /// The recorded folder and the folder of the source tree of the alias of this number.
    pub(super) fn alias(&self, alias: usize) -> Option<(&'a str, &'a str)> {
        let &(prefix, target) = self.aliases.get(alias)?;
        Some((self.prefixes.get(prefix)?, target))
    }

    /// The number of the recorded folder of an alias.
    pub(super) fn prefix_of(&self, alias: usize) -> usize {
        self.aliases.get(alias).map_or(usize::MAX, |(prefix, _)| *prefix)
    }

    /// Returns true if the path of this number is relative.
    pub(super) fn is_relative(&self, path: usize) -> bool {
        self.is_relative.get(path).copied().unwrap_or_default()
    }
}

/// Returns true if a vote may make a candidate: it leads to no third-party code, and there is more to
/// it than a bare name that every project has.
fn is_telling(vote: &Vote<'_>) -> bool {
    let shared = vote.file.as_str().get(vote.target.len()..).unwrap_or_default();
    !is_third_party(vote.target)
        && is_evidence(vote.prefix, shared)
        && !(vote.tail == 1 && is_common(vote.file))
}

/// Returns true if a path is evidence, by what lies in the aliased folder, `shared`: it is no
/// third-party code, or it is the same installed package here and there.
fn is_evidence(prefix: &str, shared: &str) -> bool {
    is_in_environment(shared) || !is_in_environment(prefix) && !is_third_party(shared)
}

/// Returns true if every project has a file of this name.
fn is_common(file: &SourcePath) -> bool {
    COMMON_NAMES.contains(&file.name())
}

/// The folders that `path` lies in, the innermost first.
fn prefixes(path: &str) -> impl Iterator<Item = &str> {
    last_parts(path).map(|(start, _)| {
        let before = path.get(..start).unwrap_or_default();
        match before.trim_end_matches(SEPARATORS) {
            "" => before.get(..1).unwrap_or_default(),
            prefix => prefix,
        }
    })
}
