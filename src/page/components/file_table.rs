//! The list of files, folders, functions or classes.

use std::rc::Rc;

use covdrop_protocol::{Listing, Overview, Row, Shape};
use yew::prelude::*;

use super::coverage_bar::coverage_bar;
use super::file_row::{FileRow, RowKind, linked_line, number_cells};
use super::spacer::{print_bound, table_rows};
use super::view_tabs::label_of;
use crate::browser::Scroller;
use crate::columns::{COLUMNS, ShownColumns};
use crate::dispatch::use_dispatch;
use crate::hooks::{VirtualList, use_virtual_rows};
use crate::route::Route;
use crate::scale::Scale;
use crate::shared::Shared;
use crate::state::{Action, Listings, OpenFolders, OpenedRow};
use crate::virtual_list::{ListPosition, ROW_HEIGHT, TABLE};
use crate::words::{self, files};

/// The parts of the state that a list shows.
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct FileTableProps {
    pub(crate) listing: Shared<Listing>,
    pub(crate) overview: Shared<Overview>,
    /// The route that the links of the rows start from.
    pub(crate) links: Rc<Route>,
    pub(crate) changed: Rc<Vec<usize>>,
    pub(crate) folders: Rc<OpenFolders>,
    pub(crate) last_opened: Rc<OpenedRow>,
    pub(crate) position: ListPosition,
    pub(crate) is_printing: bool,
}

impl FileTableProps {
    /// Returns the props for the list of the state, if the worker has sent one.
    pub(crate) fn of(listings: &Listings, overview: &Shared<Overview>) -> Option<FileTableProps> {
        Some(FileTableProps {
            listing: listings.list.clone()?,
            overview: overview.clone(),
            links: Rc::clone(&listings.links),
            changed: Rc::clone(&listings.changed),
            folders: Rc::clone(&listings.folders),
            last_opened: Rc::clone(&listings.last_opened),
            position: listings.position.clone(),
            is_printing: listings.is_printing,
        })
    }

    fn columns(&self) -> ShownColumns {
        ShownColumns {
            has_branches: self.overview.totals.has_branches,
            optional: self.links.columns,
            sort: self.listing.query.sort,
        }
    }

    /// Returns the reason why the list has no rows; an empty text if it has some, or if a notice
    /// above it gives the reason.
    fn empty_message(&self) -> &'static str {
        let overview = &self.overview;
        let loaded = &overview.loaded;
        if !self.listing.rows.is_empty() || loaded.sources == 0 || loaded.data_files == 0 {
            return "";
        }
        match self.listing.of {
            0 if overview.jobs.iter().all(|job| !job.on) => words::ALL_JOBS_OFF,
            0 if overview.totals.numbers.is_none() => words::NOTHING_TO_REPORT,
            0 => files::NO_FILES,
            _ => files::NO_MATCH,
        }
    }
}

#[component]
pub(crate) fn FileTable(props: &FileTableProps) -> Html {
    let visible = use_visible_rows(&props.listing, &props.folders);
    let all = (*visible).as_ref().map_or(props.listing.rows.len(), Vec::len);
    let is_virtual = all > TABLE;
    let body = use_node_ref();
    let rows = use_virtual_rows(VirtualList {
        list: &body,
        scroller: Scroller::Page,
        scale: Scale::new(all, ROW_HEIGHT),
        whole: TABLE,
        position: &props.position,
        tab_stop: None,
        is_printing: props.is_printing,
    });
    let row = |place: usize| {
        let index = match &*visible {
            Some(visible) => visible.get(place).copied()?,
            None => place,
        };
        let aria_row = is_virtual.then(|| place + 2);
        Some(file_row(props, index, props.listing.rows.get(index)?, aria_row))
    };
    let unmeasured = match props.overview.totals.unmeasured {
        0 => String::new(),
        number => files::unmeasured(number.into()),
    };
    html! {
        <>
            <table
                class="files"
                aria-label={label_of(props.links.view)}
                aria-rowcount={is_virtual.then(|| (all + 2).to_string())}
            >
                <Heads listing={props.listing.clone()} columns={props.columns()} {is_virtual} />
                <tbody ref={body} onfocusin={rows.onfocusin} onfocusout={rows.onfocusout}>
                    { table_rows(&rows.window, ROW_HEIGHT, row) }
                </tbody>
                { total_row(props, is_virtual.then(|| all + 2)) }
            </table>
            { print_bound(all, files::printed_rows, props.is_printing) }
            <p class="none">{props.empty_message()}</p>
            <p class="none">{unmeasured}</p>
        </>
    }
}

/// Returns the indexes of the rows that no closed folder hides; `None` if all rows are visible, as
/// with a filter.
#[hook]
fn use_visible_rows(
    listing: &Shared<Listing>,
    folders: &Rc<OpenFolders>,
) -> Rc<Option<Vec<usize>>> {
    use_memo((listing.clone(), Rc::clone(folders)), |(listing, folders)| {
        let query = &listing.query;
        let has_closed = query.shape == Shape::Tree && query.filter.is_empty();
        has_closed.then(|| folders.visible_rows(&listing.rows))
    })
}

fn file_row(props: &FileTableProps, index: usize, row: Row, aria_row: Option<usize>) -> Html {
    let key = match row.line {
        Some(line) => format!("{}\n{}\n{line}", row.path, row.name),
        None => format!("{}\n{}", row.path, row.name),
    };
    let kind = match props.listing.query.shape {
        Shape::Functions => RowKind::Function,
        Shape::Classes => RowKind::Class,
        _ if row.is_folder => {
            RowKind::Folder { is_closed: props.folders.is_closed(&row.path, row.depth) }
        }
        _ => RowKind::File,
    };
    let is_last_opened = match kind {
        RowKind::Function | RowKind::Class => {
            props.last_opened.is_region(&row.path, linked_line(&row))
        }
        RowKind::File | RowKind::Folder { .. } => props.last_opened.is_file(&row.path),
    };
    html! {
        <FileRow
            {key}
            {kind}
            is_changed={props.changed.binary_search(&index).is_ok()}
            {is_last_opened}
            {aria_row}
            columns={props.columns()}
            links={props.links.clone()}
            {row}
        />
    }
}

/// The row with the sums over the listed files, functions or classes.
fn total_row(props: &FileTableProps, aria_row: Option<usize>) -> Html {
    let Listing { shown, of, totals, .. } = &*props.listing;
    if *shown == 0 {
        return Html::default();
    }
    let columns = props.columns();
    html! {
        <tfoot>
            <tr data-sum="" aria-rowindex={aria_row.map(|row| row.to_string())}>
                <th scope="row">
                    {files::TOTAL}
                    if shown < of { <small>{files::some_of_all((*shown).into(), (*of).into())}</small> }
                </th>
                { for number_cells(totals, columns, true) }
                <td class="drawn">{coverage_bar(totals)}</td>
            </tr>
        </tfoot>
    }
}

#[derive(PartialEq, Properties)]
struct HeadsProps {
    listing: Shared<Listing>,
    columns: ShownColumns,
    is_virtual: bool,
}

/// The heads of the columns, which sort by them.
#[component]
fn Heads(props: &HeadsProps) -> Html {
    let dispatch = use_dispatch();
    let query = &props.listing.query;
    let order = if query.descending { "descending" } else { "ascending" };
    let columns = COLUMNS.iter().filter(|column| props.columns.has(column.0));
    html! {
        <thead>
            <tr aria-rowindex={props.is_virtual.then_some("1")}>
                for &(column, word, key, label) in columns {
                    <th
                        scope="col"
                        class={word}
                        aria-sort={(query.sort == column).then_some(order)}
                    >
                        <button
                            type="button"
                            title={key.map_or_else(|| files::SORT.to_owned(), files::sort_by_key)}
                            onclick={dispatch.on(Action::SortBy(column))}
                        >{label}</button>
                    </th>
                }
                <td class="drawn" />
            </tr>
        </thead>
    }
}
