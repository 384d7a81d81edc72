//! The first screen.

use yew::prelude::*;

/// What [`Welcome`] tells.
#[derive(PartialEq, Properties)]
pub(crate) struct Props {
    /// Told when the example is wanted.
    pub(crate) example: Callback<()>,
}

/// The first screen: what this is, where to drop, an example to try, and a word on privacy.
#[component]
pub(crate) fn Welcome(Props { example }: &Props) -> Html {
    let example = example.reform(|_: MouseEvent| ());
    html! {
        <main class="welcome">
            <p class="what">{ "See what your Python tests covered, all jobs together." }</p>
            <div class="target">
                <p class="drop">{ "Drop your jobs’ " }<code>{ ".coverage" }</code>{ " files and your source folder here" }</p>
                <p>{ "or " }<button type="button" class="link" onclick={example}>{ "try an example" }</button></p>
            </div>
            <p class="privacy">{ "Nothing leaves your browser." }</p>
        </main>
    }
}
