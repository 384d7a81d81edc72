//! Visits that switch, rename and merge jobs, and filter contexts.

use super::*;

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
    // A job stays enabled if it gets a disabled name that no job has, or one that another job has.
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
