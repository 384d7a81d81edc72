//! Numbers as a bar: what ran, in part, not at all, and what is excluded, by colour and by height.

use covdrop_protocol::Numbers;
use yew::Html;

use crate::tag::{Tag, tag};

/// A bar; the numbers stand beside it, so that it says nothing to a screen reader.
pub(crate) fn bar(numbers: &Numbers) -> Html {
    let run = numbers.stmts.saturating_sub(numbers.miss + numbers.partial);
    let all = (numbers.stmts + numbers.excluded).max(1);
    let parts = [
        ("run", run, 8),
        ("partial", numbers.partial, 5),
        ("miss", numbers.miss, 2),
        ("excluded", numbers.excluded, 1),
    ];
    let mut bar =
        tag("svg; class=bar; viewBox=0 0 1000 8; preserveAspectRatio=none; aria-hidden=true");
    let mut at = 0;
    for (class, count, height) in parts.into_iter().filter(|(_, count, _)| *count > 0) {
        let (x, width) = (at * 1000 / all, count * 1000 / all);
        bar = bar.tag(rect(class, x, 8 - height, width.max(1), height));
        at += count;
    }
    bar.html()
}

/// A rectangle in whole units: as a path, since that is one attribute instead of four.
pub(crate) fn rect(class: &'static str, x: u64, y: u64, width: u64, height: u64) -> Tag {
    tag("path").class(class).owned("d", format!("M{x} {y}h{width}v{height}h-{width}"))
}
