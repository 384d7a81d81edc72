//! What is wrong with what was dropped, and what to do about it.

use covdrop_protocol::{Overview, Problem};
use yew::prelude::*;

/// The problems, in the order in which they were met.
pub(crate) fn problems(overview: &Overview) -> Html {
    if overview.problems.is_empty() {
        return Html::default();
    }
    let row = |problem: &Problem| {
        html! {
            <li data-problem={problem.file.clone()}>
                <p class="file"><bdi>{ &problem.file }</bdi></p>
                <p>{ &problem.what }</p>
                if let Some(advice) = &problem.advice {
                    <p class="advice">{ advice }</p>
                }
            </li>
        }
    };
    let title = match overview.problems.len() {
        1 => "1 problem".to_owned(),
        n => format!("{n} problems"),
    };
    html! {
        <section class="problems" aria-labelledby="problems">
            <h2 id="problems">{ title }</h2>
            <ul role="status">{ for overview.problems.iter().map(row) }</ul>
        </section>
    }
}
