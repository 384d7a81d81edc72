//! What is wrong with what was dropped, and what to do about it.

use covdrop_protocol::{Overview, Problem};
use yew::Html;

use crate::tag::{count, tag};

/// The problems, in the order in which they were met.
pub(crate) fn problems(overview: &Overview) -> Html {
    if overview.problems.is_empty() {
        return Html::default();
    }
    let title = count(overview.problems.len() as u64, "problem");
    tag("section; class=problems; aria-live=polite; aria-labelledby=problems")
        .tag(tag("h2; id=problems").say(title))
        .tag(tag("ul").all(overview.problems.iter().map(row)))
        .html()
}

fn row(Problem { file, what, advice, .. }: &Problem) -> Html {
    let mut row = tag("li")
        .owned("data-problem", file.clone())
        .tag(tag("p; class=file").tag(tag("bdi").say(file.clone())))
        .tag(tag("p").say(what.clone()));
    if let Some(advice) = advice {
        row = row.tag(tag("p; class=advice").say(advice.clone()));
    }
    row.html()
}
