//! The views, as tabs.

use std::rc::Rc;

use web_sys::HtmlElement;
use yew::prelude::*;

use crate::route::{Route, VIEWS, View};
use crate::words;

/// The visible width of the tab before the current one, in pixels.
const MARGIN: i32 = 80;

/// Returns the name of a view, as on its tab.
pub(crate) fn label_of(view: View) -> &'static str {
    VIEWS.iter().find(|(other, ..)| *other == view).map_or("", |(_, _, label)| *label)
}

#[derive(PartialEq, Properties)]
pub(crate) struct ViewTabsProps {
    pub(crate) route: Rc<Route>,
}

#[component]
pub(crate) fn ViewTabs(props: &ViewTabsProps) -> Html {
    let (tabs, current) = (use_node_ref(), use_node_ref());
    {
        // On narrow screens the tabs scroll: scroll the current one into view.
        let (tabs, current) = (tabs.clone(), current.clone());
        use_effect_with(props.route.view, move |_| {
            if let (Some(tabs), Some(current)) =
                (tabs.cast::<HtmlElement>(), current.cast::<HtmlElement>())
            {
                tabs.set_scroll_left(current.offset_left() - MARGIN);
            }
        });
    }
    html! {
        <nav ref={tabs} class="tabs" aria-label={words::tabs::VIEWS}>
            for (view, word, label) in VIEWS {
                <a
                    key={word}
                    ref={if view == props.route.view { current.clone() } else { NodeRef::default() }}
                    href={props.route.with_view(view).to_string()}
                    aria-current={(view == props.route.view).then_some("page")}
                >{label}</a>
            }
        </nav>
    }
}
