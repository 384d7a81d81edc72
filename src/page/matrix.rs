//! Files by jobs: what each job covers of each file.

use covdrop_protocol::{Cell, Job, Matrix, MatrixRow};
use yew::Html;

use crate::map::shade;
use crate::rows::path;
use crate::state::State;
use crate::tag::{Tag, count, tag};
use crate::window::{Part, TABLE};

/// The height of a row, in pixels.
const HEIGHT: usize = 28;

/// The matrix.
pub(crate) fn matrix(state: &State) -> Html {
    let Some(matrix) = &state.matrix else { return Html::default() };
    let head = |job: &Job| {
        tag("th; scope=col")
            .owned("title", job.name.clone())
            .maybe("class", (!job.on).then_some("off"))
            .tag(tag("bdi").say(job.name.clone()))
            .html()
    };
    let heads =
        tag("tr").tag(tag("th; scope=col").text("Name")).all(state.overview.jobs.iter().map(head));
    let table = tag("table").tag(tag("thead").tag(heads)).tag(body(state, matrix));
    let legend = "Each job by itself. A dot marks what no other job that is on covers.";
    let legend = tag("p; class=legend").text(legend).html();
    [legend, tag("div; class=matrix").tag(table).html()].into_iter().collect()
}

/// The rows of the matrix.
fn body(state: &State, matrix: &Matrix) -> Tag {
    let part = Part::new(matrix.rows.len(), TABLE, HEIGHT, &state.reach);
    let [above, below] = part.spaces();
    let rows = matrix.rows.get(part.range.clone()).unwrap_or_default();
    part.mark(tag("tbody")).all(above).all(rows.iter().map(|one| row(state, one))).all(below)
}

fn row(state: &State, row: &MatrixRow) -> Html {
    let href = state.route.with_file(&row.path, None).to_string();
    let name = tag("a").owned("href", href).owned("title", row.name.clone()).tag(path(&row.name));
    let cells = row.cells.iter().zip(&state.overview.jobs);
    tag("tr")
        .key(row.path.clone())
        .tag(tag("th; scope=row").tag(name))
        .all(cells.map(|(cell, job)| one(cell.as_ref(), job.on)))
        .html()
}

/// A file in a job.
fn one(cell: Option<&Cell>, is_on: bool) -> Html {
    let Some(cell) = cell else { return tag("td; class=nothing").text("–").html() };
    let shade = shade(f64::from(cell.percent));
    let is_only = cell.only > 0 && is_on;
    let class = if is_only { format!("{shade} only") } else { shade.to_owned() };
    let mut one = tag("td").owned("class", class).say(cell.cover.clone());
    if is_only {
        one = one.owned("title", format!("{} only here", count(cell.only.into(), "statement")));
    }
    one.html()
}
