//! A path; in a table that is too narrow for it, the folder is cut and not the name.

use covdrop_protocol::display_name;
use yew::prelude::*;

pub(crate) fn path_name(path: &str) -> Html {
    let (folder, name) = path.split_at(path.rfind('/').map_or(0, |slash| slash + 1));
    html! {
        <bdi class="path">
            <span class="dir">{display_name(folder)}</span>
            <span>{display_name(name)}</span>
        </bdi>
    }
}

/// The name of a job or a context.
pub(crate) fn job_name(name: &str) -> Html {
    html! { <bdi class="job">{display_name(name)}</bdi> }
}
