//! A path. In a narrow window, the style cuts its beginning, and keeps its last folder and its
//! name.

use covdrop_protocol::display_name;
use yew::prelude::*;

pub(crate) fn path_name(path: &str) -> Html {
    let (folders, name) = path.split_at(path.rfind('/').map_or(0, |slash| slash + 1));
    let outer = folders.trim_end_matches('/').rfind('/').map_or(0, |slash| slash + 1);
    let (outer, last) = folders.split_at(outer);
    html! {
        <bdi class="path">
            <span class="dir">{display_name(outer)}</span>
            <span class="last-dir">{display_name(last)}</span>
            <span>{display_name(name)}</span>
        </bdi>
    }
}

/// The name of a job or a context.
pub(crate) fn job_name(name: &str) -> Html {
    html! { <bdi class="job">{display_name(name)}</bdi> }
}
