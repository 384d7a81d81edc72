//! Executes requests on the session and collects the answers. Independent of the browser.

use covdrop_analysis::ForeignDecoder;
use covdrop_protocol::{Answer, Choices, Command, Numbers, Progress, Query, Reply, Request};
use covdrop_session::{Manifest, Session, Step, Timestamp, change};

/// The length of a turn of work, in milliseconds: short enough to answer requests promptly, and
/// long enough that checking for them costs little.
const TURN_MS: f64 = 40.0;

/// The bytes of small files after which progress is sent: 100 kB, which take some milliseconds at
/// most.
const PROGRESS_BYTES: usize = 100_000;

/// A session, with the state of the conversation with the page.
pub(crate) struct Host {
    session: Session,
    /// Returns the current time.
    clock: fn() -> Timestamp,
    /// Whether an overview must be sent once its numbers are computed.
    overview_is_due: bool,
    /// The choices that were sent last.
    sent_choices: Vec<u8>,
    /// The totals that were sent last, and the totals before path aliases were set, if that was the
    /// last command.
    totals: Option<Numbers>,
    before: Option<Numbers>,
    /// Whether the next turn is scheduled.
    is_turn_scheduled: bool,
    /// The bytes of received files since progress was sent.
    unreported_bytes: usize,
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
    pub(crate) fn new(decoder: ForeignDecoder, clock: fn() -> Timestamp) -> Host {
        let mut session = Session::new(decoder);
        session.use_contexts_of_settings();
        session.warm_up();
        Host {
            session,
            clock,
            overview_is_due: false,
            sent_choices: Vec::new(),
            totals: None,
            before: None,
            is_turn_scheduled: false,
            unreported_bytes: 0,
        }
    }

    /// Executes a request, which may come with `bytes`, and returns the answers so far.
    pub(crate) fn handle_request(
        &mut self,
        request: Request,
        bytes: Option<Vec<u8>>,
    ) -> Vec<Answer> {
        match request {
            Request::Command(command) => self.handle_command(command, bytes),
            Request::Query { id, query } => {
                vec![Answer::Reply { id, reply: self.answer_query(query) }]
            }
        }
    }

    /// Executes a command, or starts the work for it.
    fn handle_command(&mut self, command: Command, bytes: Option<Vec<u8>>) -> Vec<Answer> {
        let session = &mut self.session;
        match command {
            Command::ListFiles { import, files, unreadable, more } => {
                let (indexes, finding) = session.list_part(import, files, &unreadable, more);
                let wanted = Answer::FilesRequested { import, indexes };
                std::iter::once(wanted).chain(finding.map(Answer::Progress)).collect()
            }
            Command::AddFile { import, index } => {
                let bytes = bytes.unwrap_or_default();
                let consumed = Answer::BytesConsumed { bytes: bytes.len() as u64 };
                // Small files take too little time to report each.
                self.unreported_bytes += bytes.len();
                let progress = session
                    .add_file(import, index, bytes)
                    .filter(|_| self.unreported_bytes >= PROGRESS_BYTES);
                if progress.is_some() {
                    self.unreported_bytes = 0;
                }
                std::iter::once(consumed).chain(progress.map(Answer::Progress)).collect()
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
                    self.schedule_overview()
                }
            },
            Command::RestoreChoices(bytes) => self.restore(&bytes),
            Command::Cancel => {
                session.cancel();
                self.schedule_overview()
            }
            Command::ImportExample(source) => {
                session.example(source);
                Vec::new()
            }
            Command::SwitchJobs { jobs, on } => {
                session.switch_jobs(&jobs, on);
                self.schedule_overview()
            }
            Command::SwitchOnlyJobs(jobs) => {
                session.switch_only_jobs(&jobs);
                self.schedule_overview()
            }
            Command::RemoveInput { input } => {
                session.remove_input(input);
                self.cards_and_overview()
            }
            Command::RenameJob { from, to } => {
                session.rename_job(&from, &to);
                self.cards_and_overview()
            }
            Command::RestoreJobName(name) => {
                session.restore_job_name(&name);
                self.cards_and_overview()
            }
            Command::GroupJobs(by) => {
                session.group_jobs(by);
                self.cards_and_overview()
            }
            Command::CountApproximate(on) => {
                session.count_approximate(on);
                self.schedule_overview()
            }
            Command::SetPathRules(rules) => {
                session.set_path_rules(rules);
                let cards = self.cards_and_overview();
                self.before = self.totals.clone();
                cards
            }
            Command::FilterContexts(text) => {
                session.filter_contexts(&text);
                self.schedule_overview()
            }
            Command::TrySettings(trial) => {
                session.try_settings(trial);
                self.schedule_overview()
            }
        }
    }

    fn answer_query(&self, query: Query) -> Reply {
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

    /// Restores the choices of an earlier session. There is nothing to show until data is imported.
    fn restore(&mut self, bytes: &[u8]) -> Vec<Answer> {
        if let Ok(choices) = Choices::read(bytes) {
            self.session.restore(choices);
            return Vec::new();
        }
        self.session.refuse_choices();
        self.schedule_overview()
    }

    /// Schedules an overview, to be sent once its numbers are computed.
    fn schedule_overview(&mut self) -> Vec<Answer> {
        self.overview_is_due = true;
        self.before = None;
        Vec::new()
    }

    /// Returns the cards now, and schedules an overview.
    fn cards_and_overview(&mut self) -> Vec<Answer> {
        self.schedule_overview();
        vec![Answer::Cards { cards: self.session.cards() }]
    }

    /// Works until the turn ends by `now`, a clock in milliseconds, or no work is left.
    pub(crate) fn work(&mut self, now: impl Fn() -> f64) -> Turn {
        let end = now() + TURN_MS;
        let mut last = None;
        loop {
            if self.overview_is_due {
                last = self.session.prepare();
                if last.is_none() {
                    self.overview_is_due = false;
                    let mut answers = Vec::new();
                    let sent_choices = self.session.choices().to_bytes();
                    if sent_choices != self.sent_choices {
                        self.sent_choices.clone_from(&sent_choices);
                        answers.push(Answer::ChoicesChanged(sent_choices));
                    }
                    let mut overview = self.session.overview();
                    if let (Some(before), Some(now)) = (&self.before, &overview.totals.numbers)
                        && before != now
                    {
                        overview.paths.change = change(before, now);
                    }
                    self.totals.clone_from(&overview.totals.numbers);
                    answers.push(Answer::Overview(overview));
                    return Turn { answers, more: true };
                }
            } else {
                match self.session.step() {
                    Step::Idle => return Turn { answers: progress(last), more: false },
                    Step::Finished => {
                        return Turn { answers: self.cards_and_overview(), more: true };
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
    pub(crate) fn schedule_turn(&mut self) -> bool {
        !std::mem::replace(&mut self.is_turn_scheduled, true)
    }

    /// Records that the scheduled turn has begun.
    pub(crate) fn begin_turn(&mut self) {
        self.is_turn_scheduled = false;
    }
}

fn progress(progress: Option<Progress>) -> Vec<Answer> {
    progress.into_iter().map(Answer::Progress).collect()
}

#[cfg(test)]
mod tests;
