//! What stands for the rows of a long list that are not rendered.

use yew::prelude::*;

/// A row of a table as high as the rows that it stands for; nothing if there are none.
pub(crate) fn table_spacer(key: &'static str, height: usize) -> Html {
    if height == 0 {
        return Html::default();
    }
    html! {
        <tr {key} class="space" aria-hidden="true"><td height={height.to_string()} /></tr>
    }
}

/// The same in a list of lines.
pub(crate) fn line_spacer(key: &'static str, height: usize) -> Html {
    if height == 0 {
        return Html::default();
    }
    html! {
        <li {key} class="space" aria-hidden="true"><svg width="1" height={height.to_string()} /></li>
    }
}
