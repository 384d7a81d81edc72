//! Typed bindings of what `web-sys` does not have: the page's own scripts, and young parts of browsers.

use js_sys::{Array, Function, JsString, Promise};
use wasm_bindgen::prelude::*;
use web_sys::{DataTransfer, File, Range, Worker};

#[wasm_bindgen]
extern "C" {
    /// Starts a worker: from its own file, or from within the one-file page.
    #[wasm_bindgen(catch, js_name = covdropWorker)]
    pub(crate) fn start_worker() -> Result<Worker, JsValue>;

    /// Walks through a drop. Each call of the function that it returns gives a promise of the next
    /// part; a call with `true` ends it. The names are a pattern for files of use, and the folders to
    /// skip.
    #[wasm_bindgen(catch, js_name = covdropGather)]
    pub(crate) fn walk_drop(transfer: &DataTransfer, names: &Array) -> Result<Function, JsValue>;

    /// Reads files, a group together: a promise of their bytes, or of why there are none.
    #[wasm_bindgen(catch, js_name = covdropRead)]
    pub(crate) fn read_files(files: &Array) -> Result<Promise, JsValue>;

    /// Looks for a site manifest: a promise of its name, its bytes, and why there are none.
    #[wasm_bindgen(catch, js_name = covdropList)]
    pub(crate) async fn find_manifest() -> Result<JsValue, JsValue>;

    /// Fetches the files of the site manifest, as [`walk_drop`] walks through a drop.
    #[wasm_bindgen(catch, js_name = covdropFetch)]
    pub(crate) fn walk_manifest(paths: &Array) -> Result<Function, JsValue>;
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
