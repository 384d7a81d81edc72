//! The header: the totals, and the buttons to add files.

use std::rc::Rc;

use covdrop_protocol::{Overview, ProjectInfo};
use web_sys::{HtmlElement, HtmlInputElement};
use yew::prelude::*;

use super::coverage_bar::coverage_bar;
use super::doubt_links::DoubtLinks;
use super::project_line::project_line;
use super::theme_select::ThemeSelect;
use crate::dispatch::use_dispatch;
use crate::dropped_files::picked;
use crate::route::{Route, View};
use crate::shared::Shared;
use crate::state::Action;
use crate::words::{self, header};

#[derive(PartialEq, Properties)]
pub(crate) struct HeaderProps {
    pub(crate) overview: Shared<Overview>,
    pub(crate) project: Shared<ProjectInfo>,
    pub(crate) route: Rc<Route>,
    pub(crate) is_sidebar_open: bool,
    /// Whether the page has a main part to skip to.
    pub(crate) has_main: bool,
}

#[component]
pub(crate) fn Header(props: &HeaderProps) -> Html {
    let dispatch = use_dispatch();
    let is_open = props.is_sidebar_open;
    html! {
        <header class="top">
            if props.has_main {
                <button type="button" class="skip" onclick={dispatch.on(Action::SkipToMain)}>
                    {header::SKIP_TO_MAIN}
                </button>
            }
            <h1><a href="#">{words::COVDROP}</a></h1>
            { project_line(&props.project) }
            <Totals overview={props.overview.clone()} route={props.route.clone()} />
            <p class="pickers">
                <button
                    ref={dispatch.elements.sidebar_toggle.clone()}
                    type="button"
                    class="sidebar-toggle"
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
        </header>
    }
}

#[derive(PartialEq, Properties)]
struct TotalsProps {
    overview: Shared<Overview>,
    route: Rc<Route>,
}

/// The totals over all files, as the last line of `coverage report` gives them.
#[component]
fn Totals(props: &TotalsProps) -> Html {
    let overview = &props.overview;
    let Some(totals) = &overview.totals.numbers else { return Html::default() };
    let mut numbers = vec![
        ("stmts", header::STATEMENTS, totals.stmts),
        ("miss", header::MISSING, totals.miss),
        ("excluded", header::EXCLUDED, totals.excluded),
    ];
    if overview.totals.has_branches {
        numbers.push(("branch", header::BRANCHES, totals.branch));
        numbers.push(("brpart", header::PARTIAL, totals.brpart));
    }
    html! {
        <>
            <p class="grand">
                <strong data-total="cover">{totals.cover.clone()}</strong>
                { coverage_bar(totals) }
            </p>
            if let Some(threshold) = &overview.totals.threshold {
                <p class={if threshold.met { "met" } else { "unmet" }}>
                    {header::threshold(threshold.met, &threshold.least)}
                </p>
            }
            if overview.settings.tried.as_ref().is_some_and(|tried| tried.fault.is_none()) {
                <p class="tried">
                    <a href={props.route.with_view(View::Settings).to_string()}>
                        {header::TRIAL_ACTIVE}
                    </a>
                </p>
            }
            <DoubtLinks overview={overview.clone()} route={props.route.clone()} />
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

/// A button that opens the browser's file dialog. The file input itself stays hidden, since
/// browsers give it no useful style or text.
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
        // Allows a person to pick the same file again.
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
