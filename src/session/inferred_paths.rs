//! Formats the inferred path aliases, as text and as a `[paths]` section to copy.

use std::collections::BTreeSet;

use covdrop_data::{JobId, ProposedAlias};
use covdrop_protocol::escape_invisible;

use crate::session_view::SessionView;

/// Returns the inferred path aliases in use, each as text.
pub(crate) fn inferred_aliases(view: SessionView<'_>) -> Vec<String> {
    let applied = view.mapping.applied();
    let alias = |proposed: &ProposedAlias| {
        let (prefix, target) = (&proposed.rule.prefix, &proposed.rule.target);
        let prefix = if prefix.is_empty() { "(relative paths)" } else { prefix };
        let target = if target.is_empty() { "." } else { target };
        let is_apart = |other: &&ProposedAlias| other.rule.prefix == proposed.rule.prefix;
        if applied.iter().filter(is_apart).count() == 1 {
            return escape_invisible(&format!("{prefix} → {target}"));
        }
        let jobs = proposed.applied_to.iter().filter_map(|id| view.dataset.combined.job_of(*id));
        let jobs: BTreeSet<JobId> = jobs.collect();
        let labels = jobs.into_iter().filter_map(|id| view.dataset.combined.job(id));
        let labels: Vec<&str> = labels.map(|job| job.label.as_str()).collect();
        escape_invisible(&format!("{prefix} → {target} ({})", labels.join(", ")))
    };
    applied.iter().map(alias).collect()
}

/// Returns `[paths]` of the settings with the inferred aliases in use, to copy into the settings
/// file; empty if none of them applies to all jobs.
pub(crate) fn paths_to_copy(view: SessionView<'_>) -> String {
    view.mapping.section(view.settings())
}
