//! The problems of the inputs, each with advice.

use covdrop_protocol::{Overview, Problem};
use yew::prelude::*;

use crate::shared::Shared;
use crate::words;

#[derive(PartialEq, Properties)]
pub(crate) struct ProblemsListProps {
    pub(crate) overview: Shared<Overview>,
}

/// The problems, in the order of the session.
#[component]
pub(crate) fn ProblemsList(props: &ProblemsListProps) -> Html {
    let problems = &props.overview.problems;
    if problems.is_empty() {
        return Html::default();
    }
    html! {
        <section class="problems" aria-live="polite" aria-labelledby="problems">
            <h2 id="problems">{words::notices::problems(problems.len() as u64)}</h2>
            <ul>{ for problems.iter().map(problem) }</ul>
        </section>
    }
}

fn problem(Problem { file, what, advice, .. }: &Problem) -> Html {
    html! {
        <li data-problem={file.clone()}>
            <p class="file"><bdi>{file.clone()}</bdi></p>
            <p>{what.clone()}</p>
            if let Some(advice) = advice {
                <p class="advice">{advice.clone()}</p>
            }
        </li>
    }
}
