//! The project of the report: its title, commit, branch, pipeline and date.

use covdrop_protocol::ProjectInfo;
use yew::prelude::*;

use crate::words::project;

/// The line in the header; empty if the report does not describe its project.
pub(crate) fn project_line(project: &ProjectInfo) -> Html {
    if *project == ProjectInfo::default() {
        return Html::default();
    }
    let commit = project.short_commit().map(|short| {
        html! { <span title={project.commit.clone()}>{project::commit(short)}</span> }
    });
    let pipeline = project.pipeline.clone().map(|href| {
        html! { <a {href} rel="noreferrer">{project::PIPELINE}</a> }
    });
    let made = project.made.as_deref().map(|made| {
        html! { <time datetime={made.to_owned()}>{project::made(&readable(made))}</time> }
    });
    html! {
        <p class="project" data-project="">
            if let Some(title) = &project.title { <strong>{title}</strong> }
            if let Some(branch) = &project.branch { <span>{branch}</span> }
            {commit}
            {pipeline}
            {made}
        </p>
    }
}

/// Returns a date and time of ISO 8601 without its seconds, as people write it:
/// `2026-11-27 03:20 UTC`.
pub(crate) fn readable(made: &str) -> String {
    match (made.split_once('T'), made.strip_suffix('Z')) {
        (Some((date, time)), Some(_)) => {
            let minutes = time.get(..5).unwrap_or(time);
            format!("{date} {minutes} UTC")
        }
        (Some((date, time)), None) => format!("{date} {time}"),
        (None, _) => made.to_owned(),
    }
}
