//! Menus: a menu closes after a choice, when the person clicks elsewhere, and on Escape.

use gloo::events::{EventListener, EventListenerOptions};
use gloo::utils::window;
use wasm_bindgen::JsCast;
use web_sys::{Element, KeyboardEvent, Node};
use yew::prelude::*;

use crate::dispatch::focus;

/// A menu: `details` with a `summary`.
pub(crate) struct Menu {
    pub(crate) details: NodeRef,
    pub(crate) summary: NodeRef,
    pub(crate) is_open: bool,
    pub(crate) ontoggle: Callback<MouseEvent>,
}

#[hook]
pub(crate) fn use_menu() -> Menu {
    let (details, summary) = (use_node_ref(), use_node_ref());
    let is_open = use_state_eq(|| false);
    let ontoggle = {
        let is_open = is_open.clone();
        Callback::from(move |event: MouseEvent| {
            // The attribute follows the state, not the browser's own toggling.
            event.prevent_default();
            is_open.set(!*is_open);
        })
    };
    {
        let (details, summary, state) = (details.clone(), summary.clone(), is_open.clone());
        use_effect_with(*is_open, move |is_open| {
            let listeners = is_open.then(|| close_on_events(details, summary, state));
            move || drop(listeners)
        });
    }
    Menu { details, summary, is_open: *is_open, ontoggle }
}

/// Listens for a click outside of the menu or on a button in it, and for Escape, which closes the menu
/// and nothing else.
fn close_on_events(
    details: NodeRef,
    summary: NodeRef,
    is_open: UseStateHandle<bool>,
) -> [EventListener; 2] {
    let close = is_open.clone();
    let click = EventListener::new(&window(), "click", move |event| {
        let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        let is_inside = details
            .get()
            .is_some_and(|details| details.contains(target.as_ref().map(AsRef::<Node>::as_ref)));
        let is_choice =
            target.is_some_and(|target| matches!(target.closest("button"), Ok(Some(_))));
        if !is_inside || is_choice {
            close.set(false);
        }
    });
    let options = EventListenerOptions::run_in_capture_phase();
    let key = EventListener::new_with_options(&window(), "keydown", options, move |event| {
        if event.dyn_ref::<KeyboardEvent>().is_some_and(|event| event.key() == "Escape") {
            is_open.set(false);
            focus(&summary);
            event.stop_immediate_propagation();
        }
    });
    [click, key]
}
