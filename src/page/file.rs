//! An open file: its head, its source, a map of it at the edge, and who ran the line pointed at.

use covdrop_protocol::FileView;
use web_sys::{Element, HtmlInputElement};
use yew::prelude::*;

use crate::drawer::drawer;
use crate::lines::Lines;
use crate::marks::STATUSES;
use crate::route::{Asked, QUESTIONS, Route};
use crate::state::{Action, State};
use crate::window::{Same, Windowed};

/// The open file.
pub(crate) fn file(state: &State, file: &std::rc::Rc<FileView>, act: &Callback<Action>) -> Html {
    let lines = Lines {
        file: Same(file.clone()),
        route: state.route.clone(),
        find: state.find.clone(),
        act: act.clone(),
    };
    let hidden = STATUSES.iter().enumerate().filter(|(place, _)| !state.shown.has(*place));
    let mut classes = classes!("source");
    classes.extend(hidden.map(|(_, status)| format!("no-{}", status.1)));
    html! {
        <article class="file">
            { head(state, file, act) }
            <div class="sheet">
                <div class={classes}><Windowed<Lines> items={lines} /></div>
                { overview(state, file, act) }
            </div>
            { drawer(state, act) }
        </article>
    }
}

/// What stays in sight above the source.
fn head(state: &State, file: &FileView, act: &Callback<Action>) -> Html {
    let route = &state.route;
    let numbers = &file.numbers;
    let on = |action: fn() -> Action| act.reform(move |_: MouseEvent| action());
    let cut = file.path.rfind('/').map_or(0, |slash| slash + 1);
    let (folder, name) = file.path.split_at(cut);
    let find = act.reform(|event: InputEvent| {
        let input = event.target_dyn_into::<HtmlInputElement>();
        Action::Find(input.map(|input| input.value()).unwrap_or_default())
    });
    let turn = |forward: bool, label: &'static str, sign: &'static str| {
        let (before, after) = &file.neighbours;
        let to = if forward { after } else { before };
        let href = to.as_ref().map(|path| route.with_file(path, None).to_string());
        html! { if href.is_some() { <a class="step" {href} title={label} aria-label={label}>{ sign }</a> } }
    };
    html! {
        <header>
            <a class="up" href={Route { file: None, lines: None, ..route.clone() }.to_string()} title="Back to the list (key u)">{ "←" }<span class="said">{ "Back to the list" }</span></a>
            <h2><bdi><span class="dir">{ folder }</span>{ name }</bdi></h2>
            { turn(false, "Previous file (key [)", "‹") }
            { turn(true, "Next file (key ])", "›") }
            <p class="numbers">
                <strong>{ &numbers.cover }</strong>
                { format!(" of {} statements", numbers.stmts) }
                if numbers.branch > 0 {
                    { format!(", {} branches", numbers.branch) }
                }
                if file.approximate {
                    { " (approximate: this is Python 2)" }
                }
            </p>
            <p class="toggles">{ for (0..STATUSES.len()).map(|place| toggle(state, place, act)) }</p>
            <p class="steps">
                { about(state, file) }
                <button type="button" class="step" title="Previous (key k)" aria-label="Previous place" onclick={on(|| Action::Step { forward: false })}>{ "↑" }</button>
                <button type="button" class="step" title="Next (key j)" aria-label="Next place" onclick={on(|| Action::Step { forward: true })}>{ "↓" }</button>
                <input type="search" data-search="" placeholder="Find" aria-label="Find in the file" value={state.find.clone()} oninput={find} />
            </p>
        </header>
    }
}

/// The switch of a status's colour, with the number of its lines.
fn toggle(state: &State, place: usize, act: &Callback<Action>) -> Html {
    let Some(&(status, word, key, label)) = STATUSES.get(place) else { return Html::default() };
    let count = state.marks.counts.get(place).copied().unwrap_or(0);
    if count == 0 && word == "partial" && !state.overview.branches {
        return Html::default();
    }
    let onclick = act.reform(move |_: MouseEvent| Action::Show(status));
    html! {
        <button type="button" class={classes!("toggle", word)} aria-pressed={state.shown.has(place).to_string()} {onclick} title={format!("Show {label} lines (key {key})")}>
            <span class="mark"></span>{ format!("{count} {label}") }
        </button>
    }
}

/// What the arrows step through.
fn about(state: &State, file: &FileView) -> Html {
    let count = state.marks.len();
    if state.marks.is_search {
        return html! { <span role="status">{ format!("{count} found") }</span> };
    }
    let Some(found) = file.found else { return Html::default() };
    let question = QUESTIONS.iter().find(|question| question.0 == state.route.asked);
    let end = Route { asked: Asked::Nothing, ..state.route.clone() };
    html! {
        <span class="asked">
            { format!("{}: {found} ", question.map_or("", |question| question.2)) }
            <a href={end.to_string()} title="Show the file as usual" aria-label="Show the file as usual">{ "✕" }</a>
        </span>
    }
}

/// The whole file as a strip: where it is missing, partial or excluded.
fn overview(state: &State, file: &FileView, act: &Callback<Action>) -> Html {
    let lines = file.lines.len().max(1);
    let onclick = act.reform(move |event: MouseEvent| {
        let place = event.target_dyn_into::<Element>().map(|strip| {
            let strip = strip.closest(".strip").ok().flatten().unwrap_or(strip);
            let bounds = strip.get_bounding_client_rect();
            (f64::from(event.client_y()) - bounds.top()) / bounds.height().max(1.0)
        });
        Action::Scroll(line_at(place.unwrap_or(0.0), lines))
    });
    let stretch = |&(status, first, last): &(covdrop_protocol::Status, u32, u32)| {
        let class = STATUSES.iter().find(|known| known.0 == status).map(|known| known.1);
        html! { <rect {class} y={(first - 1).to_string()} width="1" height={(last + 1 - first).to_string()} /> }
    };
    html! {
        <svg class="strip" viewBox={format!("0 0 1 {lines}")} preserveAspectRatio="none" aria-hidden="true" {onclick}>
            { for state.marks.stretches.iter().map(stretch) }
        </svg>
    }
}

/// The line at a part, 0 to 1, of a file.
#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "a line's number, and rounded at that"
)]
fn line_at(part: f64, lines: usize) -> u32 {
    (part.clamp(0.0, 1.0) * lines as f64) as u32 + 1
}
