//! Tests of the host, with the built-in example.

use covdrop_protocol::{
    ExampleSource, FileIndex, Format, ImportId, JobId, ListQuery, ListedFile, QueryId, Trial,
};

use super::*;

fn host() -> Host {
    Host::new(|_, _| None, || Timestamp { local: String::new(), unix_millis: 0 })
}

/// Works until nothing is left to do. Returns the answers without progress, cards and choices.
fn settle(host: &mut Host) -> Vec<Answer> {
    let mut answers = Vec::new();
    loop {
        let turn = host.work(|| 0.0);
        let is_relevant = |answer: &Answer| {
            !matches!(
                answer,
                Answer::Progress(_) | Answer::Cards { .. } | Answer::ChoicesChanged(_)
            )
        };
        answers.extend(turn.answers.into_iter().filter(is_relevant));
        if !turn.more {
            return answers;
        }
    }
}

const EXAMPLE: Command = Command::ImportExample(ExampleSource::Tested);

/// Drops the data of one job of the sample project, and its source.
fn drop_acme(host: &mut Host) {
    macro_rules! files {
        ($($folder:literal / $path:literal),*) => {
            [$((
                concat!("acme/", $path),
                include_bytes!(concat!("../../../tests/data/acme/", $folder, "/", $path)).as_slice(),
            )),*]
        };
    }
    let files = files!(
        "artifacts/lines/py38" / ".coverage.runner-py38.12186.XMEnkwOx",
        "artifacts/lines/py38" / ".coverage.runner-py38.12188.Xsdnxhqx",
        "source" / "tox.ini",
        "source" / "bin/acme",
        "source" / "my_package/__init__.py",
        "source" / "my_package/cli.py",
        "source" / "my_package/compat.py",
        "source" / "my_package/shapes.py",
        "source" / "my_package/text.py",
        "source" / "tests/__init__.py",
        "source" / "tests/test_shapes.py"
    );
    let listed = files
        .iter()
        .map(|(path, bytes)| ListedFile { path: (*path).to_owned(), size: bytes.len() as u64 });
    let import = ImportId(0);
    let command =
        Command::ListFiles { import, files: listed.collect(), unreadable: Vec::new(), more: false };
    host.handle_command(command, None);
    for (index, (_, bytes)) in (0..).map(FileIndex).zip(files) {
        host.handle_command(Command::AddFile { import, index }, Some(bytes.to_vec()));
    }
}

#[test]
fn an_overview_follows_each_change_of_numbers() {
    let mut host = host();
    assert_eq!(host.handle_command(EXAMPLE, None), []);
    let [Answer::Overview(first)] = &settle(&mut host)[..] else { panic!("one overview") };
    assert!(first.totals.numbers.is_some() && first.jobs.len() == 3);
    for request in [
        Command::SwitchJobs { jobs: vec![JobId(0)], on: false },
        Command::SwitchOnlyJobs(vec![JobId(1)]),
        Command::FilterContexts("x".into()),
        Command::CountApproximate(true),
        Command::TrySettings(Some(Trial::default())),
        Command::Cancel,
    ] {
        assert_eq!(host.handle_command(request, None), []);
        assert!(matches!(&settle(&mut host)[..], [Answer::Overview(_)]));
    }
    // Cards show how many recorded paths were found.
    let cards = host.handle_command(Command::SetPathRules(Vec::new()), None);
    assert!(matches!(&cards[..], [Answer::Cards { .. }]));
    assert!(matches!(&settle(&mut host)[..], [Answer::Overview(_)]));
}

#[test]
fn a_path_alias_shows_its_change_until_the_next_command() {
    use covdrop_protocol::PathRule;
    let mut host = host();
    drop_acme(&mut host);
    settle(&mut host);
    let rules = |some: &[(&str, &str, bool)]| {
        let rule = |&(pattern, target, on): &(&str, &str, bool)| PathRule {
            pattern: String::from(pattern),
            target: String::from(target),
            on,
        };
        Command::SetPathRules(some.iter().map(rule).collect())
    };
    let alias_change = |host: &mut Host, request| {
        host.handle_command(request, None);
        let answers = settle(host);
        let [Answer::Overview(overview)] = &answers[..] else { panic!("one overview") };
        overview.paths.change.clone()
    };
    // Only the package is found.
    let package = "/builds/acme/acme/my_package";
    let few = rules(&[(package, "my_package", true), ("/builds/acme/acme", ".", false)]);
    let change = alias_change(&mut host, few.clone());
    assert!(change.starts_with("Total ") && change.contains(", statements 139 → "), "{change}");
    assert_eq!(
        alias_change(&mut host, Command::SwitchJobs { jobs: vec![JobId(0)], on: false }),
        ""
    );
    assert_eq!(alias_change(&mut host, Command::SwitchJobs { jobs: vec![JobId(0)], on: true }), "");
    assert_eq!(alias_change(&mut host, few), "", "nothing changed");
    assert!(alias_change(&mut host, rules(&[])).contains(" → 139"));
}

#[test]
fn changed_choices_are_sent_and_restored() {
    let sent_choices = |host: &mut Host| {
        let mut answers = std::iter::from_fn(|| Some(host.work(|| 0.0)).filter(|turn| turn.more))
            .flat_map(|turn| turn.answers);
        answers.find_map(|answer| match answer {
            Answer::ChoicesChanged(bytes) => Some(bytes),
            _ => None,
        })
    };
    let mut first = host();
    first.handle_command(EXAMPLE, None);
    assert!(sent_choices(&mut first).is_some());
    first.handle_command(Command::SwitchOnlyJobs(vec![JobId(1)]), None);
    assert_eq!(sent_choices(&mut first), None);
    first.handle_command(Command::CountApproximate(true), None);
    let bytes = sent_choices(&mut first).unwrap();
    let mut next = host();
    assert_eq!(next.handle_command(Command::RestoreChoices(bytes), None), []);
    let [Answer::Overview(overview)] = &settle(&mut next)[..] else { panic!("one overview") };
    assert!(overview.totals.with_approximate && overview.jobs.len() == 3);
    next.handle_command(Command::RestoreChoices(b"nothing".to_vec()), None);
    let [Answer::Overview(overview)] = &settle(&mut next)[..] else { panic!("one overview") };
    assert!(overview.problems.iter().any(|problem| problem.file == "Your choices"));
}

#[test]
fn queries_are_answered_during_an_import() {
    let mut host = host();
    host.handle_command(EXAMPLE, None);
    let list = Query::List(ListQuery::default());
    let Reply::Listing(listing) = host.answer_query(list.clone()) else { panic!("a listing") };
    assert_eq!(listing.of, 0, "nothing is there yet");
    let export = Query::Export(Format::Text);
    let Reply::Export(export) = host.answer_query(export) else { panic!("an export") };
    assert_eq!(export.bytes, Err("No data to report.".to_owned()));
    assert!(matches!(&settle(&mut host)[..], [Answer::Overview(_)]));
    let id = QueryId(7);
    let listing = host.handle_request(Request::Query { id, query: list }, None);
    let [Answer::Reply { id: QueryId(7), reply: Reply::Listing(listing) }] = &listing[..] else {
        panic!("a reply")
    };
    assert!(listing.of > 0);
}
