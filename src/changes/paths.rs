//! Removes the prefixes of paths in diffs, such as `a/` and `b/`.

use std::collections::BTreeSet;

use diffy::patch_set::FileOperation;

/// The prefixes that git puts before paths: `a/` and `b/`, or with `diff.mnemonicPrefix` letters for
/// commit, index, object, working tree, and numbers for two files.
const GIT_PREFIXES: [&str; 8] = ["a", "b", "c", "i", "o", "w", "1", "2"];

/// The prefixes of one diff.
#[derive(Debug, Default)]
pub(crate) struct Prefixes {
    /// First components that old and new path of a file do not share.
    seen: BTreeSet<String>,
    /// Whether a file has the same path on both sides, so that there are no prefixes.
    has_none: bool,
}

/// The old and the new path of a file. An absent one is `/dev/null`.
pub(crate) type Paths = (Option<String>, Option<String>);

impl Prefixes {
    /// Learns the prefixes from one file of the diff.
    pub(crate) fn learn(&mut self, operation: &FileOperation<'_, [u8]>) {
        let FileOperation::Modify { original, modified } = operation else { return };
        let (old, new) = (text(original), text(modified));
        match (old.split_once('/'), new.split_once('/')) {
            _ if old == new => self.has_none = true,
            (Some((old_first, old_rest)), Some((new_first, new_rest))) if old_rest == new_rest => {
                self.seen.extend([old_first.to_owned(), new_first.to_owned()]);
            }
            _ => {}
        }
    }

    /// Returns the paths of a file without prefixes.
    pub(crate) fn strip(&self, operation: &FileOperation<'_, [u8]>) -> Paths {
        match operation {
            FileOperation::Create(path) => (None, Some(self.stripped(&text(path)))),
            FileOperation::Delete(path) => (Some(self.stripped(&text(path))), None),
            FileOperation::Modify { original, modified } => {
                (Some(self.stripped(&text(original))), Some(self.stripped(&text(modified))))
            }
            // Paths in these headers have no prefix.
            FileOperation::Rename { from, to } | FileOperation::Copy { from, to } => {
                (Some(text(from)), Some(text(to)))
            }
        }
    }

    fn stripped(&self, path: &str) -> String {
        let is_prefix = |first: &str| {
            self.seen.contains(first) || self.seen.is_empty() && GIT_PREFIXES.contains(&first)
        };
        match path.split_once('/') {
            Some((first, rest)) if !self.has_none && !rest.is_empty() && is_prefix(first) => {
                rest.to_owned()
            }
            _ => path.to_owned(),
        }
    }
}

/// Returns a path as text.
fn text(path: &[u8]) -> String {
    String::from_utf8_lossy(path.strip_suffix(b"\r").unwrap_or(path)).into_owned()
}
