//! Executes requests on the session and collects the answers. Independent of the browser.

use covdrop_analysis::Foreign;
use covdrop_protocol::{Answer, Choices, Command, Numbers, Progress, Query, Reply, Request};
use covdrop_session::{Manifest, Session, Step, Timestamp, change};

/// The length of a turn of work, in milliseconds: short enough to answer requests promptly, and
/// long enough that checking for them costs little.
const TURN_MS: f64 = 40.0;

/// The bytes of small files after which progress is sent: 100 kB, which take some milliseconds at
/// most.
const TELL_BYTES: usize = 100_000;

/// A session, with the state of the conversation with the page.
pub(crate) struct Host {
    session: Session,
    /// Returns the current time.
    clock: fn() -> Timestamp,
    /// Whether an overview must be sent once its numbers are computed.
    is_due: bool,
    /// The choices that were sent last.
    chosen: Vec<u8>,
    /// The totals that were sent last, and the totals before path aliases were set, if that was the
    /// last command.
    totals: Option<Numbers>,
    before: Option<Numbers>,
    /// Whether the next turn is scheduled.
    claimed: bool,
    /// The bytes of received files since progress was sent.
    untold: usize,
}

/// The result of a turn of work.
pub(crate) struct Turn {
    /// The answers to send to the page.
    pub(crate) answers: Vec<Answer>,
    /// Whether there is more to do.
    pub(crate) more: bool,
}

impl Host {
    /// Creates a host with an empty session. `decoder` decodes legacy encodings.
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

    /// Executes a request, which may come with `bytes`, and returns the answers so far.
    pub(crate) fn hear(&mut self, request: Request, bytes: Option<Vec<u8>>) -> Vec<Answer> {
        match request {
            Request::Command(command) => self.obey(command, bytes),
            Request::Query { id, query } => vec![Answer::Reply { id, reply: self.reply(query) }],
        }
    }

    /// Executes a command, or starts the work for it.
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
                // Small files take too little time to report each.
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
            Command::ImportExample => {
                session.example();
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
            Query::Line { path, line } => {
                session.line(&path, line).map_or(Reply::NoFile { path }, Reply::Line)
            }
            Query::Export(format) => Reply::Export(session.export(format, (self.clock)())),
        }
    }

    /// Restores the choices of an earlier session. There is nothing to show until data is imported.
    fn restore(&mut self, bytes: &[u8]) -> Vec<Answer> {
        if let Ok(choices) = Choices::read(bytes) {
            self.session.restore(choices);
            return Vec::new();
        }
        self.session.refuse_choices();
        self.soon()
    }

    /// Schedules an overview, to be sent once its numbers are computed.
    fn soon(&mut self) -> Vec<Answer> {
        self.is_due = true;
        self.before = None;
        Vec::new()
    }

    /// Returns the cards now, and schedules an overview.
    fn cards_soon(&mut self) -> Vec<Answer> {
        self.soon();
        vec![Answer::Cards { cards: self.session.cards() }]
    }

    /// Works until the turn ends by `now`, a clock in milliseconds, or no work is left.
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

    /// Claims the next turn for the caller, who must schedule it. Returns false if one is
    /// scheduled.
    pub(crate) fn claim(&mut self) -> bool {
        !std::mem::replace(&mut self.claimed, true)
    }

    /// Records that the scheduled turn has begun.
    pub(crate) fn release(&mut self) {
        self.claimed = false;
    }
}

fn progress(progress: Option<Progress>) -> Vec<Answer> {
    progress.into_iter().map(Answer::Progress).collect()
}

#[cfg(test)]
mod tests {
    use covdrop_protocol::{Format, JobId, ListQuery, QueryId, Trial};

    use super::*;

    fn host() -> Host {
        Host::new(|_, _| None, || Timestamp { local: String::new(), unix_millis: 0 })
    }

    /// Works until nothing is left to do. Returns the answers without progress, cards and choices.
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

    #[test]
    fn an_overview_follows_each_change_of_numbers() {
        let mut host = host();
        assert_eq!(host.obey(Command::ImportExample, None), []);
        let [Answer::Overview(first)] = &settle(&mut host)[..] else { panic!("one overview") };
        assert!(first.totals.is_some() && first.jobs.len() == 6);
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
        // Cards show how many recorded paths were found.
        let cards = host.obey(Command::SetPathRules(Vec::new()), None);
        assert!(matches!(&cards[..], [Answer::Cards { .. }]));
        assert!(matches!(&settle(&mut host)[..], [Answer::Overview(_)]));
    }

    #[test]
    fn a_path_alias_shows_its_change_until_the_next_command() {
        use covdrop_protocol::PathRule;
        let mut host = host();
        host.obey(Command::ImportExample, None);
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
        // Only the package is found.
        let package = "/builds/acme/acme/my_package";
        let few = rules(&[(package, "my_package", true), ("/builds/acme/acme", ".", false)]);
        let change = told(&mut host, few.clone());
        assert!(change.starts_with("Total 91% → ") && change.contains(", statements 139 → "));
        assert_eq!(told(&mut host, Command::SwitchJobs { jobs: vec![JobId(0)], on: false }), "");
        assert_eq!(told(&mut host, Command::SwitchJobs { jobs: vec![JobId(0)], on: true }), "");
        assert_eq!(told(&mut host, few), "", "nothing changed");
        assert!(told(&mut host, rules(&[])).contains(" → 139"));
    }

    #[test]
    fn changed_choices_are_sent_and_restored() {
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
        first.obey(Command::ImportExample, None);
        assert!(chosen(&mut first).is_some());
        first.obey(Command::SwitchOnlyJobs(vec![JobId(1)]), None);
        assert_eq!(chosen(&mut first), None);
        first.obey(Command::CountApproximate(true), None);
        let bytes = chosen(&mut first).unwrap();
        let mut next = host();
        assert_eq!(next.obey(Command::RestoreChoices(bytes), None), []);
        let [Answer::Overview(overview)] = &settle(&mut next)[..] else { panic!("one overview") };
        assert!(overview.with_approximate && overview.jobs.len() == 6);
        next.obey(Command::RestoreChoices(b"nothing".to_vec()), None);
        let [Answer::Overview(overview)] = &settle(&mut next)[..] else { panic!("one overview") };
        assert!(overview.problems.iter().any(|problem| problem.file == "Your choices"));
    }

    #[test]
    fn queries_are_answered_during_an_import() {
        let mut host = host();
        host.obey(Command::ImportExample, None);
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
