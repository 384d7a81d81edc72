//! The jobs that left data, each with its switch.

use std::rc::Rc;

use covdrop_protocol::{Job, Overview, Request};
use yew::prelude::*;

/// What [`Jobs`] shows.
#[derive(PartialEq, Properties)]
pub(crate) struct Props {
    pub(crate) overview: Rc<Overview>,
    pub(crate) ask: Callback<Request>,
}

/// The list of jobs; everything else on the page counts those that are switched on.
#[component]
pub(crate) fn Jobs(Props { overview, ask }: &Props) -> Html {
    let jobs = &overview.jobs;
    if jobs.is_empty() {
        return Html::default();
    }
    let switch = |jobs: Vec<u32>, on: bool| {
        ask.reform(move |_: Event| Request::Switch { jobs: jobs.clone(), on })
    };
    let all = |on: bool| {
        let jobs: Vec<u32> = (0..).zip(jobs).map(|(index, _)| index).collect();
        ask.reform(move |_: MouseEvent| Request::Switch { jobs: jobs.clone(), on })
    };
    let with = !overview.with_approximate;
    let count_approximate = ask.reform(move |_: Event| Request::CountApproximate(with));
    let row = |(index, job): (u32, &Job)| {
        let files = match job.data_files {
            1 => "1 data file".to_owned(),
            n => format!("{n} data files"),
        };
        html! {
            <li key={job.name.clone()}>
                <label title={files}>
                    <input type="checkbox" data-job={job.name.clone()} checked={job.on} onchange={switch(vec![index], !job.on)} />
                    <bdi>{ &job.name }</bdi>
                    if let Some(cover) = &job.cover {
                        <span class="number">{ cover }</span>
                    }
                </label>
            </li>
        }
    };
    html! {
        <section class="jobs" aria-labelledby="jobs">
            <h2 id="jobs">{ "Jobs" }</h2>
            <p class="choices">
                <button type="button" class="link" onclick={all(true)}>{ "All" }</button>
                <button type="button" class="link" onclick={all(false)}>{ "None" }</button>
            </p>
            <ul>{ for (0..).zip(jobs).map(row) }</ul>
            if overview.approximate > 0 {
                <label class="approximate">
                    <input type="checkbox" checked={overview.with_approximate} onchange={count_approximate} />
                    { "Count Python 2 files, approximately" }
                </label>
            }
        </section>
    }
}
