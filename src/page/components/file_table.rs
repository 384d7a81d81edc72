//! The list of files, folders, functions or classes.

use std::rc::Rc;

use covdrop_protocol::{Column, Listing, Overview, Row, Shape};
use yew::prelude::*;

use super::file_row::{FileRow, RowKind, linked_line};
use super::spacer::{print_bound, table_rows};
use crate::browser::Scroller;
use crate::dispatch::use_dispatch;
use crate::hooks::{VirtualList, use_virtual_rows};
use crate::route::{COLUMNS, Route};
use crate::scale::Scale;
use crate::shared::Shared;
use crate::state::{Action, Listings, OpenedRow};
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
    pub(crate) closed: Rc<Vec<String>>,
    pub(crate) last_opened: Rc<OpenedRow>,
    pub(crate) position: ListPosition,
    pub(crate) is_printing: bool,
}

impl FileTableProps {
    /// The props of the list that the state holds, if it has come.
    pub(crate) fn of(listings: &Listings, overview: &Shared<Overview>) -> Option<FileTableProps> {
        Some(FileTableProps {
            listing: listings.list.clone()?,
            overview: overview.clone(),
            links: Rc::clone(&listings.links),
            changed: Rc::clone(&listings.changed),
            closed: Rc::clone(&listings.closed),
            last_opened: Rc::clone(&listings.last_opened),
            position: listings.position.clone(),
            is_printing: listings.is_printing,
        })
    }

    /// The indexes of the rows that no closed folder hides; nothing if none is hidden. A filter
    /// shows what it finds in any case.
    fn visible_rows(&self) -> Option<Vec<usize>> {
        let query = &self.listing.query;
        if self.closed.is_empty() || query.shape != Shape::Tree || !query.filter.is_empty() {
            return None;
        }
        let mut closed: Option<u16> = None;
        let rows = self.listing.rows.iter().enumerate().filter(|(_, row)| {
            if closed.is_some_and(|depth| row.depth > depth) {
                return false;
            }
            closed = (row.is_folder && self.closed.contains(&row.path)).then_some(row.depth);
            true
        });
        Some(rows.map(|(index, _)| index).collect())
    }

    /// Why the list has no rows; empty if it has some, or if a notice above it says more.
    fn empty_message(&self) -> &'static str {
        let overview = &self.overview;
        if !self.listing.rows.is_empty() || overview.sources == 0 || overview.data_files == 0 {
            return "";
        }
        match self.listing.of {
            0 if overview.jobs.iter().all(|job| !job.on) => words::ALL_JOBS_OFF,
            0 if overview.totals.is_none() => words::NOTHING_TO_REPORT,
            0 => files::NO_FILES,
            _ => files::NO_MATCH,
        }
    }
}

#[component]
pub(crate) fn FileTable(props: &FileTableProps) -> Html {
    let visible = props.visible_rows();
    let all = visible.as_ref().map_or(props.listing.rows.len(), Vec::len);
    let is_virtual = all > TABLE;
    let body = use_node_ref();
    let rows = use_virtual_rows(VirtualList {
        list: &body,
        scroller: Scroller::Page,
        scale: Scale::new(all, ROW_HEIGHT),
        whole: TABLE,
        position: &props.position,
        is_printing: props.is_printing,
    });
    let row = |place: usize| {
        let index = match &visible {
            Some(visible) => visible.get(place).copied()?,
            None => place,
        };
        let aria_row = is_virtual.then(|| place + 2);
        Some(file_row(props, index, props.listing.rows.get(index)?, aria_row))
    };
    let unmeasured = match props.overview.unmeasured {
        0 => String::new(),
        number => files::unmeasured(number.into()),
    };
    html! {
        <>
            <table class="files" aria-rowcount={is_virtual.then(|| (all + 1).to_string())}>
                <Heads
                    listing={props.listing.clone()}
                    has_branches={props.overview.branches}
                    {is_virtual}
                />
                <tbody ref={body} onfocusin={rows.onfocusin} onfocusout={rows.onfocusout}>
                    { table_rows(&rows.window, ROW_HEIGHT, row) }
                </tbody>
            </table>
            { print_bound(all, files::printed_rows, props.is_printing) }
            <p class="none">{props.empty_message()}</p>
            <p class="none">{unmeasured}</p>
        </>
    }
}

fn file_row(props: &FileTableProps, index: usize, row: Row, aria_row: Option<usize>) -> Html {
    let key = match row.line {
        Some(line) => format!("{}\n{}\n{line}", row.path, row.name),
        None => format!("{}\n{}", row.path, row.name),
    };
    let kind = match props.listing.query.shape {
        Shape::Functions => RowKind::Function,
        Shape::Classes => RowKind::Class,
        _ if row.is_folder => RowKind::Folder { is_closed: props.closed.contains(&row.path) },
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
            has_branches={props.overview.branches}
            links={props.links.clone()}
            {row}
        />
    }
}

#[derive(PartialEq, Properties)]
struct HeadsProps {
    listing: Shared<Listing>,
    has_branches: bool,
    is_virtual: bool,
}

/// The heads of the columns, which sort by them.
#[component]
fn Heads(props: &HeadsProps) -> Html {
    let dispatch = use_dispatch();
    let query = &props.listing.query;
    let order = if query.descending { "descending" } else { "ascending" };
    let columns = COLUMNS.iter().filter(|column| {
        props.has_branches || !matches!(column.0, Column::Branch | Column::BrPart)
    });
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
                            title={files::sort(key)}
                            onclick={dispatch.on(Action::SortBy(column))}
                        >{label}</button>
                    </th>
                }
                <td class="drawn" />
            </tr>
        </thead>
    }
}
