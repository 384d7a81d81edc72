//! The files of the source tree, and which of them a recorded path is.

use std::collections::HashMap;

use crate::path::starts;
use crate::{RecordedPath, SourcePath};

/// What a recorded path is in the source tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// The path is the file's own, relative to the root.
    Exact(SourcePath),
    /// The recorded path ends in the file's path: of several files, the longest.
    Tail(SourcePath),
    /// No file of the tree.
    Nothing,
}

/// The files of a source tree.
#[derive(Clone, Debug, Default)]
pub struct SourceTree {
    /// Sorted, each once.
    paths: Vec<SourcePath>,
    /// Where each path lies in `paths`, by its text.
    places: HashMap<String, usize>,
}

impl SourceTree {
    /// The tree of these files.
    pub fn new(paths: impl IntoIterator<Item = SourcePath>) -> SourceTree {
        let mut paths: Vec<SourcePath> = paths.into_iter().collect();
        paths.sort();
        paths.dedup();
        let places =
            paths.iter().enumerate().map(|(at, path)| (path.as_str().to_owned(), at)).collect();
        SourceTree { paths, places }
    }

    /// The files, in order.
    pub fn paths(&self) -> &[SourcePath] {
        &self.paths
    }

    /// The file of this very path.
    pub fn get(&self, path: &str) -> Option<&SourcePath> {
        self.places.get(path).and_then(|&at| self.paths.get(at))
    }

    /// The file at `path`, which is absolute or relative to `root`, where the tree lies.
    ///
    /// As on a disk, `..` leads nowhere behind a directory that does not exist.
    pub fn at(&self, path: &str, root: &str) -> Option<&SourcePath> {
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

    /// Whether a file lies below `directory`.
    fn has_directory(&self, directory: &str) -> bool {
        let below = format!("{}/", directory.trim_start_matches('/'));
        if below == "/" {
            return true;
        }
        let at = self.paths.partition_point(|path| path.as_str() < below.as_str());
        self.paths.get(at).is_some_and(|path| path.as_str().starts_with(&below))
    }

    /// The file that `recorded` is: the one of that relative path, or the one whose whole path is
    /// the longest tail of it.
    ///
    /// Every candidate ends the same path, so that there is never more than one longest: what is
    /// ambiguous is left to the rules that a person confirms.
    pub fn find(&self, recorded: &RecordedPath) -> Found {
        let path = recorded.parts().collect::<Vec<_>>().join("/");
        for (start, _) in starts(&path) {
            if let Some(found) = path.get(start..).and_then(|tail| self.get(tail)) {
                let exact = start == 0 && !recorded.is_absolute();
                return if exact {
                    Found::Exact(found.clone())
                } else {
                    Found::Tail(found.clone())
                };
            }
        }
        Found::Nothing
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree(paths: &[&str]) -> SourceTree {
        SourceTree::new(paths.iter().filter_map(|path| SourcePath::new(path)))
    }

    fn source(path: &str) -> SourcePath {
        SourcePath::new(path).unwrap()
    }

    #[test]
    fn the_longest_tail_wins() {
        let tree = tree(&["a.py", "pkg/a.py"]);
        let find = |path: &str| tree.find(&RecordedPath::new(path));
        assert_eq!(find("pkg/a.py"), Found::Exact(source("pkg/a.py")));
        assert_eq!(find("/builds/x/pkg/a.py"), Found::Tail(source("pkg/a.py")));
        assert_eq!(find(r"C:\w\pkg\a.py"), Found::Tail(source("pkg/a.py")));
        assert_eq!(find("/builds/x/a.py"), Found::Tail(source("a.py")));
        assert_eq!(find("/builds/x/b.py"), Found::Nothing);
    }
}
