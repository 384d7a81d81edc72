//! What lies over the page while files are dragged over it.

use yew::prelude::*;

use crate::words;

#[component]
pub(crate) fn DropOverlay() -> Html {
    html! { <div class="overlay"><p>{words::header::DROP_TO_ADD}</p></div> }
}
