//! Numbers as a bar: run, partial, missing and excluded statements, by colour and by height.

use covdrop_protocol::Numbers;
use yew::prelude::*;

/// A bar. The numbers stand beside it, so that it is hidden from screen readers.
pub(crate) fn coverage_bar(numbers: &Numbers) -> Html {
    let run = numbers.stmts.saturating_sub(numbers.miss + numbers.partial);
    let all = (numbers.stmts + numbers.excluded).max(1);
    let parts = [
        ("run", run, 8),
        ("partial", numbers.partial, 5),
        ("miss", numbers.miss, 2),
        ("excluded", numbers.excluded, 1),
    ];
    let mut at = 0;
    let parts =
        parts.into_iter().filter(|(_, count, _)| *count > 0).map(|(class, count, height)| {
            let (x, width) = (at * 1000 / all, count * 1000 / all);
            at += count;
            rectangle(class, x, 8 - height, width.max(1), height)
        });
    html! {
        <svg class="bar" viewBox="0 0 1000 8" preserveAspectRatio="none" aria-hidden="true">
            { for parts }
        </svg>
    }
}

/// A rectangle in whole units, as a path: one attribute instead of four.
pub(crate) fn rectangle(class: &'static str, x: u64, y: u64, width: u64, height: u64) -> Html {
    html! { <path {class} d={format!("M{x} {y}h{width}v{height}h-{width}")} /> }
}
