//! The list of files, folders, functions or classes, with the choice of what is in it.

use covdrop_protocol::{Column, Listing};
use web_sys::HtmlInputElement;
use yew::virtual_dom::ListenerKind;
use yew::{Callback, Html, TargetCast};

use crate::keys::sort;
use crate::route::{COLUMNS, Route, View};
use crate::rows::Rows;
use crate::state::{Action, Choice, State};
use crate::tag::{Tag, button, count, tag, written};
use crate::window::TABLE;

/// The list, with its choices above.
pub(crate) fn list(state: &State, act: &Callback<Action>) -> Html {
    let Some(listing) = &state.listing else { return Html::default() };
    let rows = Rows { state, listing, act };
    let heads = COLUMNS.iter().filter(|column| {
        state.overview.branches || !matches!(column.0, Column::Branch | Column::BrPart)
    });
    let heads = tag("tr")
        .all(heads.map(|column| head(state, listing, column, act)))
        .tag(tag("td; class=drawn"));
    let table = tag("table; class=files").tag(tag("thead").tag(heads)).tag(rows.body());
    let said = |words: String| tag("p; class=none").say(words).html();
    let overview = &state.overview;
    let none = match listing.of {
        0 if state.is_off() => "All jobs are off.",
        0 if overview.totals.is_none() => "No file is left to report on.",
        0 => "There are none.",
        _ => "This choice leaves none.",
    };
    // Without a source or data, it is said above what is wanted.
    let is_none = listing.rows.is_empty() && overview.sources > 0 && overview.data_files > 0;
    let none = if is_none { none } else { "" };
    let off = match overview.unmeasured {
        0 => String::new(),
        off => format!("Measured by no job that is on: {off}"),
    };
    // All of it is always there: what stands before what comes and goes would be made anew, and the
    // field that somebody writes in with it.
    let parts =
        [choices(&state.route, listing, act), table.html(), said(none.to_owned()), said(off)];
    parts.into_iter().collect()
}

/// The head of a column, which sorts by it.
fn head(
    state: &State,
    listing: &Listing,
    &(column, word, key, label): &(Column, &'static str, char, &'static str),
    act: &Callback<Action>,
) -> Html {
    let order = if listing.query.descending { "descending" } else { "ascending" };
    let order = (listing.query.sort == column).then_some(order);
    let sort = button(label, act, sort(&state.route, column));
    tag("th; scope=col")
        .class(word)
        .maybe("aria-sort", order)
        .tag(sort.owned("title", format!("Sort (key {key})")))
        .html()
}

/// What can be chosen of the list, and what the choice comes to.
pub(crate) fn choices(route: &Route, listing: &Listing, act: &Callback<Action>) -> Html {
    let query = &route.query;
    let filter =
        tag("input; type=search; data-search; placeholder=Filter; aria-label=Filter by name")
            .value(query.filter.clone())
            .ask(ListenerKind::oninput, act, |event| {
                Some(Action::Choose(Choice::Filter(written(event))))
            });
    let percent = |label: &'static str, value: u8| {
        tag("input; type=number; min=0; max=100").set("aria-label", label).value(value.to_string())
    };
    let kind = ListenerKind::oninput;
    let least = percent("Least percentage", query.least)
        .ask(kind.clone(), act, |event| Some(Action::Choose(Choice::Least(written(event)))));
    let greatest = percent("Greatest percentage", query.greatest)
        .ask(kind.clone(), act, |event| Some(Action::Choose(Choice::Greatest(written(event)))));
    let hide = |on: bool| tag("input; type=checkbox").checked(on);
    let covered = hide(query.hide_covered)
        .ask(kind.clone(), act, |event| Some(Action::Choose(Choice::HideCovered(is_on(event)))));
    let empty = hide(query.hide_empty)
        .ask(kind, act, |event| Some(Action::Choose(Choice::HideEmpty(is_on(event)))));
    let range = tag("span; class=range").tag(least).text("–").tag(greatest).text("%");
    let is_long = listing.rows.len() > TABLE && route.view != View::Map;
    let long =
        if is_long { "Too long for the browser’s own search: filter instead." } else { "" };
    tag("div; class=choices")
        .tag(filter)
        .tag(range)
        .tag(tag("label").tag(covered).text("Hide covered"))
        .tag(tag("label").tag(empty).text("Hide empty"))
        .tag(sum(listing))
        .tag(tag("small").text(long))
        .html()
}

fn is_on(event: &yew::Event) -> bool {
    event.target_dyn_into::<HtmlInputElement>().is_some_and(|input| input.checked())
}

/// What a choice comes to, where it leaves anything out.
fn sum(listing: &Listing) -> Tag {
    let sum = tag("p; class=sum; role=status");
    let shown = listing.shown;
    if shown >= listing.of || shown == 0 {
        return sum;
    }
    let totals = &listing.totals;
    sum.tag(tag("strong").say(totals.cover.clone())).say(format!(
        " in {shown} of {}: {}, {} missing",
        listing.of,
        count(totals.stmts, "statement"),
        totals.miss
    ))
}
