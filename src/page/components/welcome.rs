//! The first screen: the purpose of Covdrop, the place to drop files, examples, and a note on
//! privacy.

use std::rc::Rc;

use covdrop_protocol::{Command, ExampleSource, display_text};
use yew::prelude::*;

use super::saved_session_panel::SavedSessionPanel;
use crate::dispatch::{Dispatch, use_dispatch};
use crate::route::Route;
use crate::state::{Action, SavedSession};
use crate::words::welcome;

#[derive(PartialEq, Properties)]
pub(crate) struct WelcomeProps {
    /// The route that the page shows once the session has data.
    pub(crate) route: Rc<Route>,
    pub(crate) saved_session: SavedSession,
}

#[component]
pub(crate) fn Welcome(props: &WelcomeProps) -> Html {
    let dispatch = use_dispatch();
    html! {
        <main class="welcome">
            <p class="what">{welcome::PURPOSE}</p>
            if let Some(sentence) = shown_by_link(&props.route) {
                <p class="link-shows">{sentence}{" "}{welcome::DROP_TO_SEE}</p>
            }
            <div class="target">
                <p class="drop">{ welcome::drop_here() }</p>
                <p>
                    {welcome::OR}{" "}
                    { example(&dispatch, ExampleSource::Tested, welcome::TRY_EXAMPLE) }
                    {", "}
                    { example(&dispatch, ExampleSource::Before, welcome::TRY_WRONG_SOURCE) }
                    {" "}{welcome::OR}{" "}
                    <button
                        type="button"
                        class="link"
                        onclick={dispatch.on(Action::ToggleHelp(true))}
                    >{welcome::READ_WHAT_TO_DROP}</button>
                </p>
            </div>
            <p class="privacy">{welcome::PRIVACY}</p>
            if props.saved_session.on {
                <SavedSessionPanel saved_session={props.saved_session.clone()} />
            }
        </main>
    }
}

/// The button that imports the example.
fn example(dispatch: &Dispatch, source: ExampleSource, label: &'static str) -> Html {
    let onclick = dispatch.on(Action::SendCommand(Command::ImportExample(source)));
    html! { <button type="button" class="link" {onclick}>{label}</button> }
}

/// Returns the description of the route, unless it is the list of all files.
fn shown_by_link(route: &Route) -> Option<String> {
    let query = &route.query;
    match (&route.file, route.lines) {
        (Some(file), lines) => Some(welcome::link_shows_file(&display_text(file), lines)),
        (None, _) if !query.filter.is_empty() => {
            Some(welcome::link_shows_filter(&display_text(&query.filter)))
        }
        (None, _) => None,
    }
}
