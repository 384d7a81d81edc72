//! Requests in, answers out: the session's side of the protocol, without a browser in it.

use covdrop_analysis::Foreign;
use covdrop_protocol::{Answer, Choices, Command, Numbers, Progress, Query, Reply, Request};
use covdrop_session::{Manifest, Session, Step, Timestamp, change};

/// How long a turn of work lasts, in milliseconds: short enough that a request is answered at
/// once, long enough that looking for one costs little.
const TURN_MS: f64 = 40.0;

/// The bytes of files after which progress is sent: 100 kB, which take some milliseconds at most.
const TELL_BYTES: usize = 100_000;

/// A session, and the questions that it is asked.
pub(crate) struct Host {
    session: Session,
    /// Tells the time.
    clock: fn() -> Timestamp,
    /// Whether an overview must be sent once its numbers are computed.
    is_due: bool,
    /// The choices that were sent last.
    chosen: Vec<u8>,
    /// The totals that were told last, and those before rules for paths were set, if that was what
    /// was done last.
    totals: Option<Numbers>,
    before: Option<Numbers>,
    /// Whether the next turn is on its way already.
    claimed: bool,
    /// The bytes of files since progress was sent.
    untold: usize,
}

/// What a turn of work came to.
pub(crate) struct Turn {
    /// What to tell the page.
    pub(crate) answers: Vec<Answer>,
    /// Whether there is more to do.
    pub(crate) more: bool,
}

impl Host {
    /// A host with nothing in it. `decoder` knows the encodings of old sources.
    pub(crate) fn new(decoder: Foreign, clock: fn() -> Timestamp) -> Host {
        let mut session = Session::new(decoder);
        session.heed_contexts_of_settings();
        session.warm_up();
        Host {
            session,
            clock,
            is_due: false,
            chosen: Vec::new(),
            totals: None,
            before: None,
            claimed: false,
            untold: 0,
        }
    }

    /// Answers a request; `bytes` came with it.
    pub(crate) fn hear(&mut self, request: Request, bytes: Option<Vec<u8>>) -> Vec<Answer> {
        match request {
            Request::Command(command) => self.obey(command, bytes),
            Request::Query { id, query } => vec![Answer::Reply { id, reply: self.reply(query) }],
        }
    }

    /// Carries out a command, or starts the work for it.
    fn obey(&mut self, command: Command, bytes: Option<Vec<u8>>) -> Vec<Answer> {
        let session = &mut self.session;
        match command {
            Command::ListFiles { import, files, unreadable, more } => {
                let (indexes, finding) = session.list_part(import, files, &unreadable, more);
                let wanted = Answer::FilesRequested { import, indexes };
                std::iter::once(wanted).chain(finding.map(Answer::Progress)).collect()
            }
            Command::AddFile { import, index } => {
                let bytes = bytes.unwrap_or_default();
                let took = Answer::BytesConsumed { bytes: bytes.len() as u64 };
                // A small file is a moment's work.
                self.untold += bytes.len();
                let progress =
                    session.add_file(import, index, bytes).filter(|_| self.untold >= TELL_BYTES);
                if progress.is_some() {
                    self.untold = 0;
                }
                std::iter::once(took).chain(progress.map(Answer::Progress)).collect()
            }
            Command::FileFailed { import, index, reason } => {
                progress(session.fail_file(import, index, &reason))
            }
            Command::ManifestFilesMissing { import, manifest, files } => {
                session.add_missing_files(import, &manifest, &files);
                Vec::new()
            }
            Command::ReadManifest { name } => match Manifest::read(&bytes.unwrap_or_default()) {
                Ok(Manifest { files, project, left_out }) => {
                    session.report_left_out_project(&name, &left_out);
                    vec![Answer::Manifest { files, project }]
                }
                Err(error) => {
                    session.refuse_manifest(&name, &error);
                    self.soon()
                }
            },
            Command::RestoreChoices(bytes) => self.restore(&bytes),
            Command::Cancel => {
                session.cancel();
                self.soon()
            }
            Command::ImportExample(source) => {
                session.example(source);
                Vec::new()
            }
            Command::SwitchJobs { jobs, on } => {
                session.switch_jobs(&jobs, on);
                self.soon()
            }
            Command::SwitchOnlyJobs(jobs) => {
                session.switch_only_jobs(&jobs);
                self.soon()
            }
            Command::RemoveInput { input } => {
                session.remove_input(input);
                self.cards_soon()
            }
            Command::RenameJob { from, to } => {
                session.rename_job(&from, &to);
                self.cards_soon()
            }
            Command::RestoreJobName(name) => {
                session.restore_job_name(&name);
                self.cards_soon()
            }
            Command::GroupJobs(by) => {
                session.group_jobs(by);
                self.cards_soon()
            }
            Command::CountApproximate(on) => {
                session.count_approximate(on);
                self.soon()
            }
            Command::SetPathRules(rules) => {
                session.set_path_rules(rules);
                let cards = self.cards_soon();
                self.before = self.totals.clone();
                cards
            }
            Command::FilterContexts(text) => {
                session.filter_contexts(&text);
                self.soon()
            }
            Command::TrySettings(trial) => {
                session.try_settings(trial);
                self.soon()
            }
        }
    }

    fn reply(&self, query: Query) -> Reply {
        let session = &self.session;
        match query {
            Query::List(query) => Reply::Listing(session.list(query)),
            Query::Map { query, width, height } => {
                Reply::Map(session.map_of_files(&query, width, height))
            }
            Query::Matrix(query) => Reply::Matrix(session.matrix(&query)),
            Query::Ask(question) => Reply::Found(session.ask(question)),
            Query::MinimalJobs => Reply::MinimalJobs(session.minimal_jobs()),
            Query::Open { path, question, query } => {
                let file = session.open(&path, question.as_ref(), &query);
                file.map_or(Reply::NoFile { path }, Reply::File)
            }
            Query::Line(query) => {
                let path = query.path.clone();
                session.lines(query).map_or(Reply::NoFile { path }, Reply::Line)
            }
            Query::Export(format) => Reply::Export(session.export(format, (self.clock)())),
        }
    }

    /// Does again what was chosen before. There is nothing to show until something has come in.
    fn restore(&mut self, bytes: &[u8]) -> Vec<Answer> {
        if let Ok(choices) = Choices::read(bytes) {
            self.session.restore(choices);
            return Vec::new();
        }
        self.session.refuse_choices();
        self.soon()
    }

    /// Sends an overview as soon as its numbers are computed.
    fn soon(&mut self) -> Vec<Answer> {
        self.is_due = true;
        self.before = None;
        Vec::new()
    }

    /// What came in, now, and what follows from it as soon as its numbers are there.
    fn cards_soon(&mut self) -> Vec<Answer> {
        self.soon();
        vec![Answer::Cards { cards: self.session.cards() }]
    }

    /// Works until the turn is over by `now`, a clock in milliseconds, or nothing is left.
    pub(crate) fn work(&mut self, now: impl Fn() -> f64) -> Turn {
        let end = now() + TURN_MS;
        let mut last = None;
        loop {
            if self.is_due {
                last = self.session.prepare();
                if last.is_none() {
                    self.is_due = false;
                    let mut answers = Vec::new();
                    let chosen = self.session.choices().to_bytes();
                    if chosen != self.chosen {
                        self.chosen.clone_from(&chosen);
                        answers.push(Answer::ChoicesChanged(chosen));
                    }
                    let mut overview = self.session.overview();
                    if let (Some(before), Some(now)) = (&self.before, &overview.totals)
                        && before != now
                    {
                        overview.paths.change = change(before, now);
                    }
                    self.totals.clone_from(&overview.totals);
                    answers.push(Answer::Overview(overview));
                    return Turn { answers, more: true };
                }
            } else {
                match self.session.step() {
                    Step::Idle => return Turn { answers: progress(last), more: false },
                    Step::Finished => {
                        return Turn { answers: self.cards_soon(), more: true };
                    }
                    Step::FilesRequested { import, indexes } => {
                        let wanted = Answer::FilesRequested { import, indexes };
                        return Turn { answers: vec![wanted], more: true };
                    }
                    Step::Worked(progress) => last = Some(progress),
                }
            }
            if now() >= end {
                return Turn { answers: progress(last), more: true };
            }
        }
    }

    /// Takes it upon the caller to come back for the next turn; false where one already will.
    pub(crate) fn claim(&mut self) -> bool {
        !std::mem::replace(&mut self.claimed, true)
    }

    /// The next turn has come.
    pub(crate) fn release(&mut self) {
        self.claimed = false;
    }
}

fn progress(progress: Option<Progress>) -> Vec<Answer> {
    progress.into_iter().map(Answer::Progress).collect()
}

#[cfg(test)]
mod tests {
    use covdrop_protocol::{
        ExampleSource, FileIndex, Format, ImportId, JobId, ListQuery, ListedFile, QueryId, Trial,
    };

    use super::*;

    fn host() -> Host {
        Host::new(|_, _| None, || Timestamp { local: String::new(), unix_millis: 0 })
    }

    /// The overviews that the host tells until it has nothing more to do, and what else answers.
    fn settle(host: &mut Host) -> Vec<Answer> {
        let mut answers = Vec::new();
        loop {
            let turn = host.work(|| 0.0);
            let told = |answer: &Answer| {
                !matches!(
                    answer,
                    Answer::Progress(_) | Answer::Cards { .. } | Answer::ChoicesChanged(_)
                )
            };
            answers.extend(turn.answers.into_iter().filter(told));
            if !turn.more {
                return answers;
            }
        }
    }

    const EXAMPLE: Command = Command::ImportExample(ExampleSource::Tested);

    #[test]
    fn an_overview_follows_whatever_changes_numbers() {
        let mut host = host();
        assert_eq!(host.obey(EXAMPLE, None), []);
        let [Answer::Overview(first)] = &settle(&mut host)[..] else { panic!("one overview") };
        assert!(first.totals.is_some() && first.jobs.len() == 4);
        for request in [
            Command::SwitchJobs { jobs: vec![JobId(0)], on: false },
            Command::SwitchOnlyJobs(vec![JobId(1)]),
            Command::FilterContexts("x".into()),
            Command::CountApproximate(true),
            Command::TrySettings(Some(Trial::default())),
            Command::Cancel,
        ] {
            assert_eq!(host.obey(request, None), []);
            assert!(matches!(&settle(&mut host)[..], [Answer::Overview(_)]));
        }
        // Cards tell how many paths were found.
        let cards = host.obey(Command::SetPathRules(Vec::new()), None);
        assert!(matches!(&cards[..], [Answer::Cards { .. }]));
        assert!(matches!(&settle(&mut host)[..], [Answer::Overview(_)]));
    }

    /// Drops the data of one job of the sample project, and its source.
    fn drop_acme(host: &mut Host) {
        macro_rules! files {
            ($($folder:literal / $path:literal),*) => {
                [$((
                    concat!("acme/", $path),
                    include_bytes!(concat!("../../tests/data/acme/", $folder, "/", $path)).as_slice(),
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
        let command = Command::ListFiles {
            import,
            files: listed.collect(),
            unreadable: Vec::new(),
            more: false,
        };
        host.obey(command, None);
        for (index, (_, bytes)) in (0..).map(FileIndex).zip(files) {
            host.obey(Command::AddFile { import, index }, Some(bytes.to_vec()));
        }
    }

    #[test]
    fn rules_for_paths_tell_what_they_changed_until_something_else_is_done() {
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
        let told = |host: &mut Host, request| {
            host.obey(request, None);
            let answers = settle(host);
            let [Answer::Overview(overview)] = &answers[..] else { panic!("one overview") };
            overview.paths.change.clone()
        };
        // Nothing but the package is found.
        let package = "/builds/acme/acme/my_package";
        let few = rules(&[(package, "my_package", true), ("/builds/acme/acme", ".", false)]);
        let change = told(&mut host, few.clone());
        assert!(change.starts_with("Total ") && change.contains(", statements 139 → "), "{change}");
        assert_eq!(told(&mut host, Command::SwitchJobs { jobs: vec![JobId(0)], on: false }), "");
        assert_eq!(told(&mut host, Command::SwitchJobs { jobs: vec![JobId(0)], on: true }), "");
        assert_eq!(told(&mut host, few), "", "nothing changed");
        assert!(told(&mut host, rules(&[])).contains(" → 139"));
    }

    #[test]
    fn what_was_chosen_is_told_when_it_changed_and_heard_by_the_next_one() {
        let chosen = |host: &mut Host| {
            let mut answers =
                std::iter::from_fn(|| Some(host.work(|| 0.0)).filter(|turn| turn.more))
                    .flat_map(|turn| turn.answers);
            answers.find_map(|answer| match answer {
                Answer::ChoicesChanged(bytes) => Some(bytes),
                _ => None,
            })
        };
        let mut first = host();
        first.obey(EXAMPLE, None);
        assert!(chosen(&mut first).is_some());
        first.obey(Command::SwitchOnlyJobs(vec![JobId(1)]), None);
        assert_eq!(chosen(&mut first), None);
        first.obey(Command::CountApproximate(true), None);
        let bytes = chosen(&mut first).unwrap();
        let mut next = host();
        assert_eq!(next.obey(Command::RestoreChoices(bytes), None), []);
        let [Answer::Overview(overview)] = &settle(&mut next)[..] else { panic!("one overview") };
        assert!(overview.with_approximate && overview.jobs.len() == 4);
        next.obey(Command::RestoreChoices(b"nothing".to_vec()), None);
        let [Answer::Overview(overview)] = &settle(&mut next)[..] else { panic!("one overview") };
        assert!(overview.problems.iter().any(|problem| problem.file == "Your choices"));
    }

    #[test]
    fn questions_are_answered_while_a_drop_comes_in() {
        let mut host = host();
        host.obey(EXAMPLE, None);
        let list = Query::List(ListQuery::default());
        let Reply::Listing(listing) = host.reply(list.clone()) else { panic!("a listing") };
        assert_eq!(listing.of, 0, "nothing is there yet");
        let export = Query::Export(Format::Text);
        let Reply::Export(export) = host.reply(export) else { panic!("an export") };
        assert_eq!(export.bytes, Err("No data to report.".to_owned()));
        assert!(matches!(&settle(&mut host)[..], [Answer::Overview(_)]));
        let id = QueryId(7);
        let listing = host.hear(Request::Query { id, query: list }, None);
        let [Answer::Reply { id: QueryId(7), reply: Reply::Listing(listing) }] = &listing[..]
        else {
            panic!("a reply")
        };
        assert!(listing.of > 0);
    }
}
