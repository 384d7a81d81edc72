//! The top of the page: the totals, what is being done, and where more files are given.

use std::rc::Rc;

use covdrop_protocol::{Numbers, Overview, Stage};
use yew::prelude::*;

use crate::files::Bar;
use crate::gather::{Gathered, picked};
use crate::state::Work;

/// What [`Header`] shows.
#[derive(PartialEq, Properties)]
pub(crate) struct Props {
    pub(crate) overview: Rc<Overview>,
    /// The work to announce.
    pub(crate) work: Option<Work>,
    /// Told what was picked.
    pub(crate) gathered: Callback<Vec<Gathered>>,
    pub(crate) cancel: Callback<()>,
}

/// The top of the page.
#[component]
pub(crate) fn Header(props: &Props) -> Html {
    let Props { overview, work, gathered, cancel } = props;
    html! {
        <header class="top">
            <h1><a href="#">{ "Covdrop" }</a></h1>
            if let Some(totals) = &overview.totals {
                <Totals totals={totals.clone()} branches={overview.branches} />
            }
            <Pickers gathered={gathered.clone()} />
            if let Some(work) = work {
                <Working work={work.clone()} cancel={cancel.clone()} />
            }
        </header>
    }
}

#[derive(PartialEq, Properties)]
struct TotalsProps {
    totals: Numbers,
    branches: bool,
}

/// The sums over all files, as the last line of `coverage report` gives them.
#[component]
fn Totals(TotalsProps { totals, branches }: &TotalsProps) -> Html {
    let number = |name: &'static str, label: &str, value: u64| {
        html! { <div><dt>{ label }</dt><dd data-total={name}>{ value }</dd></div> }
    };
    html! {
        <>
            <p class="grand"><strong data-total="cover">{ &totals.cover }</strong><Bar numbers={totals.clone()} /></p>
            <dl class="totals" aria-label="Totals">
                { number("stmts", "Statements", totals.stmts) }
                { number("miss", "Missing", totals.miss) }
                { number("excluded", "Excluded", totals.excluded) }
                if *branches {
                    { number("branch", "Branches", totals.branch) }
                    { number("brpart", "Partial", totals.brpart) }
                }
            </dl>
        </>
    }
}

#[derive(PartialEq, Properties)]
struct PickersProps {
    gathered: Callback<Vec<Gathered>>,
}

/// The two ways to choose files. The inputs themselves stay hidden: browsers draw them badly and
/// forget what they hold.
#[component]
fn Pickers(PickersProps { gathered }: &PickersProps) -> Html {
    let files = use_node_ref();
    let folder = use_node_ref();
    let chosen = |input: &NodeRef| {
        let (input, gathered) = (input.clone(), gathered.clone());
        Callback::from(move |_: Event| {
            let Some(input) = input.cast::<web_sys::HtmlInputElement>() else { return };
            if let Some(list) = input.files() {
                gathered.emit(picked(&list));
            }
            // So that the same file can be chosen again.
            input.set_value("");
        })
    };
    html! {
        <p class="pickers">
            <button type="button" onclick={open(&files)}>{ "Add files…" }</button>
            <button type="button" onclick={open(&folder)}>{ "Add a folder…" }</button>
            <input hidden=true type="file" data-input="files" multiple=true ref={files.clone()} onchange={chosen(&files)} />
            <input hidden=true type="file" data-input="folder" webkitdirectory=true ref={folder.clone()} onchange={chosen(&folder)} />
        </p>
    }
}

/// Opens the browser's dialog of a hidden input.
fn open(input: &NodeRef) -> Callback<MouseEvent> {
    let input = input.clone();
    Callback::from(move |_| {
        if let Some(input) = input.cast::<web_sys::HtmlElement>() {
            input.click();
        }
    })
}

#[derive(PartialEq, Properties)]
struct WorkingProps {
    work: Work,
    cancel: Callback<()>,
}

/// How far the work has come, and the way to end it.
#[component]
fn Working(WorkingProps { work, cancel }: &WorkingProps) -> Html {
    let cancel = cancel.reform(|_: MouseEvent| ());
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
