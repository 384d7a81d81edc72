//! The help: the keys, and where to look for more.

use yew::{Callback, Html};

use crate::keys::HELP;
use crate::state::Action;
use crate::tag::{button, tag};

/// The help, over the page.
pub(crate) fn help(act: &Callback<Action>) -> Html {
    let close = button("✕", act, Action::Help(false)).class("close").set("data-close-help", "");
    let parts = HELP.iter().map(|(title, keys)| {
        let row = |(keys, what): &(&'static str, &'static str)| {
            let keys = keys.split(' ').map(|key| tag("kbd").text(key).html());
            let keys = tag("dt").all(keys);
            tag("div").tag(keys).tag(tag("dd").text(what)).html()
        };
        let rows = tag("dl").all(keys.iter().map(row));
        tag("section").tag(tag("h3").text(title)).tag(rows).html()
    });
    let words = "A click on a line’s number shows who ran it; one more with the shift key marks a range. The address holds the view, the file, the lines, the filter and the jobs: copy it to pass it on.";
    let inside = tag("div")
        .tag(tag("h2; id=help").text("Keys"))
        .tag(close.set("aria-label", "Close"))
        .all(parts)
        .tag(tag("p").text(words));
    tag("div; class=help-over; role=dialog; aria-modal=true; aria-labelledby=help")
        .tag(inside)
        .html()
}
