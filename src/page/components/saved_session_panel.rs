//! The switch that saves the session in this browser, and its explanation.

use covdrop_protocol::display_text;
use yew::prelude::*;

use crate::dispatch::use_dispatch;
use crate::state::{Action, SavedSession};
use crate::words::session;

#[derive(PartialEq, Properties)]
pub(crate) struct SavedSessionPanelProps {
    pub(crate) saved_session: SavedSession,
}

#[component]
pub(crate) fn SavedSessionPanel(props: &SavedSessionPanelProps) -> Html {
    let dispatch = use_dispatch();
    let SavedSession { on, bytes, fault } = &props.saved_session;
    html! {
        <section class="keep" aria-labelledby="keep">
            <h2 id="keep">{session::TITLE}</h2>
            <label>
                <input
                    type="checkbox"
                    data-keep=""
                    checked={*on}
                    disabled={!on && !fault.is_empty()}
                    onchange={dispatch.on(Action::SaveSession(!on))}
                />
                {session::SAVE}
            </label>
            <p>{session::EXPLANATION}</p>
            if *on {
                <p>
                    {session::saved(*bytes)}{" "}
                    <button type="button" onclick={dispatch.on(Action::SaveSession(false))}>
                        {session::DELETE}
                    </button>
                </p>
            }
            if !fault.is_empty() {
                <p class="bad" role="alert">{display_text(fault)}</p>
            }
        </section>
    }
}
