//! The rendered rows of a virtual list, and spacers in place of the others.

use yew::prelude::*;

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

/// Every row and spacer has a key, so that Yew keeps the focused element.
fn render(
    window: &RenderWindow,
    row: impl Fn(usize) -> Option<Html>,
    spacer: impl Fn(String, usize) -> Html,
) -> Html {
    let mut all = Vec::new();
    for (index, piece) in window.pieces.iter().enumerate() {
        match piece {
            // No row has such a key, since no path begins with a line break.
            Piece::Space(rows) => all.push(spacer(format!("\n{index}"), *rows)),
            Piece::Rows(rows) => all.extend(rows.clone().filter_map(&row)),
        }
    }
    all.into_iter().collect()
}

/// The sentence on paper that a list has more rows. `sentence` makes it from the numbers of printed
/// and of all rows.
pub(crate) fn print_bound(
    rows: usize,
    sentence: fn(usize, usize) -> String,
    is_printing: bool,
) -> Html {
    if !is_printing || rows <= PRINTED {
        return Html::default();
    }
    html! { <p class="none print-bound">{sentence(PRINTED, rows)}</p> }
}
