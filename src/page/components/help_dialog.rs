//! The help: the keys, and hints.

use yew::prelude::*;

use crate::dispatch::use_dispatch;
use crate::keys::HELP;
use crate::state::Action;

#[component]
pub(crate) fn HelpDialog() -> Html {
    let dispatch = use_dispatch();
    html! {
        <div class="help-over" role="dialog" aria-modal="true" aria-labelledby="help">
            <div>
                <h2 id="help">{"Keys"}</h2>
                <button
                    ref={dispatch.elements.help_close.clone()}
                    type="button"
                    class="close"
                    data-close-help=""
                    aria-label="Close"
                    onclick={dispatch.on(Action::ToggleHelp(false))}
                >{"✕"}</button>
                for (title, keys) in HELP {
                    <section>
                        <h3>{title}</h3>
                        <dl>
                            for (keys, meaning) in keys {
                                <div>
                                    <dt>
                                        for key in keys.split(' ') { <kbd>{key}</kbd> }
                                    </dt>
                                    <dd>{*meaning}</dd>
                                </div>
                            }
                        </dl>
                    </section>
                }
                <p>{"Click the number of a line to see which jobs ran it; click another one with the \
                    shift key to select a range. The address holds the view, the file, the lines, \
                    the filter and the jobs: copy it to share them."}</p>
            </div>
        </div>
    }
}
