//! The card of an input.

use serde::{Deserialize, Serialize};

use crate::{ImportId, InputId};

/// The card of an input: a dropped file, folder or archive. The [problems](crate::Problem) of the
/// input have its id.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Card {
    /// The input.
    pub id: InputId,
    /// The import that added it.
    pub import: ImportId,
    /// The name of the file, or of the folder.
    pub name: String,
    /// The kind of the input.
    pub kind: CardKind,
    /// The number of its bytes; those of an archive before it is extracted.
    pub size: u64,
    /// The data files that the session uses from it; `None` if there are none.
    pub data: Option<CardData>,
    /// The number of sources that the session uses from it.
    pub sources: u32,
    /// The names of the settings files in it that may apply.
    pub settings: Vec<String>,
}

/// The kinds of inputs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum CardKind {
    /// A file.
    File,
    /// A folder.
    Folder,
    /// An archive.
    Archive,
    /// The example that comes with the page.
    Example,
}

/// The data files of one input.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CardData {
    /// The number of data files.
    pub files: u32,
    /// The names of their jobs, in the order of [`Overview::jobs`](crate::Overview::jobs).
    pub jobs: Vec<String>,
    /// The versions of coverage.py that wrote them, in words, the oldest first.
    pub versions: Vec<String>,
    /// Whether any of them has lines without branches.
    pub lines: bool,
    /// Whether any of them has branches.
    pub branches: bool,
    /// The number of contexts in them, without the empty one.
    pub contexts: u32,
    /// The times when coverage.py wrote the first and the last of them: `YYYY-MM-DD HH:MM:SS`, in
    /// the local time of the machine that did.
    pub when: Option<(String, String)>,
    /// The number of different files that they name.
    pub recorded: u32,
    /// The number of these that are in the source tree.
    pub found: u32,
}
