//! Files by jobs: the coverage of each file in each job.

use std::rc::Rc;

use covdrop_protocol::{Cell, Matrix, Overview};
use yew::prelude::*;

use super::path_name::path_name;
use super::spacer::table_spacer;
use super::treemap::shade;
use crate::dispatch::use_dispatch;
use crate::format::count;
use crate::hooks::{use_focus_guard, use_virtual_rows};
use crate::route::Route;
use crate::shared::Shared;
use crate::window::{Part, Reach, TABLE};

/// The height of a row, in pixels.
const ROW_HEIGHT: usize = 28;

#[derive(PartialEq, Properties)]
pub(crate) struct JobMatrixProps {
    pub(crate) matrix: Shared<Matrix>,
    pub(crate) overview: Shared<Overview>,
    pub(crate) links: Rc<Route>,
    pub(crate) reach: Reach,
    pub(crate) is_printing: bool,
}

#[component]
pub(crate) fn JobMatrix(props: &JobMatrixProps) -> Html {
    let part = Part::new(props.matrix.rows.len(), TABLE, ROW_HEIGHT, &props.reach);
    let body = use_node_ref();
    let scroller = use_dispatch().elements.matrix;
    let onfocusin = use_focus_guard(&scroller);
    use_virtual_rows(&body, ROW_HEIGHT, part.is_cut, props.is_printing, &props.reach);
    html! {
        <>
            <p class="legend">
                {"Each job by itself. A dot marks coverage that no other enabled job has."}
            </p>
            <div
                class="matrix"
                ref={scroller}
                {onfocusin}
                role="region"
                aria-label="Coverage of each file in each job"
                tabindex="0"
            >
                <table>
                    <thead>
                        <tr>
                            <th scope="col">{"Name"}</th>
                            for job in &props.overview.jobs {
                                <th
                                    scope="col"
                                    title={job.name.clone()}
                                    class={(!job.on).then_some("off")}
                                ><bdi>{job.name.clone()}</bdi></th>
                            }
                        </tr>
                    </thead>
                    <tbody ref={body}>
                        { table_spacer("above", part.above) }
                        { for part.range.clone().map(|index| matrix_row(props, index)) }
                        { table_spacer("below", part.below) }
                    </tbody>
                </table>
            </div>
        </>
    }
}

fn matrix_row(props: &JobMatrixProps, index: usize) -> Html {
    let Some(row) = props.matrix.rows.get(index) else { return Html::default() };
    html! {
        <MatrixRow
            key={row.path.clone()}
            {index}
            matrix={props.matrix.clone()}
            overview={props.overview.clone()}
            links={props.links.clone()}
        />
    }
}

#[derive(PartialEq, Properties)]
struct MatrixRowProps {
    matrix: Shared<Matrix>,
    index: usize,
    overview: Shared<Overview>,
    links: Rc<Route>,
}

#[component]
fn MatrixRow(props: &MatrixRowProps) -> Html {
    let Some(row) = props.matrix.rows.get(props.index) else { return Html::default() };
    let cells = row.cells.iter().zip(&props.overview.jobs);
    html! {
        <tr>
            <th scope="row">
                <a
                    href={props.links.with_file(&row.path, None).to_string()}
                    title={row.name.clone()}
                >{path_name(&row.name)}</a>
            </th>
            { for cells.map(|(cell, job)| matrix_cell(cell.as_ref(), job.on)) }
        </tr>
    }
}

/// The coverage of a file in a job.
fn matrix_cell(cell: Option<&Cell>, is_enabled: bool) -> Html {
    let Some(cell) = cell else { return html! { <td class="nothing">{"–"}</td> } };
    let is_unique = cell.only > 0 && is_enabled;
    let class = classes!(shade(f64::from(cell.percent)), is_unique.then_some("only"));
    let title = is_unique.then(|| format!("{} only here", count(cell.only.into(), "statement")));
    html! { <td {class} {title}>{cell.cover.clone()}</td> }
}
