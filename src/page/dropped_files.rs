//! Dropped, picked and pasted files, single ones and those in folders.

use covdrop_protocol::{ListedFile, SKIPPED_FOLDERS, USEFUL_NAMES, UnreadablePath};
use js_sys::Array;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{DataTransfer, File, FileList};

use crate::browser::bindings::{
    self, ClosedPath, FileWalk, FoundFile, HeldDrop, PickedFile, WalkPart,
};

/// A dropped file, and its path in the drop.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct DroppedFile {
    /// The path, separated by `/`. It begins with the name of the dropped folder.
    pub(crate) path: String,
    /// The browser's handle of the file. An empty file is a placeholder for a file that Covdrop
    /// uses only if data names it; the page looks the file up when the worker requests it.
    pub(crate) file: File,
    /// Whether the worker requested it.
    pub(crate) is_requested: bool,
}

impl DroppedFile {
    pub(crate) fn new(path: String, file: File) -> DroppedFile {
        DroppedFile { path, file, is_requested: false }
    }

    /// Returns the size in bytes.
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "sizes of files are whole"
    )]
    pub(crate) fn size(&self) -> u64 {
        self.file.size() as u64
    }

    /// Returns the path and the size for the worker.
    pub(crate) fn listed(&self) -> ListedFile {
        ListedFile { path: self.path.clone(), size: self.size() }
    }
}

/// Returns the files of a picker: by their paths if the picker has paths, otherwise by their names.
pub(crate) fn picked(files: &FileList) -> Vec<DroppedFile> {
    let path = |file: &File| {
        let path = file.unchecked_ref::<PickedFile>().relative_path()?;
        Some(String::from(path)).filter(|path| !path.is_empty())
    };
    let files = (0..files.length()).filter_map(|index| files.get(index));
    files.map(|file| DroppedFile::new(path(&file).unwrap_or_else(|| file.name()), file)).collect()
}

/// A part of the files that a walk finds.
#[derive(Default)]
pub(crate) struct Part {
    pub(crate) files: Vec<DroppedFile>,
    /// The paths that the browser cannot open.
    pub(crate) unreadable: Vec<UnreadablePath>,
    /// Whether another part follows.
    pub(crate) more: bool,
}

/// Returns the next part of a walk; an empty one if the walk failed.
pub(crate) async fn next_part(walk: &FileWalk) -> Part {
    let Ok(part) = walk.next().await else { return Part::default() };
    let part: WalkPart = part.unchecked_into();
    let file = |found: FoundFile| DroppedFile::new(found.path(), found.file());
    let unreadable = |path: ClosedPath| UnreadablePath { path: path.path(), reason: path.reason() };
    Part {
        files: part.files().into_iter().map(file).collect(),
        unreadable: part.closed().into_iter().map(unreadable).collect(),
        more: part.has_more(),
    }
}

/// Walks through pasted files. Call it while the event is handled: the browser forgets the files
/// when the event ends.
pub(crate) fn walk_pasted(transfer: &DataTransfer) -> Option<FileWalk> {
    walk(&bindings::open_drop(transfer).ok()?)
}

/// Calls `import` with a walk through each drop: first for the drops before now, then for each new
/// one as long as the page is open.
pub(crate) fn import_drops(import: impl Fn(FileWalk) + 'static) {
    let import = Closure::<dyn Fn(JsValue)>::new(move |drop: JsValue| {
        if let Some(walk) = walk(drop.unchecked_ref()) {
            import(walk);
        }
    });
    // Fails only if the script is missing, and then nobody can drop files.
    let _ = bindings::for_each_drop(import.as_ref().unchecked_ref());
    import.forget();
}

fn walk(drop: &HeldDrop) -> Option<FileWalk> {
    let skipped: Array = SKIPPED_FOLDERS.iter().map(|name| JsValue::from_str(name)).collect();
    bindings::walk_drop(drop, USEFUL_NAMES, &skipped).ok()
}

/// Looks up the files of these placeholders.
pub(crate) async fn look_up(files: Vec<File>) -> Vec<File> {
    let found = bindings::look_up_files(&files.iter().collect()).await;
    let found = found.ok().and_then(|found| found.dyn_into::<Array>().ok());
    found.map_or(files, |found| found.iter().map(JsCast::unchecked_into).collect())
}
