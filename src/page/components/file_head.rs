//! The head of an open file, which stays in sight above its source.

use std::rc::Rc;

use covdrop_protocol::{FileView, Status};
use yew::prelude::*;

use super::path_name::path_name;
use crate::annotations::{Annotations, ColouredStatuses, STATUSES};
use crate::dispatch::use_dispatch;
use crate::hooks::written;
use crate::route::{Asked, QUESTIONS, Route};
use crate::shared::Shared;
use crate::state::Action;
use crate::words::source;

#[derive(PartialEq, Properties)]
pub(crate) struct FileHeadProps {
    pub(crate) file: Shared<FileView>,
    pub(crate) route: Rc<Route>,
    pub(crate) annotations: Rc<Annotations>,
    pub(crate) find: Rc<str>,
    pub(crate) coloured: ColouredStatuses,
    pub(crate) has_branches: bool,
}

#[component]
pub(crate) fn FileHead(props: &FileHeadProps) -> Html {
    let dispatch = use_dispatch();
    let FileHeadProps { file, route, .. } = props;
    let (before, after) = &file.neighbours;
    html! {
        <header>
            <a
                class="up"
                href={route.without_file().to_string()}
                title={source::BACK}
                aria-label={source::BACK}
            >{"←"}</a>
            <h2 ref={dispatch.elements.file_heading.clone()} tabindex="-1">{path_name(&file.path)}</h2>
            { adjacent(route, before.as_ref(), "‹", source::PREVIOUS_FILE) }
            { adjacent(route, after.as_ref(), "›", source::NEXT_FILE) }
            if let Some(plugin) = &file.plugin {
                <p class="numbers" data-doubt="plugin">
                    {source::measured_by_plugin(plugin)}
                </p>
            } else {
                <p class="numbers">
                    <strong>{file.numbers.cover.clone()}</strong>{" "}
                    <span class="in-words">{numbers(file)}</span>
                </p>
            }
            if !file.has_text {
                <p class="numbers">{source::WITHOUT_TEXT}</p>
            }
            <div class="tools">
                <p class="toggles">
                    for index in 0..STATUSES.len() {
                        <StatusToggle
                            {index}
                            annotations={props.annotations.clone()}
                            coloured={props.coloured}
                            has_branches={props.has_branches}
                        />
                    }
                </p>
                <Finding
                    file={file.clone()}
                    route={route.clone()}
                    annotations={props.annotations.clone()}
                    find={props.find.clone()}
                />
            </div>
        </header>
    }
}

/// The link to the previous or the next file.
fn adjacent(
    route: &Route,
    path: Option<&String>,
    arrow: &'static str,
    title: &'static str,
) -> Html {
    let Some(path) = path else { return Html::default() };
    let href = route.with_file(path, None).to_string();
    html! { <a class="step" {href} {title} aria-label={title}>{arrow}</a> }
}

fn numbers(file: &FileView) -> String {
    let numbers = &file.numbers;
    source::numbers(numbers.stmts, numbers.branch, file.approximate, file.measured)
}

#[derive(PartialEq, Properties)]
struct StatusToggleProps {
    /// The index of the status in [`STATUSES`].
    index: usize,
    annotations: Rc<Annotations>,
    coloured: ColouredStatuses,
    has_branches: bool,
}

/// The switch of a status's colour, with the number of its lines.
#[component]
fn StatusToggle(props: &StatusToggleProps) -> Html {
    let dispatch = use_dispatch();
    let Some(&(status, word, key, label)) = STATUSES.get(props.index) else {
        return Html::default();
    };
    let lines = props.annotations.counts.get(props.index).copied().unwrap_or(0);
    if lines == 0 && status == Status::Partial && !props.has_branches {
        return Html::default();
    }
    html! {
        <button
            type="button"
            class={classes!("toggle", word)}
            aria-pressed={props.coloured.has(props.index).to_string()}
            title={source::show_lines(label, key)}
            onclick={dispatch.on(Action::StatusToggled(status))}
        >
            <span class="mark" />
            {lines}
            <span class="in-words">{" "}{label}</span>
        </button>
    }
}

#[derive(PartialEq, Properties)]
struct FindingProps {
    file: Shared<FileView>,
    route: Rc<Route>,
    annotations: Rc<Annotations>,
    find: Rc<str>,
}

/// The search field, and the buttons to the next and the previous jump target.
#[component]
fn Finding(props: &FindingProps) -> Html {
    let dispatch = use_dispatch();
    let jump = |forward| dispatch.on(Action::JumpToMatch { forward });
    html! {
        <p class="steps">
            { targets(props) }
            <button
                type="button"
                class="step"
                title={source::PREVIOUS_PLACE}
                aria-label={source::PREVIOUS_PLACE}
                onclick={jump(false)}
            >{"↑"}</button>
            <button
                type="button"
                class="step"
                title={source::NEXT_PLACE}
                aria-label={source::NEXT_PLACE}
                onclick={jump(true)}
            >{"↓"}</button>
            <input
                ref={dispatch.elements.search.clone()}
                type="search"
                data-search=""
                placeholder={source::FIND}
                aria-label={source::FIND_IN_FILE}
                value={props.find.to_string()}
                oninput={dispatch.map(|event: InputEvent| Action::FindChanged(written(&event)))}
            />
        </p>
    }
}

/// The kind and number of jump targets, unless they are the missing and partial lines.
fn targets(props: &FindingProps) -> Html {
    if props.annotations.is_search {
        return html! {
            <span role="status">{source::found(props.annotations.len())}</span>
        };
    }
    let Some(found) = props.file.found else { return Html::default() };
    let question = QUESTIONS.iter().find(|question| question.0 == props.route.asked);
    let end = Route { asked: Asked::Nothing, ..(*props.route).clone() };
    html! {
        <span class="asked">
            {source::answers(question.map_or("", |question| question.2), found)}{" "}
            <a
                href={end.to_string()}
                title={source::WITHOUT_QUESTION}
                aria-label={source::WITHOUT_QUESTION}
            >{"✕"}</a>
        </span>
    }
}
