//! The matrix: the coverage of each file in each job.

use std::rc::Rc;

use covdrop_protocol::{Cell, Matrix, Overview, display_name};
use yew::prelude::*;

use super::path_name::path_name;
use super::spacer::{print_bound, table_rows};
use super::treemap::shade;
use crate::browser::Scroller;
use crate::dispatch::use_dispatch;
use crate::hooks::{VirtualList, use_focus_guard, use_virtual_rows};
use crate::route::Route;
use crate::scale::Scale;
use crate::shared::Shared;
use crate::state::OpenedRow;
use crate::virtual_list::{ListPosition, ROW_HEIGHT, TABLE};
use crate::words::{files, tabs};

#[derive(PartialEq, Properties)]
pub(crate) struct JobMatrixProps {
    pub(crate) matrix: Shared<Matrix>,
    pub(crate) overview: Shared<Overview>,
    pub(crate) links: Rc<Route>,
    pub(crate) last_opened: Rc<OpenedRow>,
    pub(crate) position: ListPosition,
    pub(crate) is_printing: bool,
}

#[component]
pub(crate) fn JobMatrix(props: &JobMatrixProps) -> Html {
    let all = props.matrix.rows.len();
    let is_virtual = all > TABLE;
    let body = use_node_ref();
    let scroller = use_dispatch().elements.matrix;
    let onfocusin = use_focus_guard(&scroller);
    let rows = use_virtual_rows(VirtualList {
        list: &body,
        scroller: Scroller::Element(scroller.clone()),
        scale: Scale::new(all, ROW_HEIGHT),
        whole: TABLE,
        position: &props.position,
        tab_stop: None,
        is_printing: props.is_printing,
    });
    html! {
        <>
            <p class="legend">{files::MATRIX_LEGEND}</p>
            <div
                class="matrix"
                ref={scroller}
                {onfocusin}
                role="region"
                aria-label={files::MATRIX}
                tabindex="0"
            >
                <table
                    aria-label={tabs::MATRIX}
                    aria-rowcount={is_virtual.then(|| (all + 2).to_string())}
                >
                    <thead>
                        <tr aria-rowindex={is_virtual.then_some("1")}>
                            <th scope="col">{files::NAME}</th>
                            for job in &props.overview.jobs {
                                <th
                                    scope="col"
                                    title={job.name.clone()}
                                    class={(!job.on).then_some("off")}
                                ><bdi>{job.name.clone()}</bdi></th>
                            }
                        </tr>
                    </thead>
                    <tbody ref={body} onfocusin={rows.onfocusin} onfocusout={rows.onfocusout}>
                        { table_rows(&rows.window, ROW_HEIGHT, |index| matrix_row(props, index)) }
                    </tbody>
                    { total_row(props, is_virtual.then(|| all + 2)) }
                </table>
            </div>
            { print_bound(all, files::printed_rows, props.is_printing) }
        </>
    }
}

fn matrix_row(props: &JobMatrixProps, index: usize) -> Option<Html> {
    let row = props.matrix.rows.get(index)?;
    Some(html! {
        <MatrixRow
            key={row.path.clone()}
            {index}
            matrix={props.matrix.clone()}
            overview={props.overview.clone()}
            links={props.links.clone()}
            is_last_opened={props.last_opened.is_file(&row.path)}
            is_virtual={props.matrix.rows.len() > TABLE}
        />
    })
}

#[derive(PartialEq, Properties)]
struct MatrixRowProps {
    matrix: Shared<Matrix>,
    index: usize,
    overview: Shared<Overview>,
    links: Rc<Route>,
    is_last_opened: bool,
    is_virtual: bool,
}

#[component]
fn MatrixRow(props: &MatrixRowProps) -> Html {
    let last_opened = use_dispatch().elements.last_opened_row;
    let Some(row) = props.matrix.rows.get(props.index) else { return Html::default() };
    let cells = row.cells.iter().zip(&props.overview.jobs);
    let reference = if props.is_last_opened { last_opened } else { NodeRef::default() };
    html! {
        <tr aria-rowindex={props.is_virtual.then(|| (props.index + 2).to_string())}>
            <th scope="row">
                <a
                    ref={reference}
                    href={props.links.with_file(&row.path, None).to_string()}
                    title={display_name(&row.name)}
                >{path_name(&row.name)}</a>
            </th>
            { for cells.map(|(cell, job)| matrix_cell(cell.as_ref(), job.on)) }
        </tr>
    }
}

/// The coverage of all these files in each job.
fn total_row(props: &JobMatrixProps, aria_row: Option<usize>) -> Html {
    let Matrix { rows, totals, of } = &*props.matrix;
    if rows.is_empty() {
        return Html::default();
    }
    let (shown, of) = (rows.len() as u64, u64::from(*of));
    let cells = totals.iter().zip(&props.overview.jobs);
    html! {
        <tfoot>
            <tr data-sum="" aria-rowindex={aria_row.map(|row| row.to_string())}>
                <th scope="row">
                    {files::TOTAL}
                    if shown < of { <small>{files::some_of_all(shown, of)}</small> }
                </th>
                { for cells.map(|(cell, job)| matrix_cell(cell.as_ref(), job.on)) }
            </tr>
        </tfoot>
    }
}

/// The coverage of a file in a job.
fn matrix_cell(cell: Option<&Cell>, is_enabled: bool) -> Html {
    let Some(cell) = cell else { return html! { <td class="nothing">{"–"}</td> } };
    let is_unique = cell.only > 0 && is_enabled;
    let class = classes!(shade(f64::from(cell.percent)), is_unique.then_some("only"));
    let title = is_unique.then(|| files::only_here(cell.only.into()));
    html! { <td {class} {title}>{cell.cover.clone()}</td> }
}
