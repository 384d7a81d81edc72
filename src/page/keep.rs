//! The session kept by the browser from visit to visit, once a person asks for it.
//!
//! What is kept are the dropped files that were of use, and the names of jobs: with them a new
//! worker is told everything again. The browser's database takes handles of files as they are, so
//! that nothing is read here.

use std::collections::BTreeMap;

use covdrop_protocol::Offered;
use js_sys::{Array, Function, Promise};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, IdbDatabase, IdbObjectStore, IdbRequest, IdbTransactionMode};

use crate::intake::{Files, reason};
use crate::memory;

/// The database, and the only store in it.
const NAME: &str = "covdrop";

/// Where the names of jobs lie; drops lie under their numbers.
const NAMES: &str = "names";

/// Where it is noted that the example was loaded.
const EXAMPLE: &str = "example";

/// What was kept.
#[derive(Default)]
pub(crate) struct Kept {
    /// The drops, by number.
    pub(crate) drops: Vec<(u32, Files)>,
    /// What jobs are called: the name as it came, then the other.
    pub(crate) names: Vec<(String, String)>,
    /// Whether the example was loaded.
    pub(crate) example: bool,
}

impl Kept {
    /// How many files each drop has.
    pub(crate) fn files(&self) -> BTreeMap<u32, usize> {
        self.drops.iter().map(|(batch, files)| (*batch, files.len())).collect()
    }

    /// How many bytes its files have.
    pub(crate) fn size(&self) -> u64 {
        let files = self.drops.iter().flat_map(|(_, files)| files);
        files.map(|(offered, _)| offered.size).sum()
    }
}

/// Whether a person asked for it.
pub(crate) fn is_on() -> bool {
    memory::get("keep").as_deref() == Some("1")
}

/// Notes whether a person asked for it.
pub(crate) fn set_on(on: bool) {
    memory::set("keep", if on { "1" } else { "" });
}

/// Keeps `kept` in place of what was kept before. `known` are the drops that lie there, with the
/// number of files in each: those that have not changed are not written again.
pub(crate) async fn save(kept: &Kept, known: &BTreeMap<u32, usize>) -> Result<(), String> {
    said(
        async {
            let store = open().await?;
            for (batch, _) in
                known.iter().filter(|(batch, _)| kept.drops.iter().all(|(b, _)| b != *batch))
            {
                store.delete(&(*batch).into())?;
            }
            for (batch, files) in
                kept.drops.iter().filter(|(b, files)| known.get(b) != Some(&files.len()))
            {
                let files =
                    files.iter().map(|(file, blob)| Array::of2(&(&*file.path).into(), blob));
                store.put_with_key(&files.collect::<Array>(), &(*batch).into())?;
            }
            let names =
                kept.names.iter().map(|(came, name)| Array::of2(&came.into(), &name.into()));
            store.put_with_key(&names.collect::<Array>(), &NAMES.into())?;
            // The last of a transaction's requests ends after all others.
            done(&store.put_with_key(&kept.example.into(), &EXAMPLE.into())?).await
        }
        .await,
    )
    .map(drop)
}

/// What was kept.
pub(crate) async fn load() -> Result<Kept, String> {
    said(
        async {
            let store = open().await?;
            let keys = store.get_all_keys()?;
            let values = done(&store.get_all()?).await?;
            let mut kept = Kept::default();
            for (key, value) in Array::from(&keys.result()?).iter().zip(Array::from(&values).iter())
            {
                let pairs = Array::from(&value);
                let pairs = pairs
                    .iter()
                    .map(|pair| Array::from(&pair))
                    .map(|pair| (pair.get(0), pair.get(1)));
                match (key.as_f64(), key.as_string().as_deref()) {
                    (_, Some(NAMES)) => {
                        kept.names =
                            pairs.filter_map(|(a, b)| a.as_string().zip(b.as_string())).collect();
                    }
                    (_, Some(EXAMPLE)) => kept.example = value.is_truthy(),
                    #[allow(
                        clippy::cast_possible_truncation,
                        clippy::cast_sign_loss,
                        reason = "it was a u32"
                    )]
                    (Some(batch), _) => {
                        let files = pairs.filter_map(|(path, blob)| {
                            let blob: Blob = blob.dyn_into().ok()?;
                            Some((
                                Offered { path: path.as_string()?, size: blob.size() as u64 },
                                blob,
                            ))
                        });
                        kept.drops.push((batch as u32, files.collect()));
                    }
                    _ => {}
                }
            }
            Ok(kept)
        }
        .await,
    )
}

/// Forgets what was kept.
pub(crate) async fn forget() -> Result<(), String> {
    said(async { done(&open().await?.clear()?).await }.await).map(drop)
}

/// The store, ready to be read and written.
async fn open() -> Result<IdbObjectStore, JsValue> {
    let factory = gloo::utils::window().indexed_db()?.ok_or(JsValue::NULL)?;
    let request = factory.open_with_u32(NAME, 1)?;
    let opened = request.clone();
    let upgrade = Closure::once(move || {
        let database: Option<IdbDatabase> = opened.result().ok().map(JsCast::unchecked_into);
        // Where that fails, so does opening.
        let _ = database.map(|database| database.create_object_store(NAME));
    });
    request.set_onupgradeneeded(Some(upgrade.as_ref().unchecked_ref()));
    let database: IdbDatabase = done(&request).await?.unchecked_into();
    drop(upgrade);
    let mode = IdbTransactionMode::Readwrite;
    database.transaction_with_str_and_mode(NAME, mode)?.object_store(NAME)
}

/// What comes of a request.
async fn done(request: &IdbRequest) -> Result<JsValue, JsValue> {
    let promise = Promise::new(&mut |resolve: Function, reject: Function| {
        request.set_onsuccess(Some(&resolve));
        request.set_onerror(Some(&reject));
    });
    JsFuture::from(promise).await.map_err(|_| match request.error() {
        Ok(Some(error)) => error.into(),
        _ => JsValue::NULL,
    })?;
    request.result()
}

/// The browser's word on a failure in a sentence.
fn said<T>(result: Result<T, JsValue>) -> Result<T, String> {
    result.map_err(|error| ["The browser keeps nothing for this page. ", &reason(&error)].concat())
}
