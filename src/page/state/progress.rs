//! Slice: the worker's current work and its progress.

use std::collections::BTreeSet;

use covdrop_protocol::{Progress, QueryId, display_text};

use crate::words::faults;

/// Work that the worker is doing.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Work {
    /// The page has requested it, and the worker has not reported progress yet.
    Requested,
    /// The worker has reported this progress.
    Running(Progress),
}

/// The current work, the queries without a reply, and the last failure.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct ImportProgress {
    work: Option<Work>,
    /// The queries without a reply yet.
    awaited: BTreeSet<QueryId>,
    /// Whether the work has lasted long enough to be announced: a short flash would disturb.
    is_announced: bool,
    pub(crate) fault: Option<Fault>,
}

/// The reason why the page cannot go on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Fault {
    pub(crate) sentence: String,
    /// The text of the error that stopped the worker, for a report.
    pub(crate) details: Option<String>,
}

impl ImportProgress {
    /// Returns the work to show.
    pub(crate) fn announced(&self) -> Option<&Work> {
        self.work.as_ref().filter(|_| self.is_announced)
    }

    pub(super) fn is_busy(&self) -> bool {
        self.work.is_some() || !self.awaited.is_empty()
    }

    /// Notes that the page has requested work. Reported progress stays until there is a newer
    /// report.
    pub(super) fn start(&mut self) {
        self.work.get_or_insert(Work::Requested);
    }

    pub(super) fn report(&mut self, progress: Progress) {
        self.work = Some(Work::Running(progress));
    }

    /// Notes a failure. Escapes the sentence, since it may contain names from the address and from
    /// files.
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

    /// Notes the reply to a query; returns false if the page does not wait for it. The worker
    /// replies in the order of the queries, so the replies to earlier ones are lost.
    pub(super) fn replied(&mut self, id: QueryId) -> bool {
        let later = self.awaited.split_off(&QueryId(id.0 + 1));
        let is_awaited = self.awaited.remove(&id);
        if !self.awaited.is_empty() {
            self.fault = Some(Fault { sentence: faults::REPLY_LOST.to_owned(), details: None });
        }
        self.awaited = later;
        is_awaited
    }

    /// Returns the earliest query without a reply.
    #[cfg(test)]
    pub(crate) fn first_awaited(&self) -> Option<QueryId> {
        self.awaited.first().copied()
    }

    /// Clears the work and the queries, as a new worker has received none.
    pub(super) fn reset(&mut self) {
        self.awaited.clear();
        self.work = None;
    }
}
