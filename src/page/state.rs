//! The page's state, and how it follows from what happened.
//!
//! [`State::apply`] is all there is to it: an [`Action`] in, the next state and a list of
//! [`Effect`]s out. It touches no browser, so that a test can play whole visits.

use std::rc::Rc;

use covdrop_protocol::{Answer, FileView, Listing, Overview, Progress, Query, Request};

use crate::route::Route;

/// Everything the page shows.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct State {
    /// What was loaded.
    pub(crate) overview: Rc<Overview>,
    /// The rows of the file list.
    pub(crate) listing: Rc<Listing>,
    /// Where in the page we are.
    pub(crate) route: Route,
    /// The open file, once it has come.
    pub(crate) open: Option<Rc<FileView>>,
    /// What is being worked at.
    pub(crate) work: Option<Work>,
    /// Why the page cannot go on, in a sentence.
    pub(crate) fault: Option<String>,
}

/// Work that the worker is at.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Work {
    /// It was asked for, and nothing has been heard of it yet.
    Asked,
    /// This far.
    At(Progress),
}

/// Something that happened.
#[derive(Debug)]
pub(crate) enum Action {
    /// Something was asked of the worker that changes what is loaded.
    Asked(Request),
    /// The worker said something.
    Answer(Answer),
    /// The address changed, or somebody chose a place.
    Go(Route),
    /// The page cannot go on.
    Fault(String),
}

/// Something to do in the world outside.
#[derive(Debug, PartialEq)]
pub(crate) enum Effect {
    /// Send this to the worker.
    Ask(Request),
    /// Make the line of the route visible.
    Show,
}

/// The three states that `data-state` tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Phase {
    /// Nothing was loaded yet.
    Empty,
    /// Work is going on.
    Busy,
    /// All is there.
    Ready,
}

impl Phase {
    /// The word in `data-state`.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Phase::Empty => "empty",
            Phase::Busy => "busy",
            Phase::Ready => "ready",
        }
    }
}

impl State {
    /// What `data-state` tells.
    pub(crate) fn phase(&self) -> Phase {
        if self.work.is_some() {
            Phase::Busy
        } else if self.is_empty() {
            Phase::Empty
        } else {
            Phase::Ready
        }
    }

    /// Whether nothing has come in, not even something that could not be used.
    pub(crate) fn is_empty(&self) -> bool {
        let overview = &self.overview;
        overview.data_files == 0 && overview.sources == 0 && overview.problems.is_empty()
    }

    /// Takes in what happened; tells what is to be done about it.
    pub(crate) fn apply(&mut self, action: Action) -> Vec<Effect> {
        match action {
            Action::Asked(request) => {
                self.work = Some(Work::Asked);
                vec![Effect::Ask(request)]
            }
            Action::Answer(answer) => self.hear(answer),
            Action::Go(route) => self.go(route),
            Action::Fault(sentence) => {
                self.work = None;
                self.fault = Some(sentence);
                Vec::new()
            }
        }
    }

    fn hear(&mut self, answer: Answer) -> Vec<Effect> {
        match answer {
            Answer::Progress(progress) => {
                self.work = Some(Work::At(progress));
                Vec::new()
            }
            Answer::Overview(overview) => {
                self.work = None;
                self.overview = Rc::new(overview);
                let list = Effect::Ask(Request::List(Query::default()));
                std::iter::once(list).chain(self.ask_for_file()).collect()
            }
            Answer::Listing(listing) => {
                self.listing = Rc::new(listing);
                Vec::new()
            }
            Answer::File(file) if self.route.file.as_ref() == Some(&file.path) => {
                let first = self.open.as_ref().is_none_or(|open| open.path != file.path);
                self.open = Some(Rc::new(file));
                if first && self.route.line.is_some() { vec![Effect::Show] } else { Vec::new() }
            }
            Answer::NoFile { path } if self.route.file.as_ref() == Some(&path) => {
                self.open = None;
                Vec::new()
            }
            // A file that was left meanwhile, what the app sees to by itself, and what was not
            // asked for.
            _ => Vec::new(),
        }
    }

    fn go(&mut self, route: Route) -> Vec<Effect> {
        if route == self.route {
            return Vec::new();
        }
        let same_file = route.file == self.route.file;
        self.route = route;
        if same_file {
            return vec![Effect::Show];
        }
        self.open = None;
        self.ask_for_file().into_iter().collect()
    }

    /// The question for the file of the route; none before anything was loaded.
    fn ask_for_file(&self) -> Option<Effect> {
        let path = self.route.file.clone()?;
        (!self.is_empty()).then_some(Effect::Ask(Request::Open { path, question: None }))
    }
}

#[cfg(test)]
mod tests {
    use covdrop_protocol::{Numbers, Stage};

    use super::*;

    fn loaded() -> Overview {
        Overview { data_files: 2, sources: 3, ..Overview::default() }
    }

    fn view(path: &str) -> FileView {
        FileView {
            path: path.into(),
            numbers: Numbers::default(),
            approximate: false,
            jobs: 1,
            found: None,
            neighbours: (None, None),
            tokens: vec![],
            token_ends: vec![],
            lines: vec![],
            marks: vec![],
            notes: vec![],
        }
    }

    fn list() -> Effect {
        Effect::Ask(Request::List(Query::default()))
    }

    fn open(path: &str) -> Effect {
        Effect::Ask(Request::Open { path: path.into(), question: None })
    }

    #[test]
    fn a_drop_makes_it_busy_and_an_overview_ready() {
        let mut state = State::default();
        assert_eq!(state.phase(), Phase::Empty);
        assert_eq!(state.apply(Action::Asked(Request::Example)), [Effect::Ask(Request::Example)]);
        assert_eq!(state.phase(), Phase::Busy);
        let progress = Progress { stage: Stage::Reading, done: 1, total: 2, name: "a".into() };
        state.apply(Action::Answer(Answer::Progress(progress)));
        assert_eq!(state.phase(), Phase::Busy);
        state.apply(Action::Answer(Answer::Overview(loaded())));
        assert_eq!(state.phase(), Phase::Ready);
    }

    #[test]
    fn a_drop_of_nothing_leaves_it_empty() {
        let mut state = State::default();
        state.apply(Action::Asked(Request::Offer { batch: 0, files: vec![], closed: vec![] }));
        state.apply(Action::Answer(Answer::Overview(Overview::default())));
        assert_eq!(state.phase(), Phase::Empty);
    }

    #[test]
    fn the_open_file_is_asked_for_again_when_anything_changed() {
        let mut state = State::default();
        state.apply(Action::Answer(Answer::Overview(loaded())));
        assert_eq!(state.apply(Action::Go(Route::file("a.py"))), [open("a.py")]);
        state.apply(Action::Answer(Answer::File(view("a.py"))));
        assert_eq!(state.apply(Action::Answer(Answer::Overview(loaded()))), [list(), open("a.py")]);
        assert!(state.open.is_some(), "the old view stays until the new one comes");
    }

    #[test]
    fn a_link_that_was_pasted_opens_once_there_is_something() {
        let mut state = State::default();
        let route = Route { file: Some("a.py".into()), line: Some(9) };
        assert_eq!(state.apply(Action::Go(route)), []);
        assert_eq!(state.apply(Action::Answer(Answer::Overview(loaded()))), [list(), open("a.py")]);
        assert_eq!(state.apply(Action::Answer(Answer::File(view("a.py")))), [Effect::Show]);
        assert_eq!(
            state.apply(Action::Answer(Answer::File(view("a.py")))),
            [],
            "a second time it stays put"
        );
    }

    #[test]
    fn answers_of_a_file_that_was_left_are_passed_over() {
        let mut state = State::default();
        state.apply(Action::Answer(Answer::Overview(loaded())));
        state.apply(Action::Go(Route::file("a.py")));
        state.apply(Action::Go(Route::file("b.py")));
        state.apply(Action::Answer(Answer::File(view("a.py"))));
        assert_eq!(state.open, None);
        state.apply(Action::Answer(Answer::File(view("b.py"))));
        state.apply(Action::Answer(Answer::NoFile { path: "a.py".into() }));
        assert_eq!(state.open.map(|file| file.path.clone()), Some("b.py".into()));
    }

    #[test]
    fn another_line_of_the_same_file_is_only_shown() {
        let mut state = State::default();
        state.apply(Action::Answer(Answer::Overview(loaded())));
        state.apply(Action::Go(Route::file("a.py")));
        let route = Route { line: Some(3), ..Route::file("a.py") };
        assert_eq!(state.apply(Action::Go(route)), [Effect::Show]);
    }
}
