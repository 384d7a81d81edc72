//! The list of files, folders, functions or classes, with the choice of what is in it.

use covdrop_protocol::{Column, Listing, Query};
use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::keys::sort;
use crate::route::{COLUMNS, Route};
use crate::rows::Rows;
use crate::state::{Action, State};
use crate::window::{Same, Windowed};

/// The list, with its choices above.
pub(crate) fn list(state: &State, act: &Callback<Action>) -> Html {
    let Some(listing) = &state.listing else { return Html::default() };
    let branches = state.overview.branches;
    let rows = Rows {
        listing: Same(listing.clone()),
        changed: Same(state.changed.clone()),
        closed: Same(state.closed.clone()),
        route: state.route.clone(),
        branches,
        act: act.clone(),
    };
    let head = |&(column, word, key, label): &(Column, &'static str, char, &'static str)| {
        if !branches && matches!(column, Column::Branch | Column::BrPart) {
            return Html::default();
        }
        let order = if listing.query.descending { "descending" } else { "ascending" };
        let order = (listing.query.sort == column).then_some(order);
        let route = state.route.clone();
        let onclick = act.reform(move |_: MouseEvent| sort(&route, column));
        html! {
            <th scope="col" class={word} aria-sort={order}>
                <button type="button" {onclick} title={format!("Sort (key {key})")}>{ label }</button>
            </th>
        }
    };
    html! {
        <>
            { choices(&state.route, listing, act) }
            <table class="files">
                <thead><tr>{ for COLUMNS.iter().map(head) }<td class="drawn"></td></tr></thead>
                <Windowed<Rows> items={rows} />
            </table>
            if listing.rows.is_empty() {
                <p class="none">{ if listing.of == 0 { "There are none." } else { "This choice leaves none." } }</p>
            }
        </>
    }
}

/// What can be chosen of the list, and what the choice comes to.
fn choices(route: &Route, listing: &Listing, act: &Callback<Action>) -> Html {
    let query = &route.query;
    let choose = |change: fn(&mut Query, &HtmlInputElement)| {
        let route = route.clone();
        act.reform(move |event: InputEvent| {
            let mut query = route.query.clone();
            if let Some(input) = event.target_dyn_into() {
                change(&mut query, &input);
            }
            Action::Go { to: route.with_query(query), worth: false }
        })
    };
    let percent = |label: &'static str, value: u8, oninput: Callback<InputEvent>| {
        html! {
            <input type="number" min="0" max="100" aria-label={label} value={value.to_string()} {oninput} />
        }
    };
    let hide = |label: String, checked: bool, oninput: Callback<InputEvent>| {
        html! {
            <label><input type="checkbox" {checked} {oninput} />{ label }</label>
        }
    };
    let shown = listing.rows.iter().filter(|row| !row.is_folder).count();
    html! {
        <div class="choices">
            <input type="search" data-search="" placeholder="Filter" aria-label="Filter by name" value={query.filter.clone()}
                oninput={choose(|query, input| query.filter = input.value())} />
            <span class="range">
                { percent("Least percentage", query.least, choose(|query, input| query.least = number(input, 0))) }
                { "–" }
                { percent("Greatest percentage", query.greatest, choose(|query, input| query.greatest = number(input, 100))) }
                { "%" }
            </span>
            { hide("Hide covered".into(), query.hide_covered, choose(|query, input| query.hide_covered = input.checked())) }
            { hide("Hide empty".into(), query.hide_empty, choose(|query, input| query.hide_empty = input.checked())) }
            <p class="sum" role="status">
                if shown < listing.of as usize {
                    <strong>{ &listing.totals.cover }</strong>
                    { format!(" in {shown} of {}: {} statements, {} missing", listing.of, listing.totals.stmts, listing.totals.miss) }
                }
            </p>
        </div>
    }
}

/// The percentage that was written, or the usual one where none was.
fn number(input: &HtmlInputElement, usual: u8) -> u8 {
    input.value().parse().map_or(usual, |percent: u8| percent.min(100))
}
