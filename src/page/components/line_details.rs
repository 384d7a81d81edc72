//! The details of the selected lines: jobs, branches, contexts, and links to share.

use std::rc::Rc;

use covdrop_protocol::{
    BranchView, FileView, JobId, LineView, Note, Overview, ProjectInfo, Status,
};
use web_sys::HtmlElement;
use yew::prelude::*;

use super::context_list::ContextList;
use super::copy_button::CopyButton;
use super::job_chip::JobChip;
use crate::browser;
use crate::dispatch::use_dispatch;
use crate::hooks::use_focus_request;
use crate::route::Route;
use crate::shared::Shared;
use crate::state::{Action, FocusRequest};
use crate::words::{self, source};

/// The maximum number of notes on branches for a range of lines.
const MAX_NOTES: usize = 10;

#[derive(PartialEq, Properties)]
pub(crate) struct LineDetailsProps {
    pub(crate) file: Shared<FileView>,
    pub(crate) overview: Shared<Overview>,
    pub(crate) route: Rc<Route>,
    pub(crate) project: Shared<ProjectInfo>,
    pub(crate) copied: Rc<str>,
    pub(crate) line: Option<Shared<LineView>>,
    pub(crate) context_search: Rc<str>,
    pub(crate) focus: FocusRequest,
}

/// The details under the source; nothing if no line is selected.
#[component]
pub(crate) fn LineDetails(props: &LineDetailsProps) -> Html {
    let dispatch = use_dispatch();
    let heading = use_node_ref();
    {
        let heading = heading.clone();
        use_focus_request(props.focus, move || heading.cast::<HtmlElement>());
    }
    let LineDetailsProps { file, route, line, .. } = props;
    let (Some((selected, _)), Some(line)) = (route.lines, line) else { return Html::default() };
    let lines = u32::try_from(file.lines.len()).unwrap_or(u32::MAX);
    if selected > lines {
        return Html::default();
    }
    // Until the worker answers for other lines, the details are those of the last ones.
    let (first, last) = (line.query.first, line.query.last.min(lines));
    let title = if first == last {
        source::line(first)
    } else {
        source::lines(first, last, line.run, line.statements)
    };
    let link = browser::link_to(route);
    html! {
        <section class="line-details" aria-label={title.clone()}>
            <h3 ref={heading} tabindex="-1">{title}</h3>
            <p class="share">
                <CopyButton label={source::COPY_LINK} text={link} copied={props.copied.clone()} />
                { in_repository(&props.project, &file.path, first) }
                <button
                    type="button"
                    class="close"
                    title={source::CLOSE_KEY}
                    aria-label={words::CLOSE}
                    onclick={dispatch.on(Action::CloseDetails)}
                >{"✕"}</button>
            </p>
            { run_by(props, line) }
            { notes(file, first, last) }
            if !line.branches.is_empty() {
                <ul class="branches">{ for line.branches.iter().map(|one| branch(one, props)) }</ul>
            }
            <ContextList
                line={line.clone()}
                search={props.context_search.clone()}
                pattern={route.contexts.clone()}
            />
        </section>
    }
}

/// The link to the line in the repository, if the report knows its addresses.
fn in_repository(project: &ProjectInfo, path: &str, line: u32) -> Html {
    let Some(href) = project.address(path, line) else { return Html::default() };
    let host = href.split('/').nth(2).unwrap_or_default();
    let label = source::open_in(host);
    html! { <a {href} target="_blank" rel="noopener noreferrer">{label}</a> }
}

/// The notes on branches in these lines.
fn notes(file: &FileView, first: u32, last: u32) -> Html {
    let notes: Vec<&Note> =
        file.notes.iter().filter(|note| (first..=last).contains(&note.line)).collect();
    let hidden = notes.len().saturating_sub(MAX_NOTES);
    html! {
        <>
            for note in notes.into_iter().take(MAX_NOTES) { <p class="note">{note.long.clone()}</p> }
            if hidden > 0 { <p>{source::more_notes(hidden)}</p> }
        </>
    }
}

/// The chips of the jobs with these ids, each with a note.
fn chips(props: &LineDetailsProps, jobs: &[(JobId, String)]) -> Html {
    let chips = jobs.iter().filter_map(|(id, note)| {
        let index = props.overview.jobs.iter().position(|job| job.id == *id)?;
        Some(html! {
            <JobChip
                key={index}
                {index}
                note={note.clone()}
                overview={props.overview.clone()}
                route={props.route.clone()}
            />
        })
    });
    chips.collect()
}

/// The jobs that ran the lines, and the enabled ones that did not.
fn run_by(props: &LineDetailsProps, line: &LineView) -> Html {
    if line.ran.is_empty() {
        let is_plain = line.statements == 0 && is_plain(&props.file, line);
        return html! { <p>{if is_plain { source::NO_STATEMENTS } else { source::NOT_RUN }}</p> };
    }
    let share = |number| {
        if line.statements > 1 { source::some_of(number, line.statements) } else { String::new() }
    };
    let those: Vec<_> = line.ran.iter().map(|by| (by.job, share(by.statements))).collect();
    let is_other = |job: JobId| line.ran.iter().all(|by| by.job != job);
    let others = props.overview.jobs.iter().filter(|job| job.on && is_other(job.id));
    let others: Vec<_> = others.map(|job| (job.id, String::new())).collect();
    html! {
        <dl>
            <dt>{source::RUN_BY}</dt>
            <dd>{ chips(props, &those) }</dd>
            if !others.is_empty() {
                <dt>{source::NOT_RUN_BY}</dt>
                <dd>{ chips(props, &others) }</dd>
            }
        </dl>
    }
}

/// Returns true if the lines have no statements, such as comments.
fn is_plain(file: &FileView, line: &LineView) -> bool {
    let (first, last) = (line.query.first as usize, line.query.last as usize);
    let marks = file.marks.get(first.saturating_sub(1)..last.min(file.marks.len()));
    marks.is_some_and(|marks| marks.iter().all(|mark| mark.status == Status::Plain))
}

/// A branch from the line.
fn branch(branch: &BranchView, props: &LineDetailsProps) -> Html {
    let is_taken = !branch.taken.is_empty();
    let (class, arrow) = if is_taken { ("taken", "→") } else { ("missed", "↛") };
    let taken: Vec<_> = branch.taken.iter().map(|id| (*id, String::new())).collect();
    html! {
        <li {class}>
            <code>{format!("{arrow} {}", branch.to)}</code>
            <span>{branch.what.clone()}</span>
            if is_taken {
                { chips(props, &taken) }
            } else {
                <em>
                    {if branch.excused { source::BRANCH_EXCLUDED } else { source::BRANCH_NOT_TAKEN }}
                </em>
            }
        </li>
    }
}
