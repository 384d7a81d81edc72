//! Combines patches that follow one another, such as the mails of `git format-patch`.

use std::collections::BTreeMap;

use crate::DiffError;
use crate::file_change::{Content, FileChange, TextChange};

/// The most lines and edits that are moved because later patches change the same files.
const MAX_MOVED: usize = 5_000_000;

/// The change that all patches so far make together.
#[derive(Debug, Default)]
pub(crate) struct Series {
    /// The files that are there afterwards, by path.
    files: BTreeMap<String, FileChange>,
    /// The files that are no longer there, by the path before the first patch.
    deleted: BTreeMap<String, FileChange>,
    moved: usize,
}

impl Series {
    /// Adds a patch that applies to the result of those before. Each of its files has another path.
    pub(crate) fn add(&mut self, changes: Vec<FileChange>) -> Result<(), DiffError> {
        let mut combined = Vec::new();
        // A copy is made of the file as it was before this patch, which may move it.
        let (copies, others): (Vec<_>, Vec<_>) = changes.into_iter().partition(|file| file.is_copy);
        for file in copies {
            let before = file.old_path.as_ref().and_then(|path| self.files.get(path)).cloned();
            combined.push(self.combine(before, file)?);
        }
        for file in others {
            let before = file.old_path.as_ref().and_then(|path| self.files.remove(path));
            combined.push(self.combine(before, file)?);
        }
        for file in combined {
            match (&file.new_path, &file.old_path) {
                (Some(path), _) => self.files.insert(path.clone(), file),
                (None, Some(path)) => self.deleted.insert(path.clone(), file),
                // Added by one patch, deleted by another.
                (None, None) => None,
            };
        }
        Ok(())
    }

    /// Returns the files: those that are there by path, then the deleted ones.
    pub(crate) fn into_files(self) -> Vec<FileChange> {
        self.files.into_values().chain(self.deleted.into_values()).collect()
    }

    /// Combines two changes of a file.
    fn combine(
        &mut self,
        before: Option<FileChange>,
        after: FileChange,
    ) -> Result<FileChange, DiffError> {
        let Some(before) = before else { return Ok(after) };
        let content = match (before.content, after.content) {
            (Content::Same, content) | (content, Content::Same) => content,
            (Content::Binary, _) | (_, Content::Binary) => Content::Binary,
            (Content::Text(first), Content::Text(second)) => {
                self.moved += first.shown.len() + first.alignment.edits().len();
                if self.moved > MAX_MOVED {
                    return Err(DiffError::TooMuchWork);
                }
                let contradiction = || {
                    let path = after.new_path.as_deref().or(after.old_path.as_deref());
                    DiffError::damaged(path, "patches of the same file contradict each other")
                };
                Content::Text(follow(first, second).ok_or_else(contradiction)?)
            }
        };
        Ok(FileChange {
            old_path: before.old_path,
            new_path: after.new_path,
            is_copy: before.is_copy || after.is_copy,
            content,
        })
    }
}

/// Combines two changes of the same text.
fn follow(first: TextChange, second: TextChange) -> Option<TextChange> {
    let alignment = first.alignment.then(&second.alignment)?;
    let moved = first.shown.into_iter();
    let moved = moved.filter_map(|(index, text)| Some((second.alignment.new_index(index)?, text)));
    let mut shown: BTreeMap<u32, Box<[u8]>> = moved.collect();
    shown.extend(second.shown);
    Some(TextChange { alignment, shown })
}
