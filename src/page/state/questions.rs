//! What the worker is to be asked, so that what it has and what the page shows are as the route says.

use covdrop_protocol::{Question, Request};

use super::{Effect, State, Work};
use crate::route::{Asked, Route, View};

impl State {
    /// What to ask so that jobs and contexts are as the route says.
    pub(super) fn switch(&mut self) -> Vec<Effect> {
        let mut requests = Vec::new();
        for on in [false, true] {
            let jobs = (0..)
                .zip(&self.overview.jobs)
                .filter(|(_, job)| job.on != on && self.route.off.contains(&job.name) != on);
            let jobs: Vec<u32> = jobs.map(|(place, _)| place).collect();
            if !jobs.is_empty() {
                requests.push(Request::Switch { jobs, on });
            }
        }
        if self.overview.contexts > 0 && self.route.contexts != self.contexts {
            self.contexts.clone_from(&self.route.contexts);
            requests.push(Request::FilterContexts(self.contexts.clone()));
        }
        if !requests.is_empty() {
            self.work = Some(Work::Asked);
        }
        requests.into_iter().map(Effect::Ask).collect()
    }

    /// All that is shown now, asked for.
    pub(super) fn ask(&self) -> Vec<Effect> {
        if self.is_empty() {
            return Vec::new();
        }
        self.questions_of(&self.route).into_iter().map(Effect::Ask).collect()
    }

    /// What the worker is to be asked for a route.
    pub(super) fn questions_of(&self, route: &Route) -> Vec<Request> {
        let question = self.question(route);
        if let Some(path) = &route.file {
            let query = route.query.clone();
            let open = Request::Open { path: path.clone(), question, query };
            let line = route.lines.map(|(line, _)| Request::Line { path: path.clone(), line });
            return std::iter::once(open).chain(line).collect();
        }
        let query = route.query.clone();
        // What is chosen of files is chosen, and added up, as in their list.
        let list = route.view.is_choice().then(|| Request::List(query.clone()));
        let one = match route.view {
            View::Map => Some(Request::Map { query, width: self.room.0, height: self.room.1 }),
            View::Matrix => Some(Request::Matrix(query)),
            View::Compare if route.asked == Asked::Smallest => Some(Request::Smallest),
            View::Compare => question.map(Request::Ask),
            _ => None,
        };
        list.into_iter().chain(one).collect()
    }

    /// The question about jobs that the route asks, where it has an answer in lines.
    fn question(&self, route: &Route) -> Option<Question> {
        let places = |names: &[String]| -> Vec<u32> {
            let jobs = (0..).zip(&self.overview.jobs);
            jobs.filter(|(_, job)| names.contains(&job.name)).map(|(place, _)| place).collect()
        };
        let (first, second) = (places(&route.first), places(&route.second));
        match route.asked {
            _ if route.view != View::Compare => None,
            Asked::Only if !first.is_empty() => Some(Question::Only(first)),
            Asked::Minus if !first.is_empty() => Some(Question::Minus(first, second)),
            Asked::Single => Some(Question::Single),
            _ => None,
        }
    }
}

/// Whether a request is answered by itself; all others are by an overview.
pub(super) fn is_question(request: &Request) -> bool {
    matches!(
        request,
        Request::List(_)
            | Request::Map { .. }
            | Request::Matrix(_)
            | Request::Ask(_)
            | Request::Smallest
            | Request::Open { .. }
            | Request::Line { .. }
            | Request::Export(_)
    )
}
