//! Requests in, answers out: the session's side of the protocol, without a browser in it.

use covdrop_analysis::Foreign;
use covdrop_protocol::{Answer, Choices, Numbers, Progress, Request};
use covdrop_session::{Manifest, Session, Step, Timestamp, change};

/// How long a turn of work lasts, in milliseconds: short enough that a request is answered at
/// once, long enough that looking for one costs little.
const TURN_MS: f64 = 40.0;

/// Progress is told after so many bytes: 100 kB, which takes some milliseconds at most.
const TELL_BYTES: usize = 100_000;

/// A session, and the questions that it is asked.
pub(crate) struct Host {
    session: Session,
    /// Tells the time.
    clock: fn() -> Timestamp,
    /// Whether the overview is to be told once its numbers are there.
    is_due: bool,
    /// What was chosen, as the page was told it.
    chosen: Vec<u8>,
    /// The totals that were told last, and those before rules for paths were set, if that was what
    /// was done last.
    totals: Option<Numbers>,
    before: Option<Numbers>,
    /// Whether the next turn is on its way already.
    claimed: bool,
    /// How many bytes were taken in since progress was told.
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
        let session = &mut self.session;
        match request {
            Request::Offer { batch, files, closed, more } => {
                let (indexes, finding) = session.offer_part(batch, files, &closed, more);
                let wanted = Answer::Wanted { batch, indexes };
                std::iter::once(wanted).chain(finding.map(Answer::Progress)).collect()
            }
            Request::File { batch, index } => {
                let bytes = bytes.unwrap_or_default();
                let took = Answer::Took { bytes: bytes.len() as u64 };
                // A small file is a moment's work.
                self.untold += bytes.len();
                let progress =
                    session.file(batch, index, bytes).filter(|_| self.untold >= TELL_BYTES);
                if progress.is_some() {
                    self.untold = 0;
                }
                std::iter::once(took).chain(progress.map(Answer::Progress)).collect()
            }
            Request::Unreadable { batch, index, reason } => {
                progress(session.unreadable(batch, index, &reason))
            }
            Request::Missing { batch, manifest, files } => {
                session.missing(batch, &manifest, &files);
                Vec::new()
            }
            Request::Manifest { name } => match Manifest::read(&bytes.unwrap_or_default()) {
                Ok(manifest) => vec![Answer::Listed { files: manifest.into_files() }],
                Err(error) => {
                    session.refuse_manifest(&name, &error);
                    self.soon()
                }
            },
            Request::Restore(bytes) => self.restore(&bytes),
            Request::Cancel => {
                session.cancel();
                self.soon()
            }
            Request::Example => {
                session.example();
                Vec::new()
            }
            Request::Switch { jobs, on } => {
                session.switch(&jobs, on);
                self.soon()
            }
            Request::SwitchOnly(jobs) => {
                session.switch_only(&jobs);
                self.soon()
            }
            Request::Remove { card } => {
                session.remove(card);
                self.cards_soon()
            }
            Request::Rename { from, to } => {
                session.rename(&from, &to);
                self.cards_soon()
            }
            Request::TakeBackName(name) => {
                session.take_back_name(&name);
                self.cards_soon()
            }
            Request::GroupJobs(by) => {
                session.group_jobs(by);
                self.cards_soon()
            }
            Request::CountApproximate(on) => {
                session.count_approximate(on);
                self.soon()
            }
            Request::SetPathRules(rules) => {
                session.set_path_rules(rules);
                let cards = self.cards_soon();
                self.before = self.totals.clone();
                cards
            }
            Request::FilterContexts(text) => {
                session.filter_contexts(&text);
                self.soon()
            }
            Request::Try(trial) => {
                session.try_settings(trial);
                self.soon()
            }
            Request::List(query) => vec![Answer::Listing(session.list(query))],
            Request::Map { query, width, height } => {
                vec![Answer::Map(session.map_of_files(&query, width, height))]
            }
            Request::Matrix(query) => vec![Answer::Matrix(session.matrix(&query))],
            Request::Ask(question) => vec![Answer::Found(session.ask(question))],
            Request::Smallest => vec![Answer::Smallest(session.smallest())],
            Request::Open { path, question, query } => {
                let file = session.open(&path, question.as_ref(), &query);
                vec![file.map_or(Answer::NoFile { path }, Answer::File)]
            }
            Request::Line { path, line } => {
                vec![session.line(&path, line).map_or(Answer::NoFile { path }, Answer::Line)]
            }
            Request::Export(format) => vec![Answer::Export(session.export(format, (self.clock)()))],
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

    /// The overview is to be told, as soon as its numbers are there.
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
                        answers.push(Answer::Chosen(chosen));
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
                    Step::Wanted { batch, indexes } => {
                        let wanted = Answer::Wanted { batch, indexes };
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
    use covdrop_protocol::{Format, Query, Trial};

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
                !matches!(answer, Answer::Progress(_) | Answer::Cards { .. } | Answer::Chosen(_))
            };
            answers.extend(turn.answers.into_iter().filter(told));
            if !turn.more {
                return answers;
            }
        }
    }

    #[test]
    fn an_overview_follows_whatever_changes_numbers() {
        let mut host = host();
        assert_eq!(host.hear(Request::Example, None), []);
        let [Answer::Overview(first)] = &settle(&mut host)[..] else { panic!("one overview") };
        assert!(first.totals.is_some() && first.jobs.len() == 6);
        for request in [
            Request::Switch { jobs: vec![0], on: false },
            Request::SwitchOnly(vec![1]),
            Request::FilterContexts("x".into()),
            Request::CountApproximate(true),
            Request::Try(Some(Trial::default())),
            Request::Cancel,
        ] {
            assert_eq!(host.hear(request, None), []);
            assert!(matches!(&settle(&mut host)[..], [Answer::Overview(_)]));
        }
        // Cards tell how many paths were found.
        let cards = host.hear(Request::SetPathRules(Vec::new()), None);
        assert!(matches!(&cards[..], [Answer::Cards { .. }]));
        assert!(matches!(&settle(&mut host)[..], [Answer::Overview(_)]));
    }

    #[test]
    fn rules_for_paths_tell_what_they_changed_until_something_else_is_done() {
        use covdrop_protocol::PathRule;
        let mut host = host();
        host.hear(Request::Example, None);
        settle(&mut host);
        let rules = |some: &[(&str, &str, bool)]| {
            let rule = |&(pattern, target, on): &(&str, &str, bool)| PathRule {
                pattern: String::from(pattern),
                target: String::from(target),
                on,
            };
            Request::SetPathRules(some.iter().map(rule).collect())
        };
        let told = |host: &mut Host, request| {
            host.hear(request, None);
            let answers = settle(host);
            let [Answer::Overview(overview)] = &answers[..] else { panic!("one overview") };
            overview.paths.change.clone()
        };
        // Nothing but the package is found.
        let package = "/builds/acme/acme/my_package";
        let few = rules(&[(package, "my_package", true), ("/builds/acme/acme", ".", false)]);
        let change = told(&mut host, few.clone());
        assert!(change.starts_with("Total 91% → ") && change.contains(", statements 139 → "));
        assert_eq!(told(&mut host, Request::Switch { jobs: vec![0], on: false }), "");
        assert_eq!(told(&mut host, Request::Switch { jobs: vec![0], on: true }), "");
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
                Answer::Chosen(bytes) => Some(bytes),
                _ => None,
            })
        };
        let mut first = host();
        first.hear(Request::Example, None);
        assert!(chosen(&mut first).is_some());
        first.hear(Request::SwitchOnly(vec![1]), None);
        assert_eq!(chosen(&mut first), None);
        first.hear(Request::CountApproximate(true), None);
        let bytes = chosen(&mut first).unwrap();
        let mut next = host();
        assert_eq!(next.hear(Request::Restore(bytes), None), []);
        let [Answer::Overview(overview)] = &settle(&mut next)[..] else { panic!("one overview") };
        assert!(overview.with_approximate && overview.jobs.len() == 6);
        next.hear(Request::Restore(b"nothing".to_vec()), None);
        let [Answer::Overview(overview)] = &settle(&mut next)[..] else { panic!("one overview") };
        assert!(overview.problems.iter().any(|problem| problem.file == "Your choices"));
    }

    #[test]
    fn questions_are_answered_while_a_drop_comes_in() {
        let mut host = host();
        host.hear(Request::Example, None);
        let [Answer::Listing(listing)] = &host.hear(Request::List(Query::default()), None)[..]
        else {
            panic!("a listing")
        };
        assert_eq!(listing.of, 0, "nothing is there yet");
        let [Answer::Export(export)] = &host.hear(Request::Export(Format::Text), None)[..] else {
            panic!("an export")
        };
        assert_eq!(export.bytes, Err("No data to report.".to_owned()));
        assert!(matches!(&settle(&mut host)[..], [Answer::Overview(_)]));
        let listing = host.hear(Request::List(Query::default()), None);
        assert!(matches!(&listing[..], [Answer::Listing(listing)] if listing.of > 0));
    }
}
