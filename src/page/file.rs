//! An open file: its head, its source, a map of it at the edge, and who ran the line pointed at.

use covdrop_protocol::{FileView, Status};
use web_sys::{Element, MouseEvent};
use yew::virtual_dom::ListenerKind;
use yew::{Callback, Event, Html, TargetCast};

use crate::bar::rect;
use crate::drawer::drawer;
use crate::lines::{HEIGHT, Lines};
use crate::marks::STATUSES;
use crate::route::{Asked, QUESTIONS, Route};
use crate::rows::path;
use crate::state::{Action, State};
use crate::tag::{Tag, button, count, link, tag, written};

/// The open file.
pub(crate) fn file(state: &State, file: &FileView, act: &Callback<Action>) -> Html {
    let mut class = "source".to_owned();
    for (place, status) in STATUSES.iter().enumerate() {
        if !state.shown.has(place) {
            class.push_str(" no-");
            class.push_str(status.1);
        }
    }
    let source = tag("div").owned("class", class).tag(Lines { state, file, act }.list());
    let sheet = tag("div; class=sheet").tag(source).tag(strip(state, file, act));
    tag("article; class=file")
        .tag(head(state, file, act))
        .tag(sheet)
        .child(drawer(state, act))
        .html()
}

/// What stays in sight above the source.
fn head(state: &State, file: &FileView, act: &Callback<Action>) -> Tag {
    let route = &state.route;
    let list = Route { file: None, lines: None, ..route.clone() }.to_string();
    let name = tag("h2; tabindex=-1").tag(path(&file.path));
    let (before, after) = &file.neighbours;
    let toggles = (0..STATUSES.len()).map(|place| toggle(state, place, act));
    tag("header")
        .tag(sign(link("←", list).class("up"), "Back to the list (key u)"))
        .tag(name)
        .child(turn(route, before.as_ref(), "‹", "Previous file (key [)"))
        .child(turn(route, after.as_ref(), "›", "Next file (key ])"))
        .tag(numbers(file))
        .tag(
            tag("div; class=tools")
                .tag(tag("p; class=toggles").all(toggles))
                .tag(steps(state, file, act)),
        )
}

/// What a sign means, for those who point at it and those who do not see it.
fn sign(tag: Tag, words: &'static str) -> Tag {
    tag.set("title", words).set("aria-label", words)
}

fn turn(route: &Route, to: Option<&String>, arrow: &'static str, words: &'static str) -> Html {
    let Some(path) = to else { return Html::default() };
    sign(link(arrow, route.with_file(path, None).to_string()).class("step"), words).html()
}

fn numbers(file: &FileView) -> Tag {
    let numbers = &file.numbers;
    let mut words = format!(" of {}", count(numbers.stmts, "statement"));
    if numbers.branch > 0 {
        words = format!("{words}, {}", count(numbers.branch, "branch"));
    }
    if file.approximate {
        words.push_str(" (approximate: this is Python 2)");
    }
    if !file.measured {
        words.push_str(" (not counted: measured by no job that is on)");
    }
    tag("p; class=numbers").tag(tag("strong").say(numbers.cover.clone())).say(words)
}

/// The switch of a status's colour, with the number of its lines.
fn toggle(state: &State, place: usize, act: &Callback<Action>) -> Html {
    let Some(&(status, word, key, label)) = STATUSES.get(place) else { return Html::default() };
    let count = state.marks.counts.get(place).copied().unwrap_or(0);
    if count == 0 && status == Status::Partial && !state.overview.branches {
        return Html::default();
    }
    let pressed = if state.shown.has(place) { "true" } else { "false" };
    tag("button; type=button")
        .owned("class", format!("toggle {word}"))
        .set("aria-pressed", pressed)
        .owned("title", format!("Show {label} lines (key {key})"))
        .tag(tag("span; class=mark"))
        .say(format!("{count} {label}"))
        .on_click(act, Action::Show(status))
        .html()
}

/// What is looked for or asked, and the ways to the next place.
fn steps(state: &State, file: &FileView, act: &Callback<Action>) -> Tag {
    let step = |arrow, forward, words| {
        sign(button(arrow, act, Action::Step { forward }).class("step"), words)
    };
    let find =
        tag("input; type=search; data-search; placeholder=Find; aria-label=Find in the file")
            .value(state.find.clone())
            .ask(ListenerKind::oninput, act, |event| Some(Action::Find(written(event))));
    tag("p; class=steps")
        .child(about(state, file))
        .tag(step("↑", false, "Previous place (key k)"))
        .tag(step("↓", true, "Next place (key j)"))
        .tag(find)
}

/// What the arrows step through.
fn about(state: &State, file: &FileView) -> Html {
    if state.marks.is_search {
        let words = format!("{} found", state.marks.len());
        return tag("span; role=status").say(words).html();
    }
    let Some(found) = file.found else { return Html::default() };
    let question = QUESTIONS.iter().find(|question| question.0 == state.route.asked);
    let end = Route { asked: Asked::Nothing, ..state.route.clone() };
    tag("span; class=asked")
        .say(format!("{}: {found} ", question.map_or("", |question| question.2)))
        .tag(sign(link("✕", end.to_string()), "Show the file as usual"))
        .html()
}

/// The whole file as a strip: where it is missing, partial or excluded.
fn strip(state: &State, file: &FileView, act: &Callback<Action>) -> Tag {
    let stretch = |&(status, first, last): &(Status, u32, u32)| {
        let class = STATUSES.iter().find(|known| known.0 == status).map_or("", |known| known.1);
        rect(class, 0, u64::from(first - 1), 1, u64::from(last + 1 - first)).html()
    };
    tag("svg; class=strip")
        .owned("viewBox", format!("0 0 1 {}", file.lines.len().max(1)))
        .owned("height", (file.lines.len() * HEIGHT).to_string())
        .set("preserveAspectRatio", "none")
        .set("aria-hidden", "true")
        .all(state.marks.stretches.iter().map(stretch))
        .ask(ListenerKind::onclick, act, scroll)
}

/// The part of the file that the strip was clicked at.
fn scroll(event: &Event) -> Option<Action> {
    let event: &MouseEvent = wasm_bindgen::JsCast::dyn_ref(event)?;
    let strip = event.target_dyn_into::<Element>()?.closest(".strip").ok()??;
    let bounds = strip.get_bounding_client_rect();
    let part = (f64::from(event.client_y()) - bounds.top()) / bounds.height().max(1.0);
    Some(Action::Scroll(part))
}
