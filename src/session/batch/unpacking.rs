//! The archives of a drop, taken apart one after the other.

use std::collections::{BTreeSet, VecDeque};
use std::mem;

use covdrop_protocol::{CardKind, Progress, Stage};

use super::{Batch, Later, Way, progress};
use crate::aside::{Aside, is_installed};
use crate::container::{Container, Kind, Place};
use crate::problem::{self, MAX_KEPT_BYTES};
use crate::sort::{self, is_readable, is_useful_name};
use crate::unpack::{Archive, Event, Fault, Form, MAX_DEPTH, Shared, Spent};

/// How many entries of one archive are told of one by one when they go wrong: 20. What is wrong
/// with more of them is said in one sentence.
const MAX_FAULTS: usize = 20;

/// The archives of a drop.
#[derive(Debug, Default)]
pub(super) struct Archives {
    /// Those that wait to be taken apart.
    waiting: VecDeque<Packed>,
    /// The one that is being taken apart.
    open: Option<Open>,
    /// Those that hold installed code, until it is known whether data names it.
    put_aside: Vec<(Packed, Vec<Aside>)>,
    /// What those came to that are read for the first time, and those that are read once more.
    spent: Spent,
    spent_again: Spent,
    /// How many bytes those have that wait, or are put aside.
    held: u64,
}

/// An archive that waits to be taken apart.
#[derive(Clone, Debug)]
struct Packed {
    place: Place,
    form: Form,
    bytes: Shared,
    way: Way,
    /// The files to take from it, and nothing else, where it is read once more for their sake.
    only: Option<BTreeSet<Aside>>,
}

impl Archives {
    /// Keeps those of which `stays` is true by their path.
    pub(super) fn retain(&mut self, stays: impl Fn(&str) -> bool) {
        let stays = |packed: &Packed| stays(&packed.place.shown());
        self.waiting.retain(stays);
        self.open = self.open.take().filter(|open| stays(&open.packed));
        self.put_aside.retain(|(packed, _)| stays(packed));
        let open = self.open.iter().map(|open| &open.packed);
        let held = self.waiting.iter().chain(open);
        let held = held.chain(self.put_aside.iter().map(|(packed, _)| packed));
        self.held = held.map(|packed| packed.bytes.len()).sum();
    }

    /// What to count as spent by an archive.
    fn spent(&mut self, packed: &Packed) -> &mut Spent {
        if packed.only.is_some() { &mut self.spent_again } else { &mut self.spent }
    }
}

impl Packed {
    /// Whether to take the entry at `path`; `named` is what data names of the files that are passed
    /// over otherwise.
    fn is_wanted(&self, path: &str, named: &BTreeSet<Aside>) -> bool {
        let mut aside = Aside::of(path).into_iter();
        is_readable(path)
            && match &self.only {
                Some(only) => aside.any(|aside| only.contains(&aside)),
                None => aside.all(|aside| named.contains(&aside)),
            }
    }

    /// Whether what is wrong with an entry, or with the archive, was told the first time.
    fn is_told(&self, entry: Option<&str>) -> bool {
        self.only.is_some() && !entry.is_some_and(|path| self.is_wanted(path, &BTreeSet::new()))
    }

    /// Whether an entry is, or packs, an archive that is to be read once more.
    fn is_on_the_way(&self, path: &str, later: &Later) -> bool {
        let entry = Place { container: self.place.shown(), inner: path.to_owned() };
        let packed = inner_of_single(&entry, sort::stem(entry.name()));
        later.leads_to(&entry.shown()) || later.leads_to(&packed.shown())
    }
}

/// The archive that is being taken apart.
#[derive(Debug)]
struct Open {
    packed: Packed,
    archive: Archive,
    /// The installed code that was passed over.
    aside: Vec<Aside>,
    /// The other files that were passed over.
    others: Vec<Aside>,
    faults: usize,
    /// Faults that many entries have for one reason, each with the first of the entries and how many
    /// there are.
    shared: Vec<(Fault, String, usize)>,
    /// The names of what came out, and the entry that came last.
    names: BTreeSet<String>,
    last: String,
}

impl Batch {
    /// Whether there is something to take apart.
    pub(crate) fn is_packed(&self) -> bool {
        // Those that lie among sources are known once all of the drop was found.
        self.is_whole && (self.archives.open.is_some() || !self.archives.waiting.is_empty())
    }

    pub(super) fn take_archive(&mut self, place: Place, form: Form, bytes: Vec<u8>, way: Way) {
        self.container(&place.container).note_data(place.folder());
        if way.depth == 0
            && way.is_lone
            && let Some(arrival) = self.arrival(&place.inner)
        {
            arrival.kind = CardKind::Archive;
        }
        if way.depth >= MAX_DEPTH {
            return self.tell(problem::fault(&place.shown(), &Fault::Depth));
        }
        // What waits is kept no less than what is done; what was dropped is in the offer's bounds.
        let held = self.archives.held.saturating_add(bytes.len() as u64);
        if way.depth > 0 && held.saturating_add(self.kept + self.known.kept) > MAX_KEPT_BYTES {
            return self.leave_out(&place);
        }
        self.archives.held = held;
        if way.depth == 0 {
            self.archives.spent.add_dropped(bytes.len() as u64);
            self.archives.spent_again.add_dropped(bytes.len() as u64);
        }
        let bytes = Shared::new(bytes);
        let only = self.later.only(&place.shown(), &self.known.aside);
        self.archives.waiting.push_back(Packed { place, form, bytes, way, only });
    }

    /// Does the next piece of taking archives apart.
    pub(crate) fn unpack(&mut self) -> Option<Progress> {
        let Some(mut open) = self.archives.open.take() else {
            let packed = self.archives.waiting.pop_front()?;
            let (name, size) = (packed.place.shown(), packed.bytes.len());
            self.archives.open = self.open(packed);
            if self.archives.open.is_none() {
                self.archives.held = self.archives.held.saturating_sub(size);
            }
            self.look_aside();
            return Some(self.reading(name));
        };
        let event = {
            let (packed, named, later) = (&open.packed, &self.known.aside, &self.later);
            open.archive.step(self.archives.spent(packed), &|path| {
                packed.is_wanted(path, named) || later.is_it && packed.is_on_the_way(path, later)
            })
        };
        let is_over = matches!(event, Event::End);
        self.hear(&mut open, event);
        let (bytes, total_bytes) = open.archive.progress();
        let name = if open.last.is_empty() { open.packed.place.shown() } else { open.last.clone() };
        let progress = progress(Stage::Unpacking, open.names.len(), 0, name);
        if is_over {
            self.close(open);
            self.look_aside();
        } else {
            self.archives.open = Some(open);
        }
        Some(Progress { bytes, total_bytes, ..progress })
    }

    /// Opens an archive; nothing where that cannot be done, or need not be.
    fn open(&mut self, packed: Packed) -> Option<Open> {
        let is_named = Aside::is_source(&packed.place, &self.known.aside);
        if self.is_of_project(&packed.place) && !is_named {
            self.pass_over_archive(&packed.place, packed.way.index);
            return None;
        }
        let name = sort::stem(packed.place.name()).to_owned();
        match Archive::new(packed.form, &packed.bytes, &name, self.archives.spent(&packed)) {
            Ok(archive) => {
                if !archive.is_single() {
                    let path = packed.place.shown();
                    let kind = Kind::Archive(packed.place.clone());
                    self.containers.entry(path).or_insert_with(|| Container::new(kind));
                }
                Some(Open {
                    packed,
                    archive,
                    aside: Vec::new(),
                    others: Vec::new(),
                    faults: 0,
                    shared: Vec::new(),
                    names: BTreeSet::new(),
                    last: String::new(),
                })
            }
            Err(fault) => {
                self.tell(problem::fault(&packed.place.shown(), &fault));
                None
            }
        }
    }

    /// Whether an archive lies among a project's sources, and so is the project's own affair.
    pub(super) fn is_of_project(&self, place: &Place) -> bool {
        let mut folder = place.folder();
        while !folder.is_empty() {
            if self.python_folders.contains(&format!("{}/{folder}", place.container)) {
                return true;
            }
            folder = folder.rsplit_once('/').map_or("", |(outer, _)| outer);
        }
        false
    }

    /// Takes in what came of an archive.
    fn hear(&mut self, open: &mut Open, event: Event) {
        let archive = open.packed.place.shown();
        let place = |inner: &str| Place { container: archive.clone(), inner: inner.to_owned() };
        match event {
            Event::Worked | Event::End => {}
            Event::Passed(path) => {
                if open.packed.only.is_none() && is_readable(&path) {
                    let is_code = is_installed(&path) && is_useful_name(&path);
                    let passed = if is_code { &mut open.aside } else { &mut open.others };
                    passed.extend(Aside::of(&path));
                }
                self.note(&place(&path));
            }
            Event::Entry { path, bytes } => {
                let way = Way { depth: open.packed.way.depth + 1, ..open.packed.way };
                if open.archive.is_single() {
                    let inner = inner_of_single(&open.packed.place, &path);
                    self.call(&open.packed.place, &inner);
                    return self.take(inner, bytes, way);
                }
                let place = place(&path);
                open.last = place.shown();
                self.note(&place);
                let is_told = open.packed.is_told(Some(&path));
                if !open.names.insert(path) && !is_told {
                    self.data.retain(|data| data.place != place);
                    self.problem(&place, problem::fault(&place.shown(), &Fault::Again));
                }
                self.take(place, bytes, Way { is_lone: false, ..way });
            }
            Event::Fault { entry, fault } => self.hear_fault(open, entry.as_deref(), &fault),
        }
    }

    /// Takes in what is wrong with an entry of an archive, or with the archive.
    fn hear_fault(&mut self, open: &mut Open, entry: Option<&str>, fault: &Fault) {
        // A link to a README is nobody's loss.
        let is_idle = matches!(fault, Fault::Link(_))
            && entry.is_some_and(|entry| !sort::is_telling_name(entry));
        // What is wrong with a name is told whether the entry is wanted or not.
        let is_name = matches!(fault, Fault::Outside | Fault::LongName);
        if is_idle || open.packed.is_told(entry.filter(|_| !is_name)) {
            return;
        }
        self.container(&open.packed.place.container).is_met = true;
        let archive = open.packed.place.shown();
        if let Some(container) = self.containers.get_mut(&archive) {
            container.is_met = true;
        }
        if let Some(entry) = entry
            && fault.of_many(1).is_some()
        {
            match open.shared.iter_mut().find(|(known, ..)| known == fault) {
                Some((_, _, count)) => *count += 1,
                None => open.shared.push((fault.clone(), entry.to_owned(), 1)),
            }
            return;
        }
        open.faults += 1;
        if open.faults <= MAX_FAULTS || entry.is_none() {
            let shown = entry.map_or(archive.clone(), |entry| format!("{archive}/{entry}"));
            self.tell(problem::fault(&shown, fault));
        }
    }

    /// An archive is at its end.
    fn close(&mut self, open: Open) {
        let Open { packed, aside, others, faults, shared, .. } = open;
        let archive = packed.place.shown();
        for (fault, entry, count) in shared {
            self.tell(match fault.of_many(count).filter(|_| count > 1) {
                Some(what) => problem::many_faults(&archive, &what, &fault),
                None => problem::fault(&format!("{archive}/{entry}"), &fault),
            });
        }
        if let Some(more) = faults.checked_sub(MAX_FAULTS).filter(|more| *more > 0) {
            self.tell(problem::more_faults(&archive, more));
        }
        self.pass_over_entries(&packed.place, packed.way.index, others);
        if packed.only.is_none() {
            self.pass_over_archive(&packed.place, packed.way.index);
        }
        if aside.is_empty() {
            self.archives.held = self.archives.held.saturating_sub(packed.bytes.len());
        } else {
            self.archives.put_aside.push((packed, aside));
        }
    }

    /// When all has come: takes what data names after all of that which was passed over.
    pub(super) fn look_aside(&mut self) {
        if self.is_all_read() {
            self.decide();
        }
        if !self.is_complete() {
            return;
        }
        for (packed, aside) in mem::take(&mut self.archives.put_aside) {
            let is_named = |aside: &Aside| self.known.aside.contains(aside);
            let (named, passed): (Vec<_>, _) = aside.into_iter().partition(is_named);
            self.pass_over_entries(&packed.place, packed.way.index, passed);
            if named.is_empty() {
                self.archives.held = self.archives.held.saturating_sub(packed.bytes.len());
            } else {
                let mut only = BTreeSet::new();
                only.extend(named);
                self.archives.waiting.push_back(Packed { only: Some(only), ..packed });
            }
        }
        self.ask(0);
    }
}

/// Where the one file lies that was packed by itself: beside what it was packed in.
fn inner_of_single(packed: &Place, name: &str) -> Place {
    let folder = packed.folder();
    let inner = if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") };
    Place { container: packed.container.clone(), inner }
}
