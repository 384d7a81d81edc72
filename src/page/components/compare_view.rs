//! The compare view: coverage of only some jobs, coverage of one job and not of another, and the
//! minimal job set.

use std::rc::Rc;

use covdrop_protocol::{Found, FoundRow, Job, MinimalJobs, Overview};
use yew::prelude::*;

use super::path_name::{job_name, path_name};
use super::table_head::table_head;
use crate::dispatch::{Dispatch, use_dispatch};
use crate::route::{Asked, QUESTIONS, Route};
use crate::shared::Shared;
use crate::state::Action;
use crate::virtual_list::TABLE;
use crate::words::{self, compare};

#[derive(PartialEq, Properties)]
pub(crate) struct CompareViewProps {
    pub(crate) route: Rc<Route>,
    pub(crate) overview: Shared<Overview>,
    pub(crate) found: Option<Shared<Found>>,
    pub(crate) minimal: Option<Shared<MinimalJobs>>,
}

#[component]
pub(crate) fn CompareView(props: &CompareViewProps) -> Html {
    let dispatch = use_dispatch();
    let route = &props.route;
    html! {
        <div class="compare">
            <fieldset>
                <legend>{compare::QUESTION}</legend>
                for (asked, word, label) in QUESTIONS {
                    <label>
                        <input
                            type="radio"
                            name="question"
                            value={word}
                            checked={route.asked == asked}
                            onchange={dispatch.on(Action::Navigate {
                                to: Route { asked, ..(**route).clone() },
                                push: true,
                            })}
                        />
                        {label}
                    </label>
                }
            </fieldset>
            { job_sets(props, &dispatch) }
            { answer(props, &dispatch) }
        </div>
    }
}

/// The switches that choose the jobs of the question.
fn job_sets(props: &CompareViewProps, dispatch: &Dispatch) -> Html {
    let (names, sets): (&[&'static str], &[JobSet]) = match props.route.asked {
        Asked::Only => (&[compare::USE, ""], &[JobSet::First]),
        Asked::Minus => (&[compare::SET_A, compare::SET_B, ""], &[JobSet::First, JobSet::Second]),
        _ => return Html::default(),
    };
    html! {
        <table class="sets" aria-label={words::jobs::JOBS}>
            { table_head(names) }
            <tbody>
                for job in &props.overview.jobs {
                    <tr key={job.name.clone()} class={(!job.on).then_some("off")}>
                        { for sets.iter().map(|&set| job_switch(&props.route, job, set, dispatch)) }
                        <th scope="row"><bdi>{job.name.clone()}</bdi></th>
                    </tr>
                }
            </tbody>
        </table>
    }
}

/// The two sets of jobs of a question.
#[derive(Clone, Copy)]
enum JobSet {
    First,
    Second,
}

/// The switch that puts a job into a set.
fn job_switch(route: &Route, job: &Job, set: JobSet, dispatch: &Dispatch) -> Html {
    let mut to = route.clone();
    let (jobs, set) = match set {
        JobSet::First => (&mut to.first, compare::SET_A),
        JobSet::Second => (&mut to.second, compare::SET_B),
    };
    let checked = jobs.contains(&job.name);
    if checked {
        jobs.retain(|name| *name != job.name);
    } else {
        jobs.push(job.name.clone());
    }
    html! {
        <td>
            <input
                type="checkbox"
                aria-label={compare::job_in_set(&job.name, set)}
                {checked}
                onchange={dispatch.on(Action::Navigate { to, push: false })}
            />
        </td>
    }
}

fn answer(props: &CompareViewProps, dispatch: &Dispatch) -> Html {
    let is_off = props.overview.jobs.iter().all(|job| !job.on);
    match (props.route.asked, &props.found, &props.minimal) {
        (Asked::MinimalJobs, _, Some(minimal)) => minimal_set(props, minimal, dispatch),
        _ if is_off => html! { <p class="none">{words::ALL_JOBS_OFF}</p> },
        (Asked::Only | Asked::Minus, ..) if props.route.first.is_empty() => {
            html! { <p class="none">{compare::CHOOSE}</p> }
        }
        (Asked::Only | Asked::Minus | Asked::Single, Some(found), _) => {
            found_lines(found, &props.route)
        }
        _ => Html::default(),
    }
}

/// The files with lines that answer the question.
fn found_lines(found: &Found, route: &Route) -> Html {
    let files = found.rows.len();
    html! {
        <div role="status">
            <p class="answer">
                <strong>{found.share.clone()}</strong>{" "}
                {compare::found(found.stmts, found.branches, files, TABLE)}
            </p>
            <table class="files found-in" aria-label={words::tabs::FILES}>
                { table_head(&[words::files::NAME, words::files::STMTS, words::files::BRANCH]) }
                <tbody>
                    { for found.rows.iter().take(TABLE).map(|row| found_row(row, route)) }
                </tbody>
                if files > 0 {
                    <tfoot>
                        <tr data-sum="">
                            <th scope="row">{words::files::TOTAL}</th>
                            <td data-col="stmts">{found.stmts}</td>
                            <td data-col="branch">{found.branches}</td>
                        </tr>
                    </tfoot>
                }
            </table>
        </div>
    }
}

fn found_row(row: &FoundRow, route: &Route) -> Html {
    html! {
        <tr key={row.path.clone()}>
            <th scope="row">
                <a href={route.with_file(&row.path, Some(row.line)).to_string()}>
                    { path_name(&row.name) }
                </a>
            </th>
            <td>{row.stmts}</td>
            <td>{row.branches}</td>
        </tr>
    }
}

/// The minimal job set, and a button that switches all other jobs off.
fn minimal_set(props: &CompareViewProps, minimal: &MinimalJobs, dispatch: &Dispatch) -> Html {
    let (jobs, others): (Vec<&Job>, Vec<&Job>) =
        props.overview.jobs.iter().partition(|job| minimal.jobs.contains(&job.id));
    let off: Vec<String> = others.into_iter().map(|job| job.name.clone()).collect();
    let size = jobs.len();
    let enabled = props.overview.jobs.iter().filter(|job| job.on).count();
    let to = Route { off, ..(*props.route).clone() };
    html! {
        <div role="status">
            <p class="answer">
                <strong>{size}</strong>{" "}{compare::minimal_set(enabled, minimal.proven)}
            </p>
            <p>{ for jobs.into_iter().map(|job| job_name(&job.name)) }</p>
            if size != enabled {
                <p>
                    <button
                        type="button"
                        onclick={dispatch.on(Action::Navigate { to, push: true })}
                    >{compare::SWITCH_OTHERS_OFF}</button>
                </p>
            }
        </div>
    }
}
