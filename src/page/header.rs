//! The top of the page: the totals, what is being done, where more files are given, and the tabs.

use covdrop_protocol::{Format, Progress, Request, Stage};
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, HtmlInputElement};
use yew::virtual_dom::ListenerKind;
use yew::{Callback, Html, TargetCast};

use crate::bar::bar;
use crate::cards::size;
use crate::copy::copy_button;
use crate::gather::picked;
use crate::route::{VIEWS, View};
use crate::state::{Action, State, Work};
use crate::tag::{Tag, button, count, link, tag};
use crate::theme;

/// The hidden inputs.
const FILES: &str = "input; hidden; type=file; data-input=files; multiple";
const FOLDER: &str = "input; hidden; type=file; data-input=folder; webkitdirectory";

/// The top of the page. `work` is what is to be announced.
pub(crate) fn header(state: &State, work: Option<&Work>, act: &Callback<Action>) -> Html {
    let help = button("?", act, Action::Help(true)).set("title", "Help (key ?)");
    let expanded = if state.rail { "true" } else { "false" };
    let rail = button("Jobs", act, Action::Rail(!state.rail)).class("rail-switch");
    let pickers = tag("p; class=pickers")
        .tag(rail.set("aria-expanded", expanded))
        .all(picker("Add files…", FILES, act))
        .all(picker("Add a folder…", FOLDER, act))
        .child(theme::choice(act))
        .tag(help.set("aria-label", "Help"));
    // Always there, so that what stands before it stays what it is while work comes and goes.
    let mut at_work = tag("div; class=working; role=status");
    if let Some(work) = work {
        at_work = working(at_work, work, act);
    }
    tag("header; class=top")
        .tag(tag("h1").tag(link("Covdrop", "#".to_owned())))
        .all(totals(state))
        .tag(pickers)
        .tag(at_work)
        .html()
}

/// The sums over all files, as the last line of `coverage report` gives them.
fn totals(state: &State) -> Vec<Html> {
    let overview = &state.overview;
    let Some(totals) = &overview.totals else { return Vec::new() };
    let number = |name: &'static str, label: &'static str, value: u64| {
        let value = tag("dd").set("data-total", name).say(value.to_string());
        tag("div").tag(tag("dt").text(label)).tag(value).html()
    };
    let mut numbers = vec![
        number("stmts", "Statements", totals.stmts),
        number("miss", "Missing", totals.miss),
        number("excluded", "Excluded", totals.excluded),
    ];
    if overview.branches {
        numbers.push(number("branch", "Branches", totals.branch));
        numbers.push(number("brpart", "Partial", totals.brpart));
    }
    let cover = tag("strong; data-total=cover").say(totals.cover.clone());
    let mut parts = vec![tag("p; class=grand").tag(cover).child(bar(totals)).html()];
    if let Some(threshold) = &overview.threshold {
        let (class, word) = if threshold.met { ("met", "Reaches") } else { ("unmet", "Below") };
        let words = format!("{word} the {} asked for", threshold.least);
        parts.push(tag("p").class(class).say(words).html());
    }
    if overview.tried.as_ref().is_some_and(|tried| tried.fault.is_none()) {
        let settings = state.route.with_view(View::Settings).to_string();
        parts.push(tag("p; class=tried").tag(link("Other settings are tried", settings)).html());
    }
    parts.push(tag("dl; class=totals; aria-label=Totals").all(numbers).html());
    parts
}

/// A button that opens the browser's dialog of an input; the input itself stays hidden, as browsers
/// draw it badly and forget what it holds.
fn picker(label: &'static str, spelled: &'static str, act: &Callback<Action>) -> Vec<Html> {
    let open = tag("button; type=button").text(label).ask(ListenerKind::onclick, act, |event| {
        let input = event.target_dyn_into::<HtmlElement>()?.next_element_sibling()?;
        input.unchecked_ref::<HtmlElement>().click();
        None
    });
    let input = tag(spelled).ask(ListenerKind::onchange, act, |event| {
        let input: HtmlInputElement = event.target_dyn_into()?;
        let files = picked(&input.files()?);
        // So that the same file can be chosen again.
        input.set_value("");
        Some(Action::Picked(files))
    });
    vec![open.html(), input.html()]
}

/// How far the work has come, and the way to end it.
fn working(at_work: Tag, work: &Work, act: &Callback<Action>) -> Tag {
    let progress = tag("progress");
    let (progress, words) = match work {
        Work::Asked => (progress.set("aria-label", "Working"), tag("span").text("Working…")),
        Work::At(at) => {
            let stage = match at.stage {
                Stage::Finding => "Found",
                Stage::Reading => "Reading",
                Stage::Unpacking => "Unpacking",
                Stage::Analysing => "Analysing",
            };
            let words =
                tag("span").text(stage).say(how_far(at)).tag(tag("bdi").say(at.name.clone()));
            let (value, max) = match at.total_bytes {
                0 => (at.done.into(), at.total.into()),
                total => (at.bytes, total),
            };
            let progress = progress
                .set("aria-label", stage)
                .owned("value", value.to_string())
                .owned("max", max.to_string());
            (progress, words)
        }
    };
    let cancel = button("Cancel", act, Action::Asked(Request::Cancel));
    at_work.tag(progress).tag(words).tag(cancel)
}

/// How many files and bytes are done.
fn how_far(progress: &Progress) -> String {
    let &Progress { done, total, bytes, total_bytes, .. } = progress;
    let files = match total {
        0 => format!(" {}", count(done.into(), "file")),
        total => format!(" {done} of {}", count(total.into(), "file")),
    };
    match total_bytes {
        0 => files + ": ",
        total => format!("{files}, {} of {}: ", size(bytes), size(total)),
    }
}

/// The views, as tabs.
pub(crate) fn tabs(state: &State) -> Html {
    let tab = |&(view, word, label): &(View, &'static str, &'static str)| {
        let is_here = state.route.view == view && state.route.file.is_none();
        link(label, state.route.with_view(view).to_string())
            .key(word.to_owned())
            .maybe("aria-current", is_here.then_some("page"))
            .html()
    };
    tag("nav; class=tabs; aria-label=Views").all(VIEWS.iter().map(tab)).html()
}

/// The formats to save in, with the word in `data-export` and the label.
const FORMATS: [(Format, &str, &str); 6] = [
    (Format::Text, "text", "Text"),
    (Format::Markdown, "markdown", "Markdown"),
    (Format::Json, "json", "JSON"),
    (Format::Xml, "xml", "XML (Cobertura)"),
    (Format::Lcov, "lcov", "LCOV"),
    (Format::Coverage, "coverage", ".coverage"),
];

/// The reports to save, and the line for GitLab's badge.
pub(crate) fn exports(state: &State, act: &Callback<Action>) -> Html {
    let overview = &state.overview;
    if overview.totals.is_none() {
        return Html::default();
    }
    let save = |&(format, word, label): &(Format, &'static str, &'static str)| {
        button(label, act, Action::Save(format)).set("data-export", word).html()
    };
    let line =
        tag("textarea; class=total-line; rows=1; wrap=off; readonly; aria-label=The TOTAL line of the text report")
            .value(overview.total_line.clone());
    let copy = copy_button(state, &overview.total_line, act);
    tag("section; class=exports; aria-labelledby=exports")
        .tag(tag("h2; id=exports").text("Save as"))
        .tag(tag("p").all(FORMATS.iter().map(save)))
        .tag(tag("div; class=total").tag(tag("p").tag(line)).tag(copy))
        .html()
}
