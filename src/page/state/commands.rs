//! Commands and queries for the worker, so that its session and the views follow the route.

use std::rc::Rc;

use covdrop_protocol::{Command, JobId, LineQuery, Query, Question};

use super::State;
use super::action::Effect;
use crate::route::{Asked, Route, View};

impl State {
    /// Follows a command of the person: changes the route with it, and sends it.
    pub(super) fn send_command(&mut self, command: Command) -> Vec<Effect> {
        self.progress.fault = None;
        self.progress.start();
        let mut effects: Vec<Effect> = self.note_command(&command).into_iter().collect();
        if let Command::RenameJob { from, to } = &command {
            let to = to.trim();
            let is_taken = self.overview.jobs.iter().any(|job| job.name == to);
            Rc::make_mut(&mut self.route).rename(from, to, is_taken);
            effects.push(Effect::SetAddress { push: false });
        }
        effects.push(Effect::Send(command));
        effects
    }

    /// Returns the commands that switch jobs and contexts as the route says.
    pub(super) fn switch(&mut self) -> Vec<Effect> {
        let mut commands = Vec::new();
        for on in [false, true] {
            let jobs = self.overview.jobs.iter();
            let jobs = jobs.filter(|job| job.on != on && self.route.off.contains(&job.name) != on);
            let jobs: Vec<JobId> = jobs.map(|job| job.id).collect();
            if !jobs.is_empty() {
                commands.push(Command::SwitchJobs { jobs, on });
            }
        }
        if self.overview.contexts.count > 0 && self.route.contexts != self.jobs.contexts {
            self.jobs.contexts.clone_from(&self.route.contexts);
            commands.push(Command::FilterContexts(self.jobs.contexts.clone()));
        }
        if !commands.is_empty() {
            self.progress.end();
            self.progress.start();
        }
        commands.into_iter().map(Effect::Send).collect()
    }

    /// Returns the queries for the current view.
    pub(super) fn query(&self) -> Vec<Effect> {
        if self.is_empty() {
            return Vec::new();
        }
        self.queries_of(&self.route).into_iter().map(Effect::Query).collect()
    }

    /// Returns the queries that a route needs.
    pub(super) fn queries_of(&self, route: &Route) -> Vec<Query> {
        let question = self.question(route);
        if let Some(path) = &route.file {
            let query = route.query.clone();
            let open = Query::Open { path: path.clone(), question, query };
            return std::iter::once(open).chain(self.line_query(route)).collect();
        }
        let query = route.query.clone();
        // All views of files need the list for their filter and its totals.
        let list = route.view.is_choice().then(|| Query::List(query.clone()));
        let (width, height) = self.ui.viewport;
        let one = match route.view {
            View::Map => Some(Query::Map { query, width, height }),
            View::Matrix => Some(Query::Matrix(query)),
            View::Compare if route.asked == Asked::MinimalJobs => Some(Query::MinimalJobs),
            View::Compare => question.map(Query::Ask),
            _ => None,
        };
        list.into_iter().chain(one).collect()
    }

    /// Returns the query for the details of the selected lines.
    pub(super) fn line_query(&self, route: &Route) -> Option<Query> {
        let (path, (first, last)) = (route.file.clone()?, route.lines?);
        let context_search = self.open_file.context_search.to_string();
        Some(Query::Line(LineQuery { path, first, last, context_search }))
    }

    /// Returns the question about jobs that the route asks, if its answer is a set of lines.
    fn question(&self, route: &Route) -> Option<Question> {
        let ids = |names: &[String]| -> Vec<JobId> {
            let jobs = self.overview.jobs.iter().filter(|job| names.contains(&job.name));
            jobs.map(|job| job.id).collect()
        };
        let (first, second) = (ids(&route.first), ids(&route.second));
        match route.asked {
            _ if route.view != View::Compare => None,
            Asked::Only if !first.is_empty() => Some(Question::Only(first)),
            Asked::Minus if !first.is_empty() => Some(Question::Minus(first, second)),
            Asked::Single => Some(Question::Single),
            _ => None,
        }
    }
}
