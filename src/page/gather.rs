//! The files in what was dropped or picked: lone ones, and all those in folders.

use js_sys::{Array, Function, IteratorNext, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Blob, DataTransfer, DataTransferItem, File, FileList, FileSystemDirectoryEntry,
    FileSystemDirectoryHandle, FileSystemEntry, FileSystemFileEntry, FileSystemFileHandle,
    FileSystemHandle, FileSystemHandleKind,
};

use covdrop_protocol::{Closed, Offered, is_skipped_folder};

use crate::intake::{Files, reason};

/// A file, and its path in what was dropped.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Gathered {
    /// `/` between the parts; the dropped folder's name first.
    pub(crate) path: String,
    /// The browser's handle; nothing is read yet.
    pub(crate) file: File,
}

impl Gathered {
    /// What the worker is told of it, and the handle.
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "sizes of files are whole"
    )]
    fn pair(self) -> (Offered, Blob) {
        (Offered { path: self.path, size: self.file.size() as u64 }, self.file.into())
    }
}

/// What to take hold of, of what was gathered.
pub(crate) fn files(gathered: Vec<Gathered>) -> Files {
    gathered.into_iter().map(Gathered::pair).collect()
}

/// The files that a picker gave.
pub(crate) fn picked(files: &FileList) -> Vec<Gathered> {
    (0..files.length()).filter_map(|index| files.get(index)).map(lone).collect()
}

/// A file with no folder entry: its path is the one that a folder picker gives it, or its name.
fn lone(file: File) -> Gathered {
    let relative = Reflect::get(&file, &"webkitRelativePath".into()).ok();
    let relative = relative.and_then(|path| path.as_string()).filter(|path| !path.is_empty());
    Gathered { path: relative.unwrap_or_else(|| file.name()), file }
}

/// What a drop holds. The browser forgets it when the event ends, so it is taken at once.
pub(crate) struct Dropped {
    files: Vec<Gathered>,
    folders: Vec<Folder>,
}

/// A dropped folder, by one of the two ways into it.
enum Folder {
    /// A promise of a handle: the only way that Chromium has for a page opened as a file.
    Handle(Promise),
    /// An entry: the way that all others have.
    Entry(FileSystemDirectoryEntry),
}

impl Dropped {
    /// Takes hold of what `transfer` carries.
    pub(crate) fn new(transfer: &DataTransfer) -> Dropped {
        let items = transfer.items();
        let mut dropped = Dropped { files: Vec::new(), folders: Vec::new() };
        for item in (0..items.length()).filter_map(|index| items.get(index)) {
            match item.webkit_get_as_entry() {
                Ok(Some(entry)) if entry.is_directory() => {
                    let entry = Folder::Entry(entry.unchecked_into());
                    dropped.folders.push(handle_of(&item).map_or(entry, Folder::Handle));
                }
                _ => dropped.files.extend(item.get_as_file().ok().flatten().map(lone)),
            }
        }
        dropped
    }

    /// All the files in it, folders walked through, and the paths that the browser does not let
    /// us look into.
    pub(crate) async fn gather(self) -> (Vec<Gathered>, Vec<Closed>) {
        let mut found = Found { files: self.files, closed: Vec::new() };
        for folder in self.folders {
            match folder {
                Folder::Entry(entry) => found.walk_entry(entry).await,
                Folder::Handle(handle) => {
                    if let Ok(handle) = JsFuture::from(handle).await {
                        found.walk_handle(handle.unchecked_into()).await;
                    }
                }
            }
        }
        (found.files, found.closed)
    }
}

/// The promise of a handle of a dropped folder, where the browser has such.
fn handle_of(item: &DataTransferItem) -> Option<Promise> {
    let method = Reflect::get(item, &"getAsFileSystemHandle".into()).ok()?;
    method.dyn_into::<Function>().ok()?.call0(item).ok()?.dyn_into().ok()
}

/// What was found in dropped folders so far.
struct Found {
    files: Vec<Gathered>,
    /// The paths that the browser does not let us look into.
    closed: Vec<Closed>,
}

impl Found {
    /// Walks through a folder by its entry.
    async fn walk_entry(&mut self, folder: FileSystemDirectoryEntry) {
        let mut entries: Vec<FileSystemEntry> = vec![folder.unchecked_into()];
        while let Some(entry) = entries.pop() {
            let path = entry.full_path().trim_start_matches('/').to_owned();
            if entry.is_file() {
                self.note(path, file_of(entry.unchecked_into()).await);
            } else if !is_skipped_folder(&entry.name()) {
                match entries_of(&entry.unchecked_into()).await {
                    Ok(inner) => entries.extend(inner.into_iter().rev()),
                    Err(error) => self.closed.push(Closed { path, reason: reason(&error) }),
                }
            }
        }
    }

    /// Walks through a folder by its handle.
    async fn walk_handle(&mut self, folder: FileSystemHandle) {
        let mut handles = vec![(folder.name(), folder)];
        while let Some((path, handle)) = handles.pop() {
            if handle.kind() == FileSystemHandleKind::File {
                let handle: FileSystemFileHandle = handle.unchecked_into();
                let file = JsFuture::from(handle.get_file()).await;
                self.note(path, file.map(JsCast::unchecked_into));
            } else if !is_skipped_folder(&handle.name()) {
                match handles_of(&handle.unchecked_into()).await {
                    Ok(inner) => handles.extend(
                        inner
                            .into_iter()
                            .rev()
                            .map(|inner| (format!("{path}/{}", inner.name()), inner)),
                    ),
                    Err(error) => self.closed.push(Closed { path, reason: reason(&error) }),
                }
            }
        }
    }

    fn note(&mut self, path: String, file: Result<File, JsValue>) {
        match file {
            Ok(file) => self.files.push(Gathered { path, file }),
            Err(error) => self.closed.push(Closed { path, reason: reason(&error) }),
        }
    }
}

/// The file of an entry.
async fn file_of(entry: FileSystemFileEntry) -> Result<File, JsValue> {
    let file = Promise::new(&mut |done, failed| {
        entry.file_with_callback_and_callback(&done, &failed);
    });
    JsFuture::from(file).await?.dyn_into()
}

/// The entries of a folder, in the order of their names.
async fn entries_of(folder: &FileSystemDirectoryEntry) -> Result<Vec<FileSystemEntry>, JsValue> {
    let reader = folder.create_reader();
    let mut entries: Vec<FileSystemEntry> = Vec::new();
    loop {
        let some = Promise::new(&mut |done, failed| {
            if let Err(error) = reader.read_entries_with_callback_and_callback(&done, &failed) {
                let _ = failed.call1(&JsValue::NULL, &error);
            }
        });
        // A reader gives at most a hundred at a time, and an empty list at the end.
        let some: Array = JsFuture::from(some).await?.dyn_into()?;
        if some.length() == 0 {
            entries.sort_by_key(FileSystemEntry::name);
            return Ok(entries);
        }
        entries.extend(some.iter().map(JsCast::unchecked_into));
    }
}

/// The handles in a folder, in the order of their names.
async fn handles_of(folder: &FileSystemDirectoryHandle) -> Result<Vec<FileSystemHandle>, JsValue> {
    let values = folder.values();
    let mut handles: Vec<FileSystemHandle> = Vec::new();
    loop {
        let next: IteratorNext = JsFuture::from(values.next()?).await?.unchecked_into();
        if next.done() {
            handles.sort_by_key(FileSystemHandle::name);
            return Ok(handles);
        }
        handles.push(next.value().unchecked_into());
    }
}
