//! The name of a job that ran something, with a menu that switches jobs.

use std::rc::Rc;

use covdrop_protocol::{Job, Overview, display_name};
use yew::prelude::*;

use crate::dispatch::use_dispatch;
use crate::hooks::use_menu;
use crate::route::Route;
use crate::shared::Shared;
use crate::state::Action;
use crate::words::{jobs, source};

#[derive(PartialEq, Properties)]
pub(crate) struct JobChipProps {
    pub(crate) overview: Shared<Overview>,
    /// The index of the job in the overview.
    pub(crate) index: usize,
    pub(crate) route: Rc<Route>,
    /// A note on the job.
    #[prop_or_default]
    pub(crate) note: String,
}

#[component]
pub(crate) fn JobChip(props: &JobChipProps) -> Html {
    let dispatch = use_dispatch();
    let menu = use_menu();
    let all = &props.overview.jobs;
    let Some(job) = all.get(props.index) else { return Html::default() };
    let route = &props.route;
    let with_off =
        |off: Vec<String>| Action::Navigate { to: Route { off, ..(**route).clone() }, push: true };
    let mut off = route.off.clone();
    off.push(job.name.clone());
    html! {
        <details ref={menu.details} class="menu job" open={menu.is_open}>
            <summary ref={menu.summary} onclick={menu.ontoggle}>
                <bdi>{display_name(&job.name)}</bdi>
                if !props.note.is_empty() { <small>{props.note.clone()}</small> }
            </summary>
            <p>
                <button type="button" onclick={dispatch.on(with_off(others(all, job)))}>
                    {jobs::ONLY_THIS}
                </button>
                <button type="button" onclick={dispatch.on(with_off(off))}>{source::SWITCH_OFF}</button>
            </p>
        </details>
    }
}

/// Returns the names of the other jobs.
pub(crate) fn others(all: &[Job], job: &Job) -> Vec<String> {
    let others = all.iter().filter(|other| other.name != job.name);
    others.map(|other| other.name.clone()).collect()
}
