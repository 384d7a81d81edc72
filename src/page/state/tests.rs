//! Visits, played without a browser.

mod jobs;
mod lines;
mod listing;
mod path_rules;

use covdrop_protocol::{
    Answer, Column, Command, ContextsView, ExampleSource, FileView, ImportId, Job, JobId,
    LineQuery, LineView, ListQuery, Listing, Loaded, Mark, Numbers, PathRule, PathRuleRow,
    PathsView, Progress, Question, Reply, Row, Rows, Shape, Stage, Status,
};

use super::progress::Fault;
use super::*;

fn job(id: u32, name: &str, on: bool) -> Job {
    Job {
        id: JobId(id),
        name: name.into(),
        is_renamed: false,
        on,
        data_files: 1,
        cover: None,
        percent: None,
        gain: None,
    }
}

fn loaded() -> Overview {
    let jobs = vec![job(0, "py38", true), job(1, "py39", true)];
    let loaded = Loaded { data_files: 2, sources: 3, approximate: 0 };
    Overview { loaded, jobs, ..Overview::default() }
}

/// Returns a state with data and source, at a route.
fn at(hash: &str) -> State {
    let mut state = State::default();
    state.hear(Answer::Overview(loaded()));
    state.hear_reply(Reply::Listing(Listing::default()));
    state.play(went(hash));
    state
}

impl State {
    /// Applies an action; returns the effects that it queued.
    fn play(&mut self, action: Action) -> Vec<Effect> {
        let before = self.effects.last();
        self.apply(action);
        self.effects.after(before).into_iter().map(|(_, effect)| effect).collect()
    }

    fn hear(&mut self, answer: Answer) -> Vec<Effect> {
        self.play(Action::AnswerReceived(Box::new(answer)))
    }

    /// Applies the reply to the earliest query without one, or to a new query.
    fn hear_reply(&mut self, reply: Reply) -> Vec<Effect> {
        let id = self.progress.first_awaited().unwrap_or_else(|| {
            let id = QueryId(self.effects.push(Effect::Query(Query::MinimalJobs)));
            self.progress.expect_reply(id);
            id
        });
        self.hear(Answer::Reply { id, reply })
    }
}

fn went(hash: &str) -> Action {
    Action::RouteChanged(Route::parse(hash))
}

fn view(path: &str, found: Option<u32>) -> FileView {
    let mark = |line: u32| Mark {
        status: if line == 2 { Status::Miss } else { Status::Run },
        continued: false,
        jobs: 1,
        found: found == Some(line),
        contexts: 0,
    };
    FileView {
        path: path.into(),
        numbers: Numbers::default(),
        approximate: false,
        has_text: true,
        plugin: None,
        jobs: 2,
        found: found.map(|_| 1),
        measured: true,
        neighbours: (None, Some("next.py".into())),
        lines: vec!["a".into(), "b".into(), "c".into()],
        marks: (1..=3).map(mark).collect(),
        notes: vec![],
        tokens: vec![],
        token_ends: vec![0; 3],
    }
}

fn lines_of_a(first: u32, last: u32) -> LineQuery {
    LineQuery { path: "a.py".into(), first, last, context_search: String::new() }
}

fn line_view(query: LineQuery) -> LineView {
    LineView {
        query,
        statements: 1,
        run: 1,
        ran: vec![],
        branches: vec![],
        contexts: vec![],
        contexts_found: 0,
        contexts_in_all: 0,
    }
}

fn open(path: &str) -> Effect {
    Effect::Query(Query::Open { path: path.into(), question: None, query: ListQuery::default() })
}

fn list(shape: Shape) -> Effect {
    Effect::Query(Query::List(ListQuery { shape, ..ListQuery::default() }))
}

#[test]
fn a_drop_makes_it_busy_until_all_that_is_shown_has_come() {
    let mut state = State::default();
    assert_eq!(state.phase(), Phase::Empty);
    assert_eq!(
        state.play(Action::SendCommand(Command::ImportExample(ExampleSource::Tested))),
        [Effect::Send(Command::ImportExample(ExampleSource::Tested))]
    );
    assert_eq!(state.phase(), Phase::Busy);
    let progress = Progress::of_files(Stage::Reading, 1, 2, "a".into());
    state.hear(Answer::Progress(progress));
    assert_eq!(state.phase(), Phase::Busy);
    let effects = state.hear(Answer::Overview(loaded()));
    assert_eq!(effects, [list(Shape::Files)]);
    assert_eq!(state.phase(), Phase::Busy);
    state.hear_reply(Reply::Listing(Listing::default()));
    assert_eq!(state.phase(), Phase::Ready);
}

#[test]
fn a_drop_of_nothing_leaves_it_empty() {
    let mut state = State::default();
    state.play(Action::SendCommand(Command::ListFiles {
        import: ImportId(0),
        files: vec![],
        unreadable: vec![],
        more: false,
    }));
    assert_eq!(state.hear(Answer::Overview(Overview::default())), []);
    assert_eq!(state.phase(), Phase::Empty);
}

#[test]
fn the_open_file_is_asked_for_again_when_anything_changed() {
    let mut state = at("#");
    let effects = state.play(went("#file=a.py"));
    assert_eq!(effects, [Effect::SaveListScroll, Effect::ScrollToTop, open("a.py")]);
    state.hear_reply(Reply::File(view("a.py", None)));
    assert_eq!(state.hear(Answer::Overview(loaded())), [open("a.py")]);
    assert!(state.open_file.view.is_some(), "the old view stays until the new one comes");
}

#[test]
fn answers_of_a_file_that_was_left_are_passed_over() {
    let mut state = at("#file=a.py");
    state.play(went("#file=b.py"));
    state.hear_reply(Reply::File(view("a.py", None)));
    assert!(state.open_file.view.is_none());
    state.hear_reply(Reply::File(view("b.py", None)));
    state.hear_reply(Reply::NoFile { path: "a.py".into() });
    assert_eq!(state.open_file.view.map(|file| file.path.clone()), Some("b.py".into()));
}

#[test]
fn each_view_asks_for_what_it_shows() {
    let mut state = at("#");
    state.play(Action::ViewportResized(800, 600));
    assert_eq!(state.play(went("#view=tree")), [list(Shape::Tree)]);
    let query = ListQuery { filter: "pkg/".into(), ..ListQuery::default() };
    let listed = || Effect::Query(Query::List(query.clone()));
    let map = Effect::Query(Query::Map { query: query.clone(), width: 800, height: 600 });
    assert_eq!(state.play(went("#view=map&q=pkg/")), [listed(), map]);
    let matrix = Effect::Query(Query::Matrix(query.clone()));
    assert_eq!(state.play(went("#view=matrix&q=pkg/")), [listed(), matrix]);
    let single = Effect::Query(Query::Ask(Question::Single));
    assert_eq!(state.play(went("#view=compare")), [single], "it opens with an answer");
    assert_eq!(state.play(went("#view=compare&ask=only")), []);
    assert_eq!(
        state.play(went("#view=compare&ask=minus&a=py39&b=py38")),
        [Effect::Query(Query::Ask(Question::Minus(vec![JobId(1)], vec![JobId(0)])))]
    );
    assert_eq!(state.play(went("#view=compare&ask=smallest")), [Effect::Query(Query::MinimalJobs)]);
}

#[test]
fn choices_replace_the_address_and_places_are_added_to_it() {
    let mut state = at("#");
    let filter = state.route.with_query(ListQuery { filter: "a".into(), ..ListQuery::default() });
    let effects = state.play(Action::Navigate { to: filter.clone(), push: false });
    assert_eq!(effects.last(), Some(&Effect::SetAddress { push: false }));
    assert_eq!(state.play(Action::Navigate { to: filter, push: true }), []);
    let tree = state.route.with_view(View::Tree);
    let effects = state.play(Action::Navigate { to: tree, push: true });
    assert_eq!(effects.last(), Some(&Effect::SetAddress { push: true }));
}

#[test]
fn details_are_offered_for_a_stopped_worker_alone() {
    let mut state = State::default();
    let (sentence, details) = ("The worker has stopped.".to_owned(), "unreachable".to_owned());
    state.play(Action::WorkerStopped { sentence: sentence.clone(), details: details.clone() });
    assert_eq!(state.progress.fault, Some(Fault { sentence, details: Some(details) }));
    state.play(Action::Failed("list.json cannot be loaded.".to_owned()));
    assert_eq!(state.progress.fault.and_then(|fault| fault.details), None);
}

#[test]
fn a_reply_that_was_left_out_is_told() {
    let mut state = at("#");
    state.play(went("#file=a.py"));
    let first = state.progress.first_awaited().unwrap();
    state.play(went("#file=b.py"));
    let queries = state.effects.after(first.0).into_iter();
    let mut queries = queries.filter(|(_, effect)| matches!(effect, Effect::Query(_)));
    let second = QueryId(queries.next().unwrap().0);
    state.hear(Answer::Reply { id: second, reply: Reply::NoFile { path: "b.py".into() } });
    assert!(state.progress.fault.is_some() && state.open_file.is_missing);
    assert_eq!(state.phase(), Phase::Ready);
}

#[test]
fn replies_of_a_former_worker_are_passed_over() {
    let mut state = at("#file=a.py");
    let id = state.progress.first_awaited().unwrap();
    state.play(Action::WorkerRestarted);
    state.hear(Answer::Reply { id, reply: Reply::NoFile { path: "a.py".into() } });
    assert!(state.progress.fault.is_none() && !state.open_file.is_missing);
}
