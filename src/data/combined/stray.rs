//! Finds recorded lines that a source has no code on.

use covdrop_lines::{Arc, End, LineSet};

use super::Combined;
use crate::{FileId, JobId, Selection};

impl Combined {
    /// Returns true if any data file of `file` has a line that is not in `lines`.
    ///
    /// Builds no union, so it is fast enough to call for every file of a project.
    pub fn has_lines_outside(&self, file: FileId, lines: &LineSet) -> bool {
        let is_within = |arc: &Arc| {
            let mut ends = [arc.from, arc.to].into_iter().filter_map(End::as_line);
            ends.all(|line| lines.contains(line))
        };
        let mut parts = self.parts_of(file);
        parts.any(|part| !part.lines().is_subset_of(lines) || !part.arcs().iter().all(is_within))
    }

    /// Returns the jobs whose data names `file`, ascending.
    pub fn jobs_of(&self, file: FileId) -> Vec<JobId> {
        let everything = Selection::everything();
        let mut jobs: Vec<JobId> = self.parts(file, &everything).map(|(job, _)| job).collect();
        jobs.sort_unstable();
        jobs.dedup();
        jobs
    }
}
