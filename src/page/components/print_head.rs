//! The head of a printed report: the project, the commit, the jobs and the date.

use covdrop_protocol::{Overview, ProjectInfo, display_text};
use yew::prelude::*;

use super::project_line::readable;
use crate::browser;
use crate::shared::Shared;
use crate::words::print;

#[derive(PartialEq, Properties)]
pub(crate) struct PrintHeadProps {
    pub(crate) overview: Shared<Overview>,
    pub(crate) project: Shared<ProjectInfo>,
    /// Whether the page is being printed; if not, the head is empty.
    pub(crate) is_printing: bool,
}

#[component]
pub(crate) fn PrintHead(props: &PrintHeadProps) -> Html {
    if !props.is_printing {
        return Html::default();
    }
    let ProjectInfo { title, commit, branch, made, .. } = &*props.project;
    let jobs = props.overview.jobs.iter().filter(|job| job.on);
    let jobs: Vec<String> = jobs.map(|job| display_text(&job.name)).collect();
    let all = props.overview.jobs.len();
    html! {
        <div class="print-head">
            <p><strong>{print::title(title.as_deref())}</strong></p>
            if branch.is_some() || commit.is_some() {
                <p>{print::commit(branch.as_deref(), commit.as_deref())}</p>
            }
            <p>{print::jobs(&jobs, all)}</p>
            if let Some(made) = made { <p>{print::made(&readable(made))}</p> }
            <p>{print::printed(&browser::now())}</p>
        </div>
    }
}
