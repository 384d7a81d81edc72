//! Which files are reported on.

use std::sync::Arc;

use covdrop_data::{Globs, SourcePath};

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
        let name = format!("{}/{path}", self.root);
        self.include.as_ref().is_none_or(|globs| globs.matches(&name))
            && !self.omit.as_ref().is_some_and(|globs| globs.matches(&name))
    }
}
