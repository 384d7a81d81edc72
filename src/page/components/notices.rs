//! Notices above a view: what is missing for percentages, and files without a source.

use std::rc::Rc;

use covdrop_protocol::{Overview, RanRow};
use yew::prelude::*;

use super::table_head::table_head;
use crate::format::count;
use crate::route::Route;
use crate::shared::Shared;

#[derive(PartialEq, Properties)]
pub(crate) struct MissingInputNoticeProps {
    pub(crate) overview: Shared<Overview>,
}

/// What is missing before there are percentages.
#[component]
pub(crate) fn MissingInputNotice(props: &MissingInputNoticeProps) -> Html {
    let overview = &props.overview;
    match (overview.sources, overview.data_files) {
        (0, 0) => html! {
            <p class="notice">
                <strong>{"Nothing was loaded."}</strong>
                {" Drop your jobs’ .coverage files and your source folder."}
            </p>
        },
        (0, _) => html! {
            <p class="notice">
                <strong>{"Percentages need your source."}</strong>
                {" A data file tells only which lines ran, not which could have. Drop or add the \
                  folder that your code is in."}
            </p>
        },
        (_, 0) => html! {
            <p class="notice">
                <strong>{"Now the data."}</strong>
                {" The source is here. Drop the "}<code>{".coverage"}</code>
                {" files that your jobs left."}
            </p>
        },
        _ => Html::default(),
    }
}

#[derive(PartialEq, Properties)]
pub(crate) struct MissingFileNoticeProps {
    pub(crate) path: AttrValue,
    pub(crate) route: Rc<Route>,
}

/// The address names a file that is not loaded.
#[component]
pub(crate) fn MissingFileNotice(props: &MissingFileNoticeProps) -> Html {
    html! {
        <p class="notice">
            {format!("No file {} was loaded. ", props.path)}
            <a href={props.route.without_file().to_string()}>{"Show all files"}</a>
        </p>
    }
}

/// The files that ran and have no source.
#[component]
pub(crate) fn FilesWithoutSource(props: &MissingInputNoticeProps) -> Html {
    let overview = &props.overview;
    if overview.ran.is_empty() {
        return Html::default();
    }
    let row = |RanRow { path, lines }: &RanRow| {
        html! {
            <tr key={path.clone()}>
                <th scope="row"><bdi>{path.clone()}</bdi></th>
                <td>{*lines}</td>
            </tr>
        }
    };
    let title = if overview.sources == 0 { "What ran" } else { "Ran, but has no source here" };
    let hidden = overview.ran_more;
    html! {
        <>
            <table class="files ran">
                <caption>{title}</caption>
                { table_head(&["Name as recorded", "Lines run"]) }
                <tbody>{ for overview.ran.iter().map(row) }</tbody>
            </table>
            if hidden > 0 { <p class="none">{count(hidden.into(), "more file")}</p> }
        </>
    }
}
