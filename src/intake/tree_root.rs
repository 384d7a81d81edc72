//! The root of the source tree in a container, which turns paths there into paths of the tree.

use std::collections::BTreeMap;

use crate::containers::Container;
use crate::input_path::InputPath;

/// The root of the source tree in a container.
#[derive(Clone, Debug, Default)]
pub(crate) struct TreeRoot {
    /// The folders that are no part of the tree's paths, with a slash at the end.
    around: String,
    /// The beginning of all paths of the tree.
    prefix: String,
}

impl TreeRoot {
    /// The root in the container at `path`.
    pub(crate) fn of(path: &str, container: &Container) -> TreeRoot {
        let prefix = if container.is_package(path) { format!("{path}/") } else { String::new() };
        TreeRoot { around: container.folders_around_tree(), prefix }
    }

    /// The root in an archive that modules were imported from: their paths lead through the archive.
    /// `known` are the roots of the containers around it.
    pub(crate) fn of_imported(archive: &InputPath, known: &BTreeMap<String, TreeRoot>) -> TreeRoot {
        let outer = known.get(&archive.container);
        let path = outer.map_or_else(|| archive.inner.clone(), |outer| outer.path(&archive.inner));
        TreeRoot { around: String::new(), prefix: format!("{path}/") }
    }

    /// The path in the source tree of the file at `inner` of the container.
    pub(crate) fn path(&self, inner: &str) -> String {
        format!("{}{}", self.prefix, self.below(inner))
    }

    /// The path of the file at `inner` relative to the root.
    pub(crate) fn below<'a>(&self, inner: &'a str) -> &'a str {
        inner.strip_prefix(&self.around).unwrap_or(inner)
    }

    /// The name of the file at `inner`, if it lies directly at the root.
    pub(crate) fn top_name<'a>(&self, inner: &'a str) -> Option<&'a str> {
        inner.strip_prefix(&self.around).filter(|name| !name.contains('/'))
    }
}
