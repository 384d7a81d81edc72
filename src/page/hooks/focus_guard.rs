//! Keeps the keyboard in a virtual list whose focused row has left the document.

use gloo::utils::document;
use web_sys::{Element, FocusOptions, HtmlElement};
use yew::prelude::*;

/// Moves the focus to `scroller` if rendering has removed its focused element: the browser would
/// send the next key to the page instead. Returns the listener for `onfocusin`.
#[hook]
pub(crate) fn use_focus_guard(scroller: &NodeRef) -> Callback<FocusEvent> {
    let focused = use_mut_ref(|| None::<Element>);
    {
        let (focused, scroller) = (focused.clone(), scroller.clone());
        use_effect(move || {
            let is_removed = focused.borrow().as_ref().is_some_and(|row| !row.is_connected());
            if !is_removed {
                return;
            }
            focused.take();
            let has_focus = document().active_element().is_some_and(|at| at.tag_name() != "BODY");
            if let Some(scroller) = scroller.cast::<HtmlElement>().filter(|_| !has_focus) {
                let options = FocusOptions::new();
                options.set_prevent_scroll(true);
                // Fails only for an element that is gone.
                let _ = scroller.focus_with_options(&options);
            }
        });
    }
    Callback::from(move |event: FocusEvent| {
        *focused.borrow_mut() = event.target_dyn_into();
    })
}
