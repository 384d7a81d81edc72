//! The path of a file in a drop.

use crate::file_names::last_part;

/// A path in a drop, in two parts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct InputPath {
    /// The dropped folder, or the path of the archive; empty for a lone file.
    pub(crate) container: String,
    /// The path in the container.
    pub(crate) inner: String,
}

impl InputPath {
    /// Creates the path of a dropped file, lone or in a folder.
    pub(crate) fn dropped(path: &str) -> InputPath {
        let (container, inner) = path.split_once('/').unwrap_or(("", path));
        InputPath { container: container.to_owned(), inner: inner.to_owned() }
    }

    /// Creates the path of a dropped folder or archive itself.
    pub(crate) fn dropped_folder(name: &str) -> InputPath {
        InputPath { container: String::new(), inner: name.to_owned() }
    }

    /// Returns the path of an entry of the archive at `self`.
    pub(crate) fn entry(&self, path: &str) -> InputPath {
        InputPath { container: self.full(), inner: path.to_owned() }
    }

    /// Returns the path of a file in the same folder as this one.
    pub(crate) fn sibling(&self, name: &str) -> InputPath {
        let folder = self.folder();
        let inner = if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") };
        InputPath { container: self.container.clone(), inner }
    }

    /// Returns the whole path.
    pub fn full(&self) -> String {
        if self.container.is_empty() {
            self.inner.clone()
        } else {
            format!("{}/{}", self.container, self.inner)
        }
    }

    /// Returns the last part of the path.
    pub(crate) fn name(&self) -> &str {
        last_part(&self.inner)
    }

    /// Returns the folders between the container and the file.
    pub(crate) fn folder(&self) -> &str {
        self.inner.rsplit_once('/').map_or("", |(folder, _)| folder)
    }
}

/// Returns the name of the input that contains `path`: the first part of the path.
pub(crate) fn input_name(path: &str) -> &str {
    path.split_once('/').map_or(path, |(name, _)| name)
}
