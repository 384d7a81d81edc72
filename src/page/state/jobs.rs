//! Slice: the jobs, and the answers to questions about them.

use covdrop_protocol::{Found, MinimalJobs};

use crate::shared::Shared;

/// Answers about jobs.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct JobAnswers {
    /// The last pattern for contexts that the page sent to the worker.
    pub(super) contexts: String,
    /// The answer to a question about jobs.
    pub(crate) found: Option<Shared<Found>>,
    /// The minimal job set.
    pub(crate) minimal: Option<Shared<MinimalJobs>>,
}

impl JobAnswers {
    /// Clears the answers when the question has changed.
    pub(super) fn clear_answers(&mut self) {
        (self.found, self.minimal) = (None, None);
    }
}
