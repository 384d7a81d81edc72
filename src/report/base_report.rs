//! The comparison of a project with its base: totals, files and categories of statements.

use std::collections::BTreeMap;

use crate::{Categories, Category, Numbers};

/// A project compared with its base.
#[derive(Clone, Debug, Default)]
pub struct BaseReport {
    /// The sums over all files of the base.
    pub before: Numbers,
    /// The sums over all files now.
    pub now: Numbers,
    /// All files, by path.
    pub files: Vec<ComparedFile>,
}

/// A file compared with that of the base.
#[derive(Clone, Debug, Default)]
pub struct ComparedFile {
    /// The path in the source tree, or in that of the base if it is not there now.
    pub path: String,
    /// The path in the source tree of the base, if it was another one.
    pub old_path: Option<String>,
    /// The numbers in the base, if it was measured.
    pub before: Option<Numbers>,
    /// The numbers now, if it is measured.
    pub now: Option<Numbers>,
    /// The statements by category.
    pub categories: Categories,
}

impl ComparedFile {
    /// Returns true if its numbers are not the same as before, or a statement has another category
    /// than still covered or still uncovered.
    pub fn has_changed(&self) -> bool {
        self.before != self.now || self.categories.keys().any(|category| !category.is_still())
    }
}

impl BaseReport {
    /// Counts the statements of each category.
    pub fn counts(&self) -> BTreeMap<Category, usize> {
        let mut counts: BTreeMap<Category, usize> =
            Category::ALL.into_iter().map(|category| (category, 0)).collect();
        for (category, lines) in self.files.iter().flat_map(|file| &file.categories) {
            *counts.entry(*category).or_default() += lines.len();
        }
        counts
    }

    /// Returns the files that have changed.
    pub fn changed(&self) -> impl Iterator<Item = &ComparedFile> {
        self.files.iter().filter(|file| file.has_changed())
    }
}
