//! What the page shows in all: the first screen, or the desk with jobs beside what is looked at.

use covdrop_protocol::{RanRow, Request};
use yew::{Callback, Html};

use crate::cards::cards;
use crate::compare::compare;
use crate::copy::copy_details;
use crate::header::{exports, header, tabs};
use crate::help::help;
use crate::jobs::jobs;
use crate::paths::paths;
use crate::problems::problems;
use crate::route::{Route, View};
use crate::settings::settings;
use crate::state::{Action, Phase, State, Work};
use crate::tag::{button, count, link, tag, text};
use crate::{file, keep, list, map, matrix};

/// The whole page. `work` is what is to be announced.
pub(crate) fn page(state: &State, work: Option<&Work>, act: &Callback<Action>) -> Html {
    let mut parts = vec![header(state, work, act)];
    if let Some(fault) = &state.fault {
        let mut fault = tag("p; class=fault; role=alert").say(fault.clone());
        if let Some(details) = &state.details {
            fault = fault.text(" ").tag(copy_details(state, details, act));
        }
        parts.push(fault.html());
    }
    parts.push(if state.is_empty() { welcome(state, act) } else { desk(state, act) });
    // The help is before all else until it is closed.
    let inert = state.help.then_some("");
    parts = vec![tag("div; class=page").maybe("inert", inert).all(parts).html()];
    parts.push(tag("p; class=said; role=status").say(state.said.clone()).html());
    if state.help {
        parts.push(help(act));
    }
    parts.into_iter().collect()
}

/// The first screen: what this is, where to drop, an example to try, and a word on privacy.
fn welcome(state: &State, act: &Callback<Action>) -> Html {
    let drop = tag("p; class=drop")
        .text("Drop your jobs’ ")
        .tag(tag("code").text(".coverage"))
        .text(" files and your source folder here");
    let example = button("try an example", act, Action::Asked(Request::Example)).class("link");
    // To keep nothing is nothing to speak of here.
    let kept = if state.kept.on { keep::choice(state, act) } else { Html::default() };
    tag("main; class=welcome")
        .tag(tag("p; class=what").text("See what your Python tests covered, all jobs together."))
        .tag(tag("div; class=target").tag(drop).tag(tag("p").text("or ").tag(example)))
        .tag(tag("p; class=privacy").text("Nothing leaves your browser."))
        .child(kept)
        .html()
}

/// The jobs, and beside them what is looked at.
fn desk(state: &State, act: &Callback<Action>) -> Html {
    let rail = tag("div; class=rail")
        .child(problems(&state.overview))
        .child(jobs(state, act))
        .child(exports(state, act));
    let mut main = tag("main");
    if state.route.file.is_none() {
        main = main.child(tabs(state));
    }
    main = main.child(looked_at(state, act));
    let class = if state.rail { "desk open" } else { "desk" };
    tag("div").class(class).tag(tag("aside").tag(rail)).tag(main).html()
}

/// What is looked at.
fn looked_at(state: &State, act: &Callback<Action>) -> Html {
    match (&state.route.file, &state.open) {
        (Some(_), Some(open)) => return file::file(state, open, act),
        (Some(path), None) => return no_file(state, path),
        _ => {}
    }
    let view = match state.route.view {
        View::Files | View::Tree | View::Functions | View::Classes => list::list(state, act),
        View::Map => chosen(state, act, map::map(state)),
        View::Matrix => chosen(state, act, matrix::matrix(state)),
        View::Compare => compare(state, act),
        View::Input => {
            [cards(state, act), keep::choice(state, act), paths(state, act)].into_iter().collect()
        }
        View::Settings => settings(state, act),
    };
    let ran = if state.route.view == View::Files { ran(state) } else { Html::default() };
    [wanted(state), view, ran].into_iter().collect()
}

/// A view of files, with the choice of them above.
fn chosen(state: &State, act: &Callback<Action>, view: Html) -> Html {
    let listing = state.listing.as_ref();
    let choices = listing.map(|listing| list::choices(&state.route, listing, act));
    choices.into_iter().chain([view]).collect()
}

/// A file that was asked for and is not there; nothing while it may still come.
fn no_file(state: &State, path: &str) -> Html {
    if state.phase() != Phase::Ready || !state.is_missing {
        return Html::default();
    }
    let list = Route { file: None, lines: None, ..state.route.clone() };
    tag("p; class=notice")
        .say(format!("No file {path} was loaded. "))
        .tag(link("Show all files", list.to_string()))
        .html()
}

/// What is wanted before there are percentages.
fn wanted(state: &State) -> Html {
    let overview = &state.overview;
    let notice = |what| tag("p; class=notice").tag(tag("strong").text(what));
    if overview.sources == 0 && overview.data_files > 0 {
        notice("Percentages need your source.").text(" A data file tells only which lines ran, not which could have. Drop or add the folder that your code is in.").html()
    } else if overview.data_files == 0 && overview.sources > 0 {
        notice("Now the data.")
            .text(" The source is here. Drop the ")
            .tag(tag("code").text(".coverage"))
            .text(" files that your jobs left.")
            .html()
    } else if overview.data_files + overview.sources == 0 {
        notice("Nothing was loaded.")
            .text(" Drop your jobs’ .coverage files and your source folder.")
            .html()
    } else {
        Html::default()
    }
}

/// The files that ran and have no source.
fn ran(state: &State) -> Html {
    let overview = &state.overview;
    if overview.ran.is_empty() {
        return Html::default();
    }
    let row = |RanRow { path, lines }: &RanRow| {
        let name = tag("th; scope=row").tag(tag("bdi").say(path.clone()));
        tag("tr").key(path.clone()).tag(name).tag(tag("td").say(lines.to_string())).html()
    };
    let title = if overview.sources == 0 { "What ran" } else { "Ran, but has no source here" };
    let more = overview.ran_more;
    let more = (more > 0).then(|| tag("p; class=none").say(count(more.into(), "more file")).html());
    let table = tag("table; class=files ran")
        .tag(tag("caption").text(title))
        .child(heads(&["Name as recorded", "Lines run"]))
        .tag(tag("tbody").all(overview.ran.iter().map(row)));
    std::iter::once(table.html()).chain(more).collect()
}

/// The head of a table that cannot be sorted; a column without a name has none to say.
pub(crate) fn heads(names: &[&'static str]) -> Html {
    let head = |name: &&'static str| match *name {
        "" => tag("td").html(),
        name => tag("th; scope=col").child(text(name.into())).html(),
    };
    tag("thead").tag(tag("tr").all(names.iter().map(head))).html()
}
