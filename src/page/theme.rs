//! Light, dark, or as the system has it; remembered.

use yew::virtual_dom::ListenerKind;
use yew::{Callback, Html};

use crate::memory;
use crate::state::Action;
use crate::tag::{tag, written};

/// What is remembered of it, and by which name.
const NAME: &str = "theme";

/// Puts the remembered theme on the page.
pub(crate) fn apply() {
    set(&memory::get(NAME).unwrap_or_default());
}

/// The choice of theme.
pub(crate) fn choice(act: &Callback<Action>) -> Html {
    let remembered = memory::get(NAME).unwrap_or_default();
    let options = [("", "Theme: system"), ("light", "Theme: light"), ("dark", "Theme: dark")];
    let option = |(value, label): (&'static str, &'static str)| {
        let chosen = (value == remembered).then_some("");
        tag("option").set("value", value).maybe("selected", chosen).text(label).html()
    };
    tag("select; aria-label=Theme")
        .all(options.map(option))
        .ask(ListenerKind::onchange, act, |event| {
            memory::set(NAME, &written(event));
            apply();
            None
        })
        .html()
}

/// The attribute that the style goes by; anything unknown is the system's choice.
fn set(theme: &str) {
    if let Some(root) = gloo::utils::document().document_element() {
        // Fails only for names that no attribute can have.
        let _ = root.set_attribute("data-theme", theme);
    }
}
