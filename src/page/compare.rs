//! Questions about jobs: what only these cover, what one has and another lacks, which are enough.

use covdrop_protocol::{Found, FoundRow, Job, Smallest};
use yew::prelude::*;

use crate::route::{Asked, QUESTIONS, Route};
use crate::state::{Action, State};

/// The questions and the answer to the one that is asked.
pub(crate) fn compare(state: &State, act: &Callback<Action>) -> Html {
    let route = &state.route;
    let question = |&(asked, word, label): &(Asked, &'static str, &'static str)| {
        let to = Route { asked, ..route.clone() };
        let onchange = act.reform(move |_: Event| Action::Go { to: to.clone(), worth: true });
        html! {
            <label><input type="radio" name="question" value={word} checked={route.asked == asked} {onchange} />{ label }</label>
        }
    };
    html! {
        <div class="compare">
            <fieldset>
                <legend>{ "What is" }</legend>
                { for QUESTIONS.iter().map(question) }
            </fieldset>
            { choice(state, act) }
            { answer(state, act) }
        </div>
    }
}

/// The jobs that the question is about.
fn choice(state: &State, act: &Callback<Action>) -> Html {
    let route = &state.route;
    let columns: &[(&str, bool)] = match route.asked {
        Asked::Only => &[("Jobs", true)],
        Asked::Minus => &[("A", true), ("B", false)],
        _ => return Html::default(),
    };
    let cell = |job: &Job, label: &str, is_first: bool| {
        let list = if is_first { &route.first } else { &route.second };
        let checked = list.contains(&job.name);
        let (route, name) = (route.clone(), job.name.clone());
        let onchange = act.reform(move |_: Event| {
            let mut to = route.clone();
            let list = if is_first { &mut to.first } else { &mut to.second };
            if checked {
                list.retain(|known| *known != name);
            } else {
                list.push(name.clone());
            }
            Action::Go { to, worth: false }
        });
        html! { <td><input type="checkbox" aria-label={format!("{label}: {}", job.name)} {checked} {onchange} /></td> }
    };
    html! {
        <table class="sets">
            <thead><tr>{ for columns.iter().map(|(label, _)| html! { <th scope="col">{ *label }</th> }) }<td></td></tr></thead>
            <tbody>
                { for state.overview.jobs.iter().map(|job| html! {
                    <tr key={job.name.clone()} class={(!job.on).then_some("off")}>
                        { for columns.iter().map(|&(label, is_first)| cell(job, label, is_first)) }
                        <th scope="row"><bdi>{ &job.name }</bdi></th>
                    </tr>
                }) }
            </tbody>
        </table>
    }
}

fn answer(state: &State, act: &Callback<Action>) -> Html {
    match (state.route.asked, &state.found, &state.smallest) {
        (Asked::Smallest, _, Some(smallest)) => enough(state, smallest, act),
        (Asked::Smallest | Asked::Nothing, ..) => Html::default(),
        (_, Some(found), _) => lines(state, found),
        (Asked::Only | Asked::Minus, None, _) if state.route.first.is_empty() => {
            html! { <p class="none">{ "Choose at least one job." }</p> }
        }
        _ => Html::default(),
    }
}

/// The files that hold the lines of an answer.
fn lines(state: &State, found: &Found) -> Html {
    let row = |row: &FoundRow| {
        html! {
            <tr key={row.path.clone()}>
                <th scope="row"><a href={state.route.with_file(&row.path, Some(row.line)).to_string()}><bdi>{ &row.path }</bdi></a></th>
                <td>{ row.stmts }</td>
                if state.overview.branches { <td>{ row.branches }</td> }
            </tr>
        }
    };
    html! {
        <div role="status">
            <p class="answer"><strong>{ &found.share }</strong>{ format!(" of all: {} statements, {} branches, in {} files", found.stmts, found.branches, found.rows.len()) }</p>
            <table class="files found-in">
                <thead><tr><th scope="col">{ "Name" }</th><th scope="col">{ "Stmts" }</th>if state.overview.branches { <th scope="col">{ "Branch" }</th> }</tr></thead>
                <tbody>{ for found.rows.iter().map(row) }</tbody>
            </table>
        </div>
    }
}

/// The jobs that are enough.
fn enough(state: &State, smallest: &Smallest, act: &Callback<Action>) -> Html {
    let jobs = &state.overview.jobs;
    let on = jobs.iter().filter(|job| job.on).count();
    let names: Vec<&Job> =
        smallest.jobs.iter().filter_map(|&place| jobs.get(place as usize)).collect();
    let off =
        jobs.iter().map(|job| &job.name).filter(|name| names.iter().all(|job| job.name != **name));
    let to = Route { off: off.cloned().collect(), ..state.route.clone() };
    let apply = act.reform(move |_: MouseEvent| Action::Go { to: to.clone(), worth: true });
    let what = if smallest.proven {
        "No fewer do."
    } else {
        "Perhaps fewer do: there are too many jobs to try all sets."
    };
    html! {
        <div role="status">
            <p class="answer"><strong>{ smallest.jobs.len() }</strong>{ format!(" of the {on} jobs that are on cover as much as all of them. {what}") }</p>
            <p>{ for names.iter().map(|job| html! { <bdi class="job">{ &job.name }</bdi> }) }</p>
            <p><button type="button" onclick={apply}>{ "Switch the others off" }</button></p>
        </div>
    }
}
