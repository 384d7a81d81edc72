//! Moves the focus to an element that may not be drawn yet.

use web_sys::HtmlElement;
use yew::prelude::*;

use crate::state::FocusRequest;

/// Moves the focus once for each new request, as soon as `target` finds the element.
#[hook]
pub(crate) fn use_focus_request(
    request: FocusRequest,
    target: impl FnOnce() -> Option<HtmlElement> + 'static,
) {
    let granted = use_mut_ref(|| request);
    use_effect(move || {
        if *granted.borrow() != request
            && let Some(element) = target()
        {
            granted.replace(request);
            // Fails only for an element that is gone.
            let _ = element.focus();
        }
    });
}
