//! A job of an input: its name, which opens a form to rename it or to merge it into another job.

use covdrop_protocol::{Command, Overview};
use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

use crate::dispatch::use_dispatch;
use crate::shared::Shared;
use crate::state::Action;
use crate::words::jobs;

#[derive(PartialEq, Properties)]
pub(crate) struct JobFormProps {
    pub(crate) name: String,
    pub(crate) overview: Shared<Overview>,
}

#[component]
pub(crate) fn JobForm(props: &JobFormProps) -> Html {
    let dispatch = use_dispatch();
    let JobFormProps { name, overview } = props;
    let written = use_state(|| name.clone());
    let merged_into = use_state(String::new);
    let oninput = {
        let written = written.clone();
        Callback::from(move |event: InputEvent| {
            if let Some(input) = event.target_dyn_into::<HtmlInputElement>() {
                written.set(input.value());
            }
        })
    };
    let onchange = {
        let merged_into = merged_into.clone();
        Callback::from(move |event: Event| {
            if let Some(select) = event.target_dyn_into::<HtmlSelectElement>() {
                merged_into.set(select.value());
            }
        })
    };
    let onsubmit = {
        let (from, written, merged_into) = (name.clone(), written.clone(), merged_into.clone());
        dispatch.map(move |event: SubmitEvent| {
            event.prevent_default();
            let to = if merged_into.is_empty() { &*written } else { &*merged_into };
            Action::SendCommand(Command::RenameJob { from: from.clone(), to: to.clone() })
        })
    };
    let others = overview.jobs.iter().filter(|job| job.name != *name);
    let can_merge = overview.jobs.len() > 1;
    let is_renamed = overview.jobs.iter().any(|job| job.name == *name && job.is_renamed);
    html! {
        <details class="of-job">
            <summary title={jobs::RENAME_OR_MERGE}><bdi>{name.clone()}</bdi></summary>
            <form {onsubmit} aria-label={jobs::RENAME_OR_MERGE}>
                <label>
                    {jobs::NEW_NAME}{" "}
                    <input required=true maxlength="200" value={(*written).clone()} {oninput} />
                </label>
                if can_merge {
                    <label>
                        {jobs::MERGE_INTO}{" "}
                        <select {onchange}>
                            <option value="" selected={merged_into.is_empty()}>{jobs::ANOTHER_JOB}</option>
                            for job in others {
                                <option
                                    value={job.name.clone()}
                                    selected={*merged_into == job.name}
                                >{job.name.clone()}</option>
                            }
                        </select>
                    </label>
                }
                <button>{if can_merge { jobs::RENAME_OR_MERGE } else { jobs::RENAME }}</button>
                if is_renamed {
                    <button
                        type="button"
                        onclick={dispatch.on(Action::SendCommand(Command::RestoreJobName(name.clone())))}
                    >{jobs::RESTORE_NAME}</button>
                }
            </form>
        </details>
    }
}
