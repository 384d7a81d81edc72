//! Finds the files of the tree that share the longest tail with a recorded path.

use std::borrow::Cow;

use foldhash::HashMap;

use crate::path::{SEPARATORS, last_parts};
use crate::{RecordedPath, SourcePath, SourceTree};

/// An alias that one path suggests, and the file to which it maps the path.
pub(super) struct Vote<'a> {
    /// The alias's recorded directory.
    pub(super) prefix: &'a str,
    /// The alias's directory in the source tree.
    pub(super) target: &'a str,
    pub(super) file: &'a SourcePath,
    /// The number of components that the path and the file share at their ends.
    pub(super) tail: usize,
}

/// The votes of one path.
pub(super) enum Votes<'a> {
    Few(Vec<Vote<'a>>),
    /// Too many files share the tail to choose one; holds the recorded folder that all the aliases
    /// would have.
    Many(&'a str),
}

/// The maximum number of files of one tail that are distinguished: 1,000, more than the folders
/// that one recorded folder may stand for.
const MAX_FILES: usize = 1_000;

/// The files of a tree by every tail of their paths.
pub(super) struct Tails<'a> {
    tree: &'a SourceTree,
    /// At most [`MAX_FILES`] + 1 files for each tail.
    files: HashMap<&'a str, Vec<&'a SourcePath>>,
}

impl<'a> Tails<'a> {
    pub(super) fn of(tree: &'a SourceTree) -> Tails<'a> {
        let mut files: HashMap<&str, Vec<&SourcePath>> = HashMap::default();
        for path in tree.paths() {
            for (start, _) in last_parts(path.as_str()) {
                let tail = path.as_str().get(start..).unwrap_or_default();
                let of_tail = files.entry(tail).or_default();
                if of_tail.len() <= MAX_FILES {
                    of_tail.push(path);
                }
            }
        }
        Tails { tree, files }
    }

    /// Returns votes for the aliases that map `path` to a file with the longest common tail. A bare
    /// file name as the tail counts only for files at the root of the tree.
    pub(super) fn votes(&self, path: &'a RecordedPath) -> Votes<'a> {
        let path = path.as_str();
        let is_plain = !path.contains('\\') && !path.contains("//") && !path.contains("/./");
        let mut longest: Option<(usize, usize, &str, &[&'a SourcePath])> = None;
        let mut tail = Cow::Borrowed("");
        for (length, (start, part)) in (1..).zip(last_parts(path)) {
            tail = match path.get(start..) {
                Some(tail) if is_plain => Cow::Borrowed(tail),
                _ if tail.is_empty() => Cow::Borrowed(part),
                _ => Cow::Owned(format!("{part}/{tail}")),
            };
            let Some(files) = self.files.get(&*tail) else { break };
            longest = Some((length, start, part, files));
        }
        let Some((length, start, first, files)) = longest else {
            return Votes::Few(Vec::new());
        };
        let before = path.get(..start).unwrap_or_default();
        let prefix = match before.trim_end_matches(SEPARATORS) {
            "" => before.get(..1).unwrap_or_default(),
            prefix => prefix,
        };
        if length == 1 {
            let file = self.tree.named(first);
            let vote = |file| Vote { prefix, target: "", file, tail: length };
            return Votes::Few(file.map(vote).into_iter().collect());
        }
        if files.len() > MAX_FILES {
            return Votes::Many(prefix);
        }
        let vote = |file: &&'a SourcePath| {
            let target = target(file.as_str(), length);
            Vote { prefix, target, file, tail: length }
        };
        Votes::Few(files.iter().map(vote).collect())
    }
}

/// Returns the directory that remains of a file's path without its last `length` components.
fn target(path: &str, length: usize) -> &str {
    path.rmatch_indices('/').nth(length - 1).map_or("", |(end, _)| path.get(..end).unwrap_or(""))
}
