//! The smallest set of jobs that covers all that the jobs that are on cover together.
//!
//! Each statement and branch asks for one of the jobs that cover it. Many ask for the same jobs,
//! and who asks for more jobs than another is content with it: few wishes remain, and the fewest
//! jobs that fulfil them are found by trying, with a bound on how many are needed at least. That
//! can take very long for many jobs, so that work is bounded too; what was found by then stands.

use std::collections::HashSet;

use covdrop_protocol::MinimalJobs;

use crate::coverage_inputs::CoverageInputs;
use crate::covered_files::CoveredFiles;

/// How many wishes are looked at, one again for each set of jobs that is tried, before the best so
/// far is given: a second's work, and far more than the jobs of a real project take.
const MAX_WORK: usize = 20_000_000;

/// The most wishes that others are compared with: what is beyond stays as it is.
const MAX_COMPARED: usize = 2_000;

/// A set of jobs, a bit for each.
type Jobs = Box<[u64]>;

/// Few jobs that cover all that those that are on cover, over the files that count.
pub(crate) fn minimal_jobs(covered: &CoveredFiles, inputs: CoverageInputs<'_>) -> MinimalJobs {
    let on = inputs.jobs_on();
    let mut wishes: HashSet<Jobs> = HashSet::new();
    let mut wish = vec![0_u64; covered.jobs.len().div_ceil(64)];
    for file in covered.files.iter().filter(|file| inputs.counts(file.is_approximate())) {
        let jobs: Vec<_> =
            file.jobs.iter().filter(|(job, _)| on.get(*job).copied().unwrap_or(false)).collect();
        for item in file.union(|job| on.get(job).copied().unwrap_or(false)).iter() {
            wish.fill(0);
            for (job, _) in jobs.iter().filter(|(_, set)| set.has(item)) {
                if let Some(word) = wish.get_mut(job / 64) {
                    *word |= 1 << (job % 64);
                }
            }
            if !wishes.contains(wish.as_slice()) {
                wishes.insert(wish.clone().into());
            }
        }
    }
    let wishes: Vec<Vec<usize>> = least(wishes.into_iter().collect()).iter().map(list).collect();
    let (mut jobs, proven) = fewest(&wishes);
    jobs.sort_unstable();
    let ids = inputs.job_ids();
    MinimalJobs { jobs: jobs.into_iter().filter_map(|job| ids.get(job).copied()).collect(), proven }
}

/// The wishes that are not fulfilled along with another one, those for the fewest jobs first.
fn least(mut wishes: Vec<Jobs>) -> Vec<Jobs> {
    let size = |wish: &Jobs| wish.iter().map(|word| word.count_ones()).sum::<u32>();
    wishes.sort_by(|a, b| size(a).cmp(&size(b)).then_with(|| a.cmp(b)));
    let mut kept: Vec<Jobs> = Vec::new();
    for wish in wishes {
        let holds = |other: &Jobs| other.iter().zip(&wish).all(|(other, wish)| other & !wish == 0);
        if !kept.iter().take(MAX_COMPARED).any(holds) {
            kept.push(wish);
        }
    }
    kept
}

/// The jobs of a set, ascending.
fn list(jobs: &Jobs) -> Vec<usize> {
    let bits = (0..64 * jobs.len()).filter(|bit| jobs[bit / 64] >> (bit % 64) & 1 == 1);
    bits.collect()
}

/// The fewest jobs such that each of `wishes` has one of its own among them, and whether there
/// are certainly no fewer.
fn fewest(wishes: &[Vec<usize>]) -> (Vec<usize>, bool) {
    let mut search = Search { wishes, best: greedy(wishes), chosen: Vec::new(), work: 0 };
    search.go();
    (search.best, search.work < MAX_WORK)
}

/// The job that most of the wishes left ask for, again and again.
fn greedy(wishes: &[Vec<usize>]) -> Vec<usize> {
    let mut chosen = Vec::new();
    let mut left: Vec<&Vec<usize>> = wishes.iter().collect();
    while !left.is_empty() {
        let jobs = left.iter().flat_map(|wish| wish.iter().copied()).max().map_or(0, |job| job + 1);
        let mut asked = vec![0_usize; jobs];
        for job in left.iter().flat_map(|wish| wish.iter()) {
            if let Some(asked) = asked.get_mut(*job) {
                *asked += 1;
            }
        }
        let most = asked.iter().enumerate().max_by_key(|(job, n)| (**n, std::cmp::Reverse(*job)));
        let Some((job, _)) = most else { break };
        chosen.push(job);
        left.retain(|wish| !wish.contains(&job));
    }
    chosen
}

/// A search through sets of jobs.
struct Search<'a> {
    wishes: &'a [Vec<usize>],
    best: Vec<usize>,
    chosen: Vec<usize>,
    /// How many wishes were looked at.
    work: usize,
}

impl Search<'_> {
    /// Tries all that can be better than the best so far. No deeper than that has jobs.
    fn go(&mut self) {
        self.work += self.wishes.len();
        if self.work >= MAX_WORK {
            return;
        }
        // Wishes that have no job in common need one each.
        let mut needed = 0;
        let mut taken: HashSet<usize> = HashSet::new();
        let mut next: Option<&Vec<usize>> = None;
        for wish in self.wishes {
            if wish.iter().any(|job| self.chosen.contains(job)) {
                continue;
            }
            if !wish.iter().any(|job| taken.contains(job)) {
                needed += 1;
                taken.extend(wish);
            }
            if next.is_none_or(|next| wish.len() < next.len()) {
                next = Some(wish);
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
            self.go();
            self.chosen.pop();
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn fulfils(jobs: &[usize], wishes: &[Vec<usize>]) -> bool {
        wishes.iter().all(|wish| wish.iter().any(|job| jobs.contains(job)))
    }

    fn wish(jobs: &[usize], words: usize) -> Jobs {
        let mut wish = vec![0; words];
        for job in jobs {
            wish[job / 64] |= 1 << (job % 64);
        }
        wish.into()
    }

    #[test]
    fn who_asks_for_more_is_content_with_less() {
        let wishes = [&[0, 70][..], &[70], &[1, 2, 3], &[2, 3]].map(|jobs| wish(jobs, 2));
        let least: Vec<_> = least(wishes.into()).iter().map(list).collect();
        assert_eq!(least, [vec![70], vec![2, 3]]);
    }

    #[test]
    fn greed_is_not_enough() {
        // 0 and 1 do; the job that most ask for is 2.
        let wishes = [[0, 2], [0, 2], [0, 3], [1, 2], [1, 2], [1, 4]].map(Vec::from);
        assert_eq!(greedy(&wishes).len(), 3);
        assert_eq!(fewest(&wishes), (vec![0, 1], true));
        assert_eq!(fewest(&[]), (vec![], true));
    }

    proptest! {
        #[test]
        fn no_set_of_fewer_jobs_does(
            wishes in prop::collection::vec(prop::collection::btree_set(0_usize..10, 1..5), 0..14)
        ) {
            let sets: Vec<Jobs> =
                wishes.iter().map(|jobs| wish(&jobs.iter().copied().collect::<Vec<_>>(), 1)).collect();
            let all: Vec<Vec<usize>> = sets.iter().map(list).collect();
            let (jobs, proven) = fewest(&least(sets).iter().map(list).collect::<Vec<_>>());
            prop_assert!(proven && fulfils(&jobs, &all));
            let sizes = (0_u32..1 << 10).filter_map(|bits| {
                let jobs: Vec<usize> = (0..10).filter(|job| bits >> job & 1 == 1).collect();
                fulfils(&jobs, &all).then_some(jobs.len())
            });
            prop_assert_eq!(Some(jobs.len()), sizes.min());
        }
    }
}
