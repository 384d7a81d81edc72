//! Virtual lists: chooses the rendered rows of a list as the person scrolls.

use gloo::events::{EventListener, EventListenerOptions};
use gloo::utils::window;
use wasm_bindgen::JsCast;
use web_sys::Element;
use yew::prelude::*;

use super::printing::use_is_printing;
use crate::browser::{Scroller, top_of, window_height};
use crate::dispatch::use_dispatch;
use crate::scale::Scale;
use crate::state::Action;
use crate::virtual_list::{ListPosition, RenderWindow};

/// A list whose rows this hook chooses.
pub(crate) struct VirtualList<'a> {
    /// The element whose children are the rows.
    pub(crate) list: &'a NodeRef,
    pub(crate) scroller: Scroller,
    pub(crate) scale: Scale,
    /// The maximum number of rows of a list that the page renders as a whole.
    pub(crate) whole: usize,
    pub(crate) position: &'a ListPosition,
    /// The row that the Tab key focuses, if it is a single one.
    pub(crate) tab_stop: Option<usize>,
    pub(crate) is_printing: bool,
}

/// The rows to render, and the listeners that the list needs.
pub(crate) struct VirtualRows {
    pub(crate) window: RenderWindow,
    pub(crate) onfocusin: Callback<FocusEvent>,
    pub(crate) onfocusout: Callback<FocusEvent>,
}

/// Chooses the rows to render: those near the window, and the one that has the focus or gets it.
///
/// After each rendering, and after each scrolling or resizing, it measures the position of the list
/// and dispatches it, except for a list that is rendered as a whole or printed.
#[hook]
pub(crate) fn use_virtual_rows(list: VirtualList<'_>) -> VirtualRows {
    let focused = use_state_eq(|| None::<usize>);
    let is_printing = use_is_printing() || list.is_printing;
    let printed = ListPosition::printed();
    let position = if is_printing { &printed } else { list.position };
    let kept = focused.or(list.tab_stop);
    let window = RenderWindow::new(list.scale, list.whole, position, kept);
    use_measuring(&list, window.is_cut && !is_printing);
    let setter = focused.setter();
    VirtualRows {
        window,
        onfocusin: Callback::from(move |event: FocusEvent| setter.set(row_of(&event))),
        onfocusout: Callback::from(move |_| focused.set(None)),
    }
}

/// Dispatches the position of the list, and scrolls the list to keep its rows in place.
#[hook]
fn use_measuring(list: &VirtualList<'_>, is_active: bool) {
    let dispatch = use_dispatch();
    let offset = use_mut_ref(|| None::<f64>);
    let measure = {
        let (element, scroller) = (list.list.clone(), list.scroller.clone());
        let (scale, known) = (list.scale, list.position.clone());
        move || {
            let Some(element) = element.cast::<Element>() else { return };
            let before = offset.replace(Some(scroller.offset_of(&element)));
            if let Some(before) = before {
                scroller.keep_place(&element, before);
            }
            let (position, scroll_by) = known.follow(scale, top_of(&element), window_height());
            if position != known {
                dispatch.send(Action::ListScrolled(position));
            }
            if scroll_by != 0 {
                scroller.scroll_by_rows(scroll_by, scale.row_height);
            }
        }
    };
    {
        let measure = measure.clone();
        use_effect(move || {
            if is_active {
                measure();
            }
        });
    }
    let known = (is_active, list.scale, list.position.clone());
    use_effect_with(known, move |(is_active, ..)| {
        let listeners = is_active.then(|| {
            ["scroll", "resize"].map(|event| {
                let measure = measure.clone();
                // The scroll event of an element does not bubble.
                let options = EventListenerOptions::run_in_capture_phase();
                EventListener::new_with_options(&window(), event, options, move |_| measure())
            })
        });
        move || drop(listeners)
    });
}

/// Returns the index of the row of an event: a table's rows have it in `aria-rowindex`, where the
/// row of heads is 1; the lines of a source in `data-line`.
fn row_of(event: &FocusEvent) -> Option<usize> {
    let target = event.target()?.dyn_into::<Element>().ok()?;
    let row = target.closest("[aria-rowindex], [data-line]").ok()??;
    let number = |name: &str| row.get_attribute(name)?.parse::<usize>().ok();
    match number("aria-rowindex") {
        Some(row) => row.checked_sub(2),
        None => number("data-line")?.checked_sub(1),
    }
}
