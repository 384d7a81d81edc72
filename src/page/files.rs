//! The list of files with their numbers.

use std::rc::Rc;

use covdrop_protocol::{Listing, Numbers, Overview, RanRow, Row};
use yew::prelude::*;

use crate::route::Route;

/// What [`FileList`] shows.
#[derive(PartialEq, Properties)]
pub(crate) struct Props {
    pub(crate) overview: Rc<Overview>,
    pub(crate) listing: Rc<Listing>,
}

/// The files that were measured, and what ran besides.
#[component]
pub(crate) fn FileList(Props { overview, listing }: &Props) -> Html {
    html! {
        <>
            if overview.sources == 0 && overview.data_files > 0 {
                <p class="notice">
                    <strong>{ "Percentages need your source." }</strong>
                    { " A data file tells only which lines ran, not which could have. Drop the folder that your code is in, or add it with “Add a folder…”." }
                </p>
            } else if overview.data_files == 0 && overview.sources > 0 {
                <p class="notice">
                    <strong>{ "Now the data." }</strong>
                    { " The source is here. Drop the " }<code>{ ".coverage" }</code>{ " files that your jobs left." }
                </p>
            }
            if overview.file_count > 0 {
                <Measured overview={overview.clone()} listing={listing.clone()} />
            }
            if !overview.ran.is_empty() {
                <Ran overview={overview.clone()} listing={listing.clone()} />
            }
        </>
    }
}

/// The files that have a source.
#[component]
fn Measured(Props { overview, listing }: &Props) -> Html {
    let branches = overview.branches;
    let cell = |name: &'static str, value: u64| html! { <td data-col={name}>{ value }</td> };
    let row = |Row { path, numbers, approximate, .. }: &Row| {
        html! {
            <tr key={path.clone()} data-file={path.clone()}>
                <th scope="row"><a href={Route::file(path).to_string()}><bdi>{ path }</bdi></a>
                    if *approximate {
                        <small>{ " approximate" }</small>
                    }
                </th>
                { cell("stmts", numbers.stmts) }
                { cell("miss", numbers.miss) }
                { cell("excluded", numbers.excluded) }
                if branches {
                    { cell("branch", numbers.branch) }
                    { cell("brpart", numbers.brpart) }
                }
                <td data-col="cover">{ &numbers.cover }</td>
                <td class="drawn"><Bar numbers={numbers.clone()} /></td>
            </tr>
        }
    };
    html! {
        <table class="files">
            <thead>
                <tr>
                    <th scope="col">{ "Name" }</th>
                    <th scope="col">{ "Stmts" }</th>
                    <th scope="col">{ "Miss" }</th>
                    <th scope="col">{ "Excluded" }</th>
                    if branches {
                        <th scope="col">{ "Branch" }</th>
                        <th scope="col">{ "BrPart" }</th>
                    }
                    <th scope="col">{ "Cover" }</th>
                    <td class="drawn"></td>
                </tr>
            </thead>
            <tbody>{ for listing.rows.iter().map(row) }</tbody>
        </table>
    }
}

/// The files that ran and have no source.
#[component]
fn Ran(Props { overview, .. }: &Props) -> Html {
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

/// What [`Bar`] draws.
#[derive(PartialEq, Properties)]
pub(crate) struct BarProps {
    pub(crate) numbers: Numbers,
}

/// A percentage as a bar; the number stands beside it, so it says nothing to a screen reader.
#[component]
pub(crate) fn Bar(BarProps { numbers }: &BarProps) -> Html {
    html! {
        <svg class="bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
            <rect class="rest" width="100" height="8" />
            <rect class="done" width={format!("{:.2}", numbers.percent)} height="8" />
        </svg>
    }
}
