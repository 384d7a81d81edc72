//! Notices above a view: missing inputs, a missing file, and files without numbers.

use std::rc::Rc;

use covdrop_protocol::{Overview, RanRow, display_name};
use yew::prelude::*;

use super::table_head::table_head;
use crate::route::Route;
use crate::shared::Shared;
use crate::words::{files, notices};

#[derive(PartialEq, Properties)]
pub(crate) struct MissingInputNoticeProps {
    pub(crate) overview: Shared<Overview>,
}

/// The notice that names the files that are missing for percentages.
#[component]
pub(crate) fn MissingInputNotice(props: &MissingInputNoticeProps) -> Html {
    let overview = &props.overview;
    match (overview.loaded.sources, overview.loaded.data_files) {
        (0, 0) => html! {
            <p class="notice">
                <strong>{notices::NOTHING_LOADED}</strong>{" "}{notices::DROP_BOTH}
            </p>
        },
        (0, _) => html! {
            <p class="notice">
                <strong>{notices::SOURCE_MISSING}</strong>{" "}{notices::DROP_SOURCE}
            </p>
        },
        (_, 0) => html! {
            <p class="notice">
                <strong>{notices::DATA_MISSING}</strong>{" "}{ notices::drop_data() }
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

/// The notice that the session has no file of the path in the address.
#[component]
pub(crate) fn MissingFileNotice(props: &MissingFileNoticeProps) -> Html {
    html! {
        <p class="notice">
            {notices::no_file(&display_name(&props.path))}{" "}
            <a href={props.route.without_file().to_string()}>{notices::SHOW_ALL_FILES}</a>
        </p>
    }
}

#[derive(PartialEq, Properties)]
pub(crate) struct FilesWithoutNumbersProps {
    pub(crate) overview: Shared<Overview>,
    pub(crate) route: Rc<Route>,
}

/// The files that ran and have no numbers: they have no source, or a plugin measured them.
#[component]
pub(crate) fn FilesWithoutNumbers(props: &FilesWithoutNumbersProps) -> Html {
    let FilesWithoutNumbersProps { overview, route } = props;
    let ran = &overview.without_numbers;
    if ran.first.is_empty() {
        return Html::default();
    }
    let title = if overview.loaded.sources == 0 { files::MEASURED } else { files::MEASURED_BESIDE };
    html! {
        <>
            <table class="files ran">
                <caption>{title}</caption>
                { table_head(&[files::RECORDED_NAME, files::LINES_RUN]) }
                <tbody>{ for ran.first.iter().map(|row| file_without_numbers(row, route)) }</tbody>
                <tfoot>
                    <tr data-sum="">
                        <th scope="row">{files::TOTAL}</th>
                        <td>{ran.lines}</td>
                    </tr>
                </tfoot>
            </table>
            if ran.more > 0 { <p class="none">{files::more_files(ran.more.into())}</p> }
        </>
    }
}

fn file_without_numbers(row: &RanRow, route: &Route) -> Html {
    let name = html! { <bdi>{display_name(&row.path)}</bdi> };
    let name = if row.has_source {
        let href = route.with_file(&row.path, None).to_string();
        html! { <a {href}>{name}</a> }
    } else {
        name
    };
    html! {
        <tr key={row.path.clone()} data-file={row.plugin.as_ref().map(|_| row.path.clone())}>
            <th scope="row">
                {name}
                if let Some(plugin) = &row.plugin {
                    <small>{files::measured_by_plugin(plugin)}</small>
                }
            </th>
            <td>{row.lines}</td>
        </tr>
    }
}
