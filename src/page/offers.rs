//! What was dropped, by the browser's handles, which cost nothing: with these a new worker can be
//! told everything again, and the session be kept.

use std::rc::Rc;

use covdrop_protocol::{Card, CardKind};

use crate::gather::Gathered;

/// A drop.
struct Offer {
    /// Its number.
    batch: u32,
    files: Rc<Vec<Gathered>>,
    /// Whether it lies beside the page, and so comes again by itself.
    is_listed: bool,
    /// Whether it was in a session before: it is a part of this one before the worker says so.
    is_old: bool,
}

impl Offer {
    /// Whether what a file came in is there: it was not taken out again, and is no longer on its
    /// way.
    fn has(&self, file: &Gathered, cards: &[Card]) -> bool {
        let thing = file.path.split('/').next().unwrap_or_default();
        cards.iter().any(|card| card.batch == self.batch && card.name == thing)
    }
}

/// All drops, in order.
#[derive(Default)]
pub(crate) struct Offers {
    all: Vec<Offer>,
    next: u32,
    /// The drops before this one are no longer on their way.
    done: u32,
}

impl Offers {
    /// Takes in a drop; gives back its number.
    pub(crate) fn add(&mut self, files: Vec<Gathered>, is_listed: bool, is_old: bool) -> u32 {
        let batch = self.next;
        self.next += 1;
        self.all.push(Offer { batch, files: Rc::new(files), is_listed, is_old });
        batch
    }

    /// The files of a drop.
    pub(crate) fn files(&self, batch: u32) -> Option<&Rc<Vec<Gathered>>> {
        self.all.iter().find(|offer| offer.batch == batch).map(|offer| &offer.files)
    }

    /// Takes note of the drops that have come in.
    pub(crate) fn came(&mut self, cards: &[Card]) {
        let own = cards.iter().filter(|card| card.kind != CardKind::Example);
        self.done = own.map(|card| card.batch + 1).fold(self.done, u32::max);
    }

    /// Those on their way were given up.
    pub(crate) fn cancel(&mut self) {
        self.done = self.next;
    }

    /// The numbers of the drops to tell to a new worker; what is no longer there is forgotten.
    pub(crate) fn again(&mut self, cards: &[Card]) -> Vec<u32> {
        self.done = 0;
        for offer in &mut self.all {
            let files = offer.files.iter().filter(|file| offer.has(file, cards));
            offer.files = Rc::new(files.cloned().collect());
            offer.is_old = true;
        }
        self.all.retain(|offer| !offer.files.is_empty());
        self.all.iter().map(|offer| offer.batch).collect()
    }

    /// What is to be kept: the files that the worker asked for of what is there.
    pub(crate) fn to_keep(&self, cards: &[Card]) -> Vec<(u32, Vec<&Gathered>)> {
        let own = self.all.iter().filter(|offer| !offer.is_listed);
        let drops = own.map(|offer| {
            let is_coming = offer.is_old && offer.batch >= self.done;
            let files = offer.files.iter();
            let is_kept =
                |file: &&Gathered| is_coming || file.is_wanted.get() && offer.has(file, cards);
            (offer.batch, files.filter(is_kept).collect::<Vec<_>>())
        });
        drops.filter(|(_, files)| !files.is_empty()).collect()
    }
}
