//! The files that the page imports: lists them to the worker, reads those that it requests, and
//! fetches the files of the site manifest.

use std::rc::Rc;

use covdrop_protocol::{Command, FileIndex, ImportId, Request};
use wasm_bindgen_futures::spawn_local;
use web_sys::{AbortController, File};
use yew::Callback;

use super::{Manifest, WorkerHandle};
use crate::browser::bindings::FileWalk;
use crate::dropped_files::{self, DroppedFile, Part};
use crate::file_reader::ReadFile;
use crate::site_manifest::{self, ManifestFiles};
use crate::state::Action;

impl WorkerHandle {
    /// Imports picked files.
    pub(crate) fn import_files(&self, files: Vec<DroppedFile>) {
        let import = self.with(|session| session.imports.add(files, false, false));
        self.list_files(import);
    }

    /// Imports the files of a file walker, while it still searches.
    pub(crate) fn import_walk(&self, walk: FileWalk) {
        let import = self.with(|session| session.imports.add(Vec::new(), false, false));
        let handle = self.clone();
        spawn_local(async move {
            loop {
                let Part { files, unreadable, more } = dropped_files::next_part(&walk).await;
                let listed = files.iter().map(DroppedFile::listed).collect();
                if !handle.with(|session| session.imports.add_to(import, files)) {
                    return walk.end();
                }
                handle.dispatch(Action::list_files(import, listed, unreadable, more));
                if !more {
                    return;
                }
            }
        });
    }

    /// Lists all files of an import to the worker, which requests those to read.
    pub(super) fn list_files(&self, import: ImportId) {
        let files = self.with(|session| session.imports.listed(import));
        self.dispatch(Action::list_files(import, files, Vec::new(), false));
    }

    /// Reads requested files, after looking up placeholders.
    pub(super) fn read_requested(&self, import: ImportId, indexes: Vec<FileIndex>) {
        let empty = self.with(|session| session.imports.empty(import, &indexes));
        if empty.is_empty() {
            return self.read_files(import, indexes);
        }
        let handle = self.clone();
        spawn_local(async move {
            let (empty, files): (Vec<FileIndex>, Vec<File>) = empty.into_iter().unzip();
            let found = dropped_files::look_up(files).await;
            handle.with(|session| {
                for (index, file) in empty.into_iter().zip(found) {
                    session.imports.replace(import, index, file);
                }
            });
            handle.read_files(import, indexes);
        });
    }

    fn read_files(&self, import: ImportId, indexes: Vec<FileIndex>) {
        let sender = self.clone();
        self.with(|session| {
            let files = session.imports.request(import, indexes);
            session.reader.read(files, Callback::from(move |file| sender.send_file(file)));
        });
    }

    /// Sends the bytes of a file, or the browser's error, to the worker.
    fn send_file(&self, ReadFile { import, index, bytes }: ReadFile) {
        match bytes {
            Ok(bytes) => {
                self.request(&Request::Command(Command::AddFile { import, index }), Some(&bytes));
            }
            Err(reason) => self.send(Command::FileFailed { import, index, reason }),
        }
    }

    /// Sends the site manifest, if there is one, to the worker, which answers with the paths of the
    /// files.
    pub(super) async fn load_manifest(&self) {
        self.restore_choices(site_manifest::take_choices().unwrap_or_default());
        match site_manifest::find().await {
            Ok(Some(manifest)) => {
                // All browsers that can run the page have this controller.
                let Ok(fetching) = AbortController::new() else { return };
                self.dispatch(Action::ManifestFound);
                let name = manifest.name.clone();
                self.request(
                    &Request::Command(Command::ReadManifest { name }),
                    Some(&manifest.bytes),
                );
                self.with(|session| {
                    session.manifest = Some(Manifest(Rc::new(manifest), fetching));
                });
            }
            Ok(None) => {}
            Err(error) => self.dispatch(Action::Failed(error.to_string())),
        }
    }

    /// Imports the files at `paths`, which the site manifest lists.
    pub(super) async fn import_manifest(
        &self,
        Manifest(manifest, fetching): Manifest,
        paths: Vec<String>,
    ) {
        let report = |progress| {
            if self.is_progress_due() {
                self.dispatch(Action::FilesFetched(progress));
            }
        };
        let Some(ManifestFiles { files, missing }) =
            manifest.fetch_files(paths, &fetching, report).await
        else {
            return;
        };
        let import = self.with(|session| {
            session.manifest = None;
            session.imports.add(files, true, false)
        });
        if !missing.is_empty() {
            let manifest = manifest.name.clone();
            self.send(Command::ManifestFilesMissing { import, manifest, files: missing });
        }
        self.list_files(import);
    }
}
