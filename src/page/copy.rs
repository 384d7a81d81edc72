//! What can be copied with a click.

use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use yew::Callback;

use crate::state::{Action, State};
use crate::tag::{Tag, button, tag};

/// A button that copies `words`, and tells that it did until something else is copied or there is
/// something else to copy.
pub(crate) fn copy_button(state: &State, words: &str, act: &Callback<Action>) -> Tag {
    labelled("Copy", state, words, act)
}

/// A button that copies the text of the error that stopped the worker.
pub(crate) fn copy_details(state: &State, details: &str, act: &Callback<Action>) -> Tag {
    labelled("Copy details", state, details, act)
}

fn labelled(label: &'static str, state: &State, words: &str, act: &Callback<Action>) -> Tag {
    let label = if state.copied == words { "Copied" } else { label };
    button(label, act, Action::Copy(words.to_owned()))
}

/// Words of several lines, and the button that copies them.
pub(crate) fn to_copy(state: &State, words: &str, act: &Callback<Action>) -> Tag {
    tag("div")
        .tag(tag("pre").say(words.to_owned()))
        .tag(tag("p").tag(copy_button(state, words, act)))
}

/// Copies, and tells what came of it.
pub(crate) fn copy(words: String, act: Callback<Action>) {
    let promise = begin(&words);
    spawn_local(async move {
        let done = match promise {
            Some(promise) => JsFuture::from(promise).await.is_ok(),
            None => false,
        };
        act.emit(if done {
            Action::Copied(words)
        } else {
            Action::Fault(
                "The browser does not let this page copy. Mark the text instead.".to_owned(),
            )
        });
    });
}

/// A page that came without encryption is given no clipboard, and so it is looked for.
fn begin(words: &str) -> Option<Promise> {
    let part = |of: &JsValue, name: &str| Reflect::get(of, &name.into()).ok();
    let clipboard = part(&part(&js_sys::global(), "navigator")?, "clipboard")?;
    let write: Function = part(&clipboard, "writeText")?.dyn_into().ok()?;
    write.call1(&clipboard, &words.into()).ok()?.dyn_into().ok()
}
