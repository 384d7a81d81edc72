//! Caches the coverage of each job and the totals until their inputs change.

use std::cell::{OnceCell, RefCell};

use covdrop_protocol::{Doubt, Progress, Stage};
use covdrop_report::Numbers;

use crate::coverage_inputs::CoverageInputs;
use crate::covered_files::{CoverageBuilder, CoveredFile, CoveredFiles};
use crate::protocol_numbers::count;

/// The cached coverage of each job, and the totals.
#[derive(Debug, Default)]
pub(crate) struct JobCoverage {
    /// The files so far, while they are being computed.
    counting: RefCell<Option<CoverageBuilder>>,
    covered: OnceCell<CoveredFiles>,
    totals: OnceCell<EnabledTotals>,
    alone: OnceCell<Vec<Numbers>>,
    source_doubts: OnceCell<Vec<Doubt>>,
}

/// The totals over the enabled jobs.
#[derive(Debug)]
pub(crate) struct EnabledTotals {
    /// The numbers of each file, in the order of [`CoveredFiles::files`]; `None` if no enabled job
    /// measured the file. The combined data of the enabled jobs would not name such a file.
    pub(crate) files: Vec<Option<Numbers>>,
    /// The sums over the files that count.
    pub(crate) total: Numbers,
    /// The statements of all files that count, measured or not, and their branches if any job,
    /// enabled or not, measured branches. The shares of enabled and of disabled jobs are relative
    /// to this number, so they are comparable.
    pub(crate) whole: u64,
    /// Whether branches were measured.
    pub(crate) has_arcs: bool,
    /// For each job, the statements and branches that only it covers among the enabled jobs; for a
    /// disabled job, those that it would add.
    pub(crate) gains: Vec<(u64, u64)>,
}

impl JobCoverage {
    /// Computes the next file. Returns `None` once all are computed.
    pub(crate) fn prepare(&self, inputs: CoverageInputs<'_>) -> Option<Progress> {
        if self.covered.get().is_some() {
            return None;
        }
        let mut counting = self.counting.borrow_mut();
        let at_work = counting.get_or_insert_with(|| CoverageBuilder::new(inputs));
        if let Some((name, done, total)) = at_work.step(inputs) {
            let (done, total) = (count(done), count(total));
            return Some(Progress::of_files(Stage::Analysing, done, total, name));
        }
        if let Some(counting) = counting.take() {
            self.covered.get_or_init(|| counting.finish());
        }
        None
    }

    /// Returns the files with the coverage of each job.
    pub(crate) fn files(&self, inputs: CoverageInputs<'_>) -> &CoveredFiles {
        self.covered.get_or_init(|| {
            let begun = self.counting.take();
            let mut counting = begun.unwrap_or_else(|| CoverageBuilder::new(inputs));
            while counting.step(inputs).is_some() {}
            counting.finish()
        })
    }

    /// Returns the totals over the enabled jobs.
    pub(crate) fn totals(&self, inputs: CoverageInputs<'_>) -> &EnabledTotals {
        self.totals.get_or_init(|| EnabledTotals::new(self.files(inputs), inputs))
    }

    /// Returns the totals of each single job, over the files that count and that the job measured.
    pub(crate) fn alone(&self, inputs: CoverageInputs<'_>) -> &[Numbers] {
        self.alone.get_or_init(|| {
            let covered = self.files(inputs);
            let of_job = |(job, &has_arcs): (usize, &bool)| {
                let files =
                    covered.files.iter().filter(|file| inputs.counts(file.is_approximate()));
                let measured = files.filter_map(|file| {
                    Some(file.numbers(file.covered_by(job)?, has_arcs, |other| other == job))
                });
                measured.sum()
            };
            covered.jobs.iter().enumerate().map(of_job).collect()
        })
    }

    /// Returns the doubts about the source. Calls `check` only the first time.
    pub(crate) fn source_doubts(&self, check: impl FnOnce() -> Vec<Doubt>) -> &[Doubt] {
        self.source_doubts.get_or_init(check)
    }

    /// Discards the totals, for a change of the enabled jobs.
    pub(crate) fn forget_totals(&mut self) {
        self.totals = OnceCell::new();
    }

    /// Discards all sums, for a change of the files that count.
    pub(crate) fn forget_sums(&mut self) {
        self.forget_totals();
        self.alone = OnceCell::new();
    }
}

impl EnabledTotals {
    fn new(covered: &CoveredFiles, inputs: CoverageInputs<'_>) -> EnabledTotals {
        let on = inputs.jobs_on();
        let is_on = |job: usize| on.get(job).copied().unwrap_or(false);
        let has_arcs = covered.has_arcs(is_on);
        let may_have_arcs = covered.has_arcs(|_| true);
        let mut gains = vec![(0, 0); covered.jobs.len()];
        let (mut total, mut whole) = (Numbers::default(), 0);
        let files = covered.files.iter().map(|file| {
            let (single, any) = file.single(is_on);
            let is_measured = file.jobs.iter().any(|(job, _)| is_on(*job));
            let numbers = file.numbers(&any, has_arcs, is_on);
            if inputs.counts(file.is_approximate()) {
                let (statements, branches) = file.items.all();
                whole += statements + if may_have_arcs { branches } else { 0 };
                if is_measured {
                    total += numbers;
                }
                for (job, set) in &file.jobs {
                    let (statements, branches) = if is_on(*job) {
                        file.items.count_common(set, &single)
                    } else {
                        file.items.count_beyond(set, &any)
                    };
                    if let Some(gain) = gains.get_mut(*job) {
                        gain.0 += statements;
                        gain.1 += branches;
                    }
                }
            }
            is_measured.then_some(numbers)
        });
        let files = files.collect();
        EnabledTotals { files, total, whole, has_arcs, gains }
    }

    /// Returns the files that enabled jobs measured, with their numbers, in order.
    pub(crate) fn measured<'a>(
        &'a self,
        covered: &'a CoveredFiles,
    ) -> impl Iterator<Item = (&'a CoveredFile, Numbers)> {
        let files = covered.files.iter().zip(&self.files);
        files.filter_map(|(file, numbers)| Some((file, (*numbers)?)))
    }
}
