//! Slice: what the worker is doing, and how far it has come.

use std::collections::BTreeSet;

use covdrop_protocol::{Progress, QueryId, display_text};

use crate::words::faults;

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
    /// The queries without a reply yet.
    awaited: BTreeSet<QueryId>,
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
        self.work.is_some() || !self.awaited.is_empty()
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
        self.fault = Some(Fault { sentence: display_text(sentence), details });
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

    pub(super) fn expect_reply(&mut self, id: QueryId) {
        self.awaited.insert(id);
    }

    /// A query got its reply; returns false if it was not awaited. The worker replies in the order
    /// of the queries, so that those before this one were lost.
    pub(super) fn replied(&mut self, id: QueryId) -> bool {
        let later = self.awaited.split_off(&QueryId(id.0 + 1));
        let is_awaited = self.awaited.remove(&id);
        if !self.awaited.is_empty() {
            self.fault = Some(Fault { sentence: faults::REPLY_LOST.to_owned(), details: None });
        }
        self.awaited = later;
        is_awaited
    }

    /// The query that was sent first of those without a reply.
    #[cfg(test)]
    pub(crate) fn first_awaited(&self) -> Option<QueryId> {
        self.awaited.first().copied()
    }

    /// The worker was replaced by a new one, which was asked nothing.
    pub(super) fn reset(&mut self) {
        self.awaited.clear();
        self.work = None;
    }
}
