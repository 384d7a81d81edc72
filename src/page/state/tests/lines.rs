//! Visits to the lines of an open file.

use super::*;

#[test]
fn a_link_that_was_pasted_opens_once_there_is_something() {
    let mut state = State::default();
    assert_eq!(state.play(went("#file=a.py&L3")), [Effect::SaveListScroll]);
    let line = Effect::Query(Query::Line(lines_of_a(3, 3)));
    assert_eq!(state.hear(Answer::Overview(loaded())), [open("a.py"), line]);
    let file = || Reply::File(view("a.py", None));
    assert_eq!(
        state.hear_reply(file()),
        [Effect::ScrollToLine(3), Effect::Focus(FocusTarget::FileHeading)]
    );
    assert_eq!(state.ui.announcement, " covered in a.py");
    assert_eq!(state.hear_reply(file()), [], "a second time it stays put");
}

#[test]
fn who_ran_a_line_stays_while_the_range_is_made_longer() {
    let mut state = at("#file=a.py&L2");
    state.hear_reply(Reply::File(view("a.py", None)));
    let told = |state: &State| state.open_file.line.as_ref().map(|line| line.query.clone());
    state.hear_reply(Reply::Line(line_view(lines_of_a(2, 2))));
    state.play(Action::ExtendSelection(3));
    assert_eq!((state.route.lines, told(&state)), (Some((2, 3)), Some(lines_of_a(2, 2))));
    state.hear_reply(Reply::Line(line_view(lines_of_a(2, 3))));
    assert_eq!(told(&state), Some(lines_of_a(2, 3)));
    state.play(Action::ExtendSelection(1));
    state.hear_reply(Reply::Line(line_view(lines_of_a(2, 3))));
    assert_eq!((state.route.lines, told(&state)), (Some((1, 3)), Some(lines_of_a(2, 3))));
    state.play(Action::CloseDetails);
    assert_eq!((state.route.lines, told(&state)), (None, None));
}

#[test]
fn the_focus_goes_to_the_details_and_back() {
    let mut state = at("#file=a.py");
    state.hear_reply(Reply::File(view("a.py", None)));
    let before = state.open_file.clone();
    state.play(Action::OpenLine(2));
    assert_eq!((state.route.lines, state.open_file.tab_stop), (Some((2, 2)), 2));
    assert_ne!(state.open_file.details_focus, before.details_focus);
    assert_eq!(state.open_file.line_focus, before.line_focus);
    state.play(Action::CloseDetails);
    assert_eq!((state.route.lines, state.open_file.tab_stop), (None, 2));
    assert_ne!(state.open_file.line_focus, before.line_focus);
}

#[test]
fn the_keyboard_goes_from_line_to_line() {
    let mut state = at("#file=a.py");
    state.hear_reply(Reply::File(view("a.py", None)));
    let to = |line, extend| Action::MoveToLine { line, extend };
    assert_eq!(state.play(to(2, false)), [Effect::ScrollToLine(2)]);
    assert_eq!((state.open_file.tab_stop, state.route.lines), (2, None));
    state.play(to(3, true));
    assert_eq!((state.open_file.tab_stop, state.route.lines), (3, Some((2, 3))));
    for (line, reached) in [(0, 1), (99, 3)] {
        state.play(to(line, false));
        assert_eq!(state.open_file.tab_stop, reached);
    }
}

#[test]
fn a_number_after_a_colon_goes_to_the_line() {
    let mut state = at("#file=a.py");
    state.hear_reply(Reply::File(view("a.py", None)));
    assert_eq!(state.play(Action::StartGoToLine), [Effect::Focus(FocusTarget::Search)]);
    assert_eq!(&*state.open_file.find, ":");
    state.play(Action::FindChanged(":99".into()));
    assert!(!state.open_file.annotations.is_search, "nothing is searched for");
    state.play(Action::JumpToMatch { forward: true });
    // The last line.
    assert_eq!((state.route.lines, &*state.open_file.find), (Some((3, 3)), ""));
}

#[test]
fn what_is_typed_before_there_is_a_field_is_found_later() {
    let mut state = at("#file=a.py");
    assert_eq!(state.play(Action::FocusSearch), []);
    for letter in "de".chars() {
        state.play(Action::SearchLetterQueued(letter));
    }
    let effects = state.hear_reply(Reply::File(view("a.py", None)));
    assert_eq!(effects, [Effect::ScrollToTop, Effect::Focus(FocusTarget::Search)]);
    assert_eq!((&*state.open_file.find, &state.ui.queued_search), ("de", &None));
    assert_eq!(state.play(Action::FocusSearch), [Effect::Focus(FocusTarget::Search)]);
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
    // After the last file and before the first comes the list, as in coverage.py's report.
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
    // The list opens files without a question.
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
