//! Numbers as a bar: what ran, in part, not at all, and what is excluded, by colour and by height.

use covdrop_protocol::Numbers;
use yew::prelude::*;

/// A bar; the numbers stand beside it, so that it says nothing to a screen reader.
pub(crate) fn bar(numbers: &Numbers) -> Html {
    let run = numbers.stmts.saturating_sub(numbers.miss + numbers.partial);
    let all = (numbers.stmts + numbers.excluded).max(1);
    let mut at = 0;
    let parts = [
        ("run", run, 8),
        ("partial", numbers.partial, 5),
        ("miss", numbers.miss, 2),
        ("excluded", numbers.excluded, 1),
    ];
    let parts = parts.map(|(class, count, height)| {
        let (x, width) = (at * 1000 / all, count * 1000 / all);
        at += count;
        if count == 0 {
            return Html::default();
        }
        html! { <rect {class} x={x.to_string()} y={(8 - height).to_string()} width={width.max(1).to_string()} height={height.to_string()} /> }
    });
    html! {
        <svg class="bar" viewBox="0 0 1000 8" preserveAspectRatio="none" aria-hidden="true">{ for parts }</svg>
    }
}
