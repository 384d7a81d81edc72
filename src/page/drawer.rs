//! Who ran the line that is pointed at: jobs, ways out, contexts.

use covdrop_protocol::{BranchView, LineView, Note};
use yew::prelude::*;

use crate::route::Route;
use crate::state::{Action, State};

/// The drawer under the source; shut where no line is pointed at.
pub(crate) fn drawer(state: &State, act: &Callback<Action>) -> Html {
    let Some((first, last)) = state.route.lines else { return Html::default() };
    let Some(line) = state.line.as_ref().filter(|line| line.line == first) else {
        return Html::default();
    };
    let to = Route { lines: None, ..state.route.clone() };
    let close = act.reform(move |_: MouseEvent| Action::Go { to: to.clone(), worth: false });
    let notes = state.open.iter().flat_map(|file| &file.notes).filter(|note| note.line == first);
    let title = if first == last {
        format!("Line {first}")
    } else {
        format!("Lines {first}–{last}, the first")
    };
    html! {
        <section class="drawer" aria-label={title.clone()}>
            <h3>{ title }</h3>
            <button type="button" class="close" onclick={close} title="Close (key Esc)" aria-label="Close">{ "✕" }</button>
            { ran(state, line) }
            { for notes.map(|note: &Note| html! { <p class="note">{ &note.long }</p> }) }
            if !line.branches.is_empty() {
                <ul class="ways">{ for line.branches.iter().map(|branch| way(state, branch)) }</ul>
            }
            { contexts(line) }
        </section>
    }
}

/// The names of jobs, by their places.
fn names(state: &State, places: &[u32]) -> Html {
    let jobs = &state.overview.jobs;
    let name = |&place: &u32| {
        jobs.get(place as usize).map(|job| html! { <bdi class="job">{ &job.name }</bdi> })
    };
    places.iter().filter_map(name).collect()
}

fn ran(state: &State, line: &LineView) -> Html {
    let others: Vec<u32> = (0..)
        .zip(&state.overview.jobs)
        .filter(|(place, job)| job.on && !line.ran.contains(place))
        .map(|(place, _)| place)
        .collect();
    html! {
        <dl>
            <dt>{ "Run by" }</dt>
            <dd>if line.ran.is_empty() { { "no job" } } else { { names(state, &line.ran) } }</dd>
            if !line.ran.is_empty() && !others.is_empty() {
                <dt>{ "Not by" }</dt>
                <dd>{ names(state, &others) }</dd>
            }
        </dl>
    }
}

/// A way out of the line.
fn way(state: &State, branch: &BranchView) -> Html {
    let taken = !branch.taken.is_empty();
    html! {
        <li class={if taken { "taken" } else { "missed" }}>
            <code>{ format!("{} {}", if taken { "→" } else { "↛" }, branch.to) }</code>
            <span>{ &branch.what }</span>
            if taken {
                { names(state, &branch.taken) }
            } else {
                <em>{ if branch.excused { "excused" } else { "by no job" } }</em>
            }
        </li>
    }
}

fn contexts(line: &LineView) -> Html {
    if line.contexts.is_empty() {
        return Html::default();
    }
    let more = (line.contexts_in_all as usize).saturating_sub(line.contexts.len());
    html! {
        <details open=true class="contexts">
            <summary>{ format!("{} contexts", line.contexts_in_all) }</summary>
            <ul>{ for line.contexts.iter().map(|name| html! { <li><bdi>{ name }</bdi></li> }) }</ul>
            if more > 0 { <p>{ format!("and {more} more") }</p> }
        </details>
    }
}
