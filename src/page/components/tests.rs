//! Tests that actions leave the props of components unchanged, so that Yew does not render them
//! again.

use std::rc::Rc;

use covdrop_protocol::{Answer, FileView, Listing, Loaded, Numbers, Overview, Reply, Row, Rows};
use yew::Reducible;

use super::file_table::FileTableProps;
use super::source_view::SourceViewProps;
use crate::route::Route;
use crate::state::{Action, Filter, State};

fn reduce(state: Rc<State>, action: Action) -> Rc<State> {
    state.reduce(action)
}

fn answered(state: Rc<State>, answer: Answer) -> Rc<State> {
    reduce(state, Action::AnswerReceived(Box::new(answer)))
}

fn replied(state: Rc<State>, reply: Reply) -> Rc<State> {
    let id = state.progress.first_awaited().unwrap();
    answered(state, Answer::Reply { id, reply })
}

/// Returns a state with a list of one file.
fn listed() -> Rc<State> {
    let row = Row {
        path: "a.py".into(),
        name: "a.py".into(),
        line: None,
        depth: 0,
        is_folder: false,
        approximate: false,
        numbers: Numbers::default(),
    };
    let rows = Rows::new([row]).unwrap();
    let overview = Overview {
        loaded: Loaded { sources: 1, data_files: 1, approximate: 0 },
        ..Overview::default()
    };
    let state = answered(Rc::default(), Answer::Overview(overview));
    replied(state, Reply::Listing(Listing { rows, ..Listing::default() }))
}

fn table(state: &State) -> FileTableProps {
    FileTableProps::of(&state.listings, &state.overview).unwrap()
}

#[test]
fn opening_the_help_redraws_no_row() {
    let state = listed();
    let before = table(&state);
    let state = reduce(state, Action::ToggleHelp(true));
    assert!(before == table(&state));
    let state = reduce(state, Action::ToggleHelp(false));
    assert!(before == table(&state));
}

#[test]
fn a_list_is_not_redrawn_before_a_newer_one_has_come() {
    let state = listed();
    let before = table(&state);
    let state = reduce(state, Action::FilterChanged(Filter::Name("a".into())));
    assert_eq!(state.route.query.filter, "a");
    assert!(before == table(&state));
}

#[test]
fn opening_the_help_redraws_no_line() {
    let state = reduce(listed(), Action::RouteChanged(Route::parse("#file=a.py")));
    let file = FileView {
        path: "a.py".into(),
        numbers: Numbers::default(),
        approximate: false,
        has_text: true,
        plugin: None,
        jobs: 1,
        measured: true,
        found: None,
        neighbours: (None, None),
        lines: vec!["x = 1".into()],
        marks: Vec::new(),
        notes: Vec::new(),
        tokens: Vec::new(),
        token_ends: vec![0],
    };
    let state = replied(state, Reply::File(file));
    let before = SourceViewProps::of(&state).unwrap();
    let state = reduce(state, Action::ToggleHelp(true));
    assert!(before == SourceViewProps::of(&state).unwrap());
}
