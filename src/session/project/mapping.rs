//! Maps recorded paths, and those of diffs, to files of the source tree.

use covdrop_data::{PathUse, SourceTree};

use super::current_settings::or_fault;
use super::{Origin, Project};
use crate::path_mapping::{PathMapping, TargetTree};

impl Project {
    /// Maps recorded paths to files of the tree.
    pub(crate) fn map(&mut self, uses: &[PathUse<'_>]) -> PathMapping {
        let files = SourceTree::new(self.sources.keys().cloned());
        let tree = self.target_tree(&files);
        let mapping = PathMapping::new(uses, tree, &self.current.settings, &self.path_rules);
        let file = || self.current.settings.file.clone().unwrap_or_default();
        let (mapping, fault) =
            or_fault(mapping.map_err(|error| (Origin::File(file(), "[paths]"), error)));
        self.current.faults.paths = fault;
        mapping
    }

    /// Maps the paths of a diff to files of the tree. `None` if `[paths]` of the settings is invalid.
    pub(crate) fn map_changed(&self, uses: &[PathUse<'_>]) -> Option<PathMapping> {
        let files = SourceTree::new(self.sources.keys().cloned());
        let tree = self.target_tree(&files);
        PathMapping::new(uses, tree, &self.current.settings, &self.path_rules).ok()
    }

    fn target_tree<'a>(&'a self, files: &'a SourceTree) -> TargetTree<'a> {
        TargetTree {
            files,
            root: &self.location.root,
            more_roots: &self.location.more_roots,
            links: &self.location.links,
            is_strict: self.has_strict_paths,
        }
    }
}
