//! Typed bindings for the page's own scripts, and for new browser interfaces that `web-sys` lacks.

use js_sys::{Array, Function, JsString, Promise, Uint8Array};
use wasm_bindgen::prelude::*;
use web_sys::{Blob, DataTransfer, File, Range, Worker};

#[wasm_bindgen]
extern "C" {
    /// Starts a worker: from its own file, or from within the one-file page.
    #[wasm_bindgen(catch, js_name = covdropWorker)]
    pub(crate) fn start_worker() -> Result<Worker, JsValue>;

    /// Holds all files of a drop, before the browser forgets them.
    #[wasm_bindgen(catch, js_namespace = covdropDropTarget, js_name = open)]
    pub(crate) fn open_drop(transfer: &DataTransfer) -> Result<HeldDrop, JsValue>;

    /// Calls `callback` with each drop: first with the held ones, then with each new one.
    #[wasm_bindgen(catch, js_namespace = covdropDropTarget, js_name = forEachDrop)]
    pub(crate) fn for_each_drop(callback: &Function) -> Result<(), JsValue>;

    /// Walks through a drop. It looks up files whose names match `pattern`, leaves placeholders for
    /// others, and skips folders with `skipped` names.
    #[wasm_bindgen(catch, js_namespace = covdropFileWalker, js_name = walkDrop)]
    pub(crate) fn walk_drop(
        held: &HeldDrop,
        pattern: &str,
        skipped: &Array,
    ) -> Result<FileWalk, JsValue>;

    /// Looks up the files of a walk's placeholders: a promise of them, in the same order.
    #[wasm_bindgen(catch, js_namespace = covdropFileWalker, js_name = lookUpFiles)]
    pub(crate) async fn look_up_files(files: &Array) -> Result<JsValue, JsValue>;

    /// Reads several files together: the bytes of each, or the error.
    #[wasm_bindgen(catch, js_namespace = covdropFileWalker, js_name = readFiles)]
    pub(crate) fn read_files(files: &Array) -> Result<Promise, JsValue>;
}

#[wasm_bindgen]
extern "C" {
    /// Compresses a file: a promise of an `ArrayBuffer`.
    #[wasm_bindgen(catch, js_namespace = covdropReportFile)]
    pub(crate) async fn gzip(blob: &Blob) -> Result<JsValue, JsValue>;

    /// Decompresses bytes: a promise of an `ArrayBuffer`.
    #[wasm_bindgen(catch, js_namespace = covdropReportFile)]
    pub(crate) async fn gunzip(bytes: &Uint8Array) -> Result<JsValue, JsValue>;

    /// Returns the text of the one-file page: this page itself, or the one beside it of the same
    /// build.
    #[wasm_bindgen(catch, js_namespace = covdropReportFile, js_name = page)]
    pub(crate) async fn one_file_page() -> Result<JsValue, JsValue>;
}

#[wasm_bindgen]
extern "C" {
    /// A drop, as `drop_target.js` holds it.
    pub(crate) type HeldDrop;

    /// A walk through a drop, which returns the found files in parts.
    #[derive(Clone)]
    pub(crate) type FileWalk;

    /// Waits for the next part, a [`WalkPart`].
    #[wasm_bindgen(method, catch)]
    pub(crate) async fn next(this: &FileWalk) -> Result<JsValue, JsValue>;

    /// Ends the walk.
    #[wasm_bindgen(method)]
    pub(crate) fn end(this: &FileWalk);

    pub(crate) type WalkPart;

    #[wasm_bindgen(method, getter)]
    pub(crate) fn files(this: &WalkPart) -> Vec<FoundFile>;

    #[wasm_bindgen(method, getter)]
    pub(crate) fn closed(this: &WalkPart) -> Vec<ClosedPath>;

    #[wasm_bindgen(method, getter, js_name = hasMore)]
    pub(crate) fn has_more(this: &WalkPart) -> bool;

    pub(crate) type FoundFile;

    #[wasm_bindgen(method, getter)]
    pub(crate) fn path(this: &FoundFile) -> String;

    #[wasm_bindgen(method, getter)]
    pub(crate) fn file(this: &FoundFile) -> File;

    /// A path that the browser cannot open.
    pub(crate) type ClosedPath;

    #[wasm_bindgen(method, getter)]
    pub(crate) fn path(this: &ClosedPath) -> String;

    #[wasm_bindgen(method, getter)]
    pub(crate) fn reason(this: &ClosedPath) -> String;
}

#[wasm_bindgen]
extern "C" {
    /// A file from a picker.
    #[wasm_bindgen(extends = File)]
    pub(crate) type PickedFile;

    /// Returns its path, which begins with the picked folder; empty if the person picked the file
    /// itself.
    #[wasm_bindgen(method, getter, js_name = webkitRelativePath)]
    pub(crate) fn relative_path(this: &PickedFile) -> Option<JsString>;
}

#[wasm_bindgen]
extern "C" {
    #[derive(Clone)]
    pub(crate) type Clipboard;

    /// A page that was loaded without encryption has none.
    #[wasm_bindgen(thread_local_v2, js_namespace = navigator, js_name = clipboard)]
    static CLIPBOARD: Option<Clipboard>;

    #[wasm_bindgen(method, catch, js_name = writeText)]
    pub(crate) async fn write_text(this: &Clipboard, text: &str) -> Result<JsValue, JsValue>;
}

impl Clipboard {
    /// Returns the browser's clipboard.
    pub(crate) fn of_browser() -> Option<Clipboard> {
        CLIPBOARD.with(Clone::clone)
    }
}

#[wasm_bindgen]
extern "C" {
    /// A set of ranges that a style applies to.
    #[derive(Clone)]
    pub(crate) type Highlight;

    #[wasm_bindgen(constructor)]
    fn new() -> Highlight;

    #[wasm_bindgen(method)]
    pub(crate) fn add(this: &Highlight, range: &Range);

    #[wasm_bindgen(method)]
    pub(crate) fn delete(this: &Highlight, range: &Range);

    type HighlightRegistry;

    /// Not all browsers have it.
    #[wasm_bindgen(thread_local_v2, js_namespace = CSS, js_name = highlights)]
    static HIGHLIGHTS: Option<HighlightRegistry>;

    #[wasm_bindgen(method)]
    fn get(this: &HighlightRegistry, name: &str) -> Option<Highlight>;

    #[wasm_bindgen(method)]
    fn set(this: &HighlightRegistry, name: &str, highlight: &Highlight);
}

impl Highlight {
    /// Returns the highlight of the search text, or `None` if the browser has no highlights.
    pub(crate) fn of_search() -> Option<Highlight> {
        HIGHLIGHTS.with(|registry| {
            let registry = registry.as_ref()?;
            registry.get("found").or_else(|| {
                let highlight = Highlight::new();
                registry.set("found", &highlight);
                Some(highlight)
            })
        })
    }
}
