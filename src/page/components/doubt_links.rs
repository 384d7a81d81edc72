//! The links beside the total to the reasons to doubt it.

use std::rc::Rc;

use covdrop_protocol::{DoubtGroup, DoubtKind, Overview};
use yew::prelude::*;

use crate::route::{Route, View};
use crate::shared::Shared;
use crate::words::notices;

#[derive(PartialEq, Properties)]
pub(crate) struct DoubtLinksProps {
    pub(crate) overview: Shared<Overview>,
    pub(crate) route: Rc<Route>,
}

#[component]
pub(crate) fn DoubtLinks(props: &DoubtLinksProps) -> Html {
    let doubts = &props.overview.doubts;
    if doubts.is_empty() {
        return Html::default();
    }
    html! {
        <ul class="doubt-links" aria-label={notices::DOUBTS}>
            for group in doubts {
                <li key={group.kind.as_str()}>
                    <a href={place_of(group, &props.route).to_string()}>
                        {notices::short_doubt(group.kind, group.count.into())}
                    </a>
                </li>
            }
        </ul>
    }
}

/// Returns the route to the description of a kind of doubt: its file if it concerns one, the inputs
/// or the settings if the reason is there, and the list of files otherwise.
fn place_of(group: &DoubtGroup, route: &Route) -> Route {
    if let ([only], 1) = (&*group.first, group.count)
        && let Some(file) = &only.file
        && group.kind != DoubtKind::Missing
    {
        return route.with_file(file, None);
    }
    route.with_view(view_of(group.kind))
}

/// Returns the view in which a person can do something about this kind of doubt.
pub(crate) fn view_of(kind: DoubtKind) -> View {
    match kind {
        DoubtKind::Stale | DoubtKind::Missing => View::Files,
        DoubtKind::WrongSource | DoubtKind::Inferred | DoubtKind::Mixed => View::Input,
        DoubtKind::Plugin => View::Settings,
    }
}
