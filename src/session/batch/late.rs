//! Files that were passed over, as no data named them yet. Data that is dropped later may name them:
//! then they are asked for after all, and come in as a batch of their own, whose things have their
//! cards already.
//!
//! Of an archive nothing is kept until then but which entries were passed over: it is asked for and
//! read once more, and nothing but what is named is taken. If modules were imported from the archive
//! itself, it is taken once more as a whole, with its name in their paths.

use std::collections::{BTreeMap, BTreeSet};
use std::mem;

use covdrop_protocol::{CardKind, Offered};

use super::{Batch, Known};
use crate::arrival::{Arrival, thing_of};
use crate::aside::Aside;
use crate::container::{Container, Kind, Place, TreeRoot};
use crate::problem;
use crate::project::Project;
use crate::sort::is_readable;

/// The most archives of a drop of which it is remembered what was passed over: 1,000.
///
/// Many more than jobs leave, and few enough that the longest paths come to some megabytes. Of the
/// entries, each of which takes eight bytes, there are no more than a drop may have.
const MAX_ARCHIVES: usize = 1000;

/// What was passed over of a folder or an archive.
#[derive(Debug)]
pub(crate) struct Late {
    /// The page's number for the drop that it came in.
    pub(crate) batch: u32,
    /// The number of the card of what it came in.
    pub(crate) owner: u32,
    /// The folder or the archive, by its path, and where that lies.
    container: String,
    place: Place,
    /// Where the source tree begins in there.
    tree: TreeRoot,
    /// Where it begins if modules were imported from the archive.
    imported: TreeRoot,
    code: Code,
}

/// What was passed over.
#[derive(Debug)]
enum Code {
    /// Files of a folder, each with its place in the offer.
    Files(Vec<(u32, Offered)>),
    /// Entries of an archive, which came in this file.
    Entries(Vec<Aside>, (u32, Offered)),
    /// An archive as one that modules are imported from, which came in this file.
    Archive(Aside, (u32, Offered)),
}

impl Late {
    /// Whether some of it is among what data names.
    pub(crate) fn is_named(&self, named: &BTreeSet<Aside>) -> bool {
        match &self.code {
            Code::Files(files) => files.iter().any(|(_, file)| is_named(file, named)),
            Code::Entries(entries, _) => entries.iter().any(|entry| named.contains(entry)),
            Code::Archive(archive, _) => named.contains(archive),
        }
    }

    /// The files to ask for to get at what is named.
    fn files(&self, named: &BTreeSet<Aside>) -> Vec<(u32, Offered)> {
        match &self.code {
            Code::Files(files) => {
                files.iter().filter(|(_, file)| is_named(file, named)).cloned().collect()
            }
            Code::Entries(_, file) | Code::Archive(_, file) => vec![file.clone()],
        }
    }

    /// Forgets what is named; tells whether something is left.
    fn forget(&mut self, named: &BTreeSet<Aside>) -> bool {
        match &mut self.code {
            Code::Files(files) => {
                files.retain(|(_, file)| !is_named(file, named));
                !files.is_empty()
            }
            Code::Entries(entries, _) => {
                entries.retain(|entry| !named.contains(entry));
                !entries.is_empty()
            }
            Code::Archive(archive, _) => !named.contains(archive),
        }
    }
}

/// Whether a file of a folder is among what data names.
fn is_named(file: &Offered, named: &BTreeSet<Aside>) -> bool {
    Aside::is_named(&Place::dropped(&file.path), named)
}

/// What a batch has to do with such files.
#[derive(Debug, Default)]
pub(crate) struct Later {
    /// Whether it is a batch of such files of an earlier drop.
    pub(crate) is_it: bool,
    /// The folders and archives of which something was asked for after all.
    pub(crate) asked: Vec<Late>,
    /// The folders and archives of its own drop of which something was passed over.
    passed: Vec<Late>,
}

impl Later {
    /// The folder or the archive of this path, of which something was asked for after all.
    fn asked(&self, path: &str) -> Option<&Late> {
        self.asked.iter().find(|late| late.container == path)
    }

    /// The entries to take from the archive at this path, and nothing else; nothing where it is
    /// read for the first time, or as a whole.
    pub(super) fn only(&self, path: &str, named: &BTreeSet<Aside>) -> Option<BTreeSet<Aside>> {
        let is_whole =
            |late: &Late| late.container == path && matches!(late.code, Code::Archive(..));
        if self.asked.iter().any(is_whole) {
            return None;
        }
        let mut only = BTreeSet::new();
        if let Some(Code::Entries(entries, _)) = self.asked(path).map(|late| &late.code) {
            only.extend(entries.iter().filter(|entry| named.contains(entry)));
        }
        self.is_it.then_some(only)
    }

    /// Whether the dropped file at this place of the offer is an archive that is read once more.
    pub(super) fn is_archive(&self, index: u32) -> bool {
        let is_it = |late: &Late| match &late.code {
            Code::Files(_) => false,
            Code::Entries(_, (at, _)) | Code::Archive(_, (at, _)) => *at == index,
        };
        self.asked.iter().any(is_it)
    }

    /// Whether what lies at `path` is an archive to read once more, or holds one.
    pub(super) fn leads_to(&self, path: &str) -> bool {
        let rest = |late: &Late| late.container.strip_prefix(path).map(|rest| rest.chars().next());
        self.asked.iter().any(|late| matches!(rest(late), Some(None | Some('/'))))
    }
}

impl Batch {
    /// What of these folders and archives of one earlier drop is named, asked for after all.
    pub(crate) fn of_late(number: u32, late: Vec<Late>, known: Known) -> Batch {
        let mut batch = Batch::new(number, known);
        batch.is_whole = true;
        batch.later.is_it = true;
        for late in &late {
            let thing = thing_of(&late.container);
            if !batch.things.contains_key(thing) {
                batch.things.insert(thing.to_owned(), batch.arrivals.len());
                let arrival = Arrival::new(late.owner, number, thing, CardKind::Folder);
                batch.arrivals.push(arrival);
            }
            batch.offered.extend(late.files(&batch.known.aside));
        }
        batch.later.asked = late;
        batch.ask(0);
        batch
    }

    /// Takes note of entries of an archive that were passed over. `index` is the place in the offer of
    /// the file that it came in.
    pub(super) fn pass_over_entries(&mut self, archive: &Place, index: u32, entries: Vec<Aside>) {
        if entries.is_empty() {
            return;
        }
        let path = archive.shown();
        let mut known = self.later.passed.iter_mut().filter(|late| late.container == path);
        let known = known.find_map(|late| match &mut late.code {
            Code::Entries(entries, _) => Some(entries),
            Code::Files(_) | Code::Archive(..) => None,
        });
        if let Some(known) = known {
            known.extend(entries);
        } else if let Some(file) = self.offered_archive(index, false) {
            self.remember(path, archive.clone(), Code::Entries(entries, file));
        }
    }

    /// Takes note of an archive that was not taken as one that modules are imported from.
    pub(super) fn pass_over_archive(&mut self, archive: &Place, index: u32) {
        let is_named = Aside::is_source(archive, &self.known.aside);
        if let Some(aside) = Aside::of_archive(&archive.inner).filter(|_| !is_named)
            && let Some(file) = self.offered_archive(index, true)
        {
            self.remember(archive.shown(), archive.clone(), Code::Archive(aside, file));
        }
    }

    /// The file at this place of the offer, if one more archive can be remembered; `is_whole` says
    /// whether that is to be as one that modules are imported from.
    fn offered_archive(&self, index: u32, is_whole: bool) -> Option<(u32, Offered)> {
        let is_such = |late: &&Late| match late.code {
            Code::Files(_) => false,
            Code::Entries(..) => !is_whole,
            Code::Archive(..) => is_whole,
        };
        let known = self.later.passed.iter().filter(is_such).count();
        let file = self.offered.get(&index).filter(|_| known < MAX_ARCHIVES)?;
        Some((index, file.clone()))
    }

    /// Takes note of the files of a folder that were passed over.
    pub(super) fn pass_over_files(&mut self, folder: &str) {
        let is_passed = |(index, file): &(&u32, &Offered)| {
            let Place { container, inner } = Place::dropped(&file.path);
            container == folder
                && !self.asked.contains(index)
                && Aside::of(&inner).is_some()
                && is_readable(&inner)
        };
        let passed = self.offered.iter().filter(is_passed);
        let passed: Vec<_> = passed.map(|(index, file)| (*index, file.clone())).collect();
        if !passed.is_empty() {
            self.remember(folder.to_owned(), Place::dropped(folder), Code::Files(passed));
        }
    }

    fn remember(&mut self, container: String, place: Place, code: Code) {
        if let Some(owner) = self.arrival(&container).map(|arrival| arrival.id) {
            let (tree, imported) = Default::default();
            let batch = self.number;
            self.later.passed.push(Late { batch, owner, container, place, tree, imported, code });
        }
    }

    /// Where the tree begins in the folder or the archive of this path: as it was when that first
    /// came, if it is asked for after all. Of a folder of which it is known where it lies, all paths
    /// are as they are. `known` are the trees of the containers around it.
    pub(super) fn tree(
        &mut self,
        path: &str,
        container: &Container,
        project: &Project,
        known: &BTreeMap<String, TreeRoot>,
    ) -> TreeRoot {
        let is_imported = self.is_imported(&container.kind);
        if let Some(late) = self.later.asked(path) {
            return if is_imported { late.imported.clone() } else { late.tree.clone() };
        }
        let own = match &container.kind {
            Kind::Archive(place) if is_imported => TreeRoot::of_archive(place, known),
            Kind::Folder if project.is_root_of(path) => TreeRoot::default(),
            _ => TreeRoot::of(path, container),
        };
        for late in self.later.passed.iter_mut().filter(|late| late.container == path) {
            late.tree = own.clone();
        }
        if is_imported {
            let is_it =
                |late: &Late| late.container == path && matches!(late.code, Code::Archive(..));
            self.later.passed.retain(|late| !is_it(late));
        }
        own
    }

    /// Whether data names modules that were imported from this container.
    pub(super) fn is_imported(&self, kind: &Kind) -> bool {
        matches!(kind, Kind::Archive(place) if Aside::is_source(place, &self.known.aside)
            && Aside::of_archive(&place.inner).is_some())
    }

    /// Takes note of where trees begin in archives, should modules turn out to be imported from them.
    pub(super) fn note_trees(&mut self, known: &BTreeMap<String, TreeRoot>) {
        for late in &mut self.later.passed {
            if !matches!(late.code, Code::Files(_)) {
                late.imported = TreeRoot::of_archive(&late.place, known);
            }
        }
    }

    /// Gives back what may be asked for when data names it.
    pub(crate) fn passed(&mut self) -> Vec<Late> {
        let named = &self.known.aside;
        self.later.asked.retain_mut(|late| late.forget(named));
        self.later.passed.append(&mut self.later.asked);
        mem::take(&mut self.later.passed)
    }

    /// Adds what came of a thing after all, `more`, to what had come of it.
    pub(crate) fn add_late(&self, thing: &mut Arrival, more: Arrival) {
        let is_met = |path: &str| self.containers.get(path).is_some_and(|found| found.is_met);
        thing.problems.retain(|problem| !problem::is_useless(problem) || !is_met(&problem.file));
        thing.add(more);
    }

    /// The thing of number `owner` is no more, and nothing that lay in it is wanted after all.
    pub(super) fn forget_late(&mut self, owner: u32) {
        let Some(arrival) = self.arrivals.iter().find(|arrival| arrival.id == owner) else {
            return;
        };
        self.kept = self.kept.saturating_sub(arrival.kept);
        let is_it = |&at: &usize| self.arrivals.get(at).is_some_and(|thing| thing.id == owner);
        let names: BTreeSet<String> =
            self.things.iter().filter(|(_, at)| is_it(at)).map(|(name, _)| name.clone()).collect();
        self.things.retain(|name, _| !names.contains(name));
        let is_of = |path: &str| names.contains(thing_of(path));
        for (index, _) in self.offered.iter().filter(|(_, file)| is_of(&file.path)) {
            self.awaited.remove(index);
        }
        self.archives.retain(|path| !is_of(path));
        self.undecided.retain(|(place, ..)| !is_of(&place.shown()));
        self.later.asked.retain(|late| late.owner != owner);
        self.look_aside();
    }
}
