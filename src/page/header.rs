//! The top of the page: the totals, what is being done, where more files are given, and the tabs.

use covdrop_protocol::{Format, Overview, Request, Stage};
use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::bar::bar;
use crate::gather::{Gathered, picked};
use crate::route::VIEWS;
use crate::state::{Action, State, Work};
use crate::theme;

/// The top of the page. `work` is what is to be announced.
pub(crate) fn header(
    state: &State,
    work: Option<&Work>,
    gathered: &Callback<Vec<Gathered>>,
    act: &Callback<Action>,
) -> Html {
    let help = act.reform(|_: MouseEvent| Action::Help(true));
    html! {
        <header class="top">
            <h1><a href="#">{ "Covdrop" }</a></h1>
            { totals(&state.overview) }
            <p class="pickers">
                { picker("Add files…", "files", gathered) }
                { picker("Add a folder…", "folder", gathered) }
                { theme::choice() }
                <button type="button" class="help" onclick={help} title="Help (key ?)" aria-label="Help">{ "?" }</button>
            </p>
            if let Some(work) = work {
                { working(work, act) }
            }
        </header>
    }
}

/// The sums over all files, as the last line of `coverage report` gives them.
fn totals(overview: &Overview) -> Html {
    let Some(totals) = &overview.totals else { return Html::default() };
    let number = |name: &'static str, label: &str, value: u64| {
        html! { <div><dt>{ label }</dt><dd data-total={name}>{ value }</dd></div> }
    };
    html! {
        <>
            <p class="grand"><strong data-total="cover">{ &totals.cover }</strong>{ bar(totals) }</p>
            if let Some(threshold) = &overview.threshold {
                <p class={if threshold.met { "met" } else { "unmet" }}>
                    { format!("{} the {} asked for", if threshold.met { "Reaches" } else { "Below" }, threshold.least) }
                </p>
            }
            <dl class="totals" aria-label="Totals">
                { number("stmts", "Statements", totals.stmts) }
                { number("miss", "Missing", totals.miss) }
                { number("excluded", "Excluded", totals.excluded) }
                if overview.branches {
                    { number("branch", "Branches", totals.branch) }
                    { number("brpart", "Partial", totals.brpart) }
                }
            </dl>
        </>
    }
}

/// A button that opens the browser's dialog of an input; the input itself stays hidden, as browsers
/// draw it badly and forget what it holds.
fn picker(label: &'static str, input: &'static str, gathered: &Callback<Vec<Gathered>>) -> Html {
    let node = NodeRef::default();
    let open = {
        let node = node.clone();
        move |_: MouseEvent| {
            if let Some(input) = node.cast::<HtmlInputElement>() {
                input.click();
            }
        }
    };
    let gathered = gathered.clone();
    let chosen = move |event: Event| {
        let Some(input) = event.target_dyn_into::<HtmlInputElement>() else { return };
        if let Some(files) = input.files() {
            gathered.emit(picked(&files));
        }
        // So that the same file can be chosen again.
        input.set_value("");
    };
    let folder = input == "folder";
    html! {
        <>
            <button type="button" onclick={open}>{ label }</button>
            <input hidden=true type="file" data-input={input} multiple={!folder} webkitdirectory={folder} ref={node} onchange={chosen} />
        </>
    }
}

/// How far the work has come, and the way to end it.
fn working(work: &Work, act: &Callback<Action>) -> Html {
    let cancel = act.reform(|_: MouseEvent| Action::Asked(Request::Cancel));
    html! {
        <div class="working" role="status">
            {
                match work {
                    Work::Asked => html! { <><progress aria-label="Working" /><span>{ "Working…" }</span></> },
                    Work::At(progress) => {
                        let stage = match progress.stage {
                            Stage::Reading => "Reading",
                            Stage::Analysing => "Analysing",
                        };
                        html! {
                            <>
                                <progress aria-label={stage} value={progress.done.to_string()} max={progress.total.to_string()} />
                                <span>{ format!("{stage} {} of {}: ", progress.done, progress.total) }<bdi>{ &progress.name }</bdi></span>
                            </>
                        }
                    }
                }
            }
            <button type="button" onclick={cancel}>{ "Cancel" }</button>
        </div>
    }
}

/// The views, as tabs.
pub(crate) fn tabs(state: &State) -> Html {
    let tab = |&(view, word, label): &(crate::route::View, &'static str, &'static str)| {
        let is_here = state.route.view == view && state.route.file.is_none();
        html! {
            <a key={word} href={state.route.with_view(view).to_string()} aria-current={is_here.then_some("page")}>{ label }</a>
        }
    };
    html! { <nav class="tabs" aria-label="Views">{ for VIEWS.iter().map(tab) }</nav> }
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
    let button = |&(format, word, label): &(Format, &'static str, &'static str)| {
        let onclick = act.reform(move |_: MouseEvent| Action::Save(format));
        html! { <button type="button" data-export={word} {onclick}>{ label }</button> }
    };
    html! {
        <section class="exports" aria-labelledby="exports">
            <h2 id="exports">{ "Save as" }</h2>
            <p>{ for FORMATS.iter().map(button) }</p>
            <p><input class="total-line" readonly=true aria-label="The TOTAL line of the text report" value={overview.total_line.clone()} /></p>
        </section>
    }
}
