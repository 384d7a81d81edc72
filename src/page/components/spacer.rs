//! The rendered rows of a virtual list, and spacers in place of the others.

use yew::prelude::*;

use crate::format::count;
use crate::virtual_list::{PRINTED, Piece, RenderWindow};

/// The rows of a table with its spacers.
pub(crate) fn table_rows(
    window: &RenderWindow,
    row_height: usize,
    row: impl Fn(usize) -> Option<Html>,
) -> Html {
    render(window, row, |key, rows| {
        let height = (rows * row_height).to_string();
        html! { <tr {key} class="space" aria-hidden="true"><td {height} /></tr> }
    })
}

/// The lines of a source with their spacers.
pub(crate) fn source_lines(
    window: &RenderWindow,
    row_height: usize,
    line: impl Fn(usize) -> Option<Html>,
) -> Html {
    render(window, line, |key, rows| {
        let height = (rows * row_height).to_string();
        html! { <li {key} class="space" aria-hidden="true"><svg width="1" {height} /></li> }
    })
}

/// Every row and spacer has a key, so that the element that has the focus stays the same one.
fn render(
    window: &RenderWindow,
    row: impl Fn(usize) -> Option<Html>,
    spacer: impl Fn(String, usize) -> Html,
) -> Html {
    let mut all = Vec::new();
    for (index, piece) in window.pieces.iter().enumerate() {
        match piece {
            // No row has such a key: no path begins so.
            Piece::Space(rows) => all.push(spacer(format!("\n{index}"), *rows)),
            Piece::Rows(rows) => all.extend(rows.clone().filter_map(&row)),
        }
    }
    all.into_iter().collect()
}

/// Says on paper that a list goes on.
pub(crate) fn print_bound(rows: usize, unit: &str, is_printing: bool) -> Html {
    if !is_printing || rows <= PRINTED {
        return Html::default();
    }
    let all = count(rows as u64, unit);
    html! { <p class="none print-bound">{format!("Only the first {PRINTED} of {all} are printed.")}</p> }
}
