//! The minimap: the whole file in small, with its missing, partial and excluded lines.

use std::rc::Rc;

use covdrop_protocol::{FileView, Status};
use web_sys::Element;
use yew::prelude::*;

use super::coverage_bar::rectangle;
use crate::annotations::{Annotations, STATUSES};
use crate::dispatch::use_dispatch;
use crate::scale::Scale;
use crate::shared::Shared;
use crate::state::Action;
use crate::virtual_list::LINE_HEIGHT;

#[derive(PartialEq, Properties)]
pub(crate) struct MinimapProps {
    pub(crate) file: Shared<FileView>,
    pub(crate) annotations: Rc<Annotations>,
}

/// The minimap. A click scrolls to its position in the file.
#[component]
pub(crate) fn Minimap(props: &MinimapProps) -> Html {
    let dispatch = use_dispatch();
    let map = use_node_ref();
    let lines = props.file.lines.len();
    let scale = Scale::new(lines, LINE_HEIGHT);
    let segment = |&(status, first, last): &(Status, u32, u32)| {
        let class = STATUSES.iter().find(|known| known.0 == status).map_or("", |known| known.1);
        rectangle(class, 0, u64::from(first - 1), 1, u64::from(last + 1 - first))
    };
    let onclick = {
        let map = map.clone();
        Callback::from(move |event: MouseEvent| {
            let Some(map) = map.cast::<Element>() else { return };
            let bounds = map.get_bounding_client_rect();
            let from_top = f64::from(event.client_y()) - bounds.top();
            dispatch.send(Action::ScrollToFraction(from_top / bounds.height().max(1.0)));
        })
    };
    html! {
        <svg
            ref={map}
            class="minimap"
            viewBox={format!("0 0 1 {}", lines.max(1))}
            height={(scale.slots * LINE_HEIGHT).to_string()}
            preserveAspectRatio="none"
            aria-hidden="true"
            {onclick}
        >{ for props.annotations.segments.iter().map(segment) }</svg>
    }
}
