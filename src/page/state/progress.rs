//! Slice: what the worker is doing, and how far it has come.

use covdrop_protocol::{Progress, escape_invisible};

/// Work that the worker is doing.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Work {
    /// It was asked for, and has not reported yet.
    Requested,
    /// It has come this far.
    Running(Progress),
}

/// The worker's work as the page knows it.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct ImportProgress {
    work: Option<Work>,
    /// How many questions have no answer yet.
    unanswered: usize,
    /// Whether the work has lasted long enough to be announced: a flash would only disturb.
    is_announced: bool,
    pub(crate) fault: Option<Fault>,
}

/// Why the page cannot go on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Fault {
    pub(crate) sentence: String,
    /// The text of the error that stopped the worker, for a report.
    pub(crate) details: Option<String>,
}

impl ImportProgress {
    /// The work to show.
    pub(crate) fn announced(&self) -> Option<&Work> {
        self.work.as_ref().filter(|_| self.is_announced)
    }

    pub(super) fn is_busy(&self) -> bool {
        self.work.is_some() || self.unanswered > 0
    }

    /// Work was requested. A report of work that is running stays until there is a newer one.
    pub(super) fn start(&mut self) {
        self.work.get_or_insert(Work::Requested);
    }

    pub(super) fn report(&mut self, progress: Progress) {
        self.work = Some(Work::Running(progress));
    }

    /// The page cannot go on. The address and files may have named what the sentence names.
    pub(super) fn fail(&mut self, sentence: &str, details: Option<String>) {
        self.fault = Some(Fault { sentence: escape_invisible(sentence), details });
    }

    pub(super) fn end(&mut self) {
        self.work = None;
    }

    pub(super) fn announce(&mut self) {
        self.is_announced = true;
    }

    pub(super) fn hide(&mut self) {
        self.is_announced = false;
    }

    pub(super) fn expect_answers(&mut self, count: usize) {
        self.unanswered += count;
    }

    pub(super) fn answered(&mut self) {
        self.unanswered = self.unanswered.saturating_sub(1);
    }

    /// The worker was replaced by a new one, which was asked nothing.
    pub(super) fn reset(&mut self) {
        self.unanswered = 0;
        self.work = None;
    }
}
