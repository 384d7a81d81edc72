//! The card of an input: its kind, its contents, its problems.

use covdrop_protocol::{Card, CardData, Overview, Problem, display_text};
use yew::prelude::*;

use super::job_form::JobForm;
use crate::shared::Shared;
use crate::words::{self, inputs};

#[derive(PartialEq, Properties)]
pub(crate) struct InputCardProps {
    pub(crate) input: Card,
    pub(crate) overview: Shared<Overview>,
    /// The button that removes the input; the list of cards moves the focus to it.
    pub(crate) remove_button: NodeRef,
    pub(crate) onremove: Callback<()>,
}

#[component]
pub(crate) fn InputCard(props: &InputCardProps) -> Html {
    let InputCardProps { input, overview, .. } = props;
    let name = display_text(&input.name);
    let problems: Vec<Html> = overview
        .problems
        .iter()
        .filter(|problem| problem.input == Some(input.id))
        .map(|problem| problem_of(problem, &name))
        .collect();
    html! {
        <li class="card" data-card={input.name.clone()}>
            <h3><bdi>{name.clone()}</bdi></h3>
            <p class="kind">{inputs::kind(input.kind, input.size)}</p>
            <button
                ref={props.remove_button.clone()}
                type="button"
                class="link"
                aria-label={inputs::remove(&name)}
                onclick={props.onremove.reform(|_| ())}
            >{words::REMOVE}</button>
            if let Some(data) = &input.data {
                <div class="of-jobs">
                    for name in &data.jobs {
                        <JobForm
                            key={name.clone()}
                            name={name.clone()}
                            overview={overview.clone()}
                        />
                    }
                </div>
                <p>{contents(data)}</p>
                <p class="matched">{matched(data, overview)}</p>
            }
            if input.sources > 0 || !input.settings.is_empty() {
                <p>
                    {inputs::sources(
                        input.sources.into(),
                        &display_text(&input.settings.join(", ")),
                    )}
                </p>
            }
            if !problems.is_empty() { <ul class="wrong">{problems}</ul> }
        </li>
    }
}

/// A problem; it names its file unless that is the input itself.
fn problem_of(problem: &Problem, input: &str) -> Html {
    html! {
        <li>
            if problem.file != input {
                <p class="file"><bdi>{problem.file.clone()}</bdi></p>
            }
            <p>{problem.what.clone()}</p>
            if let Some(advice) = &problem.advice { <p class="advice">{advice.clone()}</p> }
        </li>
    }
}

/// Returns a summary of the data files of an input.
fn contents(data: &CardData) -> String {
    let measured = inputs::measured(data.lines, data.branches);
    let versions = display_text(&data.versions.join(", "));
    let contents = inputs::data(data.files.into(), &versions, measured, data.contexts.into());
    match &data.when {
        Some((first, last)) => inputs::recorded(&contents, first, last),
        None => contents,
    }
}

/// Returns the number of recorded paths that are in the source tree, in words.
fn matched(data: &CardData, overview: &Overview) -> String {
    if overview.loaded.sources == 0 {
        return inputs::drop_source(data.recorded.into());
    }
    inputs::found(data.found, data.recorded)
}
