//! Tests an open file, and the jobs that ran one of its lines.

use covdrop_protocol::TokenKind::{Comment, Invisible, Keyword, Number, String};
use covdrop_protocol::{LineQuery, ListQuery, Numbers, RanBy, Shape, Status};

use crate::sessions::{SOURCE, data, dropped, job_id, line, line_query, three_jobs};

#[test]
fn each_line_has_the_number_of_jobs_that_ran_it() {
    let mut session = three_jobs();
    let jobs = |session: &covdrop_session::Session| {
        let file = session.open("a.py", None, &ListQuery::default()).unwrap();
        (file.jobs, file.marks.iter().map(|mark| mark.jobs).collect::<Vec<_>>())
    };
    assert_eq!(jobs(&session), (3, vec![3, 3, 2, 1, 1, 2]));
    session.switch_jobs(&[job_id(&session, "one")], false);
    assert_eq!(jobs(&session), (2, vec![2, 2, 1, 1, 0, 1]));
    let file = session.open("a.py", None, &ListQuery::default()).unwrap();
    assert_eq!(file.marks[4].status, Status::Miss);
    assert_eq!((file.found, file.neighbours), (None, (None, None)));
    assert!(
        session.open("b.py", None, &ListQuery::default()).is_none()
            && session.lines(line_query("b.py", 1)).is_none()
    );
}

#[test]
fn a_line_shows_which_jobs_took_which_branch() {
    let arcs = |to: u32| {
        format!(
            r#"{{"arcs": {{"/ci/a.py": [[-1, 1], [1, 2], [2, 6], [6, -1], [-2, 3], [3, {to}], [{to}, -2]]}}}}"#
        )
    };
    let session = dropped(&[
        data("four", &arcs(4)),
        data("five", &arcs(5)),
        ("src/a.py".to_owned(), SOURCE.replace("if x:", "if x:  # pragma: no branch").into()),
        ("src/b.py".to_owned(), b"x = 1\n".to_vec()),
    ]);
    let (four, five) = (job_id(&session, "four"), job_id(&session, "five"));
    let told = line(&session, 3);
    let mut both = vec![four, five];
    both.sort_unstable();
    assert_eq!(told.ran.iter().map(|ran| ran.job).collect::<Vec<_>>(), both);
    assert_eq!((told.statements, told.run), (1, 1));
    let branches: Vec<_> = told
        .branches
        .iter()
        .map(|branch| {
            (branch.to.as_str(), branch.what.as_str(), branch.taken.as_slice(), branch.excused)
        })
        .collect();
    assert_eq!(
        branches,
        [("4", "jump to line 4", &[four][..], true), ("5", "jump to line 5", &[five][..], true)]
    );
    let told = line(&session, 4);
    assert_eq!((told.ran, told.branches), (vec![RanBy { job: four, statements: 1 }], vec![]));

    let session = dropped(&[data("four", &arcs(4)), ("src/a.py".to_owned(), SOURCE.into())]);
    let branches = line(&session, 3).branches;
    let ways: Vec<_> = branches.iter().map(|branch| (branch.taken.len(), branch.excused)).collect();
    assert_eq!(ways, [(1, false), (0, false)]);
    let notes = session.open("a.py", None, &ListQuery::default()).unwrap().notes;
    assert_eq!(notes.iter().map(|note| note.line).collect::<Vec<_>>(), [3]);
}

#[test]
fn several_lines_are_told_together() {
    // The lines 3 to 6: `if x:`, `y = 1` below it, `z = 1` of the `else`, and the last statement.
    let session = three_jobs();
    let lines = |first, last| {
        session.lines(LineQuery { first, last, ..line_query("a.py", first) }).unwrap()
    };
    let told = lines(3, 6);
    let ran = ["one", "two", "three"].map(|name| {
        let job = job_id(&session, name);
        told.ran.iter().find(|ran| ran.job == job).map(|ran| ran.statements)
    });
    assert_eq!(ran, [Some(3), Some(3), None]);
    assert_eq!((told.statements, told.run, told.branches), (4, 4, vec![]));
    // A file ends where it ends.
    assert_eq!(lines(3, u32::MAX).statements, 4);
    assert_eq!(lines(99, 99).statements, 1, "a link may name a line that is no more");
}

#[test]
fn tokens_are_told_line_by_line() {
    let text = "if 1:\n    x = '''a\n\u{202e}b'''  # \u{7}\n";
    let session = dropped(&[
        data("job", r#"{"lines": {"/ci/a.py": [1]}}"#),
        ("src/a.py".to_owned(), text.into()),
    ]);
    let file = session.open("a.py", None, &ListQuery::default()).unwrap();
    let mut start = 0;
    let mut found = Vec::new();
    for (line, end) in file.lines.iter().zip(&file.token_ends) {
        let tokens = &file.tokens[start..*end as usize];
        found.push(
            tokens
                .iter()
                .map(|token| (&line[token.start as usize..token.end as usize], token.kind))
                .collect::<Vec<_>>(),
        );
        start = *end as usize;
    }
    assert_eq!(found[0], [("if", Keyword), ("1", Number)]);
    assert_eq!(found[1], [("'''a", String)]);
    assert_eq!(
        found[2],
        [("\u{202e}", Invisible), ("b'''", String), ("# ", Comment), ("\u{7}", Invisible)]
    );
}

#[test]
fn a_continued_line_has_the_jobs_of_its_statement() {
    let text = "f = dict(\n    a=1,\n)\n";
    let session = dropped(&[
        data("job", r#"{"lines": {"/ci/a.py": [1, 2]}}"#),
        ("src/a.py".to_owned(), text.into()),
    ]);
    let file = session.open("a.py", None, &ListQuery::default()).unwrap();
    let marks: Vec<_> =
        file.marks.iter().map(|mark| (mark.status, mark.continued, mark.jobs)).collect();
    assert_eq!(marks, [(Status::Run, false, 1), (Status::Run, true, 0), (Status::Run, true, 0)]);
    let job = job_id(&session, "job");
    assert_eq!(line(&session, 3).ran, [RanBy { job, statements: 1 }]);
}

#[test]
fn branches_are_measured_from_branch_data_only() {
    let mut session = dropped(&[
        data("arcs", r#"{"arcs": {"/ci/a.py": [[-1, 1], [1, 2], [2, 6], [6, -1]]}}"#),
        data("lines", r#"{"lines": {"/ci/a.py": [1, 2, 3, 4, 6]}}"#),
        ("src/a.py".to_owned(), SOURCE.into()),
    ]);
    let file = session.open("a.py", None, &ListQuery::default()).unwrap();
    assert_eq!((file.marks[2].status, file.marks[4].status), (Status::Run, Status::Miss));
    let notes: Vec<_> = file.notes.iter().map(|note| (note.line, note.long.as_str())).collect();
    assert_eq!(notes, [(3, "line 3 ran only where branches were not measured.")]);
    assert_eq!(line(&session, 3).branches, []);
    let numbers = |numbers: &Numbers| (numbers.miss, numbers.branch, numbers.brpart);
    assert_eq!(numbers(&file.numbers), (1, 2, 0));
    for shape in [Shape::Files, Shape::Tree, Shape::Functions, Shape::Classes] {
        let listing = session.list(ListQuery { shape, ..ListQuery::default() });
        assert_eq!(numbers(&listing.totals), (1, 2, 0), "{shape:?}");
    }

    // If both jobs are merged, their data is still distinguished.
    session.rename_job("lines", "arcs");
    assert_eq!(session.overview().jobs.len(), 1);
    let file = session.open("a.py", None, &ListQuery::default()).unwrap();
    assert_eq!((file.marks[2].status, numbers(&file.numbers)), (Status::Run, (1, 2, 0)));
}
