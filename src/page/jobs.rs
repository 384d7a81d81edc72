//! The jobs that left data, each with its switch, and what they come to together.

use covdrop_protocol::{Job, Overview, Request};
use yew::virtual_dom::ListenerKind;
use yew::{Callback, Html};

use crate::route::{Asked, Route, View};
use crate::state::{Action, State};
use crate::tag::{Tag, button, count, link, tag, written};

/// The list of jobs; everything else on the page counts those that are switched on.
pub(crate) fn jobs(state: &State, act: &Callback<Action>) -> Html {
    let overview = &state.overview;
    let jobs = &overview.jobs;
    if jobs.is_empty() {
        return Html::default();
    }
    let choose = |label, off| {
        let to = Route { off, ..state.route.clone() };
        button(label, act, Action::Go { to, worth: true }).class("link")
    };
    let all = tag("p; class=all")
        .tag(choose("All", Vec::new()))
        .tag(choose("None", names(jobs, |_| true)))
        .tag(choose("Invert", names(jobs, |job| job.on)));
    let mut section = tag("section; class=jobs; aria-labelledby=jobs")
        .tag(tag("h2; id=jobs").text("Jobs"))
        .tag(all)
        .tag(tag("ul").all(jobs.iter().map(|one| job(state, one, act))))
        .child(together(overview))
        .tag(loaded(state));
    if overview.approximate > 0 {
        let with = overview.with_approximate;
        let switch = tag("input; type=checkbox")
            .checked(with)
            .on_change(act, Action::Asked(Request::CountApproximate(!with)));
        let label = tag("label; class=approximate").tag(switch);
        section = section.tag(label.text("Count Python 2 files, approximately"));
    }
    section.child(contexts(state, act)).html()
}

/// The names of those jobs.
fn names(jobs: &[Job], which: impl Fn(&Job) -> bool) -> Vec<String> {
    jobs.iter().filter(|job| which(job)).map(|job| job.name.clone()).collect()
}

/// A job: its switch, its own percentage, and what it adds to the others.
fn job(state: &State, job: &Job, act: &Callback<Action>) -> Html {
    let mut off = state.route.off.clone();
    off.retain(|name| *name != job.name);
    if job.on {
        off.push(job.name.clone());
    }
    let to = Route { off, ..state.route.clone() };
    let switch = tag("input; type=checkbox")
        .owned("data-job", job.name.clone())
        .checked(job.on)
        .on_change(act, Action::Go { to, worth: true });
    let mut label = tag("label").tag(switch).tag(tag("bdi").say(job.name.clone()));
    if let Some(cover) = &job.cover {
        label = label.tag(tag("span; class=number").say(cover.clone())).child(gain(job));
    }
    tag("li").key(job.name.clone()).tag(label).tag(menu(state, job, act)).html()
}

/// What a job covers that no other does.
fn gain(job: &Job) -> Html {
    let Some(gain) = &job.gain else { return Html::default() };
    let (points, why) = if gain.stmts + gain.branches > 0 {
        let (stmts, branches) = (count(gain.stmts, "statement"), count(gain.branches, "branch"));
        let why = format!("{stmts} and {branches} that no other job covers");
        (format!("+{}", gain.points), why)
    } else {
        ("–".to_owned(), "Nothing that no other job covers".to_owned())
    };
    tag("span; class=number gain").owned("title", why).say(points).html()
}

/// What else can be asked about a job.
fn menu(state: &State, job: &Job, act: &Callback<Action>) -> Tag {
    let route = &state.route;
    let go = |label, to| button(label, act, Action::Go { to, worth: true });
    let others = names(&state.overview.jobs, |other| other.name != job.name);
    let first = vec![job.name.clone()];
    let alone = Route {
        asked: Asked::Only,
        first: first.clone(),
        second: Vec::new(),
        ..route.with_view(View::Compare)
    };
    let choices = tag("p")
        .tag(go("Only this job", Route { off: others, ..route.clone() }))
        .tag(go("All but this job", Route { off: first, ..route.clone() }))
        .tag(go("What only this job covers", alone));
    let more = format!("More about {}", job.name);
    let summary = tag("summary").owned("aria-label", more.clone()).owned("title", more).text("⋯");
    tag("details; class=menu; name=job").tag(summary).tag(choices)
}

/// The true total beside the mean of the jobs' own, where there is more than one.
fn together(overview: &Overview) -> Html {
    let (Some(mean), Some(totals), [_, _, ..]) =
        (&overview.mean, &overview.totals, &*overview.jobs)
    else {
        return Html::default();
    };
    tag("p; class=together")
        .text("Together ")
        .tag(tag("strong").say(totals.cover.clone()))
        .say(format!(", the mean of the jobs {mean}. The mean, which GitLab shows, counts a line as missing in each job that did not run it; together it is covered once any job ran it."))
        .html()
}

/// How much was loaded, with the way to what it is.
fn loaded(state: &State) -> Tag {
    let data_files = count(state.overview.data_files.into(), "data file");
    let sources = count(state.overview.sources.into(), "source file");
    let input = state.route.with_view(View::Input).to_string();
    tag("p; class=loaded").tag(link(format!("From {data_files} and {sources}"), input))
}

/// The choice of contexts, where data has any.
fn contexts(state: &State, act: &Callback<Action>) -> Html {
    let overview = &state.overview;
    if overview.contexts == 0 {
        return Html::default();
    }
    let placeholder = match overview.context_setting.as_str() {
        "" => "Regular expression".to_owned(),
        setting => format!("{setting} (by the settings)"),
    };
    let pattern = tag("input; type=search; data-contexts")
        .owned("placeholder", placeholder)
        .fill(state.route.contexts.clone())
        .maybe("aria-invalid", overview.context_fault.is_some().then_some("true"))
        .ask(ListenerKind::onchange, act, |event| Some(Action::Contexts(written(event))));
    let fault = overview.context_fault.clone().unwrap_or_default();
    tag("label; class=contexts")
        .say(format!("Only contexts that match, of {}", overview.contexts))
        .tag(pattern)
        .tag(tag("span; class=bad; role=alert").say(fault))
        .html()
}
