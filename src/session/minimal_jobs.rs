//! Finds a minimal set of jobs with the coverage of all enabled jobs: a set cover.
//!
//! Each statement and branch is a constraint: the set must have one of the jobs that cover it. Many
//! constraints are equal, and one that another implies is dropped, so few remain. Branch and bound
//! finds the smallest set. This can take very long for many jobs, so the work is limited; beyond
//! the limit, the result is the best set found.

use std::collections::HashSet;

use covdrop_protocol::MinimalJobs;

use crate::coverage_inputs::CoverageInputs;
use crate::covered_files::CoveredFiles;

/// The maximum number of checked constraints, over all tried sets of jobs: a second of work, and
/// far more than real projects need.
const MAX_WORK: usize = 20_000_000;

/// The maximum number of constraints that the search for implied ones compares; it keeps all
/// further ones.
const MAX_COMPARED: usize = 2_000;

/// A set of jobs, a bit for each.
type Jobs = Box<[u64]>;

/// Returns a minimal set of jobs with the coverage of all enabled jobs, over the files that count.
pub(crate) fn minimal_jobs(covered: &CoveredFiles, inputs: CoverageInputs<'_>) -> MinimalJobs {
    let on = inputs.jobs_on();
    let mut constraints: HashSet<Jobs> = HashSet::new();
    let mut constraint = vec![0_u64; covered.jobs.len().div_ceil(64)];
    for file in covered.files.iter().filter(|file| inputs.counts(file.is_approximate())) {
        let jobs: Vec<_> =
            file.jobs.iter().filter(|(job, _)| on.get(*job).copied().unwrap_or(false)).collect();
        for item in file.union(|job| on.get(job).copied().unwrap_or(false)).iter() {
            constraint.fill(0);
            for (job, _) in jobs.iter().filter(|(_, set)| set.has(item)) {
                if let Some(word) = constraint.get_mut(job / 64) {
                    *word |= 1 << (job % 64);
                }
            }
            if !constraints.contains(constraint.as_slice()) {
                constraints.insert(constraint.clone().into());
            }
        }
    }
    let constraints: Vec<Vec<usize>> =
        without_implied(constraints.into_iter().collect()).iter().map(list).collect();
    let (mut jobs, proven) = smallest(&constraints);
    jobs.sort_unstable();
    let ids = inputs.job_ids();
    MinimalJobs { jobs: jobs.into_iter().filter_map(|job| ids.get(job).copied()).collect(), proven }
}

/// Returns the constraints that no other one implies, those with the fewest jobs first.
fn without_implied(mut constraints: Vec<Jobs>) -> Vec<Jobs> {
    let size = |constraint: &Jobs| constraint.iter().map(|word| word.count_ones()).sum::<u32>();
    constraints.sort_by(|a, b| size(a).cmp(&size(b)).then_with(|| a.cmp(b)));
    let mut kept: Vec<Jobs> = Vec::new();
    for constraint in constraints {
        let holds = |other: &Jobs| {
            other.iter().zip(&constraint).all(|(other, constraint)| other & !constraint == 0)
        };
        if !kept.iter().take(MAX_COMPARED).any(holds) {
            kept.push(constraint);
        }
    }
    kept
}

/// Returns the jobs of a set, ascending.
fn list(jobs: &Jobs) -> Vec<usize> {
    let bits = (0..64 * jobs.len()).filter(|bit| jobs[bit / 64] >> (bit % 64) & 1 == 1);
    bits.collect()
}

/// Returns the smallest set of jobs that satisfies all `constraints`, and whether it is proven to
/// be the smallest.
fn smallest(constraints: &[Vec<usize>]) -> (Vec<usize>, bool) {
    let mut search = Search { constraints, best: greedy(constraints), chosen: Vec::new(), work: 0 };
    search.search();
    (search.best, search.work < MAX_WORK)
}

/// Repeatedly takes the job that satisfies most of the remaining constraints.
fn greedy(constraints: &[Vec<usize>]) -> Vec<usize> {
    let mut chosen = Vec::new();
    let mut left: Vec<&Vec<usize>> = constraints.iter().collect();
    while !left.is_empty() {
        let jobs = left
            .iter()
            .flat_map(|constraint| constraint.iter().copied())
            .max()
            .map_or(0, |job| job + 1);
        let mut counts = vec![0_usize; jobs];
        for job in left.iter().flat_map(|constraint| constraint.iter()) {
            if let Some(count) = counts.get_mut(*job) {
                *count += 1;
            }
        }
        let most = counts.iter().enumerate().max_by_key(|(job, n)| (**n, std::cmp::Reverse(*job)));
        let Some((job, _)) = most else { break };
        chosen.push(job);
        left.retain(|constraint| !constraint.contains(&job));
    }
    chosen
}

/// A branch-and-bound search through sets of jobs.
struct Search<'a> {
    constraints: &'a [Vec<usize>],
    best: Vec<usize>,
    chosen: Vec<usize>,
    /// The number of checked constraints.
    work: usize,
}

impl Search<'_> {
    /// Tries all sets that can be better than the best so far. Recurses at most as deep as that set
    /// has jobs.
    fn search(&mut self) {
        self.work += self.constraints.len();
        if self.work >= MAX_WORK {
            return;
        }
        // Constraints without a common job need one job each.
        let mut needed = 0;
        let mut taken: HashSet<usize> = HashSet::new();
        let mut next: Option<&Vec<usize>> = None;
        for constraint in self.constraints {
            if constraint.iter().any(|job| self.chosen.contains(job)) {
                continue;
            }
            if !constraint.iter().any(|job| taken.contains(job)) {
                needed += 1;
                taken.extend(constraint);
            }
            if next.is_none_or(|next| constraint.len() < next.len()) {
                next = Some(constraint);
            }
        }
        if self.chosen.len() + needed >= self.best.len() {
            return;
        }
        let Some(next) = next else {
            self.best = self.chosen.clone();
            return;
        };
        for &job in next {
            self.chosen.push(job);
            self.search();
            self.chosen.pop();
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn satisfies(jobs: &[usize], constraints: &[Vec<usize>]) -> bool {
        constraints.iter().all(|constraint| constraint.iter().any(|job| jobs.contains(job)))
    }

    fn constraint(jobs: &[usize], words: usize) -> Jobs {
        let mut constraint = vec![0; words];
        for job in jobs {
            constraint[job / 64] |= 1 << (job % 64);
        }
        constraint.into()
    }

    #[test]
    fn implied_constraints_are_dropped() {
        let constraints =
            [&[0, 70][..], &[70], &[1, 2, 3], &[2, 3]].map(|jobs| constraint(jobs, 2));
        let without_implied: Vec<_> =
            without_implied(constraints.into()).iter().map(list).collect();
        assert_eq!(without_implied, [vec![70], vec![2, 3]]);
    }

    #[test]
    fn the_greedy_result_is_improved() {
        // 0 and 1 are enough, but the job in most constraints is 2.
        let constraints = [[0, 2], [0, 2], [0, 3], [1, 2], [1, 2], [1, 4]].map(Vec::from);
        assert_eq!(greedy(&constraints).len(), 3);
        assert_eq!(smallest(&constraints), (vec![0, 1], true));
        assert_eq!(smallest(&[]), (vec![], true));
    }

    proptest! {
        #[test]
        fn no_smaller_set_of_jobs_is_enough(
            constraints in prop::collection::vec(prop::collection::btree_set(0_usize..10, 1..5), 0..14)
        ) {
            let sets: Vec<Jobs> =
                constraints.iter().map(|jobs| constraint(&jobs.iter().copied().collect::<Vec<_>>(), 1)).collect();
            let all: Vec<Vec<usize>> = sets.iter().map(list).collect();
            let (jobs, proven) = smallest(&without_implied(sets).iter().map(list).collect::<Vec<_>>());
            prop_assert!(proven && satisfies(&jobs, &all));
            let sizes = (0_u32..1 << 10).filter_map(|bits| {
                let jobs: Vec<usize> = (0..10).filter(|job| bits >> job & 1 == 1).collect();
                satisfies(&jobs, &all).then_some(jobs.len())
            });
            prop_assert_eq!(Some(jobs.len()), sizes.min());
        }
    }
}
