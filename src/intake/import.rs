//! An import: the files of one drop, from their listing to data files, sources and settings.
//!
//! An import is separate from the session until it is done, so dropping the `Import` cancels it. It
//! requests the files that it needs, classifies each received file (module `take_file`), and
//! extracts archives in small steps (module `extract`). [`FinishedImport`](crate::FinishedImport)
//! then holds the result.

use covdrop_data::recognise;
use covdrop_protocol::{
    CardKind, FileIndex, ImportId, InputId, ListedFile, Progress, Stage, UnreadablePath,
};

use crate::archive_queue::{ArchiveQueue, OpenArchive};
use crate::budget::Budget;
use crate::containers::Containers;
use crate::data_file::{DataFile, ParsedData};
use crate::deferred_file::{DeferredFile, NamedFiles};
use crate::file_names::is_readable;
use crate::file_table::{FileState, FileTable};
use crate::input::{Input, Inputs};
use crate::input_path::{InputPath, input_name};
use crate::limits::MAX_FILE_BYTES;
use crate::parallel;
use crate::problems;
use crate::third_party::{DeferredPackage, DeferredPackages, ImportKind, Owner};
use crate::undecided_files::{FileOrigin, Undecided};

/// An import in progress, or one that waits to be [finished](crate::FinishedImport).
#[derive(Debug)]
pub struct Import {
    pub(crate) id: ImportId,
    pub(crate) kind: ImportKind,
    pub(crate) state: State,
    pub(crate) files: FileTable,
    pub(crate) inputs: Inputs,
    pub(crate) containers: Containers,
    pub(crate) archives: ArchiveQueue,
    pub(crate) data: Vec<DataFile>,
    pub(crate) undecided: Undecided,
    pub(crate) deferred: DeferredPackages,
    /// The deferred files that data of the session or of this import names.
    pub(crate) named: NamedFiles,
    pub(crate) budget: Budget,
}

/// The state of an import. Files arrive in all states but the last one.
#[derive(Debug)]
pub(crate) enum State {
    /// The files are being listed.
    Scanning,
    /// All files are listed; some requested files or archives are not read yet.
    Reading,
    /// An archive is being extracted.
    Extracting(Box<OpenArchive>),
    /// Everything was read and extracted.
    Done,
}

/// A snapshot of the session that an import needs.
#[derive(Clone, Debug, Default)]
pub struct SessionSnapshot {
    /// The bytes of data and sources that the session and other imports keep.
    pub kept: u64,
    /// The deferred files that the data of the session names.
    pub named: NamedFiles,
}

impl Import {
    /// Starts the import of a drop without listed files.
    pub fn new(id: ImportId, snapshot: SessionSnapshot) -> Import {
        Import {
            id,
            kind: ImportKind::Dropped,
            state: State::Scanning,
            files: FileTable::default(),
            inputs: Inputs::default(),
            containers: Containers::default(),
            archives: ArchiveQueue::default(),
            data: Vec::new(),
            undecided: Undecided::default(),
            deferred: DeferredPackages::default(),
            named: snapshot.named,
            budget: Budget::new(snapshot.kept),
        }
    }

    /// Starts an import of the files of deferred packages that data names. The packages belong to
    /// one earlier import, whose id the new one shares.
    pub fn of_packages(
        id: ImportId,
        packages: Vec<DeferredPackage>,
        snapshot: SessionSnapshot,
    ) -> Import {
        let mut import = Import::new(id, snapshot);
        for package in &packages {
            let name = input_name(&package.container);
            if !import.inputs.has(name) {
                import.inputs.add(Input::new(package.input, id, name, CardKind::Folder));
            }
            for (index, file) in package.files(&import.named) {
                import.files.insert(index, file);
            }
        }
        import.kind = ImportKind::ThirdParty(packages);
        import.state = State::Reading;
        import.request_from(FileIndex(0));
        import
    }

    /// Returns the id that the page assigned.
    pub fn id(&self) -> ImportId {
        self.id
    }

    /// Returns true while files are being listed.
    pub fn is_scanning(&self) -> bool {
        matches!(self.state, State::Scanning)
    }

    /// Returns true once everything was read and extracted.
    pub fn is_done(&self) -> bool {
        matches!(self.state, State::Done)
    }

    /// Returns the bytes of data and sources that it keeps.
    pub fn kept(&self) -> u64 {
        self.budget.kept()
    }

    /// Adds listed files, and paths that could not be opened. `has_more` means that another part of
    /// the list follows. `next_input` is the id of the session's next input.
    ///
    /// Returns the progress of the listing, unless this is the last part.
    pub fn add_files(
        &mut self,
        files: Vec<ListedFile>,
        unreadable: &[UnreadablePath],
        has_more: bool,
        next_input: &mut InputId,
    ) -> Option<Progress> {
        let listed = files.iter().map(|file| &file.path);
        for path in listed.chain(unreadable.iter().map(|closed| &closed.path)) {
            let name = input_name(path);
            if !self.inputs.has(name) {
                let kind = if name == path { CardKind::File } else { CardKind::Folder };
                self.inputs.add(Input::new(*next_input, self.id, name, kind));
                next_input.0 += 1;
            }
        }
        for file in &files {
            self.containers.add_path(&InputPath::dropped(&file.path));
        }
        let first = self.files.add(files);
        for UnreadablePath { path, reason } in unreadable {
            self.report_in(&InputPath::dropped(path), problems::unreadable(path, reason));
        }
        self.request_from(first);
        if has_more {
            return Some(self.scanning_progress());
        }
        self.state = State::Reading;
        if self.inputs.is_empty() && self.inputs.problems.is_empty() {
            self.inputs.problems.push(problems::empty_drop());
        }
        self.advance();
        None
    }

    /// Adds files that a site manifest lists and that could not be loaded.
    pub fn add_missing(&mut self, manifest: &str, files: &[UnreadablePath]) {
        self.inputs.problems.extend(problems::missing_files(manifest, files));
    }

    /// Marks files as lying in the source folder on disk, where settings files are the user's own.
    pub fn set_in_source_folder(&mut self, indexes: impl IntoIterator<Item = FileIndex>) {
        for index in indexes {
            self.files.set_in_source_folder(index);
        }
    }

    /// Marks its inputs as those of the example.
    pub(crate) fn mark_as_example(&mut self) {
        for input in self.inputs.iter_mut() {
            input.kind = CardKind::Example;
        }
    }

    /// Takes the new requests, to be sent to the page.
    pub fn take_requests(&mut self) -> Vec<FileIndex> {
        self.files.take_new_requests()
    }

    /// Returns true if the file at `index` was requested and has not arrived.
    pub fn awaits(&self, index: FileIndex) -> bool {
        self.files.is_awaited(index)
    }

    /// Receives a requested file.
    pub fn receive(&mut self, index: FileIndex, bytes: Vec<u8>) -> Option<Progress> {
        let path = self.files.end_request(index, FileState::Received)?;
        self.take_dropped(&path, index, bytes);
        self.advance();
        Some(self.reading_progress(path))
    }

    /// Receives several requested files; parses data files on all cores.
    pub fn receive_all(&mut self, files: Vec<(FileIndex, Vec<u8>)>) -> Option<Progress> {
        let parsed = parallel::map(&files, |(index, bytes)| {
            let name = self.files.path(*index)?;
            recognise(bytes).map(|_| ParsedData::new(name, bytes))
        });
        let mut last = None;
        for ((index, bytes), parsed) in files.into_iter().zip(parsed) {
            let Some(path) = self.files.end_request(index, FileState::Received) else { continue };
            if let Some(parsed) = parsed {
                self.add_size(&path, index, bytes.len());
                self.take_data(InputPath::dropped(&path), parsed, index);
            } else {
                self.take_dropped(&path, index, bytes);
            }
            last = Some(path);
        }
        self.advance();
        last.map(|path| self.reading_progress(path))
    }

    /// Records that a requested file could not be read.
    pub fn fail(&mut self, index: FileIndex, reason: &str) -> Option<Progress> {
        let path = self.files.end_request(index, FileState::Failed)?;
        self.report_in(&InputPath::dropped(&path), problems::unreadable(&path, reason));
        self.advance();
        Some(self.reading_progress(path))
    }

    /// Returns the packages that it reads, so that they can be requested again after a cancel.
    pub fn into_packages(self) -> Vec<DeferredPackage> {
        match self.kind {
            ImportKind::Dropped => Vec::new(),
            ImportKind::ThirdParty(packages) => packages,
        }
    }

    /// Removes the input `id`, which was removed from the session. Its files are no longer read.
    pub fn forget_input(&mut self, id: InputId) {
        let Some((names, kept)) = self.inputs.forget(id) else { return };
        self.budget.release(kept);
        let is_of_input = |path: &str| names.contains(input_name(path));
        self.files.skip_where(is_of_input);
        if let State::Extracting(open) = &self.state
            && is_of_input(&open.path())
        {
            self.state = State::Reading;
        }
        let open = match &self.state {
            State::Extracting(open) => Some(&**open),
            _ => None,
        };
        self.archives.remove(is_of_input, open);
        self.undecided.remove(is_of_input);
        if let Some(packages) = self.kind.packages_mut() {
            packages.retain(|package| package.input != id);
        }
        self.deferred.forget(id);
        self.advance();
    }

    /// Continues once all requested files were received and all archives extracted: decides on
    /// files of unknown kind, and requests the deferred files that data names.
    pub(crate) fn advance(&mut self) {
        if !self.is_all_read() {
            return;
        }
        self.decide();
        if !self.is_all_read() {
            return;
        }
        self.queue_named_entries();
        self.request_from(FileIndex(0));
        if self.is_all_read() {
            self.state = State::Done;
        }
    }

    /// Returns true if all files are listed, no request is open and no archive is left.
    fn is_all_read(&self) -> bool {
        matches!(self.state, State::Reading)
            && !self.files.has_awaited()
            && self.archives.is_empty()
    }

    /// Requests the needed files from `first` on.
    fn request_from(&mut self, first: FileIndex) {
        let needed = self.files.unrequested(first).filter_map(|(index, file)| {
            let path = InputPath::dropped(&file.path);
            self.is_needed(&path).then_some((index, path, file.size))
        });
        let needed: Vec<(FileIndex, InputPath, u64)> = needed.collect();
        for (index, path, size) in needed {
            if size > MAX_FILE_BYTES {
                self.files.skip(index);
                self.report_in(&path, problems::too_large(&path.full(), size));
            } else if !self.budget.can_request(size, self.files.requested().bytes) {
                self.files.skip(index);
                self.skip_without_room(&path);
            } else {
                self.files.request(index);
            }
        }
    }

    /// Returns true if the file at `path` must be read.
    fn is_needed(&self, path: &InputPath) -> bool {
        path.container.is_empty()
            || is_readable(&path.inner)
                && (DeferredFile::of(&path.inner).is_none() || self.named.has(path))
    }

    fn take_dropped(&mut self, path: &str, index: FileIndex, bytes: Vec<u8>) {
        self.add_size(path, index, bytes.len());
        let path = InputPath::dropped(path);
        let is_lone = path.container.is_empty();
        self.take(path, bytes, FileOrigin { index, depth: 0, is_lone });
    }

    /// Adds the size of a received file to its input.
    fn add_size(&mut self, path: &str, index: FileIndex, size: usize) {
        // A file that is read again was counted the first time.
        let is_counted = self.kind.is_repeated_file(index);
        if let Some(input) = self.inputs.of_path(path).filter(|_| !is_counted) {
            input.size += size as u64;
        }
    }

    /// Returns the owner of a deferred package at `path`.
    pub(crate) fn owner(&mut self, path: &str) -> Option<Owner> {
        let input = self.inputs.of_path(path)?.id;
        Some(Owner { import: self.id, input })
    }

    fn scanning_progress(&self) -> Progress {
        let last = self.files.last_path().unwrap_or_default().to_owned();
        Progress::of_files(Stage::Finding, self.files.len(), 0, last)
    }

    /// Returns the progress of reading, once the amount to read is known.
    pub(crate) fn reading_progress(&self, name: String) -> Progress {
        if self.is_scanning() {
            return self.scanning_progress();
        }
        let (received, requested) = (self.files.received(), self.files.requested());
        let progress = progress(Stage::Reading, received.files, requested.files, name);
        Progress { bytes: received.bytes, total_bytes: requested.bytes, ..progress }
    }
}

/// Returns the progress of a stage as a count of files.
pub(crate) fn progress(stage: Stage, done: usize, total: usize, name: String) -> Progress {
    let count = |n| u32::try_from(n).unwrap_or(u32::MAX);
    Progress::of_files(stage, count(done), count(total), name)
}
