//! The change of one file.

use std::collections::BTreeMap;

use covdrop_lines::LineSet;

use crate::Alignment;

/// The change of one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileChange {
    /// The path before, without the prefix of the diff. `None` if the file is new.
    pub old_path: Option<String>,
    /// The path afterwards, without the prefix of the diff. `None` if the file was deleted.
    pub new_path: Option<String>,
    /// Whether the old path is still there, because the file is a copy.
    pub is_copy: bool,
    /// The change of the content.
    pub content: Content,
}

/// How a file changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChangeKind {
    /// The file is new.
    Added,
    /// The file was deleted.
    Deleted,
    /// The file got another path, and may have changed.
    Renamed,
    /// The file is a copy of another one, and may differ from it.
    Copied,
    /// The file changed in its place.
    Modified,
}

/// The change of a file's content.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Content {
    /// Some lines changed.
    Text(TextChange),
    /// The file is binary.
    Binary,
    /// No line changed: the file got another mode or path, or is empty.
    Same,
}

/// The changed lines of a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TextChange {
    /// The edits.
    pub alignment: Alignment,
    /// The lines of the new source that the diff shows, added or not, by their indexes.
    pub(crate) shown: BTreeMap<u32, Box<[u8]>>,
}

impl From<Alignment> for TextChange {
    /// Wraps an alignment of sources, which fits them.
    fn from(alignment: Alignment) -> TextChange {
        TextChange { alignment, shown: BTreeMap::new() }
    }
}

impl FileChange {
    /// Returns how the file changed.
    pub fn kind(&self) -> ChangeKind {
        match (&self.old_path, &self.new_path) {
            (None, _) => ChangeKind::Added,
            (_, None) => ChangeKind::Deleted,
            _ if self.is_copy => ChangeKind::Copied,
            (old, new) if old == new => ChangeKind::Modified,
            _ => ChangeKind::Renamed,
        }
    }

    /// Returns the path afterwards, or that before if the file was deleted.
    pub fn path(&self) -> &str {
        self.new_path.as_deref().or(self.old_path.as_deref()).unwrap_or_default()
    }

    /// Forgets the text of the lines that the diff shows, once they were compared with a source.
    pub fn forget_text(&mut self) {
        if let Content::Text(text) = &mut self.content {
            text.shown = BTreeMap::new();
        }
    }

    /// Returns the added lines.
    pub fn added(&self) -> LineSet {
        match &self.content {
            Content::Text(text) => text.alignment.added(),
            Content::Binary | Content::Same => LineSet::new(),
        }
    }
}
