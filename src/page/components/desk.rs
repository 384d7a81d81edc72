//! The sidebar with the jobs, and the main part of the page.

use yew::prelude::*;

use super::export_menu::ExportMenu;
use super::jobs_panel::JobsPanel;
use super::main_view::main_view;
use super::problems_list::ProblemsList;
use crate::dispatch::Dispatch;
use crate::state::State;
use crate::words;

/// The page once the session has data or sources. It is a function, since a component with the
/// whole state as its props would always be rendered again.
pub(crate) fn desk(state: &State, dispatch: &Dispatch) -> Html {
    html! {
        <div class={classes!("desk", state.ui.is_sidebar_open.then_some("open"))}>
            <aside aria-label={words::jobs::SIDEBAR}>
                <div class="sidebar">
                    <ProblemsList overview={state.overview.clone()} />
                    <JobsPanel overview={state.overview.clone()} route={state.route.clone()} />
                    <ExportMenu
                        report={state.ui.report.clone()}
                        overview={state.overview.clone()}
                        copied={state.ui.copied.clone()}
                    />
                </div>
            </aside>
            <main ref={dispatch.elements.main.clone()} tabindex="-1">{ main_view(state) }</main>
        </div>
    }
}
