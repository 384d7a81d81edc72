//! What was dropped, and what of it is on its way to the worker.
//!
//! The page holds on to the browser's handles of all that the worker took in: a handle costs
//! nothing, and with them a new worker can be told everything again. Nothing is read before it is
//! wanted, and no more than the worker can take: what is read and not yet taken is memory twice.
//!
//! It knows nothing of browsers, so that it is tested without one: a handle is whatever `F` is.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use covdrop_protocol::{Card, CardKind, Closed, Offered, Request};

/// The most bytes that are read and that the worker has not taken: 64 MiB. A single file may be
/// larger, and then goes alone.
const MAX_AHEAD: u64 = 64 << 20;

/// The most files that are read at the same time: with fewer, small files wait for each other.
const MAX_READING: usize = 16;

/// What was dropped, by the number of the drop.
#[derive(Debug)]
pub(crate) struct Drops<F> {
    drops: BTreeMap<u32, Drop<F>>,
    next: u32,
    /// What is wanted and was not begun to be read.
    queue: VecDeque<(u32, u32)>,
    /// The bytes that are being read, or that the worker has not taken.
    ahead: u64,
    reading: usize,
    /// Drops below this number were given up, unless they have cards.
    given_up: u32,
}

/// A drop: its files, and which of them the worker wanted.
#[derive(Debug)]
struct Drop<F> {
    files: Vec<(Offered, F)>,
    wanted: BTreeSet<u32>,
    /// Whether it is a part of the session.
    is_in: bool,
    /// Whether the page brought it along by itself.
    is_own: bool,
}

/// A file that is to be read now.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Reading<F> {
    pub(crate) batch: u32,
    pub(crate) index: u32,
    pub(crate) size: u64,
    pub(crate) file: F,
}

impl<F> Default for Drops<F> {
    fn default() -> Drops<F> {
        Drops {
            drops: BTreeMap::new(),
            next: 0,
            queue: VecDeque::new(),
            ahead: 0,
            reading: 0,
            given_up: 0,
        }
    }
}

impl<F: Clone> Drops<F> {
    /// Takes hold of a drop; gives back what to tell the worker. `is_own` says that the page brings
    /// it along by itself whenever it is opened.
    pub(crate) fn add(
        &mut self,
        files: Vec<(Offered, F)>,
        closed: Vec<Closed>,
        is_own: bool,
    ) -> Request {
        let batch = self.next;
        self.next += 1;
        let offered = files.iter().map(|(offered, _)| offered.clone()).collect();
        let drop = Drop { files, wanted: BTreeSet::new(), is_in: false, is_own };
        self.drops.insert(batch, drop);
        Request::Offer { batch, files: offered, closed }
    }

    /// Takes hold of a drop that was kept under this number; gives back what to tell the worker.
    pub(crate) fn add_kept(&mut self, batch: u32, files: Vec<(Offered, F)>) -> Request {
        self.next = batch;
        self.add(files, Vec::new(), false)
    }

    /// The worker wants these files of a drop.
    pub(crate) fn want(&mut self, batch: u32, indexes: Vec<u32>) {
        if let Some(drop) = self.drops.get_mut(&batch) {
            drop.wanted.extend(&indexes);
            self.queue.extend(indexes.into_iter().map(|index| (batch, index)));
        }
    }

    /// The next file to read, if there is room for one.
    pub(crate) fn next(&mut self) -> Option<Reading<F>> {
        loop {
            let (batch, index) = *self.queue.front()?;
            let drop = self.drops.get(&batch);
            let Some((offered, file)) = drop.and_then(|drop| drop.files.get(index as usize)) else {
                self.queue.pop_front();
                continue;
            };
            let size = offered.size;
            let has_room = self.ahead == 0 || self.ahead.saturating_add(size) <= MAX_AHEAD;
            if self.reading >= MAX_READING || !has_room {
                return None;
            }
            let file = file.clone();
            self.queue.pop_front();
            self.reading += 1;
            self.ahead += size;
            return Some(Reading { batch, index, size, file });
        }
    }

    /// A file of `size` bytes was read and came to `read` bytes, now on the way to the worker;
    /// none where it could not be read.
    pub(crate) fn read(&mut self, size: u64, read: u64) {
        self.reading = self.reading.saturating_sub(1);
        self.ahead = self.ahead.saturating_sub(size).saturating_add(read);
    }

    /// The worker has taken so many bytes.
    pub(crate) fn took(&mut self, bytes: u64) {
        self.ahead = self.ahead.saturating_sub(bytes);
    }

    /// What is on its way is given up.
    pub(crate) fn cancel(&mut self) {
        self.queue.clear();
        self.given_up = self.next;
    }

    /// These are the cards of what is in. What has none is let go of, and so are files that were
    /// never wanted.
    pub(crate) fn hear(&mut self, cards: &[Card]) {
        let given_up = self.given_up;
        self.drops.retain(|batch, drop| {
            let things: BTreeSet<&str> = things_of(cards, *batch).collect();
            if things.is_empty() {
                return !drop.is_in && *batch >= given_up;
            }
            if !drop.is_in {
                drop.is_in = true;
                drop.keep_wanted();
            }
            drop.files.retain(|(offered, _)| things.contains(thing(&offered.path)));
            true
        });
    }

    /// What to ask of a new worker so that it has all that `cards` tell of. What was on its way is
    /// left out.
    pub(crate) fn again(&mut self, cards: &[Card]) -> Vec<Request> {
        self.queue.clear();
        self.ahead = 0;
        self.reading = 0;
        self.given_up = 0;
        self.drops.retain(|_, drop| drop.is_in);
        let has_example = cards.iter().any(|card| card.kind == CardKind::Example);
        let example = has_example.then_some(Request::Example);
        let offers = self.drops.iter_mut().map(|(batch, drop)| {
            drop.is_in = false;
            drop.wanted.clear();
            let files = drop.files.iter().map(|(offered, _)| offered.clone()).collect();
            Request::Offer { batch: *batch, files, closed: Vec::new() }
        });
        example.into_iter().chain(offers).collect()
    }

    /// The files of each drop that is in and that the page does not bring along by itself.
    pub(crate) fn kept(&self) -> impl Iterator<Item = (u32, &[(Offered, F)])> {
        let kept = self.drops.iter().filter(|(_, drop)| drop.is_in && !drop.is_own);
        kept.map(|(batch, drop)| (*batch, drop.files.as_slice()))
    }
}

impl<F> Drop<F> {
    /// Lets go of the files that were never wanted.
    fn keep_wanted(&mut self) {
        let mut index = 0;
        self.files.retain(|_| {
            index += 1;
            self.wanted.contains(&(index - 1))
        });
    }
}

/// The names of the things of a drop that have cards.
fn things_of(cards: &[Card], batch: u32) -> impl Iterator<Item = &str> {
    cards.iter().filter(move |card| card.batch == batch).map(|card| card.name.as_str())
}

/// The dropped thing that a path leads into.
fn thing(path: &str) -> &str {
    path.split('/').next().unwrap_or(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(sizes: &[(&str, u64)]) -> Vec<(Offered, char)> {
        let file = |(at, (path, size)): (u8, &(&str, u64))| {
            (Offered { path: (*path).to_owned(), size: *size }, char::from(b'a' + at))
        };
        (0..).zip(sizes).map(file).collect()
    }

    fn card(batch: u32, name: &str, kind: CardKind) -> Card {
        Card {
            id: 0,
            batch,
            name: name.into(),
            kind,
            size: 0,
            data: None,
            sources: 1,
            settings: vec![],
        }
    }

    fn indexes(drops: &mut Drops<char>) -> Vec<u32> {
        std::iter::from_fn(|| drops.next()).map(|reading| reading.index).collect()
    }

    #[test]
    fn no_more_is_read_than_the_worker_can_take() {
        const MIB: u64 = 1 << 20;
        let mut drops = Drops::default();
        let sizes = [("a", 40 * MIB), ("b", 20 * MIB), ("c", 30 * MIB), ("d", 100 * MIB)];
        drops.add(files(&sizes), vec![], false);
        drops.want(0, vec![0, 1, 2, 3]);
        assert_eq!(indexes(&mut drops), [0, 1]);
        drops.read(40 * MIB, 40 * MIB);
        drops.read(20 * MIB, 20 * MIB);
        assert_eq!(indexes(&mut drops), [0; 0], "the worker has taken none of it");
        drops.took(40 * MIB);
        assert_eq!(indexes(&mut drops), [2]);
        drops.took(20 * MIB);
        assert_eq!(indexes(&mut drops), [0; 0], "a file that is larger goes alone");
        // The third could not be read.
        drops.read(30 * MIB, 0);
        assert_eq!(indexes(&mut drops), [3]);
    }

    #[test]
    fn many_small_files_are_not_read_all_at_once() {
        let mut drops = Drops::default();
        drops.add(files(&[("a", 1); 20]), vec![], false);
        drops.want(0, (0..20).collect());
        assert_eq!(indexes(&mut drops).len(), MAX_READING);
        drops.read(1, 1);
        assert_eq!(indexes(&mut drops), [16]);
    }

    #[test]
    fn a_new_worker_is_told_all_that_was_in() {
        let mut drops = Drops::default();
        drops.add(files(&[("acme/a.py", 1), ("acme/logo.png", 2), ("x", 3)]), vec![], false);
        drops.want(0, vec![0, 2]);
        let cards = [
            card(0, "acme", CardKind::Folder),
            card(0, "x", CardKind::File),
            card(u32::MAX, "jobs", CardKind::Example),
        ];
        drops.hear(&cards);
        // A second drop is on its way when the worker dies, and one thing of the first was removed.
        drops.add(files(&[("huge", 1)]), vec![], false);
        drops.want(1, vec![0]);
        let cards = [cards[0].clone(), cards[2].clone()];
        drops.hear(&cards);
        let left = vec![Offered { path: "acme/a.py".into(), size: 1 }];
        assert_eq!(
            drops.again(&cards),
            [Request::Example, Request::Offer { batch: 0, files: left, closed: vec![] }]
        );
        assert_eq!(drops.next(), None);
        drops.want(0, vec![0]);
        assert_eq!(drops.next().map(|reading| reading.file), Some('a'));
    }

    #[test]
    fn what_was_given_up_is_let_go() {
        let mut drops = Drops::default();
        drops.add(files(&[("a", 1)]), vec![], false);
        drops.want(0, vec![0]);
        drops.cancel();
        assert_eq!(drops.next(), None);
        drops.add(files(&[("b", 1)]), vec![], false);
        drops.hear(&[card(1, "b", CardKind::File)]);
        let left: Vec<u32> = drops.kept().map(|(batch, _)| batch).collect();
        assert_eq!(left, [1]);
        assert_eq!(drops.drops.len(), 1);
    }

    #[test]
    fn what_the_page_brings_along_is_not_kept_for_it() {
        let mut drops = Drops::default();
        drops.add(files(&[("a", 1)]), vec![], true);
        drops.want(0, vec![0]);
        drops.hear(&[card(0, "a", CardKind::File)]);
        assert_eq!(drops.kept().count(), 0);
        assert_eq!(drops.again(&[card(0, "a", CardKind::File)]).len(), 1);
    }
}
