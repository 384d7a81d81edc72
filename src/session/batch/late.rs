//! Installed code in a dropped folder that no data named yet. Data that is dropped later may name
//! it: then it is asked for after all, and comes in as a batch of its own, without cards.

use std::collections::{BTreeMap, BTreeSet};

use covdrop_data::SourcePath;

use super::{Batch, Known};
use crate::arrival::thing_of;
use crate::container::{Container, Place};
use crate::layers::hash;
use crate::problem;
use crate::project::Project;
use crate::sort::{aside, is_wanted};

/// A file that was passed over.
#[derive(Clone, Debug)]
pub(crate) struct Late {
    /// The page's number for the drop that it came in.
    pub(crate) batch: u32,
    /// Its place in the offer.
    index: u32,
    pub(super) path: String,
    pub(super) size: u64,
    /// The number of the card of what it came in.
    pub(crate) owner: u32,
    /// Where it belongs in the source tree.
    source: SourcePath,
}

impl Late {
    /// Whether it is among the installed code that data names.
    pub(crate) fn is_named(&self, named: &BTreeSet<String>) -> bool {
        aside(&self.path).is_some_and(|path| named.contains(path))
    }
}

/// What a batch has to do with such files.
#[derive(Debug, Default)]
pub(crate) struct Later {
    /// Those of its own drop that were passed over.
    pub(crate) passed: Vec<Late>,
    /// Whether it is a batch of such files of an earlier drop.
    pub(crate) is_it: bool,
    /// Those that have not come, by their place in the offer of that drop.
    pub(super) asked: BTreeMap<u32, Late>,
    /// Those that have come, until they are in the project.
    came: Vec<(Late, Vec<u8>)>,
    /// How many sources and bytes are in the project since, by the number of the card.
    pub(crate) brought: BTreeMap<u32, (u32, u64)>,
}

impl Later {
    /// All that was asked for, whether it has come or not.
    pub(crate) fn into_asked(self) -> impl Iterator<Item = Late> {
        self.asked.into_values().chain(self.came.into_iter().map(|(late, _)| late))
    }
}

impl Batch {
    /// These files of one earlier drop, asked for after all.
    pub(crate) fn of_late(number: u32, late: Vec<Late>, known: Known) -> Batch {
        let mut batch = Batch::new(number, Vec::new(), &[], known);
        batch.later.is_it = true;
        // It is no empty drop.
        batch.problems.clear();
        for late in late {
            batch.total.add(late.size);
            batch.awaited.insert(late.index);
            batch.untold.push(late.index);
            batch.later.asked.insert(late.index, late);
        }
        batch
    }

    /// Takes note of the files in a dropped folder that were passed over as installed code, once it
    /// is known where the folder's tree begins and which `prefix` its paths have.
    pub(super) fn pass_over(&mut self, folder: &str, container: &Container, prefix: &str) {
        let root = container.root(folder);
        let Some(owner) = self.arrival(folder).map(|arrival| arrival.id) else { return };
        let passed = (0..).zip(&self.offered).filter_map(|(index, file)| {
            let Place { container, inner } = Place::dropped(&file.path);
            let is_passed = container == folder
                && !self.asked.contains(&index)
                && aside(&inner).is_some()
                && is_wanted(&inner);
            let inside = inner.strip_prefix(&root).unwrap_or(&inner);
            let source = SourcePath::new(&format!("{prefix}{inside}")).filter(|_| is_passed)?;
            let (path, size) = (file.path.clone(), file.size);
            Some(Late { batch: self.number, index, path, size, owner, source })
        });
        let passed: Vec<Late> = passed.collect();
        self.later.passed.extend(passed);
    }

    /// Takes in a file that was asked for after all.
    pub(super) fn take_late(&mut self, late: Late, bytes: Vec<u8>) {
        let place = Place::dropped(&late.path);
        if self.keep(&place, bytes.len()) {
            self.later.came.push((late, bytes));
        }
    }

    /// The thing of number `owner` is no more, and nothing that lay in it is wanted: what has not
    /// come will be passed over.
    pub(super) fn forget_late(&mut self, owner: u32) {
        self.later.asked.retain(|_, late| late.owner != owner);
        self.later.came.retain(|(late, bytes)| {
            let stays = late.owner != owner;
            if !stays {
                self.kept = self.kept.saturating_sub(bytes.len() as u64);
            }
            stays
        });
        let (_, bytes) = self.later.brought.remove(&owner).unwrap_or_default();
        self.kept = self.kept.saturating_sub(bytes);
    }

    /// Puts what came after all into the project.
    pub(super) fn settle_late(&mut self, project: &mut Project) {
        for (late, bytes) in std::mem::take(&mut self.later.came) {
            let size = bytes.len() as u64;
            let (files, sum) = self.later.brought.entry(late.owner).or_default();
            (*files, *sum) = (*files + 1, *sum + size);
            let other = project.add(late.owner, late.source, hash(&bytes), bytes);
            if let Some(other) = other.and_then(|other| self.known.things.get(&other)) {
                let folder = thing_of(&late.path);
                let problem = problem::replaced(folder, other, 1);
                self.problems.push(problem);
            }
        }
    }
}
