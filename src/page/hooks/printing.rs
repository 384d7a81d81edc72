//! Tells components whether the page is being printed.

use gloo::events::EventListener;
use gloo::utils::window;
use yew::prelude::*;

/// Returns true while the page is being printed.
///
/// A browser prints after the microtasks that follow its event. A component that hears the event
/// itself is rendered in them; props may reach it only in a later task, since Yew yields to the
/// browser between the rendering of a component and the update of its children's props.
#[hook]
pub(crate) fn use_is_printing() -> bool {
    let is_printing = use_state_eq(|| false);
    let setter = is_printing.setter();
    use_effect_with((), move |()| {
        let on = |name: &'static str, value: bool| {
            let setter = setter.clone();
            EventListener::new(&window(), name, move |_| setter.set(value))
        };
        let listeners = [on("beforeprint", true), on("afterprint", false)];
        move || drop(listeners)
    });
    *is_printing
}
