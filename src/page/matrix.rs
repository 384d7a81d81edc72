//! Files by jobs: what each job covers of each file.

use std::ops::Range;

use covdrop_protocol::{Matrix, MatrixRow, Overview};
use yew::prelude::*;

use crate::map::shade;
use crate::route::Route;
use crate::state::State;
use crate::window::{Items, Same, Windowed};

/// The matrix.
pub(crate) fn matrix(state: &State) -> Html {
    let Some(matrix) = &state.matrix else { return Html::default() };
    let cells = Cells {
        matrix: Same(matrix.clone()),
        overview: Same(state.overview.clone()),
        route: state.route.clone(),
    };
    let head = state.overview.jobs.iter().map(|job| {
        html! { <th scope="col" class={(!job.on).then_some("off")} title={job.name.clone()}><bdi>{ &job.name }</bdi></th> }
    });
    html! {
        <>
            <p class="legend">{ "Each job by itself. A dot marks what no other job that is on covers." }</p>
            <div class="matrix">
                <table>
                    <thead><tr><th scope="col">{ "Name" }</th>{ for head }</tr></thead>
                    <Windowed<Cells> items={cells} />
                </table>
            </div>
        </>
    }
}

/// The rows of the matrix.
#[derive(Clone, PartialEq)]
struct Cells {
    matrix: Same<Matrix>,
    overview: Same<Overview>,
    route: Route,
}

impl Cells {
    fn row(&self, row: &MatrixRow) -> Html {
        let cell = |(place, cell): (usize, &Option<covdrop_protocol::Cell>)| {
            let is_off = self.overview.0.jobs.get(place).is_some_and(|job| !job.on);
            match cell {
                None => html! { <td class="nothing">{ "–" }</td> },
                Some(cell) => {
                    let only =
                        (cell.only > 0 && !is_off).then(|| format!("{} only here", cell.only));
                    let mut class = classes!(shade(f64::from(cell.percent)));
                    class.extend(only.as_ref().map(|_| "only"));
                    class.extend(is_off.then_some("off"));
                    html! { <td {class} title={only}>{ &cell.cover }</td> }
                }
            }
        };
        html! {
            <tr key={row.path.clone()}>
                <th scope="row"><a href={self.route.with_file(&row.path, None).to_string()}><bdi>{ &row.path }</bdi></a></th>
                { for row.cells.iter().enumerate().map(cell) }
            </tr>
        }
    }
}

impl Items for Cells {
    const ROW: u32 = 28;

    fn len(&self) -> usize {
        self.matrix.0.rows.len()
    }

    fn view(&self, range: Range<usize>, above: u32, below: u32, node: &NodeRef) -> Html {
        let space = |height: u32| {
            let height = (height > 0).then(|| height.to_string());
            html! { if height.is_some() { <tr class="space" aria-hidden="true"><td {height}></td></tr> } }
        };
        let rows = self.matrix.0.rows.get(range).unwrap_or_default();
        html! {
            <tbody ref={node}>
                { space(above) }
                { for rows.iter().map(|row| self.row(row)) }
                { space(below) }
            </tbody>
        }
    }
}
