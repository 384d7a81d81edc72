//! Which files are reported on.

use std::sync::Arc;

use covdrop_data::{Globs, RecordedPath, SourcePath};

/// Which files to report on.
#[derive(Clone, Debug, Default)]
pub(crate) struct Chooser {
    pub(super) include: Option<Globs>,
    pub(super) omit: Option<Globs>,
    pub(super) root: Arc<str>,
}

impl Chooser {
    /// Whether to report on the file at `path`.
    pub(crate) fn takes(&self, path: &SourcePath) -> bool {
        self.takes_name(&format!("{}/{path}", self.root))
    }

    /// Whether to report on the file that was recorded at `path`, if there were a source.
    pub(crate) fn takes_recorded(&self, path: &RecordedPath) -> bool {
        if path.is_absolute() {
            self.takes_name(path.as_str())
        } else {
            self.takes_name(&format!("{}/{path}", self.root))
        }
    }

    fn takes_name(&self, name: &str) -> bool {
        self.include.as_ref().is_none_or(|globs| globs.matches(name))
            && !self.omit.as_ref().is_some_and(|globs| globs.matches(name))
    }
}
