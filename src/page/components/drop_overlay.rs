//! The overlay while a person drags files over the page.

use yew::prelude::*;

use crate::words;

#[component]
pub(crate) fn DropOverlay() -> Html {
    html! { <div class="overlay"><p>{words::header::DROP_TO_ADD}</p></div> }
}
