//! The help dialog: file types to drop, keyboard shortcuts, and hints.

use yew::prelude::*;

use crate::dispatch::use_dispatch;
use crate::keys::HELP;
use crate::state::Action;
use crate::words::{self, help};

#[component]
pub(crate) fn HelpDialog() -> Html {
    let dispatch = use_dispatch();
    html! {
        <div class="help-over" role="dialog" aria-modal="true" aria-labelledby="help">
            <div>
                <h2 id="help">{help::HELP_TITLE}</h2>
                <button
                    ref={dispatch.elements.help_close.clone()}
                    type="button"
                    class="close"
                    data-close-help=""
                    aria-label={words::CLOSE}
                    onclick={dispatch.on(Action::ToggleHelp(false))}
                >{"✕"}</button>
                <section>
                    <h3>{help::WHAT_TO_DROP}</h3>
                    <dl>
                        for (what, where_from) in help::TO_DROP {
                            <div><dt>{what}</dt><dd>{where_from}</dd></div>
                        }
                    </dl>
                </section>
                for (title, keys) in HELP {
                    <section>
                        <h3>{help::KEYS}{": "}{title}</h3>
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
                <p>{help::HINTS}</p>
            </div>
        </div>
    }
}
