//! Tests the coverage of a change.

use covdrop_changes::read;
use covdrop_protocol::Trial;
use covdrop_report::{ChangeReport, ChangeResult};
use covdrop_session::Session;

use crate::sessions::{data, dropped, ready};

/// A project in which two jobs ran one line each.
fn session(folder: &str) -> Session {
    let text = "a = 1\nb = 2\nc = 3  # odd\n";
    dropped(&[
        data("one", r#"{"lines": {"/ci/p/m.py": [1]}}"#),
        data("two", r#"{"lines": {"/ci/p/m.py": [1, 2]}}"#),
        (format!("{folder}/p/m.py"), text.into()),
        (format!("{folder}/p/n.py"), b"x = 1\n".to_vec()),
    ])
}

/// A diff in which the last two lines of `m.py` are new.
fn diff(path: &str) -> String {
    format!("--- a/{path}\n+++ b/{path}\n@@ -1 +1,3 @@\n a = 1\n+b = 2\n+c = 3  # odd\n")
}

fn change(session: &Session, diff: &str, prefix: &str) -> ChangeReport {
    session.change_report(&session.match_diff(read(diff.as_bytes()).unwrap(), &[prefix.to_owned()]))
}

#[test]
fn jobs_and_trial_settings_change_the_coverage_of_a_change() {
    let mut session = session("src");
    let matched = session.match_diff(read(diff("p/m.py").as_bytes()).unwrap(), &[]);
    assert_eq!(matched.added_lines("p/m.py").unwrap().len(), 2);
    assert_eq!(matched.added_lines("p/n.py"), None);
    let summary = |session: &Session| session.change_report(&matched).summary();
    assert_eq!(summary(&session), "1 of 2 changed statements: 50%");
    let jobs: Vec<_> = session.overview().jobs.iter().map(|job| job.id).collect();
    session.switch_jobs(&jobs[1..], false);
    assert_eq!(summary(&session), "0 of 2 changed statements: 0%");
    session.switch_only_jobs(&jobs);
    let exclude_also = Some(vec!["# odd".to_owned()]);
    session.try_settings(Some(Trial { exclude_also, ..Trial::default() }));
    ready(&mut session);
    assert_eq!(summary(&session), "1 of 1 changed statement: 100%");
    session.switch_only_jobs(&[]);
    let report = session.change_report(&matched);
    assert_eq!(report.files[0].result, ChangeResult::NotMeasured);
    assert_eq!(
        (report.covered(), report.problems()),
        (None, vec!["No job measured p/m.py".to_owned()])
    );
}

#[test]
fn paths_are_found_in_the_source_like_recorded_ones() {
    let session = session("src");
    for (path, prefix) in [
        ("p/m.py", ""),
        ("lib/p/m.py", "lib/"),
        // By the end of the path.
        ("lib/p/m.py", ""),
        ("/home/me/acme/p/m.py", ""),
    ] {
        let report = change(&session, &diff(path), prefix);
        let file = &report.files[0];
        assert_eq!(file.source.as_deref(), Some("p/m.py"), "{path} {prefix}");
        assert_eq!(report.summary(), "1 of 2 changed statements: 50%");
    }
    let other = change(&session, &diff("p/o.py"), "");
    assert_eq!(other.files[0].result, ChangeResult::NotFound);
    assert_eq!(other.problems(), ["p/o.py: The source does not have this file"]);
    // The source is `lib` of its repository, which has other files too.
    let outside = change(&session, &diff("docs/o.py"), "lib/");
    assert_eq!(outside.files[0].result, ChangeResult::Omitted);
    let other = diff("docs/p/m.py").replace("+b = 2", "+b = 0");
    assert_eq!(change(&session, &other, "lib/").files[0].result, ChangeResult::Omitted);
    assert!(change(&session, &diff("README"), "").problems().is_empty());
    let not_measured = change(&session, "--- /dev/null\n+++ b/p/n.py\n@@ -0,0 +1 @@\n+x = 1\n", "");
    assert_eq!(not_measured.files[0].result, ChangeResult::NotMeasured);
}

#[test]
fn a_file_that_lost_lines_alone_is_compared_too() {
    let session = session("src");
    let removal = |context: &str| {
        format!("--- a/p/m.py\n+++ b/p/m.py\n@@ -1,2 +1 @@\n {context}\n-gone = 1\n")
    };
    let fits = change(&session, &removal("a = 1"), "");
    assert_eq!(fits.files[0].result, ChangeResult::NothingToMeasure);
    let other = change(&session, &removal("z = 1"), "");
    assert_eq!(other.files[0].result, ChangeResult::Misfit { shown: 1, misfits: 1 });
}
