//! The dropped files by import, as handles of the browser, which take no memory. The page needs
//! them to load the session into a new worker, and to save it.

use covdrop_protocol::{Card, FileIndex, ImportId, ListedFile};
use web_sys::File;

use crate::dropped_files::DroppedFile;
use crate::file_reader::RequestedFile;

/// The files of one drop.
struct DroppedImport {
    id: ImportId,
    files: Vec<DroppedFile>,
    /// Whether it is the import of the site manifest, which the page loads again after a reload.
    is_of_manifest: bool,
    /// Whether it belongs to an earlier session, so that the page saves it even before the worker
    /// has finished it.
    is_restored: bool,
    /// Whether the worker has finished it.
    is_finished: bool,
}

impl DroppedImport {
    /// Returns true if the input of a file is in the session: its import is finished, and the
    /// person has not removed it.
    fn has(&self, file: &DroppedFile, cards: &[Card]) -> bool {
        let input = file.path.split('/').next().unwrap_or_default();
        cards.iter().any(|card| card.import == self.id && card.name == input)
    }
}

/// All imports, in the order of their drops.
#[derive(Default)]
pub(crate) struct Imports {
    all: Vec<DroppedImport>,
    next: u32,
}

impl Imports {
    /// Adds the files of a drop, and returns the id of its import.
    pub(crate) fn add(
        &mut self,
        files: Vec<DroppedFile>,
        is_of_manifest: bool,
        is_restored: bool,
    ) -> ImportId {
        let id = ImportId(self.next);
        self.next += 1;
        let is_finished = false;
        self.all.push(DroppedImport { id, files, is_of_manifest, is_restored, is_finished });
        id
    }

    /// Adds more files of a drop; returns false if the person cancelled it.
    pub(crate) fn add_to(&mut self, id: ImportId, files: Vec<DroppedFile>) -> bool {
        self.get(id).map(|import| import.files.extend(files)).is_some()
    }

    /// Returns the paths and sizes of the files of an import, for the worker.
    pub(crate) fn listed(&mut self, id: ImportId) -> Vec<ListedFile> {
        let files = self.get(id).map(|import| import.files.iter().map(DroppedFile::listed));
        files.map(Iterator::collect).unwrap_or_default()
    }

    /// Returns the requested files that are empty. Each may be a placeholder for a file to look up.
    pub(crate) fn empty(&mut self, id: ImportId, indexes: &[FileIndex]) -> Vec<(FileIndex, File)> {
        let Some(import) = self.get(id) else { return Vec::new() };
        let files = indexes.iter().filter_map(|at| Some((*at, import.files.get(at.0 as usize)?)));
        let empty = files.filter(|(_, found)| found.size() == 0);
        empty.map(|(at, found)| (at, found.file.clone())).collect()
    }

    /// Replaces a placeholder by its file.
    pub(crate) fn replace(&mut self, id: ImportId, index: FileIndex, file: File) {
        let import = self.get(id);
        if let Some(found) = import.and_then(|import| import.files.get_mut(index.0 as usize)) {
            found.file = file;
        }
    }

    /// Marks files as requested, and returns them.
    pub(crate) fn request(&mut self, id: ImportId, indexes: Vec<FileIndex>) -> Vec<RequestedFile> {
        let Some(import) = self.get(id) else { return Vec::new() };
        let requested = |index: FileIndex| {
            let file = import.files.get_mut(index.0 as usize)?;
            file.is_requested = true;
            Some(RequestedFile { import: id, index, size: file.size(), file: file.file.clone() })
        };
        indexes.into_iter().filter_map(requested).collect()
    }

    fn get(&mut self, id: ImportId) -> Option<&mut DroppedImport> {
        self.all.iter_mut().find(|import| import.id == id)
    }

    /// Marks the imports with cards as finished.
    pub(crate) fn mark_finished(&mut self, cards: &[Card]) {
        for import in &mut self.all {
            import.is_finished |= cards.iter().any(|card| card.import == import.id);
        }
    }

    /// Forgets the imports that are not finished.
    pub(crate) fn cancel(&mut self) {
        self.all.retain(|import| import.is_finished);
    }

    /// Returns the imports to list to a new worker, and forgets removed inputs.
    pub(crate) fn restart(&mut self, cards: &[Card]) -> Vec<ImportId> {
        for import in &mut self.all {
            let mut files = std::mem::take(&mut import.files);
            files.retain(|file| import.has(file, cards));
            import.files = files;
            (import.is_restored, import.is_finished) = (true, false);
        }
        self.all.retain(|import| !import.files.is_empty());
        self.all.iter().map(|import| import.id).collect()
    }

    /// Returns the requested files of all inputs in the session, with those of the site manifest.
    pub(crate) fn of_session(&self, cards: &[Card]) -> Vec<DroppedFile> {
        let of_import = |import: &DroppedImport| {
            let files = import.files.iter();
            files.filter(|file| file.is_requested && import.has(file, cards)).cloned().collect()
        };
        self.all.iter().flat_map(|import| -> Vec<DroppedFile> { of_import(import) }).collect()
    }

    /// Returns the files to save: the requested files of inputs in the session, without those of
    /// the site manifest, and all files of saved drops that the worker has not finished.
    pub(crate) fn to_save(&self, cards: &[Card]) -> Vec<(u32, Vec<DroppedFile>)> {
        let own = self.all.iter().filter(|import| !import.is_of_manifest);
        let imports = own.map(|import| {
            let is_pending = import.is_restored && !import.is_finished;
            let files = import.files.iter();
            let is_saved =
                |file: &&DroppedFile| is_pending || file.is_requested && import.has(file, cards);
            (import.id.0, files.filter(is_saved).cloned().collect::<Vec<_>>())
        });
        imports.filter(|(_, files)| !files.is_empty()).collect()
    }
}
