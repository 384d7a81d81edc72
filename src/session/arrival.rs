//! What was dropped as one: a file, a folder or an archive. A person sees a card of it, and can
//! take it out again.

use covdrop_data::RecordingId;
use covdrop_protocol::{Card, CardData, CardKind, Problem};

/// A thing that was dropped.
#[derive(Clone, Debug)]
pub(crate) struct Arrival {
    /// The number of its card.
    pub(crate) id: u32,
    /// The page's number for the drop that it came in.
    pub(crate) batch: u32,
    /// Its name, with which the paths of all that is in it begin.
    pub(crate) name: String,
    pub(crate) kind: CardKind,
    /// How many bytes of it were read.
    pub(crate) size: u64,
    /// How many bytes of data and of sources the session keeps of it.
    pub(crate) kept: u64,
    /// What is wrong with it.
    pub(crate) problems: Vec<Problem>,
    /// The data files in it that are used, once they are.
    pub(crate) recordings: Vec<RecordingId>,
    /// How many contexts these name, the empty one left out.
    pub(crate) contexts: u32,
    /// How many sources in it were taken.
    pub(crate) sources: u32,
    /// The settings files in it that lie at the top of a tree.
    pub(crate) settings: Vec<String>,
}

impl Arrival {
    /// A thing of which nothing has come yet.
    pub(crate) fn new(id: u32, batch: u32, name: &str, kind: CardKind) -> Arrival {
        Arrival {
            id,
            batch,
            name: name.to_owned(),
            kind,
            size: 0,
            kept: 0,
            problems: Vec::new(),
            recordings: Vec::new(),
            contexts: 0,
            sources: 0,
            settings: Vec::new(),
        }
    }

    /// Takes in what came of it after all.
    pub(crate) fn add(&mut self, more: Arrival) {
        self.size += more.size;
        self.kept += more.kept;
        self.sources += more.sources;
        self.settings.extend(more.settings);
        self.problems.extend(more.problems);
    }

    /// Its card, with what is said of its data.
    pub(crate) fn card(&self, data: Option<CardData>) -> Card {
        Card {
            id: self.id,
            batch: self.batch,
            name: self.name.clone(),
            kind: self.kind,
            size: self.size,
            data,
            sources: self.sources,
            settings: self.settings.clone(),
        }
    }
}

/// The name of the dropped thing that a path leads into.
pub(crate) fn thing_of(path: &str) -> &str {
    path.split_once('/').map_or(path, |(thing, _)| thing)
}
