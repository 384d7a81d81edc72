//! The parts of a session from which coverage is computed.

use covdrop_data::{Combined, Selection};
use covdrop_protocol::JobId;

use crate::project::Project;

/// The parts of a session from which coverage is computed.
#[derive(Clone, Copy)]
pub(crate) struct CoverageInputs<'a> {
    pub(crate) combined: &'a Combined,
    pub(crate) project: &'a Project,
    pub(crate) selection: &'a Selection,
    /// Whether Python 2 sources count.
    pub(crate) with_approximate: bool,
}

impl CoverageInputs<'_> {
    /// Returns the ids of all jobs, in the order of the overview.
    pub(crate) fn job_ids(&self) -> Vec<JobId> {
        self.combined.jobs().map(|(id, _)| JobId(id.0)).collect()
    }

    /// Returns whether each job is enabled, in the same order.
    pub(crate) fn jobs_on(&self) -> Vec<bool> {
        self.combined.jobs().map(|(id, _)| self.selection.has_job(id)).collect()
    }

    /// Returns true if a file counts in totals.
    pub(crate) fn counts(&self, is_approximate: bool) -> bool {
        self.with_approximate || !is_approximate
    }
}
