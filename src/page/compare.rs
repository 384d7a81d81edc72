//! Questions about jobs: what only these cover, what one has and another lacks, which are enough.

use covdrop_protocol::{Found, FoundRow, Job, Smallest};
use yew::{Callback, Html};

use crate::drawer::pill;
use crate::page::heads;
use crate::route::{Asked, QUESTIONS, Route};
use crate::rows::path;
use crate::state::{Action, State};
use crate::tag::{button, count, tag};
use crate::window::TABLE;

/// The questions and the answer to the one that is asked.
pub(crate) fn compare(state: &State, act: &Callback<Action>) -> Html {
    let route = &state.route;
    let question = |&(asked, word, label): &(Asked, &'static str, &'static str)| {
        let to = Route { asked, ..route.clone() };
        let radio = tag("input; type=radio; name=question")
            .set("value", word)
            .checked(route.asked == asked)
            .on_change(act, Action::Go { to, worth: true });
        tag("label").tag(radio).text(label).html()
    };
    let questions =
        tag("fieldset").tag(tag("legend").text("What is")).all(QUESTIONS.iter().map(question));
    tag("div; class=compare")
        .tag(questions)
        .child(choice(state, act))
        .child(answer(state, act))
        .html()
}

/// The jobs that the question is about.
fn choice(state: &State, act: &Callback<Action>) -> Html {
    let (names, columns): (&[&'static str], &[bool]) = match state.route.asked {
        Asked::Only => (&["Use", ""], &[true]),
        Asked::Minus => (&["A", "B", ""], &[true, false]),
        _ => return Html::default(),
    };
    let row = |job: &Job| {
        let cells = columns.iter().map(|&is_first| cell(&state.route, job, is_first, act));
        let name = tag("th; scope=row").tag(tag("bdi").say(job.name.clone()));
        tag("tr")
            .key(job.name.clone())
            .maybe("class", (!job.on).then_some("off"))
            .all(cells)
            .tag(name)
            .html()
    };
    tag("table; class=sets")
        .child(heads(names))
        .tag(tag("tbody").all(state.overview.jobs.iter().map(row)))
        .html()
}

/// Whether a job is one of the first, or of the second.
fn cell(route: &Route, job: &Job, is_first: bool, act: &Callback<Action>) -> Html {
    let mut to = route.clone();
    let list = if is_first { &mut to.first } else { &mut to.second };
    let is_in = list.contains(&job.name);
    if is_in {
        list.retain(|name| *name != job.name);
    } else {
        list.push(job.name.clone());
    }
    let label = format!("{} in {}", job.name, if is_first { "A" } else { "B" });
    let switch = tag("input; type=checkbox")
        .owned("aria-label", label)
        .checked(is_in)
        .on_change(act, Action::Go { to, worth: false });
    tag("td").tag(switch).html()
}

fn answer(state: &State, act: &Callback<Action>) -> Html {
    match (state.route.asked, &state.found, &state.smallest) {
        (Asked::Smallest, _, Some(smallest)) => enough(state, smallest, act),
        _ if state.is_off() => tag("p; class=none").text("All jobs are off.").html(),
        (Asked::Only | Asked::Minus, ..) if state.route.first.is_empty() => {
            tag("p; class=none").text("Choose at least one job.").html()
        }
        (Asked::Only | Asked::Minus | Asked::Single, Some(found), _) => lines(state, found),
        _ => Html::default(),
    }
}

/// The files that hold the lines of an answer.
fn lines(state: &State, found: &Found) -> Html {
    let row = |row: &FoundRow| {
        let href = state.route.with_file(&row.path, Some(row.line)).to_string();
        let link = tag("a").owned("href", href).tag(path(&row.name));
        let name = tag("th; scope=row").tag(link);
        tag("tr")
            .key(row.path.clone())
            .tag(name)
            .tag(tag("td").say(row.stmts.to_string()))
            .tag(tag("td").say(row.branches.to_string()))
            .html()
    };
    let files = found.rows.len();
    let of = count(files as u64, "file");
    let (stmts, branches) = (count(found.stmts, "statement"), count(found.branches, "branch"));
    let sum = tag("p; class=answer")
        .tag(tag("strong").say(found.share.clone()))
        .say(format!(" of all: {stmts} and {branches} in {of}"))
        .text(if files > TABLE { ", the first 500 here" } else { "" });
    let table = tag("table; class=files found-in")
        .child(heads(&["Name", "Stmts", "Branch"]))
        .tag(tag("tbody").all(found.rows.iter().take(TABLE).map(row)));
    tag("div; role=status").tag(sum).tag(table).html()
}

/// The jobs that are enough.
fn enough(state: &State, smallest: &Smallest, act: &Callback<Action>) -> Html {
    let (mut names, mut off) = (Vec::new(), Vec::new());
    for (place, job) in (0..).zip(&state.overview.jobs) {
        if smallest.jobs.contains(&place) {
            names.push(pill(&job.name));
        } else {
            off.push(job.name.clone());
        }
    }
    let on = state.overview.jobs.iter().filter(|job| job.on).count();
    let is_all = names.len() == on;
    let what = if smallest.proven {
        "No fewer do."
    } else {
        "Perhaps fewer do: there are too many jobs to try all sets."
    };
    let sum = tag("p; class=answer")
        .tag(tag("strong").say(names.len().to_string()))
        .say(format!(" of the {on} jobs that are on cover as much as all of them. {what}"));
    let to = Route { off, ..state.route.clone() };
    let mut answer = tag("div; role=status").tag(sum).tag(tag("p").all(names));
    if !is_all {
        let apply = button("Switch the others off", act, Action::Go { to, worth: true });
        answer = answer.tag(tag("p").tag(apply));
    }
    answer.html()
}
