//! The vote of recorded paths on rules.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use foldhash::{HashMap, HashSet};

use super::tails::Vote;
use super::{Ambiguous, Proposal, ProposedRule, Rule, Use};
use crate::{RecordingId, SourcePath};

/// A path that is not settled.
pub(super) struct Open<'a> {
    pub(super) path: &'a Use<'a>,
    /// The rules that would settle it, with what it would be; none once it is settled.
    pub(super) votes: Vec<Vote<'a>>,
}

/// A rule, as votes name it: its prefix and its target.
type Name<'a> = (&'a str, &'a str);

/// A rule's weight: how many paths it explains, and by how many components in all.
type Weight = (usize, usize);

/// What votes come to for one rule.
#[derive(Default)]
struct Tally {
    weight: Weight,
    /// The places of those who vote for it.
    voters: Vec<usize>,
}

/// The paths that are not settled, and what they vote for.
pub(super) struct Ballot<'a> {
    open: Vec<Open<'a>>,
    rules: HashMap<Name<'a>, Tally>,
}

impl<'a> Ballot<'a> {
    /// All votes, but those that rest on a single bare name which several paths have: every
    /// package has an `__init__.py`.
    pub(super) fn of(mut open: Vec<Open<'a>>, proposal: &mut Proposal) -> Ballot<'a> {
        let mut counts: HashMap<Name<'_>, Weight> = HashMap::default();
        let mut names: HashMap<&SourcePath, usize> = HashMap::default();
        for vote in open.iter().flat_map(|open| &open.votes) {
            let weight = counts.entry(vote.rule()).or_default();
            *weight = (weight.0 + 1, weight.1 + vote.tail);
            *names.entry(vote.file).or_default() += 1;
        }
        open.retain_mut(|open| {
            open.votes.retain(|vote| {
                let alone = counts.get(&vote.rule()) == Some(&(1, 1));
                let common = names.get(vote.file).is_some_and(|paths| *paths > 1);
                !(alone && common)
            });
            if open.votes.is_empty() {
                proposal.unexplained.push(open.path.0.clone());
            }
            !open.votes.is_empty()
        });
        let mut rules: HashMap<Name<'a>, Tally> = HashMap::default();
        for (place, open) in open.iter().enumerate() {
            for vote in &open.votes {
                let tally = rules.entry(vote.rule()).or_default();
                tally.weight = (tally.weight.0 + 1, tally.weight.1 + vote.tail);
                tally.voters.push(place);
            }
        }
        Ballot { open, rules }
    }

    /// The rule that explains the most; of equals the first in order.
    pub(super) fn best(&self) -> Option<Name<'a>> {
        let best = self.rules.iter().max_by_key(|(name, tally)| (tally.weight, Reverse(**name)));
        best.filter(|(_, tally)| tally.weight.0 > 0).map(|(name, _)| *name)
    }

    /// Proposes `best`, and takes out what it settles or leaves ambiguous.
    pub(super) fn settle(
        &mut self,
        best: Name<'a>,
        taken: &mut Taken<'a>,
        proposal: &mut Proposal,
    ) {
        let Some(tally) = self.rules.remove(&best) else { return };
        let (mut files, mut longest, mut rival) = (0, 0, false);
        let mut gone = Vec::new();
        for place in tally.voters {
            let Some(open) = self.open.get_mut(place) else { continue };
            let Some(vote) = open.votes.iter().find(|vote| vote.rule() == best) else { continue };
            let as_good = |other: &&Vote<'_>| {
                other.rule() == best
                    || self.rules.get(&other.rule()).is_some_and(|rule| rule.weight == tally.weight)
            };
            let mut candidates: BTreeSet<&SourcePath> =
                open.votes.iter().filter(as_good).map(|vote| vote.file).collect();
            rival |= candidates.len() > 1;
            if candidates.len() > 1 || !taken.take(vote.file, open.path) {
                candidates.insert(vote.file);
                let candidates = candidates.into_iter().cloned().collect();
                proposal.ambiguous.push(Ambiguous { path: open.path.0.clone(), candidates });
            } else {
                files += 1;
                longest = longest.max(vote.tail);
            }
            gone.append(&mut open.votes);
        }
        for vote in gone {
            if let Some(Tally { weight, .. }) = self.rules.get_mut(&vote.rule()) {
                *weight = (weight.0.saturating_sub(1), weight.1.saturating_sub(vote.tail));
            }
        }
        if files > 0 {
            // The whole path of a file at the end of a recorded one is no accident; a part of it
            // is none when it happens again.
            let (prefix, target) = best;
            let sure = !rival && longest > 1 && (target.is_empty() || files > 1);
            let rule = Rule { prefix: prefix.to_owned(), target: target.to_owned() };
            proposal.rules.push(ProposedRule { rule, files, sure });
        }
    }

    /// The paths that no rule settled.
    pub(super) fn rest(self) -> impl Iterator<Item = &'a Use<'a>> {
        self.open.into_iter().filter(|open| !open.votes.is_empty()).map(|open| open.path)
    }
}

impl<'a> Vote<'a> {
    /// The rule that it is for.
    fn rule(&self) -> Name<'a> {
        (self.prefix, self.target)
    }
}

/// Which recordings have which files, so that no two paths of one recording become one file.
#[derive(Default)]
pub(super) struct Taken<'a> {
    files: HashSet<(&'a SourcePath, RecordingId)>,
}

impl<'a> Taken<'a> {
    /// Notes that `path` is `file`, unless a recording of it has that file by another path.
    pub(super) fn take(&mut self, file: &'a SourcePath, path: &Use<'_>) -> bool {
        let free = path.1.iter().all(|recording| !self.files.contains(&(file, *recording)));
        if free {
            self.files.extend(path.1.iter().map(|recording| (file, *recording)));
        }
        free
    }
}
