//! Drafts: keep the text that a person types in a field while the page renders.

use covdrop_protocol::Overview;
use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::shared::Shared;

/// Returns the text of the field that an event comes from.
pub(crate) fn written(event: &Event) -> String {
    let field = event.target();
    // A text area has a value just as an input has.
    field.map(|field| field.unchecked_ref::<HtmlInputElement>().value()).unwrap_or_default()
}

/// The text of a field, and the callbacks that the field calls.
pub(crate) struct Draft {
    pub(crate) text: String,
    pub(crate) oninput: Callback<InputEvent>,
    pub(crate) onchange: Callback<Event>,
}

#[derive(Clone, PartialEq)]
struct Written {
    text: String,
    /// The overview when the hook sent the text; `None` while the person types.
    sent: Option<Shared<Overview>>,
}

/// Makes a field that sends its text when the person leaves it. It shows the draft until the worker
/// sends another overview, and then `value` again.
#[hook]
pub(crate) fn use_draft(value: &str, overview: Shared<Overview>, send: Callback<String>) -> Draft {
    let draft = use_state_eq(|| None::<Written>);
    let is_answered = |draft: &Written| draft.sent.as_ref().is_some_and(|sent| *sent != overview);
    let shown = draft.as_ref().filter(|draft| !is_answered(draft));
    let text = shown.map_or_else(|| value.to_owned(), |draft| draft.text.clone());
    let oninput = {
        let draft = draft.clone();
        Callback::from(move |event: InputEvent| {
            draft.set(Some(Written { text: written(&event), sent: None }));
        })
    };
    let onchange = Callback::from(move |event: Event| {
        let text = written(&event);
        draft.set(Some(Written { text: text.clone(), sent: Some(overview.clone()) }));
        send.emit(text);
    });
    Draft { text, oninput, onchange }
}

/// The text of a field that sends it after each letter, and the callbacks that the field calls.
pub(crate) struct LiveDraft {
    pub(crate) text: String,
    pub(crate) oninput: Callback<InputEvent>,
    pub(crate) onblur: Callback<FocusEvent>,
}

/// Makes a field that sends its text after each letter, even if the text is not a valid value yet.
/// It shows `value` again when the person leaves it.
#[hook]
pub(crate) fn use_live_draft(value: &str, send: Callback<String>) -> LiveDraft {
    let draft = use_state_eq(|| None::<String>);
    let text = draft.as_ref().map_or_else(|| value.to_owned(), Clone::clone);
    let oninput = {
        let draft = draft.clone();
        Callback::from(move |event: InputEvent| {
            draft.set(Some(written(&event)));
            send.emit(written(&event));
        })
    };
    let onblur = Callback::from(move |_| draft.set(None));
    LiveDraft { text, oninput, onblur }
}
