//! The choice of jobs and contexts that count.

use crate::{Context, JobId};

/// The jobs and contexts that count.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    /// For each job number, whether the job is switched off.
    off: Vec<bool>,
    /// For each context number, whether it counts; `None` for all contexts.
    contexts: Option<Vec<bool>>,
}

impl Selection {
    /// Selects all jobs and contexts.
    pub fn everything() -> Selection {
        Selection::default()
    }

    /// Selects only `job` out of `count` jobs.
    pub fn only(job: JobId, count: usize) -> Selection {
        let mut selection = Selection { off: vec![true; count], contexts: None };
        selection.switch(job, true);
        selection
    }

    /// Returns a selection with the same contexts and every job.
    #[must_use]
    pub fn of_all_jobs(&self) -> Selection {
        Selection { off: Vec::new(), contexts: self.contexts.clone() }
    }

    /// Switches a job on or off.
    pub fn switch(&mut self, job: JobId, on: bool) {
        let at = job.0 as usize;
        if at >= self.off.len() {
            if on {
                return;
            }
            self.off.resize(at + 1, false);
        }
        if let Some(off) = self.off.get_mut(at) {
            *off = !on;
        }
    }

    /// Returns true if `job` is selected.
    pub fn has_job(&self, job: JobId) -> bool {
        !self.off.get(job.0 as usize).copied().unwrap_or(false)
    }

    /// Selects only `contexts`.
    pub fn restrict(&mut self, contexts: impl IntoIterator<Item = Context>) {
        let mut on = Vec::new();
        for context in contexts {
            let at = context.0 as usize;
            if at >= on.len() {
                on.resize(at + 1, false);
            }
            if let Some(on) = on.get_mut(at) {
                *on = true;
            }
        }
        self.contexts = Some(on);
    }

    /// Selects every context.
    pub fn unrestrict(&mut self) {
        self.contexts = None;
    }

    /// Returns true if every context is selected.
    pub fn is_unrestricted(&self) -> bool {
        self.contexts.is_none()
    }

    /// Returns true if `context` is selected.
    pub fn has_context(&self, context: Context) -> bool {
        match &self.contexts {
            None => true,
            Some(on) => on.get(context.0 as usize).copied().unwrap_or(false),
        }
    }
}
