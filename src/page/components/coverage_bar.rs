//! The coverage bar: covered, partly covered and missing, by colour and by height.

use covdrop_protocol::Numbers;
use yew::prelude::*;

/// The width of a bar, in units.
const WIDTH: u64 = 1000;

/// The bar, filled by the percentage. Statements that ran and missed a branch have their share of
/// the filled part. Screen readers skip the bar, as the numbers are beside it.
#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a percentage from 0 to 100"
)]
pub(crate) fn coverage_bar(numbers: &Numbers) -> Html {
    // Rounds down: only full coverage fills the bar.
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

/// A rectangle in whole units, as a path, which needs one attribute instead of four.
pub(crate) fn rectangle(class: &'static str, x: u64, y: u64, width: u64, height: u64) -> Html {
    html! { <path {class} d={format!("M{x} {y}h{width}v{height}h-{width}")} /> }
}
