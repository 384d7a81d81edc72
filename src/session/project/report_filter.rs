//! The filter of files to report on, by `include` and `omit`.

use std::collections::BTreeSet;
use std::sync::Arc;

use covdrop_data::{Globs, RecordedPath, SourcePath};

use crate::source_links::Links;

/// The filter of files to report on.
#[derive(Clone, Debug, Default)]
pub(crate) struct ReportFilter {
    pub(super) include: Option<Globs>,
    pub(super) omit: Option<Globs>,
    /// The only files to report on, if they are chosen one by one.
    pub(super) only: Option<Arc<BTreeSet<SourcePath>>>,
    /// The prefix of all paths that patterns are matched with: the root, or empty if recorded paths
    /// are relative.
    pub(super) start: String,
    pub(super) links: Links,
}

impl ReportFilter {
    /// Returns true if the file at `path` is reported on. Patterns are matched with its real path.
    pub(crate) fn includes(&self, path: &SourcePath) -> bool {
        if self.only.as_ref().is_some_and(|only| !only.contains(path)) {
            return false;
        }
        let outside = self.links.outside(path);
        self.includes_name(&outside.unwrap_or_else(|| format!("{}{path}", self.start)))
    }

    /// Returns true if the file that was recorded at `path` is reported on, provided that it has a
    /// source.
    pub(crate) fn includes_recorded(&self, path: &RecordedPath) -> bool {
        if self.only.is_some() {
            // They are files of the source tree.
            false
        } else if path.is_absolute() {
            self.includes_name(path.as_str())
        } else {
            self.includes_name(&format!("{}{path}", self.start))
        }
    }

    fn includes_name(&self, name: &str) -> bool {
        self.include.as_ref().is_none_or(|globs| globs.matches(name))
            && !self.omit.as_ref().is_some_and(|globs| globs.matches(name))
    }
}
