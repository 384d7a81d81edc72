//! Who ran the line that is pointed at: jobs, ways out, contexts.

use covdrop_protocol::{BranchView, LineView, Status};
use yew::{Callback, Html};

use crate::route::Route;
use crate::state::{Action, State};
use crate::tag::{Tag, button, count, tag};

/// The drawer under the source; shut where no line is pointed at.
pub(crate) fn drawer(state: &State, act: &Callback<Action>) -> Html {
    let (Some((first, last)), Some(file)) = (state.route.lines, &state.open) else {
        return Html::default();
    };
    let lines = u32::try_from(file.lines.len()).unwrap_or(u32::MAX);
    if first > lines {
        return Html::default();
    }
    let last = last.min(lines);
    let Some(line) = state.line.as_ref().filter(|line| line.line == first) else {
        return Html::default();
    };
    let title = if first == last {
        format!("Line {first}")
    } else {
        format!("Line {first}, the first of {}", last + 1 - first)
    };
    let to = Route { lines: None, ..state.route.clone() };
    let close = button("✕", act, Action::Go { to, worth: false })
        .class("close")
        .set("title", "Close (key Esc)")
        .set("aria-label", "Close");
    let notes = file.notes.iter().filter(|note| note.line == first);
    let notes = notes.map(|note| tag("p; class=note").say(note.long.clone()).html());
    let mut drawer = tag("section; class=drawer")
        .owned("aria-label", title.clone())
        .tag(tag("h3").say(title))
        .tag(close)
        .tag(ran(state, line))
        .all(notes);
    if !line.branches.is_empty() {
        let ways = line.branches.iter().map(|branch| way(state, branch));
        drawer = drawer.tag(tag("ul; class=ways").all(ways));
    }
    drawer.child(contexts(line)).html()
}

/// A job's name, or a context's.
pub(crate) fn pill(name: &str) -> Html {
    tag("bdi; class=job").say(name.to_owned()).html()
}

/// The names of jobs, by their places.
fn names(state: &State, places: &[u32]) -> Vec<Html> {
    let jobs = &state.overview.jobs;
    let known = places.iter().filter_map(|&place| jobs.get(place as usize));
    known.map(|job| pill(&job.name)).collect()
}

/// Whether the line is none that could run, such as a comment.
fn is_plain(state: &State, line: &LineView) -> bool {
    let mark =
        state.open.as_ref().and_then(|file| file.marks.get((line.line as usize).wrapping_sub(1)));
    mark.is_some_and(|mark| mark.status == Status::Plain)
}

fn ran(state: &State, line: &LineView) -> Tag {
    let ran = match names(state, &line.ran) {
        names if names.is_empty() && is_plain(state, line) => {
            return tag("p").text("Nothing here can run.");
        }
        names if names.is_empty() => tag("dd").text("no job"),
        names => tag("dd").all(names),
    };
    let list = tag("dl").tag(tag("dt").text("Run by")).tag(ran);
    let jobs = (0..).zip(&state.overview.jobs);
    let others = jobs.filter(|(place, job)| job.on && !line.ran.contains(place));
    let others: Vec<u32> = others.map(|(place, _)| place).collect();
    if line.ran.is_empty() || others.is_empty() {
        return list;
    }
    list.tag(tag("dt").text("Not by")).tag(tag("dd").all(names(state, &others)))
}

/// A way out of the line.
fn way(state: &State, branch: &BranchView) -> Html {
    let is_taken = !branch.taken.is_empty();
    let (class, arrow) = if is_taken { ("taken", "→") } else { ("missed", "↛") };
    let way = tag("li")
        .class(class)
        .tag(tag("code").say(format!("{arrow} {}", branch.to)))
        .tag(tag("span").say(branch.what.clone()));
    if is_taken {
        return way.all(names(state, &branch.taken)).html();
    }
    let why = if branch.excused { "excused" } else { "by no job" };
    way.tag(tag("em").text(why)).html()
}

fn contexts(line: &LineView) -> Html {
    if line.contexts.is_empty() {
        return Html::default();
    }
    let names = line.contexts.iter().map(|name| tag("li").tag(tag("bdi").say(name.clone())).html());
    let all = line.contexts_in_all as usize;
    let contexts = tag("details; class=contexts; open")
        .tag(tag("summary").say(count(all as u64, "context")))
        .tag(tag("ul").all(names));
    match all.saturating_sub(line.contexts.len()) {
        0 => contexts.html(),
        more => contexts.tag(tag("p").say(format!("and {more} more"))).html(),
    }
}
