//! Which files are reported on.

use covdrop_data::{Globs, RecordedPath, SourcePath};

use crate::links::Links;

/// Which files to report on.
#[derive(Clone, Debug, Default)]
pub(crate) struct Chooser {
    pub(super) include: Option<Globs>,
    pub(super) omit: Option<Globs>,
    /// What patterns are held against begins with this: the root, or nothing where files are known
    /// by relative paths.
    pub(super) start: String,
    pub(super) links: Links,
}

impl Chooser {
    /// Whether to report on the file at `path`. Patterns are held against where it really lies.
    pub(crate) fn takes(&self, path: &SourcePath) -> bool {
        let outside = self.links.outside(path);
        self.takes_name(&outside.unwrap_or_else(|| format!("{}{path}", self.start)))
    }

    /// Whether to report on the file that was recorded at `path`, if there were a source.
    pub(crate) fn takes_recorded(&self, path: &RecordedPath) -> bool {
        if path.is_absolute() {
            self.takes_name(path.as_str())
        } else {
            self.takes_name(&format!("{}{path}", self.start))
        }
    }

    fn takes_name(&self, name: &str) -> bool {
        self.include.as_ref().is_none_or(|globs| globs.matches(name))
            && !self.omit.as_ref().is_some_and(|globs| globs.matches(name))
    }
}
