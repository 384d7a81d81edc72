//! What lies over the page while files are dragged over it.

use yew::prelude::*;

#[component]
pub(crate) fn DropOverlay() -> Html {
    html! { <div class="overlay"><p>{"Drop to add these files"}</p></div> }
}
