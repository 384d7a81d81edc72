//! The root component.

use std::rc::Rc;

use yew::prelude::*;

use super::desk::desk;
use super::drop_overlay::DropOverlay;
use super::header::Header;
use super::help_dialog::HelpDialog;
use super::print_head::PrintHead;
use super::toasts::Toasts;
use super::welcome::Welcome;
use crate::browser;
use crate::dispatch::{Dispatch, Elements};
use crate::hooks::{
    ListScroll, use_document, use_dropped_files, use_effects, use_hotkeys, use_leave_guard,
    use_window_events, use_worker,
};
use crate::site_manifest;
use crate::state::{Action, State};
use crate::words;

/// The page: it has the state, connects it with the browser and the worker, and renders the views.
#[component]
pub(crate) fn App() -> Html {
    let state = use_reducer(|| {
        let mut state = State::at_start(
            browser::route_of_address(),
            browser::stored_coloured(),
            browser::viewport(),
        );
        state.ui.is_opening = site_manifest::is_embedded();
        state
    });
    let scroll = use_memo((), |()| ListScroll::default());
    let dispatch = use_dispatcher(&state, &scroll);
    let worker = use_worker(&dispatch);
    let is_dragging = use_dropped_files(&worker);
    use_window_events(&dispatch);
    use_hotkeys(&state, &dispatch);
    use_document(&state, &dispatch);
    use_leave_guard(&state);
    use_effects(&state, &dispatch, &worker, &scroll);
    use_effect_with((), |()| browser::remove_static_screen());
    html! {
        <ContextProvider<Dispatch> context={dispatch.clone()}>
            // Nothing else is usable while the help is open.
            <div class="page" inert={state.ui.is_help_open}>
                <PrintHead
                    overview={state.overview.clone()}
                    project={state.project.clone()}
                    is_printing={state.listings.is_printing}
                />
                <Header
                    overview={state.overview.clone()}
                    project={state.project.clone()}
                    route={state.route.clone()}
                    is_sidebar_open={state.ui.is_sidebar_open}
                    has_main={!state.is_empty()}
                />
                if state.is_empty() && state.ui.is_opening {
                    <p class="opening">{words::welcome::OPENING}</p>
                } else if state.is_empty() {
                    <Welcome
                        route={state.route.clone()}
                        saved_session={state.saved_session.clone()}
                    />
                } else {
                    { desk(&state, &dispatch) }
                }
            </div>
            <Toasts
                fault={state.progress.fault.clone()}
                undoable={state.ui.undoable.clone()}
                work={state.progress.announced().cloned()}
                copied={state.ui.copied.clone()}
            />
            <p class="said" role="status">{state.ui.announcement.clone()}</p>
            if state.ui.is_help_open { <HelpDialog /> }
            if is_dragging { <DropOverlay /> }
        </ContextProvider<Dispatch>>
    }
}

/// Makes the dispatcher, which measures the scroll position before an action that needs it.
#[hook]
fn use_dispatcher(state: &UseReducerHandle<State>, scroll: &Rc<ListScroll>) -> Dispatch {
    let dispatch = use_memo((), |()| {
        let (dispatcher, scroll) = (state.dispatcher(), Rc::clone(scroll));
        let elements = Elements::default();
        let measured = elements.clone();
        let send = move |action| {
            match action {
                Action::JumpToMatch { .. } | Action::FindChanged(_) => {
                    let slots = measured.lines().map(|lines| browser::visible_slots(&lines));
                    dispatcher.dispatch(Action::VisibleSlotsMeasured(slots));
                }
                Action::RouteChanged(_)
                | Action::Navigate { .. }
                | Action::OpenAdjacentFile { .. } => scroll.measure(&measured),
                _ => {}
            }
            dispatcher.dispatch(action);
        };
        Dispatch::new(Callback::from(send), elements)
    });
    (*dispatch).clone()
}
