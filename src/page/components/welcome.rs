//! The first screen: what this is, where to drop, an example to try, and a word on privacy.

use covdrop_protocol::Command;
use yew::prelude::*;

use super::saved_session_panel::SavedSessionPanel;
use crate::dispatch::use_dispatch;
use crate::state::{Action, SavedSession};
use crate::words::welcome;

#[derive(PartialEq, Properties)]
pub(crate) struct WelcomeProps {
    pub(crate) saved_session: SavedSession,
}

#[component]
pub(crate) fn Welcome(props: &WelcomeProps) -> Html {
    let dispatch = use_dispatch();
    html! {
        <main class="welcome">
            <p class="what">{welcome::PURPOSE}</p>
            <div class="target">
                <p class="drop">{ welcome::drop_here() }</p>
                <p>
                    {welcome::OR}{" "}
                    <button
                        type="button"
                        class="link"
                        onclick={dispatch.on(Action::SendCommand(Command::ImportExample))}
                    >{welcome::TRY_EXAMPLE}</button>
                </p>
            </div>
            <p class="privacy">{welcome::PRIVACY}</p>
            if props.saved_session.on {
                <SavedSessionPanel saved_session={props.saved_session.clone()} />
            }
        </main>
    }
}
