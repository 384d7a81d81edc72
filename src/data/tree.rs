//! The set of files in the source tree, with path lookup.

use foldhash::HashMap;

use crate::SourcePath;
use crate::glob::absolute;
use crate::path::is_plain;

/// The files of a source tree.
#[derive(Clone, Debug, Default)]
pub struct SourceTree {
    /// Sorted, each once.
    paths: Vec<SourcePath>,
    /// The index of each path in `paths`.
    places: HashMap<SourcePath, usize>,
}

impl SourceTree {
    /// Creates the tree of these files.
    pub fn new(paths: impl IntoIterator<Item = SourcePath>) -> SourceTree {
        let mut paths: Vec<SourcePath> = paths.into_iter().collect();
        paths.sort();
        paths.dedup();
        let places = paths.iter().enumerate().map(|(at, path)| (path.clone(), at)).collect();
        SourceTree { paths, places }
    }

    /// Returns the files, in order.
    pub fn paths(&self) -> &[SourcePath] {
        &self.paths
    }

    /// Returns the file whose path is exactly `path`.
    pub fn get(&self, path: &str) -> Option<&SourcePath> {
        self.places.get(path).and_then(|&at| self.paths.get(at))
    }

    /// Returns the file that a relative `path` names, in any spelling.
    pub fn named(&self, path: &str) -> Option<&SourcePath> {
        if is_plain(path) { self.get(path) } else { self.get(SourcePath::new(path)?.as_str()) }
    }

    /// Returns the file at `path`, which is absolute or relative to `root`, the tree's own path.
    ///
    /// As on a disk, `..` after a directory that does not exist leads nowhere.
    pub fn at(&self, path: &str, root: &str) -> Option<&SourcePath> {
        // Nearly all paths are in normal form, and nearly all are those of other machines.
        let is_odd = |two: &[u8]| matches!(two, b"//" | b"/.");
        if path.starts_with('/') && !path.as_bytes().windows(2).any(is_odd) {
            return self.get(path.strip_prefix(root)?.strip_prefix('/')?.trim_end_matches('/'));
        }
        let mut parts: Vec<&str> = Vec::new();
        if !path.starts_with('/') {
            parts.extend(root.split('/').filter(|part| !part.is_empty()));
        }
        for part in path.split('/') {
            match part {
                "" | "." => {}
                ".." => {
                    let directory = format!("/{}", parts.join("/"));
                    let below = |rest: &&str| rest.is_empty() || rest.starts_with('/');
                    let in_tree = directory.strip_prefix(root).filter(below);
                    if in_tree.is_some_and(|directory| !self.has_directory(directory)) {
                        return None;
                    }
                    parts.pop();
                }
                _ => parts.push(part),
            }
        }
        let full = format!("/{}", parts.join("/"));
        self.get(full.strip_prefix(root)?.strip_prefix('/')?)
    }

    /// Returns the full path of the directory or file at `path`, which is absolute or relative to
    /// `root`, the tree's own path.
    pub fn locate(&self, path: &str, root: &str) -> Option<String> {
        let full = absolute(&path.replace('\\', "/"), root);
        let inner =
            full.strip_prefix(root).filter(|inner| inner.is_empty() || inner.starts_with('/'))?;
        let is_there = self.has_directory(inner) || self.at(&full, root).is_some();
        is_there.then_some(full)
    }

    /// Returns true if a file lies below `directory`, a path from the root of the tree.
    pub fn has_directory(&self, directory: &str) -> bool {
        let below = format!("{}/", directory.trim_start_matches('/'));
        if below == "/" {
            return true;
        }
        let at = self.paths.partition_point(|path| path.as_str() < below.as_str());
        self.paths.get(at).is_some_and(|path| path.as_str().starts_with(&below))
    }
}
