//! The choice of theme: light, dark, or as the system has it.

use web_sys::HtmlSelectElement;
use yew::prelude::*;

use crate::theme;
use crate::words::header;

const THEMES: [(&str, &str); 3] =
    [("", header::THEME_SYSTEM), ("light", header::THEME_LIGHT), ("dark", header::THEME_DARK)];

#[component]
pub(crate) fn ThemeSelect() -> Html {
    let chosen = use_state(theme::stored);
    let onchange = {
        let chosen = chosen.clone();
        Callback::from(move |event: Event| {
            if let Some(select) = event.target_dyn_into::<HtmlSelectElement>() {
                theme::store(&select.value());
                chosen.set(select.value());
            }
        })
    };
    html! {
        <select aria-label={header::THEME} {onchange}>
            for (value, label) in THEMES {
                <option {value} selected={*chosen == value}>{label}</option>
            }
        </select>
    }
}
