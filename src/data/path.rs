//! The two types of path, which never mix: recorded paths and paths in the source tree.

use std::borrow::Borrow;
use std::fmt;
use std::sync::Arc;

/// A path as a data file has it: from any operating system, absolute or relative.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RecordedPath(Arc<str>);

impl RecordedPath {
    /// Wraps a path as it was recorded.
    pub fn new(path: impl Into<String>) -> RecordedPath {
        RecordedPath(path.into().into())
    }

    /// Returns the path, unchanged.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns true if the path is absolute, on POSIX or on Windows.
    pub fn is_absolute(&self) -> bool {
        is_absolute(&self.0)
    }

    /// Returns the components, without empty ones and `.`, split at both kinds of slash.
    pub fn parts(&self) -> impl DoubleEndedIterator<Item = &str> {
        parts(&self.0)
    }
}

impl fmt::Display for RecordedPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Debug for RecordedPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A path of a file in the source tree: relative to its root, with `/` between components.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SourcePath(Arc<str>);

impl SourcePath {
    /// Parses a path in the tree. Returns `None` if it is absolute, leaves the tree by `..`, or is
    /// empty.
    pub fn new(path: &str) -> Option<SourcePath> {
        if is_absolute(path) {
            return None;
        }
        if is_plain(path) {
            return Some(SourcePath(path.into()));
        }
        let parts: Vec<&str> = parts(path).collect();
        if parts.is_empty() || parts.contains(&"..") {
            return None;
        }
        Some(SourcePath(parts.join("/").into()))
    }

    /// Returns the path, with `/` between components.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the components.
    pub fn parts(&self) -> impl DoubleEndedIterator<Item = &str> {
        self.0.split('/')
    }

    /// Returns the last component.
    pub fn name(&self) -> &str {
        self.parts().next_back().unwrap_or_default()
    }
}

impl Borrow<str> for SourcePath {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for SourcePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Debug for SourcePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Both path separators.
pub(crate) const SEPARATORS: [char; 2] = ['/', '\\'];

/// Splits a path of either style into its components, without empty ones and `.`.
fn parts(path: &str) -> impl DoubleEndedIterator<Item = &str> {
    path.split(SEPARATORS).filter(|part| !part.is_empty() && *part != ".")
}

/// The maximum number of compared trailing components: deeper than any source tree.
const MAX_DEPTH: usize = 100;

/// Returns the last components of a path with their offsets, the last one first.
pub(crate) fn last_parts(path: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut end = path.len();
    let parts = path.rsplit(SEPARATORS).map(move |part| {
        let start = end - part.len();
        end = start.saturating_sub(1);
        (start, part)
    });
    parts.filter(|(_, part)| !part.is_empty() && *part != ".").take(MAX_DEPTH)
}

/// Returns true if a relative path is already written as a [`SourcePath`] is. Also rejects
/// components that begin with a dot, so that looking at two bytes is enough.
pub(crate) fn is_plain(path: &str) -> bool {
    let mut before = b'/';
    let is_plain = path.bytes().all(|byte| {
        let is_odd = byte == b'\\' || before == b'/' && matches!(byte, b'/' | b'.');
        before = byte;
        !is_odd
    });
    is_plain && before != b'/'
}

/// Returns true if `path` is absolute on POSIX or on Windows.
pub(crate) fn is_absolute(path: &str) -> bool {
    let path = match path.split_at_checked(2) {
        Some((drive, rest)) if drive.ends_with(':') => rest,
        _ => path,
    };
    path.starts_with(SEPARATORS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_of_both_styles_have_parts() {
        let parts = |path: &str| {
            let path = RecordedPath::new(path);
            path.parts().map(str::to_owned).collect::<Vec<_>>()
        };
        assert_eq!(parts("/builds/acme/./a.py"), ["builds", "acme", "a.py"]);
        assert_eq!(parts(r"C:\w\pkg\a.py"), ["C:", "w", "pkg", "a.py"]);
        assert!(RecordedPath::new(r"C:\w\pkg\a.py").is_absolute());
        assert!(!RecordedPath::new("pkg/a.py").is_absolute());
    }

    #[test]
    fn source_paths_stay_in_the_tree() {
        assert_eq!(SourcePath::new("./pkg//a.py").unwrap().as_str(), "pkg/a.py");
        assert_eq!(SourcePath::new("/pkg/a.py"), None);
        assert_eq!(SourcePath::new("../a.py"), None);
        assert_eq!(SourcePath::new(""), None);
    }
}
