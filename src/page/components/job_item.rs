//! A job in the sidebar: its switch, its own coverage, the coverage that only it has, and a menu.

use std::rc::Rc;

use covdrop_protocol::{Command, Gain, Job, JobsBy, Overview};
use yew::prelude::*;

use super::job_chip::others;
use super::job_form::JobForm;
use crate::dispatch::use_dispatch;
use crate::hooks::use_menu;
use crate::route::{Asked, Route, View};
use crate::shared::Shared;
use crate::state::Action;
use crate::words::jobs;

#[derive(PartialEq, Properties)]
pub(crate) struct JobItemProps {
    pub(crate) overview: Shared<Overview>,
    pub(crate) index: usize,
    pub(crate) route: Rc<Route>,
}

#[component]
pub(crate) fn JobItem(props: &JobItemProps) -> Html {
    let dispatch = use_dispatch();
    let Some(job) = props.overview.jobs.get(props.index) else { return Html::default() };
    let mut off = props.route.off.clone();
    off.retain(|name| *name != job.name);
    if job.on {
        off.push(job.name.clone());
    }
    let to = Route { off, ..(*props.route).clone() };
    html! {
        <li>
            <label>
                <input
                    type="checkbox"
                    data-job={job.name.clone()}
                    checked={job.on}
                    onchange={dispatch.on(Action::Navigate { to, push: true })}
                />
                <bdi>{job.name.clone()}</bdi>
                if let Some(cover) = &job.cover {
                    <span class="number">{cover.clone()}</span>
                    if let Some(gain) = &job.gain { { gain_of(gain) } }
                }
            </label>
            <JobMenu
                overview={props.overview.clone()}
                index={props.index}
                route={props.route.clone()}
            />
        </li>
    }
}

/// The coverage that only this job has.
fn gain_of(gain: &Gain) -> Html {
    let (points, title) = if gain.stmts + gain.branches > 0 {
        (format!("+{}", gain.points), jobs::gain(gain.stmts, gain.branches))
    } else {
        ("–".to_owned(), jobs::NO_GAIN.to_owned())
    };
    html! { <span class="number gain" {title}>{points}</span> }
}

/// The menu of a job.
#[component]
fn JobMenu(props: &JobItemProps) -> Html {
    let dispatch = use_dispatch();
    let menu = use_menu();
    let Some(job) = props.overview.jobs.get(props.index) else { return Html::default() };
    let label = jobs::more_about(&job.name);
    html! {
        <details ref={menu.details} class="menu" open={menu.is_open}>
            <summary
                ref={menu.summary}
                aria-label={label.clone()}
                title={label}
                onclick={menu.ontoggle}
            >{"⋯"}</summary>
            <div>
                for (label, to) in menu_items(&props.overview.jobs, job, &props.route) {
                    <button
                        type="button"
                        onclick={dispatch.on(Action::Navigate { to, push: true })}
                    >{label}</button>
                }
                <span role="group" aria-label={jobs::GROUP_FILES}>
                    <strong aria-hidden="true">{jobs::GROUP_FILES}</strong>
                    for (by, label) in GROUPINGS {
                        <button
                            type="button"
                            aria-pressed={(props.overview.jobs_by == by).to_string()}
                            onclick={dispatch.on(Action::SendCommand(Command::GroupJobs(by)))}
                        >{label}</button>
                    }
                </span>
                <JobForm name={job.name.clone()} overview={props.overview.clone()} />
            </div>
        </details>
    }
}

/// The rules that group data files into jobs, with their labels in the menu.
const GROUPINGS: [(Option<JobsBy>, &str); 5] = [
    (None, jobs::GROUP_DETECTED),
    (Some(JobsBy::File), jobs::GROUP_BY_FILE),
    (Some(JobsBy::Folder), jobs::GROUP_BY_FOLDER),
    (Some(JobsBy::Host), jobs::GROUP_BY_HOST),
    (Some(JobsBy::Root), jobs::GROUP_BY_ROOT),
];

fn menu_items(jobs: &[Job], job: &Job, route: &Route) -> [(&'static str, Route); 3] {
    let others = others(jobs, job);
    let this = vec![job.name.clone()];
    let compare = Route {
        asked: Asked::Only,
        first: this.clone(),
        second: Vec::new(),
        ..route.with_view(View::Compare)
    };
    [
        (jobs::ONLY_THIS, Route { off: others, ..route.clone() }),
        (jobs::ALL_BUT_THIS, Route { off: this, ..route.clone() }),
        (jobs::COVERED_BY_ONLY_THIS, compare),
    ]
}
