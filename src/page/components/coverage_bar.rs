//! Numbers as a bar: covered, partly covered and missing, by colour and by height.

use covdrop_protocol::Numbers;
use yew::prelude::*;

/// How many units wide a bar is.
const WIDTH: u64 = 1000;

/// A bar, as full as the percentage says. Of its full part, statements that ran and left a branch
/// take their share. The numbers stand beside it, so that it is hidden from screen readers.
#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a percentage from 0 to 100"
)]
pub(crate) fn coverage_bar(numbers: &Numbers) -> Html {
    // What is not covered wholly is not drawn as full.
    let full = ((numbers.percent * 10.0) as u64).min(WIDTH);
    let ran = numbers.stmts.saturating_sub(numbers.miss).max(1);
    let partial = full * numbers.partial.min(ran) / ran;
    let parts = [("run", full - partial, 8), ("partial", partial, 5), ("miss", WIDTH - full, 2)];
    let mut x = 0;
    let parts =
        parts.into_iter().filter(|(_, width, _)| *width > 0).map(|(class, width, height)| {
            let part = rectangle(class, x, 8 - height, width, height);
            x += width;
            part
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
