//! The numbers that are in view, each computed once until something changes that it depends on.

use std::cell::{OnceCell, RefCell};

use covdrop_data::{Combined, Selection};
use covdrop_protocol::{Doubt, JobId, Progress, Stage};
use covdrop_report::Numbers;

use crate::covers::{Counting, Covers, FileCovers};
use crate::project::{Chooser, Project};
use crate::view::count;

/// The numbers that are in view.
#[derive(Debug, Default)]
pub(crate) struct Counts {
    /// What each job covers, being made.
    counting: RefCell<Option<Counting>>,
    covers: OnceCell<Covers>,
    standing: OnceCell<Standing>,
    alone: OnceCell<Vec<Numbers>>,
    source_doubts: OnceCell<Vec<Doubt>>,
}

/// The numbers over the jobs that are on.
#[derive(Debug)]
pub(crate) struct Standing {
    /// Of each file, in the order of [`Covers::files`]; nothing where no job that is on measured
    /// the file: their data, combined, would not name it.
    pub(crate) files: Vec<Option<Numbers>>,
    /// The sums over these, as far as they count.
    pub(crate) total: Numbers,
    /// All statements of the files that count, measured or not, and all branches where any job, on or
    /// off, measured those: what shares are of, so that those of jobs that are on and of jobs that
    /// are off compare.
    pub(crate) whole: u64,
    /// Whether branches were measured.
    pub(crate) has_arcs: bool,
    /// Of each job: how many statements and branches it alone covers among those that are on, or
    /// would add to them.
    pub(crate) gains: Vec<(u64, u64)>,
}

/// All that [`Counts`] are counted from.
#[derive(Clone, Copy)]
pub(crate) struct Basis<'a> {
    pub(crate) combined: &'a Combined,
    pub(crate) project: &'a Project,
    pub(crate) chooser: &'a Chooser,
    pub(crate) selection: &'a Selection,
    /// Whether Python 2 sources count.
    pub(crate) with_approximate: bool,
}

impl Basis<'_> {
    /// The ids of all jobs, in the order of the overview.
    pub(crate) fn job_ids(&self) -> Vec<JobId> {
        self.combined.jobs().map(|(id, _)| JobId(id.0)).collect()
    }

    /// Whether each job is on, by its place.
    pub(crate) fn jobs_on(&self) -> Vec<bool> {
        self.combined.jobs().map(|(id, _)| self.selection.has_job(id)).collect()
    }
}

impl Counts {
    /// Does the next small piece of finding out what each job covers; nothing where that is known.
    pub(crate) fn prepare(&self, basis: Basis<'_>) -> Option<Progress> {
        if self.covers.get().is_some() {
            return None;
        }
        let mut counting = self.counting.borrow_mut();
        let at_work = counting.get_or_insert_with(|| basis.counting());
        if let Some((name, done, total)) = at_work.step(basis.combined, basis.project) {
            let (done, total) = (count(done), count(total));
            return Some(Progress::of_files(Stage::Analysing, done, total, name));
        }
        if let Some(counting) = counting.take() {
            self.covers.get_or_init(|| counting.finish());
        }
        None
    }

    /// What each job covers.
    pub(crate) fn covers(&self, basis: Basis<'_>) -> &Covers {
        self.covers.get_or_init(|| {
            let begun = self.counting.take();
            let mut counting = begun.unwrap_or_else(|| basis.counting());
            while counting.step(basis.combined, basis.project).is_some() {}
            counting.finish()
        })
    }

    /// The numbers over the jobs that are on.
    pub(crate) fn standing(&self, basis: Basis<'_>) -> &Standing {
        self.standing.get_or_init(|| Standing::new(self.covers(basis), basis))
    }

    /// The sums of each job by itself, over the files that count and that it measured.
    pub(crate) fn alone(&self, basis: Basis<'_>) -> &[Numbers] {
        self.alone.get_or_init(|| {
            let covers = self.covers(basis);
            let of_job = |(job, &has_arcs): (usize, &bool)| {
                let files = covers.files.iter().filter(|file| basis.counts(file.is_approximate()));
                let measured = files.filter_map(|file| {
                    Some(file.numbers(file.covered_by(job)?, has_arcs, |other| other == job))
                });
                measured.sum()
            };
            covers.jobs.iter().enumerate().map(of_job).collect()
        })
    }

    /// The doubts about the source, which `check` finds the first time that they are asked for.
    pub(crate) fn source_doubts(&self, check: impl FnOnce() -> Vec<Doubt>) -> &[Doubt] {
        self.source_doubts.get_or_init(check)
    }

    /// Other jobs are on than before.
    pub(crate) fn forget_standing(&mut self) {
        self.standing = OnceCell::new();
    }

    /// Other files count than before.
    pub(crate) fn forget_sums(&mut self) {
        self.forget_standing();
        self.alone = OnceCell::new();
    }
}

impl Basis<'_> {
    fn counting(&self) -> Counting {
        Counting::new(self.combined, self.chooser, self.selection)
    }

    /// Whether a file is a part of sums.
    pub(crate) fn counts(&self, is_approximate: bool) -> bool {
        self.with_approximate || !is_approximate
    }
}

impl Standing {
    fn new(covers: &Covers, basis: Basis<'_>) -> Standing {
        let on = basis.jobs_on();
        let is_on = |job: usize| on.get(job).copied().unwrap_or(false);
        let has_arcs = covers.has_arcs(is_on);
        let may_have_arcs = covers.has_arcs(|_| true);
        let mut gains = vec![(0, 0); covers.jobs.len()];
        let (mut total, mut whole) = (Numbers::default(), 0);
        let files = covers.files.iter().map(|file| {
            let (single, any) = file.single(is_on);
            let is_measured = file.jobs.iter().any(|(job, _)| is_on(*job));
            let numbers = file.numbers(&any, has_arcs, is_on);
            if basis.counts(file.is_approximate()) {
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
        Standing { files, total, whole, has_arcs, gains }
    }

    /// The files that the jobs that are on measured, with their numbers, in order.
    pub(crate) fn measured<'a>(
        &'a self,
        covers: &'a Covers,
    ) -> impl Iterator<Item = (&'a FileCovers, Numbers)> {
        let files = covers.files.iter().zip(&self.files);
        files.filter_map(|(file, numbers)| Some((file, (*numbers)?)))
    }
}
