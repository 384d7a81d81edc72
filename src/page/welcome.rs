//! The first screen.

use yew::prelude::*;

/// The first screen: what this is, where to drop, an example to try, and a word on privacy.
pub(crate) fn welcome(example: &Callback<MouseEvent>) -> Html {
    html! {
        <main class="welcome">
            <p class="what">{ "See what your Python tests covered, all jobs together." }</p>
            <div class="target">
                <p class="drop">{ "Drop your jobs’ " }<code>{ ".coverage" }</code>{ " files and your source folder here" }</p>
                <p>{ "or " }<button type="button" class="link" onclick={example.clone()}>{ "try an example" }</button></p>
            </div>
            <p class="privacy">{ "Nothing leaves your browser." }</p>
        </main>
    }
}
