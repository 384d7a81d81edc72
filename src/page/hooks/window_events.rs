//! Listens to the window: keys, changes of the address, its size, printing.

use covdrop_protocol::display_text;
use gloo::events::{EventListener, EventListenerOptions};
use gloo::timers::callback::Timeout;
use gloo::utils::{document, window};
use wasm_bindgen::JsCast;
use web_sys::{Element, KeyboardEvent};
use yew::prelude::*;

use crate::browser;
use crate::dispatch::Dispatch;
use crate::keys;
use crate::state::{Action, FocusTarget, Phase, State};
use crate::words;

/// The time before the page announces work, in milliseconds: a short flash would disturb.
const QUIET_MS: u32 = 200;

/// The time after a rendering before the page renders more rows of a list, in milliseconds, so that
/// the browser can do other work.
const MORE_ROWS_MS: u32 = 30;

/// Sends an action for each change of the address and the size of the window, and for printing.
#[hook]
pub(crate) fn use_window_events(dispatch: &Dispatch) {
    let dispatch = dispatch.clone();
    use_effect_with((), move |()| {
        let on = |name: &'static str, action: fn() -> Action| {
            let dispatch = dispatch.clone();
            EventListener::new(&window(), name, move |_| dispatch.send(action()))
        };
        let listeners = [
            on("hashchange", || Action::RouteChanged(browser::route_of_address())),
            on("resize", || {
                let (width, height) = browser::viewport();
                Action::ViewportResized(width, height)
            }),
            on("beforeprint", || Action::PrintingChanged(true)),
            on("afterprint", || Action::PrintingChanged(false)),
        ];
        move || drop(listeners)
    });
}

/// Sends an action for each key with a meaning.
#[hook]
pub(crate) fn use_hotkeys(state: &UseReducerHandle<State>, dispatch: &Dispatch) {
    let (state, dispatch) = (state.clone(), dispatch.clone());
    use_effect_with((), move |()| {
        let options = EventListenerOptions::enable_prevent_default();
        let listener =
            EventListener::new_with_options(&window(), "keydown", options, move |event| {
                let Some(event) = event.dyn_ref::<KeyboardEvent>() else { return };
                let Some((key, in_field)) = pressed(event) else { return };
                // A clone reads the present state and keeps no older one in memory.
                if let Some(action) = keys::key(&key, in_field, &state.clone()) {
                    if in_field && matches!(action, Action::JumpToMatch { .. }) {
                        // Firefox would press the link that gets the focus.
                        event.prevent_default();
                    }
                    if matches!(action, Action::FocusSearch) {
                        // Focus it at once: the next key may come before the page is rendered
                        // again.
                        dispatch.elements.focus(FocusTarget::Search);
                    }
                    dispatch.send(action);
                }
            });
        move || drop(listener)
    });
}

/// Returns the key, and whether the person types it into a field; `None` if another key is held, as
/// the system may use the combination.
fn pressed(event: &KeyboardEvent) -> Option<(String, bool)> {
    if event.alt_key() || event.meta_key() {
        return None;
    }
    if event.ctrl_key() {
        let is_known = event.key() == "g" && browser::route_of_address().file.is_some();
        if is_known {
            // The browser would search on.
            event.prevent_default();
        }
        return is_known.then(|| (keys::GO_TO_LINE.to_owned(), false));
    }
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    let in_field = target.is_some_and(|target| {
        let kind = target.get_attribute("type").unwrap_or_default();
        match target.tag_name().as_str() {
            "TEXTAREA" | "SELECT" => true,
            "INPUT" => !matches!(kind.as_str(), "checkbox" | "radio"),
            _ => false,
        }
    });
    let mut key = event.key();
    if key == "Enter" && event.shift_key() {
        key.insert_str(0, "Shift+");
    }
    if (key == "/" || key == ":") && !in_field {
        // The browser would type it into the focused field.
        event.prevent_default();
    }
    Some((key, in_field))
}

/// Keeps the document's state and title up to date, announces work that lasts, and lets lists grow.
#[hook]
pub(crate) fn use_document(state: &State, dispatch: &Dispatch) {
    let phase = state.phase();
    use_effect_with(phase, |phase| {
        if let Some(body) = document().body() {
            // Fails only for names that no attribute can have.
            let _ = body.set_attribute("data-state", phase.word());
        }
    });
    use_effect_with(title(state), |title| document().set_title(title));
    let announce = dispatch.clone();
    use_effect_with(phase == Phase::Busy, move |is_busy| {
        let lasts =
            is_busy.then(|| Timeout::new(QUIET_MS, move || announce.send(Action::WorkLasted)));
        move || drop(lasts)
    });
    let grow = dispatch.clone();
    let growth = state.is_growing().then(|| state.listings.position.clone());
    use_effect_with(growth, move |growth| {
        let timeout = growth
            .is_some()
            .then(|| Timeout::new(MORE_ROWS_MS, move || grow.send(Action::RenderMoreRows)));
        move || drop(timeout)
    });
}

/// Asks before the person leaves trial settings that nothing saves.
#[hook]
pub(crate) fn use_leave_guard(state: &State) {
    let would_lose = state.overview.settings.tried.is_some() && !state.saved_session.on;
    use_effect_with(would_lose, |would_lose| {
        let listener = would_lose.then(|| {
            let options = EventListenerOptions::enable_prevent_default();
            EventListener::new_with_options(&window(), "beforeunload", options, |event| {
                event.prevent_default();
            })
        });
        move || drop(listener)
    });
}

/// Returns the title: the open file and the total.
fn title(state: &State) -> String {
    let file = state.route.file.as_deref();
    let name = file.and_then(|path| path.rsplit('/').next());
    let cover = state.overview.totals.numbers.as_ref().map(|totals| totals.cover.as_str());
    let parts: Vec<&str> = name.into_iter().chain(cover).chain([words::COVDROP]).collect();
    display_text(&parts.join(" · "))
}
