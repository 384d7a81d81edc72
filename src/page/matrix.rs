//! Files by jobs: what each job covers of each file.

use covdrop_protocol::{Cell, Job, Matrix, MatrixRow, Overview};
use yew::prelude::*;

use crate::map::shade;
use crate::route::Route;
use crate::state::State;
use crate::tag::{link, tag};
use crate::window::{Items, Part, Same, Windowed, space};

/// The matrix.
pub(crate) fn matrix(state: &State) -> Html {
    let Some(matrix) = &state.matrix else { return Html::default() };
    let cells = Items::Cells(Cells {
        matrix: Same(matrix.clone()),
        overview: Same(state.overview.clone()),
        route: state.route.clone(),
    });
    let head = |job: &Job| {
        tag("th; scope=col")
            .owned("title", job.name.clone())
            .maybe("class", (!job.on).then_some("off"))
            .tag(tag("bdi").say(job.name.clone()))
            .html()
    };
    let heads = tag("tr")
        .tag(tag("th; scope=col").text("Name"))
        .children(state.overview.jobs.iter().map(head).collect());
    let table =
        tag("table").tag(tag("thead").tag(heads)).child(html! { <Windowed items={cells} /> });
    let legend = "Each job by itself. A dot marks what no other job that is on covers.";
    let legend = tag("p; class=legend").text(legend).html();
    [legend, tag("div; class=matrix").tag(table).html()].into_iter().collect()
}

/// The rows of the matrix.
#[derive(Clone, PartialEq)]
pub(crate) struct Cells {
    matrix: Same<Matrix>,
    overview: Same<Overview>,
    route: Route,
}

impl Cells {
    /// How many rows there are.
    pub(crate) fn len(&self) -> usize {
        self.matrix.0.rows.len()
    }

    /// The body of the table.
    pub(crate) fn view(&self, part: &Part<'_>) -> Html {
        let rows = self.matrix.0.rows.get(part.range.clone()).unwrap_or_default();
        tag("tbody")
            .node(part.node)
            .child(space("above", part.above))
            .children(rows.iter().map(|row| self.row(row)).collect())
            .child(space("below", part.below))
            .html()
    }

    fn row(&self, row: &MatrixRow) -> Html {
        let href = self.route.with_file(&row.path, None).to_string();
        let name = link(row.path.clone(), href).owned("title", row.path.clone());
        let cells = row.cells.iter().enumerate();
        let cells = cells.map(|(place, cell)| {
            let is_on = self.overview.0.jobs.get(place).is_some_and(|job| job.on);
            one(cell.as_ref(), is_on)
        });
        tag("tr")
            .key(row.path.clone())
            .tag(tag("th; scope=row").tag(name))
            .children(cells.collect())
            .html()
    }
}

/// A file in a job.
fn one(cell: Option<&Cell>, is_on: bool) -> Html {
    let Some(cell) = cell else { return tag("td; class=nothing").text("–").html() };
    let shade = shade(f64::from(cell.percent));
    let is_only = cell.only > 0 && is_on;
    let class = if is_only { format!("{shade} only") } else { shade.to_owned() };
    let mut one = tag("td").owned("class", class).say(cell.cover.clone());
    if is_only {
        one = one.owned("title", format!("{} statements only here", cell.only));
    }
    one.html()
}
