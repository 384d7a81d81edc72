//! The queue of an import's archives, and the archive that is being extracted.

use std::collections::{BTreeSet, VecDeque};

use crate::archive::{Archive, ArchiveFault, ArchiveFormat, ArchiveTotals, SharedBytes};
use crate::deferred_file::{DeferredFile, NamedFiles};
use crate::file_names::{is_readable, stem};
use crate::input_path::InputPath;
use crate::third_party::ImportKind;
use crate::undecided_files::FileOrigin;

/// The archives of an import, except the one that is being extracted.
#[derive(Debug, Default)]
pub(crate) struct ArchiveQueue {
    /// The archives to extract.
    pub(crate) waiting: VecDeque<QueuedArchive>,
    /// The archives with third-party code, until all data is known that may name it.
    pub(crate) with_deferred: Vec<(QueuedArchive, Vec<DeferredFile>)>,
    /// The totals of archives that are extracted for the first time, and of those extracted again.
    pub(crate) first_totals: ArchiveTotals,
    pub(crate) repeated_totals: ArchiveTotals,
    /// The bytes of all archives in memory.
    pub(crate) held: u64,
}

/// An archive to extract.
#[derive(Clone, Debug)]
pub(crate) struct QueuedArchive {
    pub(crate) path: InputPath,
    pub(crate) format: ArchiveFormat,
    pub(crate) bytes: SharedBytes,
    pub(crate) origin: FileOrigin,
    /// For an archive that is extracted again, the only entries to take.
    pub(crate) only: Option<BTreeSet<DeferredFile>>,
}

/// The archive that is being extracted.
#[derive(Debug)]
pub(crate) struct OpenArchive {
    pub(crate) queued: QueuedArchive,
    pub(crate) archive: Archive,
    /// The skipped third-party code.
    pub(crate) third_party: Vec<DeferredFile>,
    /// The other skipped files.
    pub(crate) others: Vec<DeferredFile>,
    pub(crate) faults: Faults,
    /// The names of the extracted entries, and the path of the last one.
    pub(crate) names: BTreeSet<String>,
    pub(crate) last: String,
}

/// The faults of an archive's entries.
#[derive(Debug, Default)]
pub(crate) struct Faults {
    /// The number of faults that were reported one by one, or exceeded the limit for that.
    pub(crate) single: usize,
    /// Faults that several entries share: the fault, the first entry and the number of entries.
    pub(crate) several: Vec<(ArchiveFault, String, usize)>,
}

impl ArchiveQueue {
    /// Returns true if no archive waits to be extracted.
    pub(crate) fn is_empty(&self) -> bool {
        self.waiting.is_empty()
    }

    /// Removes the archives for whose paths `is_removed` is true; `open` is being extracted.
    pub(crate) fn remove(&mut self, is_removed: impl Fn(&str) -> bool, open: Option<&OpenArchive>) {
        self.waiting.retain(|queued| !is_removed(&queued.path.full()));
        self.with_deferred.retain(|(queued, _)| !is_removed(&queued.path.full()));
        let held = self.waiting.iter().chain(open.map(|open| &open.queued));
        let held = held.chain(self.with_deferred.iter().map(|(queued, _)| queued));
        self.held = held.map(|queued| queued.bytes.len()).sum();
    }

    /// Returns the totals that an archive counts towards.
    pub(crate) fn totals(&mut self, queued: &QueuedArchive) -> &mut ArchiveTotals {
        if queued.only.is_some() { &mut self.repeated_totals } else { &mut self.first_totals }
    }

    pub(crate) fn release(&mut self, queued: &QueuedArchive) {
        self.held = self.held.saturating_sub(queued.bytes.len());
    }
}

impl QueuedArchive {
    /// Returns true if the entry at `path` must be taken.
    pub(crate) fn is_wanted(&self, path: &str, named: &NamedFiles) -> bool {
        let mut deferred = DeferredFile::of(path).into_iter();
        is_readable(path)
            && match &self.only {
                Some(only) => deferred.any(|file| only.contains(&file)),
                None => deferred.all(|file| named.contains(file)),
            }
    }

    /// Returns true if the first extraction reported the faults of this entry, or of the archive.
    pub(crate) fn is_already_reported(&self, entry: Option<&str>) -> bool {
        let named = NamedFiles::default();
        self.only.is_some() && !entry.is_some_and(|path| self.is_wanted(path, &named))
    }

    /// Returns true if the entry at `path` contains, or decompresses to, an archive that must be
    /// read again.
    pub(crate) fn leads_to_package(&self, path: &str, kind: &ImportKind) -> bool {
        let entry = self.path.entry(path);
        let extracted = entry.sibling(stem(entry.name()));
        kind.leads_to_package(&entry.full()) || kind.leads_to_package(&extracted.full())
    }
}

impl OpenArchive {
    /// Returns the full path of the archive.
    pub(crate) fn path(&self) -> String {
        self.queued.path.full()
    }
}
