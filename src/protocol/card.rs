//! The card of an input.

use serde::{Deserialize, Serialize};

use crate::{ImportId, InputId};

/// The card of an input: a dropped file, folder or archive. What is wrong with it are the
/// [problems](crate::Problem) that name its number.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Card {
    /// The input.
    pub id: InputId,
    /// The import that it came in.
    pub import: ImportId,
    /// The name of the file, or of the folder.
    pub name: String,
    /// What it is.
    pub kind: CardKind,
    /// How many bytes of it were read, archives not unpacked.
    pub size: u64,
    /// The data files in it that are used; `None` if there are none.
    pub data: Option<CardData>,
    /// How many sources in it are used.
    pub sources: u32,
    /// The settings files in it that may be followed, by name.
    pub settings: Vec<String>,
}

/// What was dropped.
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
    /// How many there are.
    pub files: u32,
    /// The jobs that they are of, by name, in the order of [`Overview::jobs`](crate::Overview::jobs).
    pub jobs: Vec<String>,
    /// The versions of coverage.py that wrote them, in words, the oldest first.
    pub versions: Vec<String>,
    /// Whether lines alone were measured in any of them.
    pub lines: bool,
    /// Whether branches were measured in any of them.
    pub branches: bool,
    /// How many contexts they name, the empty one left out.
    pub contexts: u32,
    /// When the first and the last of them were recorded: `YYYY-MM-DD HH:MM:SS`, local to where
    /// that was.
    pub when: Option<(String, String)>,
    /// How many different files they name.
    pub recorded: u32,
    /// How many of these were found in the source.
    pub found: u32,
}
