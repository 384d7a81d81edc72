//! The jobs, and the main part of the page beside them.

use yew::prelude::*;

use super::export_menu::ExportMenu;
use super::jobs_panel::JobsPanel;
use super::main_view::main_view;
use super::problems_list::ProblemsList;
use crate::dispatch::Dispatch;
use crate::state::State;
use crate::words;

/// The page once something is loaded. This is no component, as the whole state is no props.
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
