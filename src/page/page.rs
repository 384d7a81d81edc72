//! What the page shows in all: the first screen, or the desk with jobs beside what is looked at.

use covdrop_protocol::{RanRow, Request};
use yew::prelude::*;

use crate::compare::compare;
use crate::gather::Gathered;
use crate::header::{exports, header, tabs};
use crate::help::help;
use crate::jobs::jobs;
use crate::paths::paths;
use crate::problems::problems;
use crate::route::{Route, View};
use crate::settings::settings;
use crate::state::{Action, Phase, State, Work};
use crate::welcome::welcome;
use crate::{file, list, map, matrix};

/// The whole page. `work` is what is to be announced.
pub(crate) fn page(
    state: &State,
    work: Option<&Work>,
    gathered: &Callback<Vec<Gathered>>,
    act: &Callback<Action>,
) -> Html {
    html! {
        <>
            { header(state, work, gathered, act) }
            if let Some(fault) = &state.fault {
                <p class="fault" role="alert">{ fault }</p>
            }
            if state.is_empty() {
                { welcome(&act.reform(|_: MouseEvent| Action::Asked(Request::Example))) }
            } else {
                <div class="desk">
                    <aside>
                        <div class="rail">
                            { jobs(state, act) }
                            { problems(&state.overview) }
                            { exports(state, act) }
                        </div>
                    </aside>
                    <main>
                        if state.route.file.is_none() { { tabs(state) } }
                        { main(state, act) }
                    </main>
                </div>
            }
            <p class="said" role="status">{ &state.said }</p>
            if state.help {
                { help(act) }
            }
        </>
    }
}

/// What is looked at.
fn main(state: &State, act: &Callback<Action>) -> Html {
    match (&state.route.file, &state.open) {
        (Some(_), Some(open)) => return file::file(state, open, act),
        (Some(path), None) => return no_file(state, path),
        _ => {}
    }
    html! {
        <>
            { wanted(state) }
            {
                match state.route.view {
                    View::Files | View::Tree | View::Functions | View::Classes => list::list(state, act),
                    View::Map => map::map(state),
                    View::Matrix => matrix::matrix(state),
                    View::Compare => compare(state, act),
                    View::Input => paths(state, act),
                    View::Settings => settings(state, act),
                }
            }
            if state.route.view == View::Files {
                { ran(state) }
            }
        </>
    }
}

/// A file that was asked for and is not there; nothing while it may still come.
fn no_file(state: &State, path: &str) -> Html {
    if state.phase() != Phase::Ready || !state.is_missing {
        return Html::default();
    }
    let list = Route { file: None, lines: None, ..state.route.clone() };
    html! {
        <p class="notice">
            { format!("No file {path} was loaded. ") }
            <a href={list.to_string()}>{ "Show all files" }</a>
        </p>
    }
}

/// What is wanted before there are percentages.
fn wanted(state: &State) -> Html {
    let overview = &state.overview;
    if overview.sources == 0 && overview.data_files > 0 {
        html! {
            <p class="notice">
                <strong>{ "Percentages need your source." }</strong>
                { " A data file tells only which lines ran, not which could have. Drop the folder that your code is in, or add it with “Add a folder…”." }
            </p>
        }
    } else if overview.data_files == 0 && overview.sources > 0 {
        html! {
            <p class="notice">
                <strong>{ "Now the data." }</strong>
                { " The source is here. Drop the " }<code>{ ".coverage" }</code>{ " files that your jobs left." }
            </p>
        }
    } else {
        Html::default()
    }
}

/// The files that ran and have no source.
fn ran(state: &State) -> Html {
    let overview = &state.overview;
    if overview.ran.is_empty() {
        return Html::default();
    }
    let row = |RanRow { path, lines }: &RanRow| {
        html! {
            <tr key={path.clone()}>
                <th scope="row"><bdi>{ path }</bdi></th>
                <td>{ lines }</td>
            </tr>
        }
    };
    let title = if overview.sources == 0 { "What ran" } else { "Ran, but has no source here" };
    html! {
        <table class="files ran">
            <caption>{ title }</caption>
            <thead>
                <tr><th scope="col">{ "Name as recorded" }</th><th scope="col">{ "Lines run" }</th></tr>
            </thead>
            <tbody>{ for overview.ran.iter().map(row) }</tbody>
        </table>
    }
}
