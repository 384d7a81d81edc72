//! What came in: a card for each thing that was dropped, with what to do about it.

use covdrop_protocol::{Card, CardData, CardKind, Job, Overview, Problem, Request};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlFormElement, HtmlInputElement};
use yew::virtual_dom::ListenerKind;
use yew::{Callback, Event, Html, TargetCast};

use crate::browser::focus;
use crate::state::{Action, State};
use crate::tag::{Tag, button, count, tag};

/// The most cards that are drawn: nobody reads more of them.
const MAX_CARDS: usize = 500;

/// The button of the card beside the one that goes.
const BESIDE: &str = ".card:has(+*>[data-gone])>button,.card:has(>[data-gone])+*>button";

/// The cards, the last thing that came first.
pub(crate) fn cards(state: &State, act: &Callback<Action>) -> Html {
    let shown = state.cards.iter().rev().take(MAX_CARDS);
    let more = state.cards.len().saturating_sub(MAX_CARDS);
    let mut section = tag("section; class=cards; aria-labelledby=came")
        .tag(tag("h2; id=came").text("What came in"))
        .tag(tag("ul").all(shown.map(|one| card(one, state, act))).ask(
            ListenerKind::onclick,
            act,
            |event| {
                go_on_beside(event);
                None
            },
        ));
    if more > 0 {
        section = section.tag(tag("p").say(format!("And {more} more.")));
    }
    section.html()
}

/// A card: what it is, what it holds, what is wrong with it.
fn card(card: &Card, state: &State, act: &Callback<Action>) -> Html {
    let kind = match card.kind {
        CardKind::File => "File, ",
        CardKind::Folder => "Folder, ",
        CardKind::Archive => "Archive, ",
        CardKind::Example => "Example, ",
    };
    let remove = button("Remove", act, Action::Asked(Request::Remove { card: card.id }));
    let mut row = tag("li; class=card")
        .key(card.id.to_string())
        .owned("data-card", card.name.clone())
        .tag(tag("h3").tag(tag("bdi").say(card.name.clone())))
        .tag(tag("p; class=kind").text(kind).say(size(card.size)))
        .tag(remove.class("link").owned("aria-label", ["Remove ", &card.name].concat()));
    if let Some(data) = &card.data {
        row = row.all(holds(data, &state.overview, act));
    }
    if card.sources > 0 || !card.settings.is_empty() {
        let mut words = tag("p").say(count(card.sources.into(), "source"));
        if !card.settings.is_empty() {
            words = words.text(", settings in ").say(card.settings.join(", "));
        }
        row = row.tag(words);
    }
    let problems = state.overview.problems.iter();
    let wrong: Vec<Html> =
        problems.filter(|p| p.card == Some(card.id)).map(|p| fault(p, card)).collect();
    if !wrong.is_empty() {
        row = row.tag(tag("ul; class=wrong").all(wrong));
    }
    row.html()
}

/// Something that is wrong with a card.
fn fault(problem: &Problem, card: &Card) -> Html {
    let mut row = tag("li");
    if problem.file != card.name {
        row = row.tag(tag("p; class=file").tag(tag("bdi").say(problem.file.clone())));
    }
    row = row.tag(tag("p").say(problem.what.clone()));
    if let Some(advice) = &problem.advice {
        row = row.tag(tag("p; class=advice").say(advice.clone()));
    }
    row.html()
}

/// What the data files of a card hold, and how their paths were matched.
fn holds(data: &CardData, overview: &Overview, act: &Callback<Action>) -> Vec<Html> {
    let measured = match (data.lines, data.branches) {
        (true, true) => ", lines and branches",
        (_, true) => ", branches",
        (true, _) => ", lines",
        _ => ", nothing measured",
    };
    let mut words = tag("p")
        .say(count(data.files.into(), "data file"))
        .text(" of coverage.py ")
        .say(data.versions.join(", "))
        .text(measured);
    if data.contexts > 0 {
        words = words.text(", ").say(count(data.contexts.into(), "context"));
    }
    if let Some((first, last)) = &data.when {
        words = words.text(", recorded ").say(first.clone());
        if first != last {
            words = words.text(" to ").say(last.clone());
        }
    }
    let matched = if overview.sources == 0 {
        [&count(data.recorded.into(), "recorded file"), ": drop the source too"].concat()
    } else {
        format!("{} of {} recorded files found in the source", data.found, data.recorded)
    };
    let all = data.jobs.iter().map(|name| job(name, &overview.jobs, act).html());
    vec![
        tag("div; class=of-jobs").all(all).html(),
        words.html(),
        tag("p; class=matched").say(matched).html(),
    ]
}

/// A job of a card: its name, which opens what may be done with it.
fn job(name: &str, jobs: &[Job], act: &Callback<Action>) -> Tag {
    let field = tag("input; required; maxlength=200").owned("value", name.to_owned());
    let mut form = tag("form")
        .owned("data-from", name.to_owned())
        .ask(ListenerKind::onsubmit, act, named)
        .tag(tag("label").text("Name ").tag(field));
    let mut does = "Rename";
    if jobs.len() > 1 {
        let other =
            |job: &Job| tag("option").owned("value", job.name.clone()).say(job.name.clone()).html();
        let choice = tag("select")
            .tag(tag("option; selected; value=").text("another job…"))
            .all(jobs.iter().filter(|job| job.name != name).map(other));
        form = form.tag(tag("label").text("or merge into ").tag(choice));
        does = "Rename or merge";
    }
    let mut form = form.tag(tag("button").text(does));
    if jobs.iter().any(|job| job.name == name && job.is_renamed) {
        let back = Request::TakeBackName(name.to_owned());
        form = form.tag(button("As it came in", act, Action::Asked(back)));
    }
    let summary = tag("summary; title=Rename or merge").tag(tag("bdi").say(name.to_owned()));
    tag("details; class=of-job").key(name.to_owned()).tag(summary).tag(form)
}

/// The job of a form is to be called as is written there, or as another that was chosen.
fn named(event: &Event) -> Option<Action> {
    event.prevent_default();
    let form: HtmlFormElement = event.target_dyn_into()?;
    // A choice and a button have a value just as an input has.
    let value =
        |index| Some(form.get_with_index(index)?.unchecked_into::<HtmlInputElement>().value());
    let to = value(1).filter(|job| !job.is_empty()).or_else(|| value(0))?;
    let from = form.get_attribute("data-from")?;
    Some(Action::Asked(Request::Rename { from, to }))
}

/// A button that removes a card was pressed, and goes with it: the cursor is put on that of the card
/// before, or else of the one after.
fn go_on_beside(event: &Event) -> Option<()> {
    let button = event.target_dyn_into::<Element>()?.closest(".card>button").ok()??;
    button.set_attribute("data-gone", "").ok()?;
    focus(BESIDE);
    Some(())
}

/// A number of bytes, as people say it.
pub(crate) fn size(bytes: u64) -> String {
    match bytes {
        0..1_000 => format!("{bytes} bytes"),
        1_000..1_000_000 => format!("{} kB", bytes.div_ceil(1_000)),
        _ => format!("{}.{} MB", bytes / 1_000_000, bytes / 100_000 % 10),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_said_in_short() {
        assert_eq!(size(0), "0 bytes");
        assert_eq!(size(53_248), "54 kB");
        assert_eq!(size(999_999), "1000 kB");
        assert_eq!(size(314_572_800), "314.5 MB");
    }
}
