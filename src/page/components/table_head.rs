//! The head of a table without sorting.

use yew::prelude::*;

/// The head; an empty name makes an empty cell.
pub(crate) fn table_head(names: &[&'static str]) -> Html {
    html! {
        <thead>
            <tr>
                for &name in names {
                    if name.is_empty() { <td /> } else { <th scope="col">{name}</th> }
                }
            </tr>
        </thead>
    }
}
