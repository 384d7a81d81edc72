//! The jobs, each with its switch, and their coverage together.

use std::rc::Rc;

use covdrop_protocol::{Command, Overview};
use yew::prelude::*;

use super::job_item::JobItem;
use crate::dispatch::use_dispatch;
use crate::hooks::use_draft;
use crate::route::{Route, View};
use crate::shared::Shared;
use crate::state::Action;
use crate::words::jobs;

#[derive(PartialEq, Properties)]
pub(crate) struct JobsPanelProps {
    pub(crate) overview: Shared<Overview>,
    pub(crate) route: Rc<Route>,
}

/// The list of jobs; everything else on the page counts the enabled ones.
#[component]
pub(crate) fn JobsPanel(props: &JobsPanelProps) -> Html {
    let dispatch = use_dispatch();
    let JobsPanelProps { overview, route } = props;
    let loaded = &overview.loaded;
    if overview.jobs.is_empty() {
        return Html::default();
    }
    let names = |is_enabled_too: bool| -> Vec<String> {
        let jobs = overview.jobs.iter().filter(|job| is_enabled_too || job.on);
        jobs.map(|job| job.name.clone()).collect()
    };
    let choices =
        [(jobs::ALL, Vec::new()), (jobs::NONE, names(true)), (jobs::INVERT, names(false))];
    html! {
        <section class="jobs" aria-labelledby="jobs">
            <h2 id="jobs">{jobs::JOBS}</h2>
            <p class="all">
                for (label, off) in choices {
                    <button
                        type="button"
                        class="link"
                        onclick={dispatch.on(Action::Navigate {
                            to: Route { off, ..(**route).clone() },
                            push: true,
                        })}
                    >{label}</button>
                }
            </p>
            <ul>
                for (index, job) in overview.jobs.iter().enumerate() {
                    <JobItem
                        key={job.name.clone()}
                        {index}
                        overview={overview.clone()}
                        route={route.clone()}
                    />
                }
            </ul>
            { together(overview) }
            <p class="loaded">
                <a href={route.with_view(View::Input).to_string()}>
                    {jobs::loaded(loaded.data_files.into(), loaded.sources.into())}
                </a>
            </p>
            if loaded.approximate > 0 {
                <label class="approximate">
                    <input
                        type="checkbox"
                        checked={overview.totals.with_approximate}
                        onchange={dispatch.on(Action::SendCommand(Command::CountApproximate(
                            !overview.totals.with_approximate,
                        )))}
                    />
                    {jobs::COUNT_PYTHON_2}
                </label>
            }
            if overview.contexts.count > 0 {
                <ContextsField overview={overview.clone()} contexts={route.contexts.clone()} />
            }
        </section>
    }
}

/// The coverage of all jobs together beside the mean of their own, if there is more than one.
fn together(overview: &Overview) -> Html {
    let (Some(mean), Some(totals), [_, _, ..]) =
        (&overview.totals.mean, &overview.totals.numbers, &*overview.jobs)
    else {
        return Html::default();
    };
    html! {
        <div class="together">
            <p>{ jobs::together(&totals.cover, mean) }</p>
            <details>
                <summary>{jobs::WHY_TWO}</summary>
                <p>{jobs::MEAN_EXPLAINED}</p>
            </details>
        </div>
    }
}

#[derive(PartialEq, Properties)]
struct ContextsFieldProps {
    overview: Shared<Overview>,
    contexts: String,
}

/// The pattern that selects contexts.
#[component]
fn ContextsField(props: &ContextsFieldProps) -> Html {
    let dispatch = use_dispatch();
    let overview = &props.overview;
    let contexts = &overview.contexts;
    let placeholder = match contexts.settings_filter.as_str() {
        "" => jobs::CONTEXTS_HINT.to_owned(),
        setting => jobs::contexts_setting(setting),
    };
    let draft = use_draft(&props.contexts, overview.clone(), dispatch.map(Action::ContextsChanged));
    html! {
        <label class="contexts">
            {jobs::contexts_label(contexts.count)}
            <input
                type="search"
                data-contexts=""
                {placeholder}
                value={draft.text}
                oninput={draft.oninput}
                onchange={draft.onchange}
                aria-invalid={contexts.fault.is_some().then_some("true")}
            />
            <span class="bad" role="alert">{contexts.fault.clone().unwrap_or_default()}</span>
        </label>
    }
}
