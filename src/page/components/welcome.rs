//! The first screen: what this is, where to drop, an example to try, and a word on privacy.

use covdrop_protocol::Command;
use yew::prelude::*;

use super::saved_session_panel::SavedSessionPanel;
use crate::dispatch::use_dispatch;
use crate::state::{Action, SavedSession};

#[derive(PartialEq, Properties)]
pub(crate) struct WelcomeProps {
    pub(crate) saved_session: SavedSession,
}

#[component]
pub(crate) fn Welcome(props: &WelcomeProps) -> Html {
    let dispatch = use_dispatch();
    html! {
        <main class="welcome">
            <p class="what">{"See what your Python tests covered, all jobs together."}</p>
            <div class="target">
                <p class="drop">
                    {"Drop your jobs’ "}<code>{".coverage"}</code>
                    {" files and your source folder here"}
                </p>
                <p>
                    {"or "}
                    <button
                        type="button"
                        class="link"
                        onclick={dispatch.on(Action::SendCommand(Command::ImportExample))}
                    >{"try an example"}</button>
                </p>
            </div>
            <p class="privacy">{"Nothing leaves your browser."}</p>
            if props.saved_session.on {
                <SavedSessionPanel saved_session={props.saved_session.clone()} />
            }
        </main>
    }
}
