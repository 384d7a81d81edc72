//! Visits, played without a browser.

mod lines;

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

/// A state with data and source, at this place.
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

    /// Hears the reply to the first query without one, or to one more.
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
fn a_list_is_where_it_was_and_another_view_at_its_top() {
    let mut state = at("#");
    state.play(went("#file=a.py"));
    assert_eq!(
        state.play(went("#"))[..2],
        [Effect::Focus(FocusTarget::LastOpenedRow), Effect::RestoreListScroll]
    );
    assert_eq!(state.listings.last_opened.path, "a.py");
    state.play(went("#file=a.py"));
    assert_eq!(state.play(went("#view=settings"))[0], Effect::ScrollToTop);
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
fn a_job_in_the_address_is_switched_off_and_on_again() {
    let mut state = at("#");
    let switch = |on| Effect::Send(Command::SwitchJobs { jobs: vec![JobId(1)], on });
    assert_eq!(state.play(went("#off=py39,absent")), [switch(false)]);
    assert_eq!(state.phase(), Phase::Busy);
    let jobs = vec![job(0, "py38", true), job(1, "py39", false)];
    let off = Overview { jobs, ..loaded() };
    assert_eq!(state.hear(Answer::Overview(off)), [list(Shape::Files)]);
    assert_eq!(state.play(went("#")), [switch(true)]);
}

#[test]
fn a_link_with_jobs_off_switches_them_when_they_come() {
    let mut state = State::default();
    state.play(went("#off=py38"));
    let effects = state.hear(Answer::Overview(loaded()));
    assert_eq!(effects, [Effect::Send(Command::SwitchJobs { jobs: vec![JobId(0)], on: false })]);
}

#[test]
fn a_job_stays_on_or_off_under_another_name() {
    let rename = |from: &str, to: &str| Command::RenameJob { from: from.into(), to: to.into() };
    let mut state = at("#off=py39,absent&ask=only&a=py39");
    let jobs = |name: &str| vec![job(0, "py38", true), job(1, name, false)];
    state.hear(Answer::Overview(Overview { jobs: jobs("py39"), ..loaded() }));
    let effects = state.play(Action::SendCommand(rename("py39", "new")));
    assert_eq!(
        effects,
        [
            Effect::RememberSession,
            Effect::SetAddress { push: false },
            Effect::Send(rename("py39", "new"))
        ],
        "the address comes with it"
    );
    assert_eq!(*state.route, Route::parse("#off=absent,new&ask=only&a=new"));
    assert_eq!(
        state.hear(Answer::Overview(Overview { jobs: jobs("new"), ..loaded() })),
        [list(Shape::Files)]
    );
    // What is on becomes neither off by a name that no job has, nor by one that two have.
    state.play(Action::SendCommand(rename("py38", "absent")));
    assert_eq!(state.route.off, ["new"]);
    let mut state = at("#off=py39");
    for same in ["py39", " py39 ", " "] {
        state.play(Action::SendCommand(rename("py39", same)));
        assert_eq!(state.route.off, ["py39"]);
    }
    state.play(Action::SendCommand(rename("py39", " py38")));
    assert_eq!(state.route.off, [""; 0]);
}

#[test]
fn contexts_are_asked_for_once() {
    let mut state = at("#");
    let contexts = ContextsView { count: 3, ..ContextsView::default() };
    state.hear(Answer::Overview(Overview { contexts: contexts.clone(), ..loaded() }));
    let filter = Effect::Send(Command::FilterContexts("(".into()));
    assert_eq!(state.play(went("#contexts=(")), [filter]);
    let contexts = ContextsView { fault: Some("No.".into()), ..contexts };
    let refused = Overview { contexts, ..loaded() };
    assert_eq!(state.hear(Answer::Overview(refused)), [list(Shape::Files)]);
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
fn a_file_is_stepped_through_and_turned_over() {
    let mut state = at("#file=a.py");
    state.hear_reply(Reply::File(view("a.py", None)));
    let effects = state.play(Action::JumpToMatch { forward: true });
    assert_eq!(state.route.lines, Some((2, 2)));
    assert!(effects.contains(&Effect::ScrollToLine(2)), "{effects:?}");
    assert_eq!(state.play(Action::FindChanged("c".into())), [Effect::ScrollToLine(3)]);
    state.play(Action::JumpToMatch { forward: true });
    assert_eq!(state.route.lines, Some((3, 3)));
    state.play(Action::OpenAdjacentFile { forward: true });
    assert_eq!(state.route.file.as_deref(), Some("next.py"));
    assert_eq!(&*state.open_file.find, "");
    // The file after the last one, and before the first, is the list, as in coverage.py's report.
    let mut state = at("#file=a.py");
    state.play(Action::OpenAdjacentFile { forward: false });
    assert_eq!(state.route.file.as_deref(), Some("a.py"), "nobody knows yet what is before it");
    state.hear_reply(Reply::File(view("a.py", None)));
    state.play(Action::OpenAdjacentFile { forward: false });
    assert_eq!(state.route.file, None);
    state.play(Action::OpenAdjacentFile { forward: true });
    assert_eq!(state.route.file, None, "there is no list yet");
}

#[test]
fn a_file_that_answers_a_question_opens_at_the_first_line_of_it() {
    let mut state = at("#view=compare&ask=single&file=a.py");
    let effects = state.hear_reply(Reply::File(view("a.py", Some(3))));
    assert_eq!(effects.first(), Some(&Effect::ScrollToLine(3)));
    let question = |state: &State| match &*state.queries_of(&state.route) {
        [Query::Open { question, .. }] => question.clone(),
        other => panic!("{other:?}"),
    };
    assert_eq!(question(&state), Some(Question::Single));
    // From the list the file is opened as usual.
    assert_eq!(question(&at("#ask=single&file=a.py")), None);
}

#[test]
fn the_next_place_is_looked_for_from_where_the_window_is() {
    let mut file = view("a.py", None);
    for (mark, status) in file.marks.iter_mut().zip([Status::Miss, Status::Run, Status::Miss]) {
        mark.status = status;
    }
    let mut state = at("#file=a.py");
    state.hear_reply(Reply::File(file));
    state.open_file.visible = Some((2, 2));
    state.play(Action::JumpToMatch { forward: true });
    assert_eq!(state.route.lines, Some((3, 3)));
    state.play(Action::JumpToMatch { forward: true });
    assert_eq!(state.route.lines, Some((3, 3)), "what is pointed at is out of sight");
    state.open_file.visible = Some((2, 3));
    state.play(Action::JumpToMatch { forward: true });
    assert_eq!(state.route.lines, Some((1, 1)));
}

#[test]
fn a_merged_job_can_be_parted_again() {
    let mut state = at("#off=b");
    state.hear(Answer::Overview(Overview {
        jobs: vec![job(0, "a", true), job(1, "b", false)],
        ..loaded()
    }));
    let before = Rc::clone(&state.route);
    let command = Command::RenameJob { from: "b".into(), to: "a".into() };
    let effects = state.play(Action::SendCommand(command));
    assert_eq!(effects[0], Effect::RememberSession);
    assert_eq!(state.ui.undoable.as_ref().unwrap().sentence, "b was merged into a.");
    assert!(state.route.off.is_empty());
    let effects = state.play(Action::Undo);
    assert_eq!(effects, [Effect::SetAddress { push: false }, Effect::RestoreSession]);
    assert_eq!((&state.route, &state.ui.undoable), (&before, &None));
}

#[test]
fn a_change_that_cannot_be_undone_is_not_offered() {
    let mut state = at("#");
    state.play(Action::SendCommand(Command::GroupJobs(None)));
    assert!(state.ui.undoable.is_some());
    state.play(Action::SendCommand(Command::CountApproximate(true)));
    assert_eq!(state.ui.undoable, None);
    assert_eq!(state.play(Action::Undo), []);
}

#[test]
fn rows_whose_percentage_changed_are_told() {
    let row = |path: &str, cover: &str| Row {
        path: path.into(),
        name: path.into(),
        line: None,
        depth: 0,
        is_folder: false,
        approximate: false,
        numbers: Numbers { cover: cover.into(), ..Numbers::default() },
    };
    let listing = |covers: [&str; 2]| {
        let rows = Rows::new([row("a.py", covers[0]), row("b.py", covers[1])]).unwrap();
        Reply::Listing(Listing { rows, ..Listing::default() })
    };
    let mut state = at("#");
    state.hear_reply(listing(["50%", "60%"]));
    state.hear_reply(listing(["50%", "70%"]));
    assert_eq!(*state.listings.changed, [1]);
}

fn path_rule(pattern: &str, target: &str, on: bool) -> PathRule {
    PathRule { pattern: pattern.into(), target: target.into(), on }
}

/// What is asked when `new` is written in place of `old`, among two own rules and a proposal.
fn rules_after(old: Option<PathRule>, new: PathRule) -> Vec<PathRule> {
    let rules = [("/a", "a", true), ("/b", "b", true), ("/c", "c", false)];
    let rules = rules.map(|(pattern, target, own)| PathRuleRow {
        rule: path_rule(pattern, target, true),
        own,
        files: 1,
        sure: true,
        fault: None,
    });
    let paths = PathsView { rules: rules.into(), ..PathsView::default() };
    let mut state = State::default();
    state.hear(Answer::Overview(Overview { paths, ..loaded() }));
    let effects = state.play(Action::PathRuleSaved { old, new });
    match effects.into_iter().next() {
        Some(Effect::Send(Command::SetPathRules(rules))) => rules,
        other => panic!("{other:?}"),
    }
}

#[test]
fn an_edited_rule_stays_where_it_stood() {
    let [a, b, c] = [("/a", "a"), ("/b", "b"), ("/c", "c")].map(|(p, t)| path_rule(p, t, true));
    let x = path_rule("/x", "x", true);
    let off = path_rule("/c", "c", false);
    assert_eq!(rules_after(None, x.clone()), [a.clone(), b.clone(), x.clone()]);
    assert_eq!(rules_after(Some(a.clone()), x.clone()), [x.clone(), b.clone()]);
    assert_eq!(rules_after(Some(a.clone()), a.clone()), [a.clone(), b.clone()]);
    let both = rules_after(Some(a.clone()), b.clone());
    assert_eq!(both, std::slice::from_ref(&b), "two are made the same");
    assert_eq!(rules_after(Some(c.clone()), x.clone()), [a.clone(), b.clone(), x.clone(), off]);
    assert_eq!(rules_after(Some(c.clone()), c.clone()), [a.clone(), b.clone(), c]);
    let gone = path_rule("/gone", ".", true);
    assert_eq!(rules_after(Some(gone), x.clone()), [a, b, x]);
}

#[test]
fn a_page_is_busy_until_all_rows_of_a_list_of_ordinary_length_are_there() {
    let listing = |count: usize| {
        let row = |number: usize| Row {
            path: number.to_string(),
            name: String::new(),
            line: None,
            depth: 0,
            is_folder: false,
            approximate: false,
            numbers: Numbers::default(),
        };
        let rows = Rows::new((0..count).map(row)).unwrap();
        Reply::Listing(Listing { rows, ..Listing::default() })
    };
    for (rows, ticks) in [(50, 0), (51, 1), (250, 1), (251, 2), (500, 3), (501, 0)] {
        let mut state = at("#");
        state.hear_reply(listing(rows));
        for tick in 0..ticks {
            assert_eq!(state.phase(), Phase::Busy, "{rows} rows, {tick}");
            state.play(Action::RenderMoreRows);
        }
        assert_eq!(state.phase(), Phase::Ready, "{rows} rows");
    }
}

#[test]
fn a_list_is_sorted_and_reversed_by_a_column() {
    let mut state = at("#q=a");
    let mut sorted = |column| {
        state.play(Action::SortBy(column));
        state.route.to_string()
    };
    assert_eq!(sorted(Column::Cover), "#q=a&sort=cover");
    assert_eq!(sorted(Column::Cover), "#q=a&sort=-cover");
    assert_eq!(sorted(Column::Miss), "#q=a&sort=-miss");
    assert_eq!(sorted(Column::Name), "#q=a");
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
