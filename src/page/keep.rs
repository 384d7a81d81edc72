//! The session kept in this browser, so that it is there again when the page is: off until the
//! person turns it on. `www/keep.js` does it.

use js_sys::{Array, Promise, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use yew::{Callback, Html};

use crate::cards::size;
use crate::gather::{Gathered, call, gathered_of};
use crate::state::{Action, State};
use crate::tag::{button, tag};

/// Whether the session is kept.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Kept {
    /// Whether it is wanted.
    pub(crate) on: bool,
    /// How many bytes are kept.
    pub(crate) bytes: u64,
    /// What went wrong, in a sentence; empty where nothing did.
    pub(crate) fault: String,
}

/// What was found in the browser.
pub(crate) struct Found {
    pub(crate) kept: Kept,
    /// The files of each drop.
    pub(crate) drops: Vec<Vec<Gathered>>,
    /// What was chosen, as the worker wrote it.
    pub(crate) chosen: Vec<u8>,
}

/// Asks what is kept.
pub(crate) fn kept() -> Option<Promise> {
    call("covdropKept", &JsValue::UNDEFINED, &JsValue::UNDEFINED)
}

/// Keeps these drops, each with its number, and what was chosen.
pub(crate) fn keep(drops: &[(u32, Vec<&Gathered>)], chosen: &[u8]) -> Option<Promise> {
    let drop = |(number, files): &(u32, Vec<&Gathered>)| {
        let files: Array = files.iter().map(|file| file.pair()).collect();
        Array::of2(&JsValue::from(*number), &files)
    };
    let drops: Array = drops.iter().map(drop).collect();
    call("covdropKeep", &drops, &Uint8Array::from(chosen))
}

/// Forgets all that is kept.
pub(crate) fn forget() -> Option<Promise> {
    call("covdropForget", &JsValue::UNDEFINED, &JsValue::UNDEFINED)
}

/// What came of it.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a number of bytes")]
pub(crate) async fn found(promise: Promise) -> Option<Found> {
    let found: Array = JsFuture::from(promise).await.ok()?.dyn_into().ok()?;
    let drops: Array = found.get(3).dyn_into().ok()?;
    let kept = Kept {
        on: found.get(0).is_truthy(),
        bytes: found.get(1).as_f64()? as u64,
        fault: found.get(2).as_string()?,
    };
    let drops = drops.iter().map(gathered_of).collect();
    let chosen = found.get(4).dyn_into::<Uint8Array>().ok();
    Some(Found { kept, drops, chosen: chosen.map(|bytes| bytes.to_vec()).unwrap_or_default() })
}

/// The switch, and what it means.
pub(crate) fn choice(state: &State, act: &Callback<Action>) -> Html {
    let Kept { on, bytes, fault } = &state.kept;
    let switch = tag("input; type=checkbox; data-keep")
        .checked(*on)
        .maybe("disabled", (!on && !fault.is_empty()).then_some(""))
        .on_change(act, Action::Keep(!on));
    let mut section = tag("section; class=keep; aria-labelledby=keep")
        .tag(tag("h2; id=keep").text("When you reload the page"))
        .tag(tag("label").tag(switch).text("Keep this session in this browser"))
        .tag(tag("p").text("Files that you dropped and what you chose come back. They stay on this machine; nothing is sent."));
    if *on {
        let forget = button("Forget it all", act, Action::Keep(false));
        section = section.tag(tag("p").say(size(*bytes)).text(" kept. ").tag(forget));
    }
    if !fault.is_empty() {
        section = section.tag(tag("p; class=bad; role=alert").say(fault.clone()));
    }
    section.html()
}
