//! Dropped files: those in what was dropped or picked, alone or in folders.

use covdrop_protocol::{ListedFile, SKIPPED_FOLDERS, USEFUL_NAMES, UnreadablePath};
use js_sys::Array;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{DataTransfer, File, FileList};

use crate::browser::bindings::{
    self, ClosedPath, FileWalk, FoundFile, HeldDrop, PickedFile, WalkPart,
};

/// A file, and its path in what was dropped.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct DroppedFile {
    /// `/` between the parts; the dropped folder's name first.
    pub(crate) path: String,
    /// The browser's handle; nothing is read yet. An empty one stands for a file that is only of use
    /// if data names it, until the worker wants it.
    pub(crate) file: File,
    /// Whether the worker asked for it.
    pub(crate) is_requested: bool,
}

impl DroppedFile {
    pub(crate) fn new(path: String, file: File) -> DroppedFile {
        DroppedFile { path, file, is_requested: false }
    }

    /// How many bytes it has.
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "sizes of files are whole"
    )]
    pub(crate) fn size(&self) -> u64 {
        self.file.size() as u64
    }

    /// What the worker is told of it.
    pub(crate) fn listed(&self) -> ListedFile {
        ListedFile { path: self.path.clone(), size: self.size() }
    }
}

/// The files that a picker gave: each by the path that a folder picker gives it, or by its name.
pub(crate) fn picked(files: &FileList) -> Vec<DroppedFile> {
    let path = |file: &File| {
        let path = file.unchecked_ref::<PickedFile>().relative_path()?;
        Some(String::from(path)).filter(|path| !path.is_empty())
    };
    let files = (0..files.length()).filter_map(|index| files.get(index));
    files.map(|file| DroppedFile::new(path(&file).unwrap_or_else(|| file.name()), file)).collect()
}

/// A part of what a walk finds.
#[derive(Default)]
pub(crate) struct Part {
    pub(crate) files: Vec<DroppedFile>,
    /// Paths that the browser does not open.
    pub(crate) unreadable: Vec<UnreadablePath>,
    /// Whether another part follows.
    pub(crate) more: bool,
}

/// The next part of a walk; empty if the walk failed.
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

/// Walks through what is pasted. The browser forgets it when the event ends, so that this must be
/// called at once.
pub(crate) fn walk_pasted(transfer: &DataTransfer) -> Option<FileWalk> {
    walk(&bindings::open_drop(transfer).ok()?)
}

/// Hands a walk through each drop to `import`: through those before now, and through every other one
/// as long as the page is open.
pub(crate) fn import_drops(import: impl Fn(FileWalk) + 'static) {
    let import = Closure::<dyn Fn(JsValue)>::new(move |drop: JsValue| {
        if let Some(walk) = walk(drop.unchecked_ref()) {
            import(walk);
        }
    });
    // Fails only if the script is not there, and then nothing can be dropped.
    let _ = bindings::for_each_drop(import.as_ref().unchecked_ref());
    import.forget();
}

fn walk(drop: &HeldDrop) -> Option<FileWalk> {
    let skipped: Array = SKIPPED_FOLDERS.iter().map(|name| JsValue::from_str(name)).collect();
    bindings::walk_drop(drop, USEFUL_NAMES, &skipped).ok()
}

/// Looks up the files that these stand for.
pub(crate) async fn look_up(files: Vec<File>) -> Vec<File> {
    let found = bindings::look_up_files(&files.iter().collect()).await;
    let found = found.ok().and_then(|found| found.dyn_into::<Array>().ok());
    found.map_or(files, |found| found.iter().map(JsCast::unchecked_into).collect())
}
