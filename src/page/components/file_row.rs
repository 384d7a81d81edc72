//! A row of the list: a file, folder, function or class with its numbers.

use std::rc::Rc;

use covdrop_protocol::{Column, Numbers, Row, display_name};
use yew::prelude::*;

use super::coverage_bar::coverage_bar;
use super::path_name::path_name;
use crate::columns::{COLUMNS, ShownColumns};
use crate::dispatch::use_dispatch;
use crate::route::Route;
use crate::state::Action;
use crate::words::files;

/// The kinds of rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RowKind {
    File,
    Folder { is_closed: bool },
    Function,
    Class,
}

#[derive(PartialEq, Properties)]
pub(crate) struct FileRowProps {
    pub(crate) row: Row,
    /// The route that the link starts from.
    pub(crate) links: Rc<Route>,
    pub(crate) kind: RowKind,
    /// Whether the last answer changed its percentage.
    pub(crate) is_changed: bool,
    /// Whether the person opened this file last.
    pub(crate) is_last_opened: bool,
    pub(crate) columns: ShownColumns,
    /// The number of the row, if not all rows of the table are in the document.
    pub(crate) aria_row: Option<usize>,
}

#[component]
pub(crate) fn FileRow(props: &FileRowProps) -> Html {
    let row = &props.row;
    let numbers = &row.numbers;
    // The sums of a folder are no numbers of a row of the report.
    let is_in_report = !matches!(props.kind, RowKind::Folder { .. });
    html! {
        <tr
            class={props.is_changed.then_some("changed")}
            aria-rowindex={props.aria_row.map(|row| row.to_string())}
            data-file={(props.kind == RowKind::File).then(|| row.path.clone())}
        >
            <th scope="row">
                if row.depth > 0 {
                    <svg width={(row.depth * 16).to_string()} height="1" aria-hidden="true" />
                }
                if let RowKind::Folder { is_closed } = props.kind {
                    <FolderButton path={row.path.clone()} name={row.name.clone()} {is_closed} />
                } else {
                    <FileLink
                        name={row.name.clone()}
                        path={row.path.clone()}
                        href={props.links.with_file(&row.path, linked_line(row)).to_string()}
                        kind={props.kind}
                        is_last_opened={props.is_last_opened}
                    />
                }
                if row.approximate { <small>{files::APPROXIMATE}</small> }
            </th>
            { for number_cells(numbers, props.columns, is_in_report) }
            <td class="drawn">{coverage_bar(numbers)}</td>
        </tr>
    }
}

/// Returns the cells of these numbers; `is_in_report` marks them as numbers of coverage.py's
/// report.
pub(crate) fn number_cells(
    numbers: &Numbers,
    columns: ShownColumns,
    is_in_report: bool,
) -> impl Iterator<Item = Html> {
    let shown = COLUMNS.iter().filter(move |column| columns.has(column.0));
    shown.filter_map(move |&(column, word, ..)| {
        let text = match column {
            Column::Name => return None,
            Column::Stmts => numbers.stmts.to_string(),
            Column::Miss => numbers.miss.to_string(),
            Column::Excluded => numbers.excluded.to_string(),
            Column::Branch => numbers.branch.to_string(),
            Column::BrPart => numbers.brpart.to_string(),
            Column::StmtCover => numbers.stmt_cover.clone(),
            Column::BranchCover => numbers.branch_cover.clone(),
            Column::Cover => numbers.cover.clone(),
        };
        Some(html! { <td class={word} data-col={is_in_report.then_some(word)}>{text}</td> })
    })
}

/// Returns the line that a row links to: the first one of a function or class. As in coverage.py's
/// report, the row without a name, for the lines outside of all, has none.
pub(crate) fn linked_line(row: &Row) -> Option<u32> {
    row.line.filter(|_| !row.name.is_empty())
}

#[derive(PartialEq, Properties)]
struct FolderButtonProps {
    path: AttrValue,
    name: AttrValue,
    is_closed: bool,
}

/// The name of a folder, which opens and closes it.
#[component]
fn FolderButton(props: &FolderButtonProps) -> Html {
    let dispatch = use_dispatch();
    html! {
        <button
            type="button"
            class="fold"
            aria-expanded={(!props.is_closed).to_string()}
            onclick={dispatch.on(Action::FolderToggled(props.path.to_string()))}
        ><bdi>{format!("{}/", display_name(&props.name))}</bdi></button>
    }
}

#[derive(PartialEq, Properties)]
struct FileLinkProps {
    name: String,
    path: AttrValue,
    href: AttrValue,
    kind: RowKind,
    is_last_opened: bool,
}

/// The name of a file, function or class, which opens it.
#[component]
fn FileLink(props: &FileLinkProps) -> Html {
    let dispatch = use_dispatch();
    let reference = if props.is_last_opened {
        dispatch.elements.last_opened_row.clone()
    } else {
        NodeRef::default()
    };
    html! {
        <a ref={reference} href={&props.href} title={display_name(&props.path)}>
            { link_text(props) }
        </a>
    }
}

/// The name of a file; of a function or a class, its own name and its file. coverage.py leaves the
/// name empty for the lines outside of all.
fn link_text(props: &FileLinkProps) -> Html {
    let name = match (props.kind, props.name.as_str()) {
        (RowKind::Function, "") => files::NO_FUNCTION,
        (RowKind::Class, "") => files::NO_CLASS,
        (RowKind::Function | RowKind::Class, name) => name,
        (RowKind::File | RowKind::Folder { .. }, name) => return path_name(name),
    };
    html! {
        <>
            <bdi>{display_name(name)}</bdi>
            <small class="of">{display_name(&props.path)}</small>
        </>
    }
}
