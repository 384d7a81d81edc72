//! The source tree to which recorded paths are mapped.

use covdrop_data::{RecordedPath, SourcePath, SourceTree};

use crate::source_links::{Links, rest_below};

/// The folder of the tree if the real one is unknown, as in a browser.
pub(crate) const UNKNOWN_ROOT: &str = "/covdrop";

/// The source tree and its location, and whether aliases may be inferred.
#[derive(Clone, Copy, Debug)]
pub(crate) struct TargetTree<'a> {
    pub(crate) files: &'a SourceTree,
    /// The folder of the tree: absolute, with `/`.
    pub(crate) root: &'a str,
    /// Other folders whose files are in the tree too.
    pub(crate) more_roots: &'a [String],
    pub(crate) links: &'a Links,
    /// Whether aliases are not inferred.
    pub(crate) is_strict: bool,
}

impl<'a> TargetTree<'a> {
    /// Returns the file at `path`, which is absolute or relative to the root.
    pub(super) fn at(&self, path: &str) -> Option<&'a SourcePath> {
        let in_more = || {
            let mut roots = self.more_roots.iter();
            let root = roots.find(|root| rest_below(path, root).is_some())?;
            self.files.at(path, root)
        };
        let in_linked = || self.links.file(path, self.files);
        self.files.at(path, self.root).or_else(in_more).or_else(in_linked)
    }

    /// Returns true if an absolute path leads into the tree.
    pub(super) fn contains(&self, path: &RecordedPath) -> bool {
        let known = Some(self.root).filter(|root| *root != UNKNOWN_ROOT);
        let more = self.more_roots.iter().map(String::as_str).chain(self.links.targets());
        let mut roots = known.into_iter().chain(more);
        roots.any(|root| rest_below(path.as_str(), root).is_some())
    }
}
