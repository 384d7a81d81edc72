//! The session saved in this browser, so that it is there again when the page is opened: off until
//! the person turns it on. `www/keep.js` does it.

use js_sys::{Array, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};

use crate::browser::bindings::{delete_session, load_session, save_session};
use crate::gather::{Gathered, gathered_of};
use crate::state::SavedSession;

/// What is to be saved.
pub(crate) struct Contents {
    /// The files of each drop, by its number.
    pub(crate) drops: Vec<(u32, Vec<Gathered>)>,
    /// The person's choices, as the worker wrote them.
    pub(crate) choices: Vec<u8>,
}

/// What was found in the browser.
pub(crate) struct Found {
    pub(crate) saved: SavedSession,
    /// The files of each drop.
    pub(crate) drops: Vec<Vec<Gathered>>,
    /// The person's choices, as the worker wrote them.
    pub(crate) choices: Vec<u8>,
}

/// Loads what is saved.
pub(crate) async fn load() -> Option<Found> {
    found(load_session().await)
}

/// Saves the session, in place of what was saved before.
pub(crate) async fn save(contents: Contents) -> Option<SavedSession> {
    let drop = |(number, files): &(u32, Vec<Gathered>)| {
        let files: Array = files.iter().map(Gathered::pair).collect();
        Array::of2(&JsValue::from(*number), &files)
    };
    let drops: Array = contents.drops.iter().map(drop).collect();
    let saved = save_session(&drops, &Uint8Array::from(contents.choices.as_slice())).await;
    found(saved).map(|found| found.saved)
}

/// Deletes all that is saved.
pub(crate) async fn delete() -> Option<SavedSession> {
    found(delete_session().await).map(|found| found.saved)
}

#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a number of bytes")]
fn found(answer: Result<JsValue, JsValue>) -> Option<Found> {
    let found: Array = answer.ok()?.dyn_into().ok()?;
    let drops: Array = found.get(3).dyn_into().ok()?;
    let saved = SavedSession {
        on: found.get(0).is_truthy(),
        bytes: found.get(1).as_f64()? as u64,
        fault: found.get(2).as_string()?,
    };
    let drops = drops.iter().map(gathered_of).collect();
    let choices = found.get(4).dyn_into::<Uint8Array>().ok();
    Some(Found { saved, drops, choices: choices.map(|all| all.to_vec()).unwrap_or_default() })
}
