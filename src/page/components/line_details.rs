//! The details of the selected line: jobs, branches, contexts.

use std::rc::Rc;

use covdrop_protocol::{BranchView, FileView, JobId, LineView, Overview, Status};
use yew::prelude::*;

use super::path_name::job_name;
use crate::dispatch::use_dispatch;
use crate::route::Route;
use crate::shared::Shared;
use crate::state::Action;
use crate::words::{self, source};

#[derive(PartialEq, Properties)]
pub(crate) struct LineDetailsProps {
    pub(crate) file: Shared<FileView>,
    pub(crate) overview: Shared<Overview>,
    pub(crate) route: Rc<Route>,
    pub(crate) line: Option<Shared<LineView>>,
}

/// The details under the source; nothing if no line is selected.
#[component]
pub(crate) fn LineDetails(props: &LineDetailsProps) -> Html {
    let dispatch = use_dispatch();
    let LineDetailsProps { file, overview, route, line } = props;
    let (Some((first, last)), Some(line)) = (route.lines, line) else { return Html::default() };
    let lines = u32::try_from(file.lines.len()).unwrap_or(u32::MAX);
    if first > lines || line.line != first {
        return Html::default();
    }
    let last = last.min(lines);
    let title = if first == last {
        source::line(first)
    } else {
        source::first_line(first, last + 1 - first)
    };
    let notes = file.notes.iter().filter(|note| note.line == first);
    html! {
        <section class="drawer" aria-label={title.clone()}>
            <h3>{title}</h3>
            <button
                type="button"
                class="close"
                title={source::CLOSE_KEY}
                aria-label={words::CLOSE}
                onclick={dispatch.on(Action::Navigate {
                    to: Route { lines: None, ..(**route).clone() },
                    push: false,
                })}
            >{"✕"}</button>
            { run_by(file, overview, line) }
            for note in notes { <p class="note">{note.long.clone()}</p> }
            if !line.branches.is_empty() {
                <ul class="ways">{ for line.branches.iter().map(|one| branch(one, overview)) }</ul>
            }
            { contexts(line) }
        </section>
    }
}

/// The names of these jobs.
fn names(overview: &Overview, ids: &[JobId]) -> Vec<Html> {
    let jobs = overview.jobs.iter().filter(|job| ids.contains(&job.id));
    jobs.map(|job| job_name(&job.name)).collect()
}

/// Returns true if the line is no statement, such as a comment.
fn is_plain(file: &FileView, line: &LineView) -> bool {
    let mark = (line.line as usize).checked_sub(1).and_then(|index| file.marks.get(index));
    mark.is_some_and(|mark| mark.status == Status::Plain)
}

/// The jobs that ran the line, and the enabled ones that did not.
fn run_by(file: &FileView, overview: &Overview, line: &LineView) -> Html {
    let ran = names(overview, &line.ran);
    if ran.is_empty() {
        let reason = if is_plain(file, line) { source::NO_STATEMENTS } else { source::NOT_RUN };
        return html! { <p>{reason}</p> };
    }
    let others = overview.jobs.iter().filter(|job| job.on && !line.ran.contains(&job.id));
    let others: Vec<JobId> = others.map(|job| job.id).collect();
    html! {
        <dl>
            <dt>{source::RUN_BY}</dt>
            <dd>{ran}</dd>
            if !others.is_empty() {
                <dt>{source::NOT_RUN_BY}</dt>
                <dd>{names(overview, &others)}</dd>
            }
        </dl>
    }
}

/// A branch from the line.
fn branch(branch: &BranchView, overview: &Overview) -> Html {
    let is_taken = !branch.taken.is_empty();
    let (class, arrow) = if is_taken { ("taken", "→") } else { ("missed", "↛") };
    html! {
        <li {class}>
            <code>{format!("{arrow} {}", branch.to)}</code>
            <span>{branch.what.clone()}</span>
            if is_taken {
                { for names(overview, &branch.taken) }
            } else {
                <em>
                    {if branch.excused { source::BRANCH_EXCLUDED } else { source::BRANCH_NOT_TAKEN }}
                </em>
            }
        </li>
    }
}

fn contexts(line: &LineView) -> Html {
    if line.contexts.is_empty() {
        return Html::default();
    }
    let all = line.contexts_in_all as usize;
    let hidden = all.saturating_sub(line.contexts.len());
    html! {
        <details class="contexts" open=true>
            <summary>{words::contexts(all as u64)}</summary>
            <ul>
                for name in &line.contexts { <li><bdi>{name.clone()}</bdi></li> }
            </ul>
            if hidden > 0 { <p>{source::more_contexts(hidden)}</p> }
        </details>
    }
}
