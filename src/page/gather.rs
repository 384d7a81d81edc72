//! The files in what was dropped or picked: lone ones, and all those in folders.

use js_sys::{Array, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    DataTransfer, File, FileList, FileSystemDirectoryEntry, FileSystemEntry, FileSystemFileEntry,
};

use covdrop_protocol::{Offered, is_skipped_folder};

/// A file, and its path in what was dropped.
#[derive(Clone, Debug)]
pub(crate) struct Gathered {
    /// `/` between the parts; the dropped folder's name first.
    pub(crate) path: String,
    /// The browser's handle; nothing is read yet.
    pub(crate) file: File,
}

impl Gathered {
    /// What the worker is told of it.
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "sizes of files are whole"
    )]
    pub(crate) fn offered(&self) -> Offered {
        Offered { path: self.path.clone(), size: self.file.size() as u64 }
    }
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
    entries: Vec<FileSystemEntry>,
    files: Vec<Gathered>,
}

impl Dropped {
    /// Takes hold of what `transfer` carries.
    pub(crate) fn new(transfer: &DataTransfer) -> Dropped {
        let items = transfer.items();
        let mut dropped = Dropped { entries: Vec::new(), files: Vec::new() };
        for item in (0..items.length()).filter_map(|index| items.get(index)) {
            if let Ok(Some(entry)) = item.webkit_get_as_entry() {
                dropped.entries.push(entry);
            } else if let Ok(Some(file)) = item.get_as_file() {
                dropped.files.push(lone(file));
            }
        }
        dropped
    }

    /// All the files in it, folders walked through, and the paths that the browser does not let
    /// us look into.
    pub(crate) async fn gather(self) -> (Vec<Gathered>, Vec<String>) {
        let mut files = self.files;
        let mut closed = Vec::new();
        let mut entries = self.entries;
        entries.reverse();
        while let Some(entry) = entries.pop() {
            let path = entry.full_path().trim_start_matches('/').to_owned();
            if entry.is_file() {
                match file_of(entry.unchecked_into()).await {
                    Ok(file) => files.push(Gathered { path, file }),
                    Err(_) => closed.push(path),
                }
            } else if !is_skipped_folder(&entry.name()) {
                match entries_of(&entry.unchecked_into()).await {
                    Ok(inner) => entries.extend(inner.into_iter().rev()),
                    Err(_) => closed.push(path),
                }
            }
        }
        (files, closed)
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
