//! Carries out the effects that the state has queued.

use std::cell::Cell;
use std::rc::Rc;

use yew::prelude::*;

use super::worker::WorkerHandle;
use crate::browser;
use crate::copy::copy;
use crate::dispatch::Dispatch;
use crate::state::{Action, Effect, State};

/// How far the list is scrolled, in pixels.
#[derive(Default)]
pub(crate) struct ListScroll {
    /// Before the action that is being handled: once the page is drawn, it may be scrolled elsewhere.
    before: Cell<f64>,
    /// When the list was left for a file.
    saved: Cell<f64>,
}

impl ListScroll {
    /// Measures it, before the page is drawn again.
    pub(crate) fn measure(&self) {
        self.before.set(browser::scrolled());
    }
}

/// Carries out each effect once, after the page was drawn as the state says.
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
        for effect in effects {
            carry_out(effect, &state, &dispatch, &worker, &scroll);
        }
        dispatch.send(Action::EffectsCarriedOut(last));
    });
}

fn carry_out(
    effect: Effect,
    state: &State,
    dispatch: &Dispatch,
    worker: &WorkerHandle,
    scroll: &ListScroll,
) {
    match effect {
        Effect::Send(request) => worker.send(&request),
        Effect::ImportFiles(files) => worker.import_files(files),
        Effect::ScrollToLine(line) => {
            if let Some(lines) = dispatch.elements.lines() {
                browser::scroll_to_line(&lines, line);
            }
        }
        Effect::ScrollToTop => browser::scroll_to(0.0),
        Effect::SaveListScroll => scroll.saved.set(scroll.before.get()),
        Effect::RestoreListScroll => browser::scroll_to(scroll.saved.get()),
        Effect::SetAddress { push } => browser::set_address(&state.route, push),
        Effect::Focus(target) => dispatch.elements.focus(target),
        Effect::BlurField => browser::blur_field(),
        Effect::StoreColouredStatuses => browser::store_coloured(state.open_file.coloured),
        Effect::Copy(text) => copy(text, dispatch.clone()),
        Effect::SaveExport(export) => browser::save_export(export),
        Effect::SaveSession(on) => worker.save_session(on),
    }
}
