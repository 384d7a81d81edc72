//! The files in what was dropped or picked: lone ones, and all those in folders.

use covdrop_protocol::{Closed, Offered, SKIPPED_FOLDERS, USEFUL_NAMES};
use js_sys::{Array, ArrayBuffer, Function, Promise};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{DataTransfer, File, FileList};

use crate::browser::bindings::{PickedFile, find_manifest, walk_drop, walk_manifest};

/// A file, and its path in what was dropped.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Gathered {
    /// `/` between the parts; the dropped folder's name first.
    pub(crate) path: String,
    /// The browser's handle; nothing is read yet. An empty one, if its name tells that it cannot be
    /// of use.
    pub(crate) file: File,
    /// Whether the worker asked for it.
    pub(crate) is_wanted: bool,
}

impl Gathered {
    pub(crate) fn new(path: String, file: File) -> Gathered {
        Gathered { path, file, is_wanted: false }
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
    pub(crate) fn offered(&self) -> Offered {
        Offered { path: self.path.clone(), size: self.size() }
    }
}

/// The files that a picker gave: each by the path that a folder picker gives it, or by its name.
pub(crate) fn picked(files: &FileList) -> Vec<Gathered> {
    let path = |file: &File| {
        let path = file.unchecked_ref::<PickedFile>().relative_path()?;
        Some(String::from(path)).filter(|path| !path.is_empty())
    };
    let files = (0..files.length()).filter_map(|index| files.get(index));
    files.map(|file| Gathered::new(path(&file).unwrap_or_else(|| file.name()), file)).collect()
}

/// What a drop or a list holds, told of part by part by a script of the page.
#[derive(Clone)]
pub(crate) struct Walk(Function);

/// A part of what it holds.
#[derive(Default)]
pub(crate) struct Part {
    pub(crate) files: Vec<Gathered>,
    /// Paths that the browser does not let us look into.
    pub(crate) closed: Vec<Closed>,
    /// Whether another part follows.
    pub(crate) more: bool,
}

impl Walk {
    /// The next part. Where the script failed there is nothing.
    pub(crate) async fn next(&self) -> Part {
        let Some(promise) = self.call(false) else { return Part::default() };
        let found = JsFuture::from(promise).await.ok();
        let Some(found) = found.and_then(|found| found.dyn_into::<Array>().ok()) else {
            return Part::default();
        };
        let closed = found.get(1).dyn_into::<Array>().unwrap_or_default();
        Part {
            files: gathered_of(found.get(0)),
            closed: closed.iter().filter_map(closed_of).collect(),
            more: found.get(2).is_truthy(),
        }
    }

    /// Nobody wants the rest.
    pub(crate) fn end(&self) {
        self.call(true);
    }

    fn call(&self, end: bool) -> Option<Promise> {
        self.0.call1(&JsValue::UNDEFINED, &end.into()).ok()?.dyn_into().ok()
    }
}

/// What a drop holds. The browser forgets it when the event ends, so that it is taken at once.
pub(crate) fn dropped(transfer: &DataTransfer) -> Option<Walk> {
    let names = std::iter::once(&USEFUL_NAMES).chain(&SKIPPED_FOLDERS);
    let names: Array = names.map(|name| JsValue::from_str(name)).collect();
    walk_drop(transfer, &names).ok().map(Walk)
}

/// What is beside the page: the files at these paths.
pub(crate) fn beside(paths: &[String]) -> Option<Walk> {
    let paths: Array = paths.iter().map(|path| JsValue::from_str(path)).collect();
    walk_manifest(&paths).ok().map(Walk)
}

/// The list of files that lies beside the page: its name, its bytes, and why there are none.
pub(crate) async fn list() -> Option<(String, Option<ArrayBuffer>, String)> {
    let found: Array = find_manifest().await.ok()?.dyn_into().ok()?;
    let bytes = found.get(1).dyn_into().ok();
    Some((found.get(0).as_string()?, bytes, found.get(2).as_string().unwrap_or_default()))
}

/// The files of such pairs.
fn gathered_of(pairs: JsValue) -> Vec<Gathered> {
    let file = |pair: JsValue| {
        let pair: Array = pair.dyn_into().ok()?;
        Some(Gathered::new(pair.get(0).as_string()?, pair.get(1).unchecked_into()))
    };
    pairs.dyn_into::<Array>().unwrap_or_default().iter().filter_map(file).collect()
}

/// A path that could not be looked into, and what the browser said.
fn closed_of(pair: JsValue) -> Option<Closed> {
    let pair: Array = pair.dyn_into().ok()?;
    Some(Closed {
        path: pair.get(0).as_string()?,
        reason: pair.get(1).as_string().unwrap_or_default(),
    })
}
