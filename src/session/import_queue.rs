//! The queue of imports in progress, and the packages that are deferred until data names them.

use std::collections::{BTreeMap, VecDeque};

use covdrop_data::Combined;
use covdrop_intake::{DeferredPackage, Import, NamedFiles, SessionSnapshot, import_example};
use covdrop_protocol::{FileIndex, ImportId, InputId, ListedFile, Progress, UnreadablePath};

use crate::dataset::Dataset;
use crate::pending_import::{AnalysingImport, PendingImport};
use crate::project::Project;

/// The pending imports and the deferred packages.
#[derive(Debug)]
pub(crate) struct ImportQueue {
    /// The pending imports, the first one first.
    pending: VecDeque<PendingImport>,
    /// The deferred packages, which no data has named so far.
    deferred: Vec<DeferredPackage>,
    /// The id of the next input.
    next_input: InputId,
}

/// The result of one step of the queue.
pub(crate) enum QueueStep {
    /// There is nothing to do until a file arrives.
    Idle,
    /// A piece of work was done, and there is more.
    Worked(Progress),
    /// An import requests files.
    Requested(ImportId, Vec<FileIndex>),
    /// The first import is analysed, and the session must add it.
    Analysed(Box<AnalysingImport>),
}

impl ImportQueue {
    /// Creates an empty queue.
    pub(crate) fn new() -> ImportQueue {
        ImportQueue { pending: VecDeque::new(), deferred: Vec::new(), next_input: InputId(0) }
    }

    /// Returns a snapshot of the session for a new import.
    fn snapshot(&self, dataset: &Dataset) -> SessionSnapshot {
        let pending = self.pending.iter().map(PendingImport::kept).sum::<u64>();
        let kept = dataset.kept.saturating_add(pending);
        SessionSnapshot { kept, named: dataset.named_files() }
    }

    fn push(&mut self, import: Import) {
        self.pending.push_back(PendingImport::Receiving(Box::new(import)));
    }

    /// Returns the imports whose files are being received.
    fn receiving(&mut self) -> impl Iterator<Item = &mut Import> {
        self.pending.iter_mut().filter_map(PendingImport::receiving)
    }

    /// Adds listed files to an import, and starts the import with its first files. Returns the
    /// requested files, and the progress of the listing unless this is the last part.
    pub(crate) fn add_files(
        &mut self,
        id: ImportId,
        files: Vec<ListedFile>,
        unreadable: &[UnreadablePath],
        has_more: bool,
        dataset: &Dataset,
    ) -> (Vec<FileIndex>, Option<Progress>) {
        let mut next_input = self.next_input;
        let Some(import) = self.scanning(id, dataset) else { return Default::default() };
        let progress = import.add_files(files, unreadable, has_more, &mut next_input);
        let requests = import.take_requests();
        self.next_input = next_input;
        (requests, progress)
    }

    /// Adds files that a site manifest lists and that could not be loaded.
    pub(crate) fn add_missing(
        &mut self,
        id: ImportId,
        manifest: &str,
        files: &[UnreadablePath],
        dataset: &Dataset,
    ) {
        if let Some(import) = self.scanning(id, dataset) {
            import.add_missing(manifest, files);
        }
    }

    /// Returns the import with this id whose files are being listed, and starts it if needed.
    fn scanning(&mut self, id: ImportId, dataset: &Dataset) -> Option<&mut Import> {
        let is_it = |import: &Import| import.id() == id && import.is_scanning();
        if !self.receiving().any(|import| is_it(import)) {
            self.push(Import::new(id, self.snapshot(dataset)));
        }
        self.receiving().find(|import| is_it(import))
    }

    /// Returns the import with this id.
    pub(crate) fn get(&mut self, id: ImportId) -> Option<&mut Import> {
        self.receiving().find(|import| import.id() == id)
    }

    /// Returns the import with this id that awaits this file.
    pub(crate) fn awaiting(&mut self, id: ImportId, index: FileIndex) -> Option<&mut Import> {
        self.receiving().find(|import| import.id() == id && import.awaits(index))
    }

    /// Imports the inputs of the example for whose names `is_wanted` is true.
    pub(crate) fn import_example(&mut self, dataset: &Dataset, is_wanted: impl Fn(&str) -> bool) {
        let snapshot = self.snapshot(dataset);
        let import = import_example(snapshot, &mut self.next_input, is_wanted);
        self.push(import);
    }

    /// Cancels all pending imports. The deferred packages that they read can be requested again.
    pub(crate) fn cancel(&mut self) {
        for import in self.pending.drain(..) {
            self.deferred.extend(match import {
                PendingImport::Receiving(import) => import.into_packages(),
                PendingImport::Analysing(import) => import.finished.into_packages(),
            });
        }
    }

    /// Removes an input that was removed from the session.
    pub(crate) fn forget_input(&mut self, id: InputId) {
        self.deferred.retain(|package| package.input != id);
        for import in &mut self.pending {
            import.forget_input(id);
        }
    }

    /// Does the next small piece of work. `project` is the session's own one, without trial
    /// settings.
    pub(crate) fn step(&mut self, project: &Project, dataset: &Dataset) -> QueueStep {
        if let Some(import) = self.receiving().find(|import| import.has_archives()) {
            return import.extract().map_or(QueueStep::Idle, QueueStep::Worked);
        }
        for import in self.receiving() {
            let requests = import.take_requests();
            if !requests.is_empty() {
                return QueueStep::Requested(import.id(), requests);
            }
        }
        match self.pending.pop_front() {
            Some(PendingImport::Receiving(import)) if import.is_done() => {
                let import = analysing(*import, project, &dataset.combined, dataset);
                self.analyse(Box::new(import))
            }
            Some(PendingImport::Analysing(import)) => self.analyse(import),
            Some(import) => {
                self.pending.push_front(import);
                QueueStep::Idle
            }
            None => QueueStep::Idle,
        }
    }

    /// Analyses a few files of the first import.
    fn analyse(&mut self, mut import: Box<AnalysingImport>) -> QueueStep {
        if let Some(progress) = import.step() {
            self.pending.push_front(PendingImport::Analysing(import));
            return QueueStep::Worked(progress);
        }
        QueueStep::Analysed(import)
    }

    /// Defers packages, and starts imports of all deferred packages that data names now.
    pub(crate) fn defer(&mut self, mut packages: Vec<DeferredPackage>, dataset: &Dataset) {
        self.deferred.append(&mut packages);
        if self.deferred.is_empty() {
            return;
        }
        let named: NamedFiles = dataset.named_files();
        let mut by_import: BTreeMap<ImportId, Vec<DeferredPackage>> = BTreeMap::new();
        for package in std::mem::take(&mut self.deferred) {
            if package.is_named(&named) {
                by_import.entry(package.import).or_default().push(package);
            } else {
                self.deferred.push(package);
            }
        }
        for (id, packages) in by_import {
            let snapshot = self.snapshot(dataset);
            self.push(Import::of_packages(id, packages, snapshot));
        }
    }
}

/// Finishes an import, and starts analysing its sources.
fn analysing(
    import: Import,
    project: &Project,
    combined: &Combined,
    dataset: &Dataset,
) -> AnalysingImport {
    AnalysingImport::new(import, project.clone(), combined, |id| dataset.input_name(id))
}
