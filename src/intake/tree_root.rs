//! Maps paths in a container to paths in the source tree.

use std::collections::BTreeMap;

use crate::containers::Container;
use crate::input_path::InputPath;

/// The root of the source tree in a container.
#[derive(Clone, Debug, Default)]
pub(crate) struct TreeRoot {
    /// The folders that are not part of the tree's paths, with a slash at the end.
    around: String,
    /// The prefix of all paths of the tree.
    prefix: String,
}

impl TreeRoot {
    /// Returns the root in the container at `path`.
    pub(crate) fn of(path: &str, container: &Container) -> TreeRoot {
        let prefix = if container.is_package(path) { format!("{path}/") } else { String::new() };
        TreeRoot { around: container.folders_around_tree(), prefix }
    }

    /// Returns the root in an archive that modules were imported from, whose recorded paths lead
    /// through the archive. `known` has the roots of the containers around it.
    pub(crate) fn of_imported(archive: &InputPath, known: &BTreeMap<String, TreeRoot>) -> TreeRoot {
        let outer = known.get(&archive.container);
        let path = outer.map_or_else(|| archive.inner.clone(), |outer| outer.path(&archive.inner));
        TreeRoot { around: String::new(), prefix: format!("{path}/") }
    }

    /// Returns the path in the source tree of the file at `inner` of the container.
    pub(crate) fn path(&self, inner: &str) -> String {
        format!("{}{}", self.prefix, self.below(inner))
    }

    /// Returns the path of the file at `inner` relative to the root.
    pub(crate) fn below<'a>(&self, inner: &'a str) -> &'a str {
        inner.strip_prefix(&self.around).unwrap_or(inner)
    }

    /// Returns the name of the file at `inner` if it lies directly at the root.
    pub(crate) fn top_name<'a>(&self, inner: &'a str) -> Option<&'a str> {
        inner.strip_prefix(&self.around).filter(|name| !name.contains('/'))
    }
}
