//! Typed bindings of what `web-sys` does not have: the page's own scripts, and young parts of browsers.

use js_sys::{Array, Function, JsString, Promise, Uint8Array};
use wasm_bindgen::prelude::*;
use web_sys::{Blob, DataTransfer, File, Range, Worker};

#[wasm_bindgen]
extern "C" {
    /// Starts a worker: from its own file, or from within the one-file page.
    #[wasm_bindgen(catch, js_name = covdropWorker)]
    pub(crate) fn start_worker() -> Result<Worker, JsValue>;

    /// Takes hold of everything in a drop, before the browser forgets it.
    #[wasm_bindgen(catch, js_namespace = covdropDropTarget, js_name = open)]
    pub(crate) fn open_drop(transfer: &DataTransfer) -> Result<HeldDrop, JsValue>;

    /// Gives each drop to `callback`: those before now that were held, and all that follow.
    #[wasm_bindgen(catch, js_namespace = covdropDropTarget, js_name = forEachDrop)]
    pub(crate) fn for_each_drop(callback: &Function) -> Result<(), JsValue>;

    /// Walks through a drop. `pattern` finds something in the name of every file that is of use
    /// whatever data names; folders of the `skipped` names are not looked into.
    #[wasm_bindgen(catch, js_namespace = covdropFileWalker, js_name = walkDrop)]
    pub(crate) fn walk_drop(
        held: &HeldDrop,
        pattern: &str,
        skipped: &Array,
    ) -> Result<FileWalk, JsValue>;

    /// Looks up the files that those of a walk stand for: a promise of them, in the same order.
    #[wasm_bindgen(catch, js_namespace = covdropFileWalker, js_name = lookUpFiles)]
    pub(crate) async fn look_up_files(files: &Array) -> Result<JsValue, JsValue>;

    /// Reads files, a group together: the bytes of each, or why there are none.
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

    /// The text of the one-file page: this page itself, or the one beside it of the same build.
    #[wasm_bindgen(catch, js_namespace = covdropReportFile, js_name = page)]
    pub(crate) async fn one_file_page() -> Result<JsValue, JsValue>;
}

#[wasm_bindgen]
extern "C" {
    /// What was dropped, as `drop_target.js` holds it.
    pub(crate) type HeldDrop;

    /// A walk through what was dropped, which tells what it finds part by part.
    #[derive(Clone)]
    pub(crate) type FileWalk;

    /// Waits for the next part, a [`WalkPart`].
    #[wasm_bindgen(method, catch)]
    pub(crate) async fn next(this: &FileWalk) -> Result<JsValue, JsValue>;

    /// Ends the walk: nobody wants the rest.
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

    /// A path that the browser does not let the page look into.
    pub(crate) type ClosedPath;

    #[wasm_bindgen(method, getter)]
    pub(crate) fn path(this: &ClosedPath) -> String;

    #[wasm_bindgen(method, getter)]
    pub(crate) fn reason(this: &ClosedPath) -> String;
}

#[wasm_bindgen]
extern "C" {
    /// A file that a picker gave.
    #[wasm_bindgen(extends = File)]
    pub(crate) type PickedFile;

    /// Its path from the picked folder on; empty if it was picked by itself.
    #[wasm_bindgen(method, getter, js_name = webkitRelativePath)]
    pub(crate) fn relative_path(this: &PickedFile) -> Option<JsString>;
}

#[wasm_bindgen]
extern "C" {
    #[derive(Clone)]
    pub(crate) type Clipboard;

    /// A page that came without encryption has none.
    #[wasm_bindgen(thread_local_v2, js_namespace = navigator, js_name = clipboard)]
    static CLIPBOARD: Option<Clipboard>;

    #[wasm_bindgen(method, catch, js_name = writeText)]
    pub(crate) async fn write_text(this: &Clipboard, text: &str) -> Result<JsValue, JsValue>;
}

impl Clipboard {
    /// The browser's clipboard.
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
    /// The highlight of what a person searches for; nothing if the browser cannot highlight.
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
