//! The help: the keys, and where to look for more.

use yew::prelude::*;

use crate::keys::HELP;
use crate::state::Action;

/// The help, over the page.
pub(crate) fn help(act: &Callback<Action>) -> Html {
    let close = act.reform(|_: MouseEvent| Action::Help(false));
    let part = |&(title, keys): &(&'static str, &'static [(&'static str, &'static str)])| {
        html! {
            <section>
                <h3>{ title }</h3>
                <dl>{ for keys.iter().map(|(keys, what)| html! { <div><dt>{ for keys.split(' ').map(|key| html! { <kbd>{ key }</kbd> }) }</dt><dd>{ *what }</dd></div> }) }</dl>
            </section>
        }
    };
    html! {
        <div class="help-over" role="dialog" aria-modal="true" aria-labelledby="help">
            <div>
                <h2 id="help">{ "Keys" }</h2>
                <button type="button" class="close" data-close-help="" onclick={close} aria-label="Close">{ "✕" }</button>
                { for HELP.iter().map(part) }
                <p>{ "A click on a line’s number shows who ran it; one more with the shift key marks a range. The address holds all that you see: copy it to pass it on." }</p>
            </div>
        </div>
    }
}
