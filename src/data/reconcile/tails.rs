//! Which files of the tree end as a recorded path ends.

use std::collections::HashMap;

use super::Rule;
use crate::path::{SEPARATORS, starts};
use crate::{RecordedPath, SourcePath, SourceTree};

/// What one path votes for.
pub(super) struct Vote {
    pub(super) rule: Rule,
    pub(super) file: SourcePath,
    /// How many components the path and the file share at their ends.
    pub(super) tail: usize,
}

/// The files of a tree by every tail of their paths.
pub(super) struct Tails<'a> {
    files: HashMap<String, Vec<&'a SourcePath>>,
}

impl<'a> Tails<'a> {
    pub(super) fn of(tree: &'a SourceTree) -> Tails<'a> {
        let mut files: HashMap<String, Vec<&SourcePath>> = HashMap::new();
        for path in tree.paths() {
            for (start, _) in starts(path.as_str()) {
                let tail = path.as_str().get(start..).unwrap_or_default();
                files.entry(tail.to_owned()).or_default().push(path);
            }
        }
        Tails { files }
    }

    /// The rules that make `path` a file with the longest tail in common. A bare name in common
    /// counts only for files at the root of the tree.
    pub(super) fn votes(&self, path: &RecordedPath) -> Vec<Vote> {
        let mut longest: Option<(usize, usize, String)> = None;
        let mut tail = String::new();
        for (length, (start, part)) in (1..).zip(starts(path.as_str()).into_iter().rev()) {
            tail = if tail.is_empty() { part.to_owned() } else { format!("{part}/{tail}") };
            if !self.files.contains_key(&tail) {
                break;
            }
            longest = Some((length, start, tail.clone()));
        }
        let Some((length, start, tail)) = longest else {
            return Vec::new();
        };
        let before = path.as_str().get(..start).unwrap_or_default();
        let prefix = match before.trim_end_matches(SEPARATORS) {
            "" => before.get(..1).unwrap_or_default(),
            prefix => prefix,
        };
        let files = self.files.get(&tail).map_or(&[][..], Vec::as_slice);
        let vote = |file: &&SourcePath| {
            let target = file.as_str().strip_suffix(&tail)?.trim_end_matches('/');
            (length > 1 || target.is_empty()).then(|| Vote {
                rule: Rule { prefix: prefix.to_owned(), target: target.to_owned() },
                file: (*file).clone(),
                tail: length,
            })
        };
        files.iter().filter_map(vote).collect()
    }
}
