//! The vote of recorded paths on rules.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::tails::Vote;
use super::{Ambiguous, Proposal, ProposedRule, Rule, Use};
use crate::{RecordingId, SourcePath};

/// A path that is not settled.
pub(super) struct Open<'a> {
    pub(super) path: &'a Use<'a>,
    /// The rules that would settle it, with what it would be.
    pub(super) votes: Vec<Vote>,
}

/// A rule's weight: how many paths it explains, and by how many components in all.
pub(super) type Weight = (usize, usize);

/// The paths that are not settled, and the weights of their rules.
pub(super) struct Ballot<'a> {
    pub(super) open: Vec<Open<'a>>,
    weights: BTreeMap<Rule, Weight>,
}

impl<'a> Ballot<'a> {
    /// All votes, but those that rest on a single bare name which several paths have: every
    /// package has an `__init__.py`.
    pub(super) fn of(mut open: Vec<Open<'a>>, proposal: &mut Proposal) -> Ballot<'a> {
        let mut weights: BTreeMap<Rule, Weight> = BTreeMap::new();
        let mut names: HashMap<SourcePath, usize> = HashMap::new();
        for vote in open.iter().flat_map(|open| &open.votes) {
            let weight = weights.entry(vote.rule.clone()).or_default();
            *weight = (weight.0 + 1, weight.1 + vote.tail);
            *names.entry(vote.file.clone()).or_default() += 1;
        }
        open.retain_mut(|open| {
            open.votes.retain(|vote| {
                let alone = weights.get(&vote.rule) == Some(&(1, 1));
                let common = names.get(&vote.file).is_some_and(|paths| *paths > 1);
                if alone && common {
                    weights.remove(&vote.rule);
                }
                !(alone && common)
            });
            if open.votes.is_empty() {
                proposal.unexplained.push(open.path.0.clone());
            }
            !open.votes.is_empty()
        });
        Ballot { open, weights }
    }

    /// The rule that explains the most; of equals the first in order.
    pub(super) fn best(&self) -> Option<(Rule, Weight)> {
        let (best, weight) =
            self.weights.iter().max_by(|(a, x), (b, y)| x.cmp(y).then(b.cmp(a)))?;
        (weight.0 > 0).then(|| (best.clone(), *weight))
    }

    /// Proposes `best`, and takes out what it settles or leaves ambiguous.
    pub(super) fn settle(
        &mut self,
        best: &Rule,
        weight: Weight,
        taken: &mut Taken,
        proposal: &mut Proposal,
    ) {
        let (mut files, mut longest, mut rival) = (0, 0, false);
        let mut gone = Vec::new();
        let weights = &self.weights;
        self.open.retain_mut(|open| {
            let Some(vote) = open.votes.iter().find(|vote| vote.rule == *best) else {
                return true;
            };
            let as_good = |other: &&Vote| weights.get(&other.rule) == Some(&weight);
            let mut candidates: BTreeSet<SourcePath> =
                open.votes.iter().filter(as_good).map(|vote| vote.file.clone()).collect();
            rival |= candidates.len() > 1;
            if candidates.len() > 1 || !taken.take(&vote.file, open.path) {
                candidates.insert(vote.file.clone());
                let (path, candidates) = (open.path.0.clone(), candidates.into_iter().collect());
                proposal.ambiguous.push(Ambiguous { path, candidates });
            } else {
                files += 1;
                longest = longest.max(vote.tail);
            }
            gone.append(&mut open.votes);
            false
        });
        for vote in gone {
            if let Some(weight) = self.weights.get_mut(&vote.rule) {
                *weight = (weight.0.saturating_sub(1), weight.1.saturating_sub(vote.tail));
            }
        }
        if files > 0 {
            // The whole path of a file at the end of a recorded one is no accident; a part of it
            // is none when it happens again.
            let sure = !rival && longest > 1 && (best.target.is_empty() || files > 1);
            proposal.rules.push(ProposedRule { rule: best.clone(), files, sure });
        }
    }
}

/// Which recordings have which files, so that no two paths of one recording become one file.
#[derive(Default)]
pub(super) struct Taken {
    recordings: HashMap<SourcePath, BTreeSet<RecordingId>>,
}

impl Taken {
    /// Notes that `path` is `file`, unless a recording of it has that file by another path.
    pub(super) fn take(&mut self, file: &SourcePath, path: &Use<'_>) -> bool {
        let recordings = self.recordings.entry(file.clone()).or_default();
        let free = path.1.iter().all(|recording| !recordings.contains(recording));
        if free {
            recordings.extend(path.1.iter().copied());
        }
        free
    }
}
