//! Extracts the archives of an import one by one, in small steps.

use std::collections::BTreeSet;
use std::mem;

use covdrop_protocol::{CardKind, Progress, Stage};

use crate::archive::{Archive, ArchiveEvent, ArchiveFault, ArchiveFormat, MAX_DEPTH, SharedBytes};
use crate::archive_queue::{Faults, OpenArchive, QueuedArchive};
use crate::deferred_file::{DeferredFile, is_third_party};
use crate::file_names::{is_likely_input, is_readable, is_useful_name, stem};
use crate::import::{Import, State, progress};
use crate::input_path::InputPath;
use crate::problems;
use crate::undecided_files::FileOrigin;

/// The maximum number of faults of entries of one archive that are reported one by one: 20. One
/// sentence summarizes the others.
const MAX_FAULTS: usize = 20;

impl Import {
    /// Returns true if there is an archive to extract.
    pub fn has_archives(&self) -> bool {
        match self.state {
            State::Extracting(_) => true,
            State::Reading => !self.archives.is_empty(),
            // Whether an archive belongs to a project is known only once all files are listed.
            State::Scanning | State::Done => false,
        }
    }

    /// Queues an archive.
    pub(crate) fn take_archive(
        &mut self,
        path: InputPath,
        format: ArchiveFormat,
        bytes: Vec<u8>,
        origin: FileOrigin,
    ) {
        self.containers.get_or_add(&path.container).add_data_folder(path.folder());
        if origin.depth == 0
            && origin.is_lone
            && let Some(input) = self.inputs.of_path(&path.inner)
        {
            input.kind = CardKind::Archive;
        }
        if origin.depth >= MAX_DEPTH {
            let problem = problems::archive_fault(&path.full(), &ArchiveFault::Depth);
            return self.inputs.report(problem);
        }
        // The limit on requested bytes covers dropped archives.
        let size = bytes.len() as u64;
        let held = self.archives.held.saturating_add(size);
        if origin.depth > 0 && !self.budget.has_room(held) {
            return self.skip_without_room(&path);
        }
        self.archives.held = held;
        if origin.depth == 0 {
            self.archives.first_totals.add_dropped(size);
            self.archives.repeated_totals.add_dropped(size);
        }
        let bytes = SharedBytes::new(bytes);
        let only = self.kind.only_entries(&path.full(), &self.named);
        self.archives.waiting.push_back(QueuedArchive { path, format, bytes, origin, only });
    }

    /// Extracts the next piece of an archive, or opens the next one.
    pub fn extract(&mut self) -> Option<Progress> {
        if self.is_scanning() {
            return None;
        }
        match mem::replace(&mut self.state, State::Reading) {
            State::Extracting(open) => Some(self.extract_from(open)),
            state => {
                self.state = state;
                let queued = self.archives.waiting.pop_front()?;
                let name = queued.path.full();
                self.open(queued);
                self.advance();
                Some(self.reading_progress(name))
            }
        }
    }

    fn extract_from(&mut self, mut open: Box<OpenArchive>) -> Progress {
        let event = {
            let (queued, named, kind) = (&open.queued, &self.named, &self.kind);
            open.archive.step(self.archives.totals(queued), &|path| {
                queued.is_wanted(path, named)
                    || kind.is_third_party() && queued.leads_to_package(path, kind)
            })
        };
        let is_over = matches!(event, ArchiveEvent::End);
        self.take_event(&mut open, event);
        let (bytes, total_bytes) = open.archive.progress();
        let name = if open.last.is_empty() { open.path() } else { open.last.clone() };
        let progress = progress(Stage::Unpacking, open.names.len(), 0, name);
        if is_over {
            self.close(*open);
            self.advance();
        } else {
            self.state = State::Extracting(open);
        }
        Progress { bytes, total_bytes, ..progress }
    }

    /// Opens an archive. Skips one that belongs to a project, unless data names a module in it.
    fn open(&mut self, queued: QueuedArchive) {
        if self.containers.is_in_project(&queued.path) && !self.named.has_name_of(&queued.path) {
            self.defer_archive(&queued);
            return self.archives.release(&queued);
        }
        let name = stem(queued.path.name()).to_owned();
        let totals = self.archives.totals(&queued);
        match Archive::new(queued.format, &queued.bytes, &name, totals) {
            Ok(archive) => {
                if !archive.is_single() {
                    self.containers.add_archive(&queued.path);
                }
                self.state = State::Extracting(Box::new(OpenArchive {
                    queued,
                    archive,
                    third_party: Vec::new(),
                    others: Vec::new(),
                    faults: Faults::default(),
                    names: BTreeSet::new(),
                    last: String::new(),
                }));
            }
            Err(fault) => {
                self.inputs.report(problems::archive_fault(&queued.path.full(), &fault));
                self.archives.release(&queued);
            }
        }
    }

    fn take_event(&mut self, open: &mut OpenArchive, event: ArchiveEvent) {
        match event {
            ArchiveEvent::Progressed | ArchiveEvent::End => {}
            ArchiveEvent::Skipped(path) => {
                if open.queued.only.is_none() && is_readable(&path) {
                    let is_code = is_third_party(&path) && is_useful_name(&path);
                    let skipped = if is_code { &mut open.third_party } else { &mut open.others };
                    skipped.extend(DeferredFile::of(&path));
                }
                self.containers.add_path(&open.queued.path.entry(&path));
            }
            ArchiveEvent::Entry { path, bytes } => self.take_entry(open, path, bytes),
            ArchiveEvent::Fault { entry, fault } => {
                self.take_fault(open, entry.as_deref(), &fault);
            }
        }
    }

    fn take_entry(&mut self, open: &mut OpenArchive, path: String, bytes: Vec<u8>) {
        let origin = FileOrigin { depth: open.queued.origin.depth + 1, ..open.queued.origin };
        if open.archive.is_single() {
            let extracted = open.queued.path.sibling(&path);
            self.inputs.add_name(&open.path(), &extracted.full());
            return self.take(extracted, bytes, origin);
        }
        let entry = open.queued.path.entry(&path);
        open.last = entry.full();
        self.containers.add_path(&entry);
        let is_already_reported = open.queued.is_already_reported(Some(&path));
        if !open.names.insert(path) && !is_already_reported {
            self.data.retain(|data| data.path != entry);
            let fault = problems::archive_fault(&entry.full(), &ArchiveFault::Again);
            self.report_in(&entry, fault);
        }
        self.take(entry, bytes, FileOrigin { is_lone: false, ..origin });
    }

    /// Reports a fault of an entry of an archive, or of the archive.
    fn take_fault(&mut self, open: &mut OpenArchive, entry: Option<&str>, fault: &ArchiveFault) {
        // A link to a file like README is irrelevant.
        let is_irrelevant = matches!(fault, ArchiveFault::Link(_))
            && entry.is_some_and(|entry| !is_likely_input(entry));
        // Report a bad name whether the entry is wanted or not.
        let is_bad_name = matches!(fault, ArchiveFault::Outside | ArchiveFault::LongName);
        if is_irrelevant || open.queued.is_already_reported(entry.filter(|_| !is_bad_name)) {
            return;
        }
        self.containers.get_or_add(&open.queued.path.container).has_result = true;
        let archive = open.path();
        if let Some(container) = self.containers.get_mut(&archive) {
            container.has_result = true;
        }
        let faults = &mut open.faults;
        if let Some(entry) = entry
            && fault.of_many(1).is_some()
        {
            match faults.several.iter_mut().find(|(known, ..)| known == fault) {
                Some((_, _, count)) => *count += 1,
                None => faults.several.push((fault.clone(), entry.to_owned(), 1)),
            }
            return;
        }
        faults.single += 1;
        if faults.single <= MAX_FAULTS || entry.is_none() {
            let path = entry.map_or(archive.clone(), |entry| format!("{archive}/{entry}"));
            self.inputs.report(problems::archive_fault(&path, fault));
        }
    }

    /// Closes an archive after its last entry.
    fn close(&mut self, open: OpenArchive) {
        let OpenArchive { queued, third_party, others, faults, .. } = open;
        let archive = queued.path.full();
        for (fault, entry, count) in faults.several {
            self.inputs.report(match fault.of_many(count).filter(|_| count > 1) {
                Some(what) => problems::several_faults(&archive, &what, &fault),
                None => problems::archive_fault(&format!("{archive}/{entry}"), &fault),
            });
        }
        if let Some(more) = faults.single.checked_sub(MAX_FAULTS).filter(|more| *more > 0) {
            self.inputs.report(problems::more_faults(&archive, more));
        }
        self.defer_entries(&queued, others);
        if queued.only.is_none() && !self.named.has_name_of(&queued.path) {
            self.defer_archive(&queued);
        }
        if third_party.is_empty() {
            self.archives.release(&queued);
        } else {
            self.archives.with_deferred.push((queued, third_party));
        }
    }

    /// Once all data is known, queues the archives again in which data names third-party code.
    pub(crate) fn queue_named_entries(&mut self) {
        for (queued, entries) in mem::take(&mut self.archives.with_deferred) {
            let is_named = |entry: &DeferredFile| self.named.contains(*entry);
            let (named, deferred): (Vec<_>, _) = entries.into_iter().partition(is_named);
            self.defer_entries(&queued, deferred);
            if named.is_empty() {
                self.archives.release(&queued);
            } else {
                let only = Some(named.into_iter().collect());
                self.archives.waiting.push_back(QueuedArchive { only, ..queued });
            }
        }
    }

    fn defer_entries(&mut self, queued: &QueuedArchive, entries: Vec<DeferredFile>) {
        if let Some(owner) = self.owner(&queued.path.full()) {
            let file = (queued.origin.index, &self.files);
            self.deferred.add_entries(owner, &queued.path, file, entries);
        }
    }

    fn defer_archive(&mut self, queued: &QueuedArchive) {
        if let Some(owner) = self.owner(&queued.path.full()) {
            let file = (queued.origin.index, &self.files);
            self.deferred.add_archive(owner, &queued.path, file);
        }
    }
}
