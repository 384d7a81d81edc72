//! The top of the page: the totals, the running work, and the ways to add files.

use covdrop_protocol::{Command, Overview, ProjectInfo, display_name};
use web_sys::{HtmlElement, HtmlInputElement};
use yew::prelude::*;

use super::coverage_bar::coverage_bar;
use super::project_line::project_line;
use super::theme_select::ThemeSelect;
use crate::dispatch::use_dispatch;
use crate::dropped_files::picked;
use crate::shared::Shared;
use crate::state::{Action, Work};
use crate::words::{self, header};

#[derive(PartialEq, Properties)]
pub(crate) struct HeaderProps {
    pub(crate) overview: Shared<Overview>,
    pub(crate) project: Shared<ProjectInfo>,
    /// The work to announce.
    pub(crate) work: Option<Work>,
    /// The address of the settings, which the note on trial settings links to.
    pub(crate) settings: AttrValue,
    pub(crate) is_sidebar_open: bool,
}

#[component]
pub(crate) fn Header(props: &HeaderProps) -> Html {
    let dispatch = use_dispatch();
    let is_open = props.is_sidebar_open;
    html! {
        <header class="top">
            <h1><a href="#">{words::COVDROP}</a></h1>
            { project_line(&props.project) }
            <Totals overview={props.overview.clone()} settings={props.settings.clone()} />
            <p class="pickers">
                <button
                    ref={dispatch.elements.sidebar_toggle.clone()}
                    type="button"
                    class="rail-switch"
                    aria-expanded={is_open.to_string()}
                    onclick={dispatch.on(Action::ToggleSidebar(!is_open))}
                >{words::jobs::JOBS}</button>
                <FilePicker label={header::ADD_FILES} is_folder=false />
                <FilePicker label={header::ADD_FOLDER} is_folder=true />
                <ThemeSelect />
                <button
                    ref={dispatch.elements.help_button.clone()}
                    type="button"
                    title={header::HELP_KEY}
                    aria-label={header::HELP}
                    onclick={dispatch.on(Action::ToggleHelp(true))}
                >{"?"}</button>
            </p>
            <div class="working" role="status">
                if let Some(work) = &props.work {
                    { working(work) }
                    <button
                        type="button"
                        onclick={dispatch.on(Action::SendCommand(Command::Cancel))}
                    >{words::CANCEL}</button>
                }
            </div>
        </header>
    }
}

#[derive(PartialEq, Properties)]
struct TotalsProps {
    overview: Shared<Overview>,
    settings: AttrValue,
}

/// The totals over all files, as the last line of `coverage report` gives them.
#[component]
fn Totals(props: &TotalsProps) -> Html {
    let overview = &props.overview;
    let Some(totals) = &overview.totals else { return Html::default() };
    let mut numbers = vec![
        ("stmts", header::STATEMENTS, totals.stmts),
        ("miss", header::MISSING, totals.miss),
        ("excluded", header::EXCLUDED, totals.excluded),
    ];
    if overview.branches {
        numbers.push(("branch", header::BRANCHES, totals.branch));
        numbers.push(("brpart", header::PARTIAL, totals.brpart));
    }
    html! {
        <>
            <p class="grand">
                <strong data-total="cover">{totals.cover.clone()}</strong>
                { coverage_bar(totals) }
            </p>
            if let Some(threshold) = &overview.threshold {
                <p class={if threshold.met { "met" } else { "unmet" }}>
                    {header::threshold(threshold.met, &threshold.least)}
                </p>
            }
            if overview.tried.as_ref().is_some_and(|tried| tried.fault.is_none()) {
                <p class="tried"><a href={&props.settings}>{header::TRIAL_ACTIVE}</a></p>
            }
            <dl class="totals" aria-label={header::TOTALS}>
                for (name, label, value) in numbers {
                    <div><dt>{label}</dt><dd data-total={name}>{value}</dd></div>
                }
            </dl>
        </>
    }
}

#[derive(PartialEq, Properties)]
struct FilePickerProps {
    label: &'static str,
    is_folder: bool,
}

/// A button that opens the browser's dialog of a file input. The input itself stays hidden, as
/// browsers draw it badly and forget what it holds.
#[component]
fn FilePicker(props: &FilePickerProps) -> Html {
    let dispatch = use_dispatch();
    let input = use_node_ref();
    let onclick = {
        let input = input.clone();
        Callback::from(move |_: MouseEvent| {
            if let Some(input) = input.cast::<HtmlElement>() {
                input.click();
            }
        })
    };
    let onchange = Callback::from(move |event: Event| {
        let Some(input) = event.target_dyn_into::<HtmlInputElement>() else { return };
        let Some(files) = input.files() else { return };
        dispatch.send(Action::FilesPicked(picked(&files)));
        // So that the same file can be picked again.
        input.set_value("");
    });
    html! {
        <>
            <button type="button" {onclick}>{props.label}</button>
            if props.is_folder {
                <input
                    ref={input}
                    type="file"
                    hidden=true
                    data-input="folder"
                    webkitdirectory=true
                    {onchange}
                />
            } else {
                <input ref={input} type="file" hidden=true data-input="files" multiple=true {onchange} />
            }
        </>
    }
}

/// How far the work has come.
fn working(work: &Work) -> Html {
    let at = match work {
        Work::Requested => {
            return html! {
                <><progress aria-label={header::WORKING} /><span>{header::WORKING_ON}</span></>
            };
        }
        Work::Running(at) => at,
    };
    let (value, max) = match at.total_bytes {
        0 => (u64::from(at.done), u64::from(at.total)),
        total => (at.bytes, total),
    };
    html! {
        <>
            <progress
                aria-label={header::stage(at.stage)}
                value={value.to_string()}
                max={max.to_string()}
            />
            <span>{header::progress(at)}<bdi>{display_name(&at.name)}</bdi></span>
        </>
    }
}
