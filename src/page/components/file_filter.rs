//! The filters of a list of files, and the numbers of the files that match.

use covdrop_protocol::{ListQuery, Listing, Shape};
use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::columns::{OPTIONAL, OptionalColumns};
use crate::dispatch::use_dispatch;
use crate::hooks::{use_live_draft, use_menu, written};
use crate::shared::Shared;
use crate::state::{Action, Filter};
use crate::words::files;

#[derive(PartialEq, Properties)]
pub(crate) struct FileFilterProps {
    /// The filters of the route.
    pub(crate) query: ListQuery,
    pub(crate) listing: Shared<Listing>,
    /// The chosen columns, if the list has optional ones.
    pub(crate) columns: Option<OptionalColumns>,
    /// Whether only the visible rows of the list are in the document.
    pub(crate) is_virtual: bool,
}

#[component]
pub(crate) fn FileFilter(props: &FileFilterProps) -> Html {
    let dispatch = use_dispatch();
    let query = &props.query;
    let filter =
        |make: fn(String) -> Filter| dispatch.map(move |text| Action::FilterChanged(make(text)));
    let min = use_live_draft(&query.least.to_string(), filter(Filter::MinCover));
    let max = use_live_draft(&query.greatest.to_string(), filter(Filter::MaxCover));
    let hide = |make: fn(bool) -> Filter| {
        dispatch.map(move |event: InputEvent| {
            let input = event.target_dyn_into::<HtmlInputElement>();
            Action::FilterChanged(make(input.is_some_and(|input| input.checked())))
        })
    };
    html! {
        <div class="choices">
            <input
                ref={dispatch.elements.search.clone()}
                type="search"
                data-search=""
                placeholder={files::FILTER}
                aria-label={files::FILTER_BY_NAME}
                value={query.filter.clone()}
                oninput={filter(Filter::Name).reform(|event: InputEvent| written(&event))}
            />
            <span class="range">
                <input
                    type="number"
                    min="0"
                    max="100"
                    aria-label={files::MIN_PERCENTAGE}
                    value={min.text}
                    oninput={min.oninput}
                    onblur={min.onblur}
                />
                {"–"}
                <input
                    type="number"
                    min="0"
                    max="100"
                    aria-label={files::MAX_PERCENTAGE}
                    value={max.text}
                    oninput={max.oninput}
                    onblur={max.onblur}
                />
                {"%"}
            </span>
            <label>
                <input
                    type="checkbox"
                    checked={query.hide_covered}
                    oninput={hide(Filter::HideCovered)}
                />
                {files::HIDE_COVERED}
            </label>
            <label>
                <input type="checkbox" checked={query.hide_empty} oninput={hide(Filter::HideEmpty)} />
                {files::HIDE_EMPTY}
            </label>
            if query.shape == Shape::Tree {
                <span class="folders">
                    <button type="button" onclick={dispatch.on(Action::AllFoldersOpened(true))}>
                        {files::EXPAND_ALL}
                    </button>
                    <button type="button" onclick={dispatch.on(Action::AllFoldersOpened(false))}>
                        {files::COLLAPSE_ALL}
                    </button>
                </span>
            }
            if let Some(columns) = props.columns { <ColumnMenu {columns} /> }
            { sum(&props.listing) }
            <small>{if props.is_virtual { files::FIND_IN_BROWSER } else { "" }}</small>
        </div>
    }
}

#[derive(PartialEq, Properties)]
struct ColumnMenuProps {
    columns: OptionalColumns,
}

/// The menu of optional columns.
#[component]
fn ColumnMenu(props: &ColumnMenuProps) -> Html {
    let dispatch = use_dispatch();
    let menu = use_menu();
    html! {
        <details ref={menu.details} class="menu columns" open={menu.is_open}>
            <summary ref={menu.summary} onclick={menu.ontoggle}>{files::COLUMNS}</summary>
            <p>
                for (column, label) in OPTIONAL {
                    <label>
                        <input
                            type="checkbox"
                            checked={props.columns.has(column)}
                            onchange={dispatch.on(Action::ColumnToggled(column))}
                        />
                        {label}
                    </label>
                }
            </p>
        </details>
    }
}

/// The numbers of the files that match, if any file is filtered out.
fn sum(listing: &Listing) -> Html {
    let shown = listing.shown;
    let is_filtered = shown < listing.of && shown > 0;
    let totals = &listing.totals;
    html! {
        <p class="sum" role="status">
            if is_filtered {
                <strong>{totals.cover.clone()}</strong>{" "}
                {files::filtered(shown.into(), listing.of.into(), totals.stmts, totals.miss)}
            }
        </p>
    }
}
