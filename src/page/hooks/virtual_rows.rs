//! Virtual lists: which rows are in the window.

use gloo::events::{EventListener, EventListenerOptions};
use gloo::utils::window;
use yew::prelude::*;

use crate::browser::visible_rows;
use crate::dispatch::use_dispatch;
use crate::state::Action;
use crate::window::Reach;

/// Tells the state which rows of `list` are in the window, after each drawing and whenever something
/// is scrolled; of a list that is rendered as a whole (not `is_cut`) or printed, nobody asks.
#[hook]
pub(crate) fn use_virtual_rows(
    list: &NodeRef,
    row_height: usize,
    is_cut: bool,
    is_printing: bool,
    reach: &Reach,
) {
    let dispatch = use_dispatch();
    let is_watched = is_cut && !is_printing;
    let measure = {
        let (list, known) = (list.clone(), reach.in_sight.clone());
        move || {
            if let Some(rows) = visible_rows(&list, row_height).filter(|rows| *rows != known) {
                dispatch.send(Action::VisibleRowsChanged(rows));
            }
        }
    };
    {
        let measure = measure.clone();
        use_effect(move || {
            if is_watched {
                measure();
            }
        });
    }
    use_effect_with((is_watched, reach.in_sight.clone()), move |(is_watched, _)| {
        // The matrix is scrolled by itself.
        let options = EventListenerOptions::run_in_capture_phase();
        let scroll = is_watched.then(|| {
            EventListener::new_with_options(&window(), "scroll", options, move |_| measure())
        });
        move || drop(scroll)
    });
}
