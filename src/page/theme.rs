//! Light, dark, or as the system has it; remembered.

use web_sys::HtmlSelectElement;
use yew::prelude::*;

use crate::memory;

/// What is remembered of it, and by which name.
const NAME: &str = "theme";

/// Puts the remembered theme on the page.
pub(crate) fn apply() {
    set(&memory::get(NAME).unwrap_or_default());
}

/// The choice of theme.
pub(crate) fn choice() -> Html {
    let remembered = memory::get(NAME).unwrap_or_default();
    let onchange = |event: Event| {
        if let Some(select) = event.target_dyn_into::<HtmlSelectElement>() {
            memory::set(NAME, &select.value());
            set(&select.value());
        }
    };
    let option = |(value, label): (&'static str, &'static str)| {
        html! { <option {value} selected={value == remembered}>{ label }</option> }
    };
    html! {
        <select aria-label="Theme" {onchange}>
            { for [("", "Theme: system"), ("light", "Theme: light"), ("dark", "Theme: dark")].map(option) }
        </select>
    }
}

/// The attribute that the style goes by; anything unknown is the system's choice.
fn set(theme: &str) {
    if let Some(root) = gloo::utils::document().document_element() {
        // Fails only for names that no attribute can have.
        let _ = root.set_attribute("data-theme", theme);
    }
}
