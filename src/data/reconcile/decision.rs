//! Decides which candidate aliases apply to one data file.

use std::collections::BTreeMap;

use foldhash::{HashMap, HashSet};

use super::Ambiguity;
use super::candidates::{Candidate, Candidates};
use crate::SourcePath;
use crate::path::SEPARATORS;

/// The maximum number of aliases that are compared with each other for a data file: no project is
/// spread over more folders. With more, all stay open.
const MAX_RIVALS: usize = 100;

/// All inputs of the decision on a data file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(super) struct Inputs<'a> {
    /// Its open paths, as indexes, ascending.
    pub(super) open: Vec<usize>,
    /// The files that its other paths name.
    pub(super) taken: Vec<&'a SourcePath>,
    /// Whether one of its relative paths names a file of the tree as it is.
    pub(super) is_relative: bool,
}

impl Inputs<'_> {
    /// Removes inputs that do not change the decision.
    pub(super) fn normalize(&mut self) {
        if self.open.is_empty() {
            self.taken.clear();
        }
        self.taken.sort_unstable();
        self.taken.dedup();
    }
}

/// An alias, and the file to which it would map a path.
type Choice<'a> = (usize, &'a SourcePath);

/// The decision on a data file.
#[derive(Debug, Default)]
pub(super) struct Decision<'a> {
    /// The aliases that apply.
    pub(super) followed: Vec<usize>,
    /// The mapped paths: the path, the alias, and the file.
    pub(super) places: Vec<(usize, usize, &'a SourcePath)>,
    /// The open paths: the path, the reason, and the files that aliases would map it to.
    pub(super) ambiguities: Vec<(usize, Ambiguity, Vec<Choice<'a>>)>,
}

/// An alias, with its evidence in the data file.
#[derive(Debug)]
struct Rival<'a> {
    alias: usize,
    prefix: &'a str,
    target: &'a str,
    /// The paths that it explains, ascending, and their files.
    hits: Vec<usize>,
    files: HashSet<&'a SourcePath>,
    /// The number of components that these paths share with their files.
    shared: usize,
    longest: usize,
    /// The number of these paths whose names not every project has.
    distinctive: usize,
}

/// Decides which aliases apply to a data file.
pub(super) fn decide<'a>(inputs: &Inputs<'a>, candidates: &Candidates<'a>) -> Decision<'a> {
    let open: Vec<(usize, &Candidate<'a>)> = inputs
        .open
        .iter()
        // All relative paths of a data file are relative to the same folder.
        .filter(|&&path| !(inputs.is_relative && candidates.is_relative(path)))
        .filter_map(|&path| Some((path, candidates.paths.get(path)?)))
        .collect();
    let mut rivals = rivals(&open, candidates);
    let below = counts_below(&open);
    let counting = open.iter().filter(|(_, path)| path.counts).count();
    let weak: Vec<Rival<'_>> = rivals
        .extract_if(.., |rival| {
            let below = below.get(&candidates.prefix_of(rival.alias)).copied().unwrap_or_default();
            !rival.is_supported(below, counting)
        })
        .collect();
    let taken: HashSet<&SourcePath> = inputs.taken.iter().copied().collect();
    let is_taken = |rival: &Rival<'_>| rival.files.iter().any(|file| taken.contains(file));
    let claimed: Vec<usize> = rivals.iter().filter(|r| is_taken(r)).map(|r| r.alias).collect();
    let followed = follow(&rivals, &claimed);

    let strong_aliases: HashSet<usize> = rivals.iter().map(|rival| rival.alias).collect();
    let weak_aliases: HashSet<usize> = weak.iter().map(|rival| rival.alias).collect();
    let claims = Claims::of(&open, &strong_aliases);
    let claimed: HashSet<usize> = claimed.into_iter().collect();
    let mut decision = Decision::default();
    let mut used: HashSet<usize> = HashSet::default();
    for (at, path) in &open {
        let found = path.matches.iter().find(|found| followed.contains(&found.alias));
        if let Some(found) = found {
            decision.places.push((*at, found.alias, found.file));
            used.insert(found.alias);
            continue;
        }
        // A path in an aliased folder without a file there is missing.
        let is_inside = |alias: &usize| path.prefixes.contains(&candidates.prefix_of(*alias));
        if followed.iter().any(is_inside) {
            continue;
        }
        let could_be = |wanted: &dyn Fn(usize) -> bool| -> Vec<Choice<'a>> {
            let matches = path.matches.iter().filter(|found| found.is_evidence);
            let matches = matches.filter(|found| wanted(found.alias));
            matches.map(|found| (found.alias, found.file)).collect()
        };
        let strong = could_be(&|alias| strong_aliases.contains(&alias));
        if let [(alias, file)] = strong.as_slice() {
            let ambiguity = if claimed.contains(alias) || claims.is_by_another(file, *at) {
                Ambiguity::Taken
            } else {
                Ambiguity::Weak
            };
            decision.ambiguities.push((*at, ambiguity, strong));
        } else if !strong.is_empty() {
            decision.ambiguities.push((*at, Ambiguity::Several, strong));
        } else {
            let weak = could_be(&|alias| weak_aliases.contains(&alias));
            if !weak.is_empty() {
                decision.ambiguities.push((*at, Ambiguity::Weak, weak));
            }
        }
    }
    decision.followed = followed.into_iter().filter(|alias| used.contains(alias)).collect();
    decision
}

/// Returns the aliases that the data file suggests, with the evidence for each.
fn rivals<'a>(open: &[(usize, &Candidate<'a>)], candidates: &Candidates<'a>) -> Vec<Rival<'a>> {
    let mut rivals: BTreeMap<usize, Rival<'a>> = BTreeMap::new();
    let suggested = open.iter().flat_map(|(_, path)| &path.matches).filter(|found| found.suggests);
    for found in suggested {
        if let Some((prefix, target)) = candidates.alias(found.alias) {
            rivals.entry(found.alias).or_insert_with(|| Rival {
                alias: found.alias,
                prefix,
                target,
                hits: Vec::new(),
                files: HashSet::default(),
                shared: 0,
                longest: 0,
                distinctive: 0,
            });
        }
    }
    for (at, path) in open {
        for found in path.matches.iter().filter(|found| found.is_evidence) {
            if let Some(rival) = rivals.get_mut(&found.alias) {
                rival.hits.push(*at);
                rival.files.insert(found.file);
                rival.shared += found.tail;
                rival.longest = rival.longest.max(found.tail);
                rival.distinctive += usize::from(!found.is_common);
            }
        }
    }
    rivals.into_values().collect()
}

/// Counts the paths below each recorded folder, without third-party code.
fn counts_below(open: &[(usize, &Candidate<'_>)]) -> BTreeMap<usize, usize> {
    let mut counts = BTreeMap::new();
    for (_, path) in open.iter().filter(|(_, path)| path.counts) {
        for prefix in &path.prefixes {
            *counts.entry(*prefix).or_default() += 1;
        }
    }
    counts
}

impl Rival<'_> {
    /// Returns true if the data file has enough evidence for the alias by itself. The alias's
    /// folder has `below` of its `all` paths.
    fn is_supported(&self, below: usize, all: usize) -> bool {
        let is_distinctive = self.distinctive > 0 || self.hits.len() == below;
        if self.longest == 1 {
            // Bare names at the top of the source tree.
            return is_distinctive && (self.hits.len() > 1 || all == 1);
        }
        is_distinctive && (self.target.is_empty() || self.hits.len() > 1)
    }

    /// Returns true if only one of both can apply: one lies in the folder of the other, or both map
    /// a path to the same file.
    fn excludes(&self, other: &Rival<'_>) -> bool {
        is_inside(self.prefix, other.prefix)
            || is_inside(other.prefix, self.prefix)
            || !self.files.is_disjoint(&other.files)
    }

    /// Returns true if this alias is certainly the right one of two that exclude each other.
    fn beats(&self, other: &Rival<'_>) -> bool {
        let (hits, others) = (self.hits.len(), other.hits.len());
        if self.prefix == other.prefix {
            return hits > others && is_subset(&other.hits, &self.hits);
        }
        let is_outer = is_inside(other.prefix, self.prefix);
        if !is_outer && !is_inside(self.prefix, other.prefix) {
            return hits > others;
        }
        if self.hits == other.hits {
            return self.shared > other.shared;
        }
        is_subset(&other.hits, &self.hits)
            || is_outer && hits > others && !is_subset(&self.hits, &other.hits)
    }
}

/// Returns the aliases that apply: those that beat all aliases that they exclude.
fn follow(rivals: &[Rival<'_>], claimed: &[usize]) -> Vec<usize> {
    let mut followed = Vec::new();
    if rivals.len() > MAX_RIVALS {
        return followed;
    }
    let mut left: Vec<&Rival<'_>> = rivals.iter().collect();
    loop {
        let wins = |rival: &&&Rival<'_>| {
            let mut others = left.iter().filter(|other| other.alias != rival.alias);
            !claimed.contains(&rival.alias)
                && others.all(|other| !rival.excludes(other) || rival.beats(other))
        };
        let Some(winner) = left.iter().find(wins).copied() else { return followed };
        followed.push(winner.alias);
        left.retain(|other| other.alias != winner.alias && !winner.excludes(other));
    }
}

/// The paths that map to each file: the first of them, and whether there are others.
struct Claims<'a>(HashMap<&'a SourcePath, (usize, bool)>);

impl<'a> Claims<'a> {
    /// Collects the files to which these aliases map `open` paths.
    fn of(open: &[(usize, &Candidate<'a>)], aliases: &HashSet<usize>) -> Claims<'a> {
        let mut claims: HashMap<&SourcePath, (usize, bool)> = HashMap::default();
        for (at, path) in open {
            for found in path.matches.iter().filter(|found| aliases.contains(&found.alias)) {
                let (first, has_others) = claims.entry(found.file).or_insert((*at, false));
                *has_others |= first != at;
            }
        }
        Claims(claims)
    }

    /// Returns true if another path than `path` maps to `file`.
    fn is_by_another(&self, file: &SourcePath, path: usize) -> bool {
        self.0.get(file).is_some_and(|(first, has_others)| *has_others || *first != path)
    }
}

/// Returns true if the recorded folder `inner` is `outer`, or lies in it.
fn is_inside(inner: &str, outer: &str) -> bool {
    if outer.is_empty() {
        return !crate::path::is_absolute(inner);
    }
    let rest = inner.strip_prefix(outer);
    rest.is_some_and(|rest| {
        rest.is_empty() || rest.starts_with(SEPARATORS) || outer.ends_with(SEPARATORS)
    })
}

/// Returns true if all of `part` is in `whole`; both ascend.
fn is_subset(part: &[usize], whole: &[usize]) -> bool {
    let mut whole = whole.iter();
    part.iter().all(|one| whole.any(|other| other == one))
}
