//! Carries out the effects that the state has queued.

use std::cell::Cell;
use std::rc::Rc;

use covdrop_protocol::QueryId;
use yew::prelude::*;

use super::worker::WorkerHandle;
use crate::browser;
use crate::copy::copy;
use crate::dispatch::{Dispatch, Elements};
use crate::state::{Action, Effect, State};

/// Saves the scroll position of the list.
#[derive(Default)]
pub(crate) struct ListScroll {
    /// The position before the current action, since rendering may scroll the page.
    before: Cell<ScrollOffsets>,
    /// The position when the person left the list for a file.
    saved: Cell<ScrollOffsets>,
}

/// The scroll positions of the page and of the matrix in it, in pixels.
#[derive(Clone, Copy, Default)]
struct ScrollOffsets {
    page: f64,
    matrix: i32,
}

impl ListScroll {
    /// Measures the position, before the page is rendered again.
    pub(crate) fn measure(&self, elements: &Elements) {
        let matrix = elements.matrix().map_or(0, |matrix| matrix.scroll_top());
        self.before.set(ScrollOffsets { page: browser::scrolled(), matrix });
    }

    /// Restores the saved position.
    fn restore(&self, elements: &Elements) {
        let ScrollOffsets { page, matrix } = self.saved.get();
        browser::scroll_to(page);
        if let Some(element) = elements.matrix() {
            element.set_scroll_top(matrix);
        }
    }
}

/// Carries out each effect once, after the page is rendered with the new state.
#[hook]
pub(crate) fn use_effects(
    state: &UseReducerHandle<State>,
    dispatch: &Dispatch,
    worker: &WorkerHandle,
    scroll: &Rc<ListScroll>,
) {
    let done = use_mut_ref(|| 0);
    let (state, dispatch) = (state.clone(), dispatch.clone());
    let (worker, scroll) = (worker.clone(), Rc::clone(scroll));
    use_effect_with(state.effects.last(), move |&last| {
        let effects = state.effects.after(done.replace(last));
        if effects.is_empty() {
            return;
        }
        for (number, effect) in effects {
            carry_out(number, effect, &state, &dispatch, &worker, &scroll);
        }
        dispatch.send(Action::EffectsCarriedOut(last));
    });
}

fn carry_out(
    number: u64,
    effect: Effect,
    state: &State,
    dispatch: &Dispatch,
    worker: &WorkerHandle,
    scroll: &ListScroll,
) {
    match effect {
        Effect::Send(command) => worker.send(command),
        Effect::Query(query) => worker.query(QueryId(number), query),
        Effect::RememberSession => worker.remember_session(),
        Effect::RestoreSession => worker.restore_session(),
        Effect::ImportFiles(files) => worker.import_files(files),
        Effect::ScrollToLine(line) => {
            let scale = state.open_file.scale();
            let (lines, position) = (dispatch.elements.lines(), &state.listings.position);
            let scrolled =
                lines.and_then(|lines| browser::scroll_to_line(&lines, line, scale, position));
            if let Some(position) = scrolled {
                dispatch.send(Action::ListScrolled(position));
            }
        }
        Effect::ScrollToTop => browser::scroll_to_top(&dispatch.elements),
        Effect::SaveListScroll => scroll.saved.set(scroll.before.get()),
        Effect::RestoreListScroll => scroll.restore(&dispatch.elements),
        Effect::SetAddress { push } => browser::set_address(&state.route, push),
        Effect::Focus(target) => dispatch.elements.focus(target),
        Effect::BlurField => browser::blur_field(),
        Effect::StoreColouredStatuses => browser::store_coloured(state.open_file.coloured),
        Effect::StoreColumns => browser::store_columns(state.route.columns),
        Effect::Copy(text) => copy(text, dispatch.clone()),
        Effect::SaveExport(export) => browser::save_export(export),
        Effect::MakeReport => worker.make_report(state.project.clone()),
        Effect::SaveSession(on) => worker.save_session(on),
    }
}
