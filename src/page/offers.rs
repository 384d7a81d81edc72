//! What was dropped, by the browser's handles, which cost nothing: with these a new worker can be
//! told everything again, and the session be kept.

use covdrop_protocol::{Card, Offered};
use web_sys::File;

use crate::dropped_files::DroppedFile;
use crate::reading::Wanted;

/// A drop.
struct Offer {
    /// Its number.
    batch: u32,
    files: Vec<DroppedFile>,
    /// Whether it lies beside the page, and so comes again by itself.
    is_listed: bool,
    /// Whether it was in a session before: it is a part of this one before the worker says so.
    is_old: bool,
    /// Whether it has come in.
    is_there: bool,
}

impl Offer {
    /// Whether what a file came in is there: it was not taken out again, and is no longer on its
    /// way.
    fn has(&self, file: &DroppedFile, cards: &[Card]) -> bool {
        let thing = file.path.split('/').next().unwrap_or_default();
        cards.iter().any(|card| card.batch == self.batch && card.name == thing)
    }
}

/// All drops, in order.
#[derive(Default)]
pub(crate) struct Offers {
    all: Vec<Offer>,
    next: u32,
}

impl Offers {
    /// Takes in a drop; gives back its number.
    pub(crate) fn add(&mut self, files: Vec<DroppedFile>, is_listed: bool, is_old: bool) -> u32 {
        let batch = self.next;
        self.next += 1;
        self.all.push(Offer { batch, files, is_listed, is_old, is_there: false });
        batch
    }

    /// Takes in more of a drop; tells whether it is still wanted.
    pub(crate) fn add_to(&mut self, batch: u32, files: Vec<DroppedFile>) -> bool {
        self.of(batch).map(|offer| offer.files.extend(files)).is_some()
    }

    /// The files of a drop, as the worker is told of them.
    pub(crate) fn offered(&mut self, batch: u32) -> Vec<Offered> {
        let files = self.of(batch).map(|offer| offer.files.iter().map(DroppedFile::offered));
        files.map(Iterator::collect).unwrap_or_default()
    }

    /// The files that the worker asks for and that are empty, by their places: they may stand for others.
    pub(crate) fn empty(&mut self, batch: u32, indexes: &[u32]) -> Vec<(u32, File)> {
        let Some(offer) = self.of(batch) else { return Vec::new() };
        let files = indexes.iter().filter_map(|at| Some((*at, offer.files.get(*at as usize)?)));
        let empty = files.filter(|(_, found)| found.size() == 0);
        empty.map(|(at, found)| (at, found.file.clone())).collect()
    }

    /// Puts a file that was looked up in the place of the one that stood for it.
    pub(crate) fn replace(&mut self, batch: u32, index: u32, file: File) {
        let offer = self.of(batch);
        if let Some(found) = offer.and_then(|offer| offer.files.get_mut(index as usize)) {
            found.file = file;
        }
    }

    /// The files that the worker asks for, by their places.
    pub(crate) fn wanted(&mut self, batch: u32, indexes: Vec<u32>) -> Vec<Wanted> {
        let Some(offer) = self.of(batch) else { return Vec::new() };
        let wanted = |index| {
            let gathered = offer.files.get_mut(index as usize)?;
            gathered.is_wanted = true;
            Some(Wanted { batch, index, size: gathered.size(), file: gathered.file.clone() })
        };
        indexes.into_iter().filter_map(wanted).collect()
    }

    fn of(&mut self, batch: u32) -> Option<&mut Offer> {
        self.all.iter_mut().find(|offer| offer.batch == batch)
    }

    /// Takes note of the drops that have come in.
    pub(crate) fn came(&mut self, cards: &[Card]) {
        for offer in &mut self.all {
            offer.is_there |= cards.iter().any(|card| card.batch == offer.batch);
        }
    }

    /// Those on their way were given up.
    pub(crate) fn cancel(&mut self) {
        self.all.retain(|offer| offer.is_there);
    }

    /// The numbers of the drops to tell to a new worker; what is no longer there is forgotten.
    pub(crate) fn again(&mut self, cards: &[Card]) -> Vec<u32> {
        for offer in &mut self.all {
            let mut files = std::mem::take(&mut offer.files);
            files.retain(|file| offer.has(file, cards));
            offer.files = files;
            (offer.is_old, offer.is_there) = (true, false);
        }
        self.all.retain(|offer| !offer.files.is_empty());
        self.all.iter().map(|offer| offer.batch).collect()
    }

    /// What is to be kept: the files that the worker asked for of what is there.
    pub(crate) fn to_keep(&self, cards: &[Card]) -> Vec<(u32, Vec<DroppedFile>)> {
        let own = self.all.iter().filter(|offer| !offer.is_listed);
        let drops = own.map(|offer| {
            let is_coming = offer.is_old && !offer.is_there;
            let files = offer.files.iter();
            let is_kept =
                |file: &&DroppedFile| is_coming || file.is_wanted && offer.has(file, cards);
            (offer.batch, files.filter(is_kept).cloned().collect::<Vec<_>>())
        });
        drops.filter(|(_, files)| !files.is_empty()).collect()
    }
}
