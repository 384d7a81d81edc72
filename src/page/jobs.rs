//! The jobs that left data, each with its switch, and what they come to together.

use covdrop_protocol::{Job, Overview, Request};
use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::route::{Asked, Route, View};
use crate::state::{Action, State};

/// The list of jobs; everything else on the page counts those that are switched on.
pub(crate) fn jobs(state: &State, act: &Callback<Action>) -> Html {
    let overview = &state.overview;
    let jobs = &overview.jobs;
    if jobs.is_empty() {
        return Html::default();
    }
    let all = |label: &'static str, is_off: fn(&Job) -> bool| {
        let to = Route { off: names(jobs, is_off), ..state.route.clone() };
        html! { <button type="button" class="link" onclick={go(act, to)}>{ label }</button> }
    };
    let with = !overview.with_approximate;
    let count = act.reform(move |_: Event| Action::Asked(Request::CountApproximate(with)));
    html! {
        <section class="jobs" aria-labelledby="jobs">
            <h2 id="jobs">{ "Jobs" }</h2>
            <p class="all">
                { all("All", |_| false) }
                { all("None", |_| true) }
                { all("Invert", |job| job.on) }
            </p>
            <ul>{ for jobs.iter().map(|one| job(state, one, act)) }</ul>
            { together(overview) }
            if overview.approximate > 0 {
                <label class="approximate">
                    <input type="checkbox" checked={overview.with_approximate} onchange={count} />
                    { "Count Python 2 files, approximately" }
                </label>
            }
            { contexts(state, act) }
        </section>
    }
}

/// The names of those jobs.
fn names(jobs: &[Job], which: impl Fn(&Job) -> bool) -> Vec<String> {
    jobs.iter().filter(|job| which(job)).map(|job| job.name.clone()).collect()
}

/// A click goes there.
fn go(act: &Callback<Action>, to: Route) -> Callback<MouseEvent> {
    act.reform(move |_: MouseEvent| Action::Go { to: to.clone(), worth: true })
}

/// A job: its switch, its own percentage, and what it adds to the others.
fn job(state: &State, job: &Job, act: &Callback<Action>) -> Html {
    let route = &state.route;
    let all = &state.overview.jobs;
    let others = |job: &Job| names(all, |other| other.name != job.name);
    let mut off = route.off.clone();
    off.retain(|name| *name != job.name);
    if job.on {
        off.push(job.name.clone());
    }
    let to = Route { off, ..route.clone() };
    let onchange = act.reform(move |_: Event| Action::Go { to: to.clone(), worth: true });
    let only = Route { off: others(job), ..route.clone() };
    let but = Route { off: vec![job.name.clone()], ..route.clone() };
    let alone = Route {
        asked: Asked::Only,
        first: vec![job.name.clone()],
        second: Vec::new(),
        ..route.with_view(View::Compare)
    };
    let (gain, why) = match &job.gain {
        Some(gain) if gain.stmts + gain.branches > 0 => (
            format!("+{}", gain.points),
            format!(
                "{} statements and {} branches that no other job covers",
                gain.stmts, gain.branches
            ),
        ),
        Some(_) => ("–".to_owned(), "Nothing that no other job covers".to_owned()),
        None => Default::default(),
    };
    let more = format!("More about {}", job.name);
    html! {
        <li key={job.name.clone()}>
            <label>
                <input type="checkbox" data-job={job.name.clone()} checked={job.on} {onchange} />
                <bdi>{ &job.name }</bdi>
                if let Some(cover) = &job.cover {
                    <span class="number">{ cover }</span>
                    <span class="number gain" title={why}>{ gain }</span>
                }
            </label>
            <details class="menu" name="job">
                <summary aria-label={more.clone()} title={more}>{ "⋯" }</summary>
                <p>
                    <button type="button" onclick={go(act, only)}>{ "Only this job" }</button>
                    <button type="button" onclick={go(act, but)}>{ "All but this job" }</button>
                    <button type="button" onclick={go(act, alone)}>{ "What only this job covers" }</button>
                </p>
            </details>
        </li>
    }
}

/// The true total beside the mean of the jobs' own.
fn together(overview: &Overview) -> Html {
    let (Some(mean), Some(totals)) = (&overview.mean, &overview.totals) else {
        return Html::default();
    };
    html! {
        <p class="together">
            { "Together " }<strong>{ &totals.cover }</strong>
            { format!(", the mean of the jobs {mean}. The mean, which GitLab shows, counts a line as missing in each job that did not run it; together it is covered once any job ran it.") }
        </p>
    }
}

/// The choice of contexts, where data has any.
fn contexts(state: &State, act: &Callback<Action>) -> Html {
    let overview = &state.overview;
    if overview.contexts == 0 {
        return Html::default();
    }
    let route = state.route.clone();
    let onchange = act.reform(move |event: Event| {
        let input = event.target_dyn_into::<HtmlInputElement>();
        let contexts = input.map(|input| input.value()).unwrap_or_default();
        Action::Go { to: Route { contexts, ..route.clone() }, worth: true }
    });
    html! {
        <label class="contexts">
            { format!("Only contexts that match, of {}", overview.contexts) }
            <input type="search" placeholder="Regular expression" value={state.route.contexts.clone()} {onchange}
                aria-invalid={overview.context_fault.is_some().to_string()} />
            if let Some(fault) = &overview.context_fault {
                <span class="bad" role="alert">{ fault }</span>
            }
        </label>
    }
}
