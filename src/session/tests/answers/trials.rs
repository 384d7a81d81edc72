//! Tests trial settings.

use covdrop_protocol::{TargetVersionReason, Trial, Tried};
use covdrop_session::Session;

use crate::sessions::{SOURCE, data, dropped, ready};

fn session(settings: (&str, &str)) -> Session {
    dropped(&[
        data("job", r#"{"lines": {"/ci/a.py": [1, 2, 6, 3, 5], "/ci/b.py": [1]}}"#),
        ("src/a.py".to_owned(), SOURCE.into()),
        ("src/b.py".to_owned(), b"x = 1\n".to_vec()),
        (format!("src/{}", settings.0), settings.1.into()),
    ])
}

fn try_it(session: &mut Session, trial: Trial) -> Tried {
    session.try_settings(Some(trial));
    ready(session);
    session.overview().settings.tried.unwrap()
}

fn totals(session: &Session) -> (u64, u64, u64, String) {
    let totals = session.overview().totals.numbers.unwrap();
    (totals.stmts, totals.miss, totals.excluded, totals.cover)
}

#[test]
fn trial_settings_change_the_numbers_until_they_end() {
    let mut session = session((".coveragerc", "[report]\nprecision = 1\n"));
    let own = totals(&session);
    assert_eq!(own, (7, 1, 0, "85.7%".to_owned()));
    let exclude_also = Some(vec!["return 1$".to_owned(), "# nope".to_owned()]);
    let tried = try_it(&mut session, Trial { exclude_also, ..Trial::default() });
    assert_eq!(totals(&session), (6, 0, 1, "100.0%".to_owned()));
    let change = "Total 85.7% → 100.0%, statements 7 → 6, missing 1 → 0, excluded 0 → 1";
    assert_eq!(tried.change.as_deref(), Some(change));
    assert_eq!(tried.section, "[report]\nexclude_also =\n    return 1$\n    [#] nope\n");
    assert_eq!(tried.fault, None);

    let exclude_lines = Some(vec!["return 1$".to_owned()]);
    let tried = try_it(&mut session, Trial { exclude_lines, ..Trial::default() });
    assert_eq!(totals(&session), (6, 0, 1, "100.0%".to_owned()));
    assert_eq!(tried.section, "[report]\nexclude_lines =\n    return 1$\n");

    let trial = Trial {
        omit: Some(vec!["b.py".into()]),
        precision: Some("0".into()),
        fail_under: Some("90".into()),
        ..Trial::default()
    };
    let tried = try_it(&mut session, trial);
    assert_eq!(totals(&session), (6, 1, 0, "83%".to_owned()));
    assert_eq!(tried.change.as_deref(), Some("Total 85.7% → 83%, statements 7 → 6"));
    assert_eq!(tried.section, "[report]\nomit =\n    b.py\nprecision = 0\nfail_under = 90\n");
    let threshold = session.overview().totals.threshold.unwrap();
    assert_eq!((threshold.least.as_str(), threshold.met), ("90%", false));

    session.switch_only_jobs(&[]);
    assert_eq!(session.overview().settings.tried.unwrap().change, None);
    let first = session.overview().jobs[0].id;
    session.switch_only_jobs(&[first]);
    session.try_settings(None);
    assert_eq!((totals(&session), session.overview().settings.tried), (own, None));
    assert_eq!(session.overview().totals.threshold, None);
}

#[test]
fn target_versions_can_be_tried() {
    let mut session = session((".coveragerc", ""));
    assert_eq!(
        (
            session.overview().settings.target_version.version.as_str(),
            session.overview().settings.target_version.reason
        ),
        ("3.13", TargetVersionReason::NoDifference)
    );
    let tried = try_it(&mut session, Trial { rules: Some("3.14".into()), ..Trial::default() });
    assert_eq!(
        (
            session.overview().settings.target_version.version.as_str(),
            session.overview().settings.target_version.reason
        ),
        ("3.14", TargetVersionReason::Chosen)
    );
    assert_eq!((tried.section.as_str(), tried.fault), ("", None));
}

#[test]
fn invalid_trial_settings_are_reported_and_change_nothing() {
    let mut session = session(("pyproject.toml", "[tool.coverage.report]\nprecision = 1\n"));
    let own = totals(&session);
    let list = |pattern: &str| Some(vec![pattern.to_owned()]);
    let faults = [
        (Trial { exclude_also: list("("), ..Trial::default() }, "'('"),
        (Trial { include: list("**x"), ..Trial::default() }, "**x"),
        (Trial { precision: Some("400".into()), ..Trial::default() }, "400"),
        (Trial { precision: Some("two".into()), ..Trial::default() }, "two"),
        (Trial { fail_under: Some("much".into()), ..Trial::default() }, "much"),
        (Trial { rules: Some("2.7".into()), ..Trial::default() }, "2.7"),
    ];
    for (trial, part) in faults {
        let good = Trial { omit: list("b.py"), ..Trial::default() };
        assert_eq!(try_it(&mut session, good).fault, None);
        let tried = try_it(&mut session, trial.clone());
        assert!(tried.fault.as_ref().unwrap().what.contains(part), "{tried:?}");
        assert_eq!(tried.section, "", "what cannot be followed is not to be kept");
        assert_eq!((tried.trial, totals(&session)), (trial, own.clone()));
    }
    let tried = try_it(&mut session, Trial { omit: list("b.py"), ..Trial::default() });
    assert_eq!(tried.section, "[tool.coverage.report]\nomit = [\"b.py\"]\n");
}

#[test]
fn a_drop_is_imported_during_a_trial() {
    let mut session = session((".coveragerc", ""));
    try_it(&mut session, Trial { omit: Some(vec!["b.py".into()]), ..Trial::default() });
    crate::sessions::add(&mut session, &[data("more", r#"{"lines": {"/ci/a.py": [4]}}"#)]);
    assert_eq!(totals(&session), (6, 0, 0, "100%".to_owned()));
    let change = session.overview().settings.tried.unwrap().change;
    assert_eq!(change.as_deref(), Some("Total 100% → 100%, statements 7 → 6"));
    session.try_settings(None);
    assert_eq!(totals(&session).0, 7);
}
