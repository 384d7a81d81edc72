//! Slice: the jobs, and the answers to questions about them.

use covdrop_protocol::{Found, MinimalJobs};

use crate::shared::Shared;

/// Answers about jobs.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct JobAnswers {
    /// The pattern for contexts that the worker was told last.
    pub(super) contexts: String,
    /// The answer to a question about jobs.
    pub(crate) found: Option<Shared<Found>>,
    /// The minimal job set.
    pub(crate) minimal: Option<Shared<MinimalJobs>>,
}

impl JobAnswers {
    /// Forgets answers to a question that is no longer asked.
    pub(super) fn clear_answers(&mut self) {
        (self.found, self.minimal) = (None, None);
    }
}
