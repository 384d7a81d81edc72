//! Requests in, answers out: the session's side of the protocol, without a browser in it.

use covdrop_analysis::Foreign;
use covdrop_protocol::{Answer, Progress, Request};
use covdrop_session::{Session, Step};

/// How long a turn of work lasts, in milliseconds: short enough that a request is answered at
/// once, long enough that looking for one costs little.
const TURN_MS: f64 = 40.0;

/// A session, and the questions that it is asked.
pub(crate) struct Host {
    session: Session,
    /// Whether the next turn is on its way already.
    claimed: bool,
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
    pub(crate) fn new(decoder: Foreign) -> Host {
        Host { session: Session::new(decoder), claimed: false }
    }

    /// Answers a request; `bytes` came with it.
    pub(crate) fn hear(&mut self, request: Request, bytes: Option<Vec<u8>>) -> Vec<Answer> {
        let session = &mut self.session;
        match request {
            Request::Offer { batch, files, closed } => {
                let indexes = session.offer(batch, files, &closed);
                vec![Answer::Wanted { batch, indexes }]
            }
            Request::File { batch, index } => {
                progress(session.file(batch, index, bytes.unwrap_or_default()))
            }
            Request::Unreadable { batch, index, reason } => {
                progress(session.unreadable(batch, index, &reason))
            }
            Request::Cancel => {
                session.cancel();
                vec![Answer::Overview(session.overview())]
            }
            Request::Example => {
                session.example();
                Vec::new()
            }
            Request::Switch { jobs, on } => {
                session.switch(&jobs, on);
                vec![Answer::Overview(session.overview())]
            }
            Request::CountApproximate(on) => {
                session.count_approximate(on);
                vec![Answer::Overview(session.overview())]
            }
            Request::SetPathRules(rules) => {
                session.set_path_rules(rules);
                vec![Answer::Overview(session.overview())]
            }
            Request::List(query) => vec![Answer::Listing(session.list(query))],
            Request::SwitchOnly(_)
            | Request::FilterContexts(_)
            | Request::Try(_)
            | Request::Map { .. }
            | Request::Matrix
            | Request::Ask(_)
            | Request::Smallest
            | Request::Line { .. }
            | Request::Export(_) => Vec::new(),
            Request::Open { path, question: _ } => {
                vec![session.open(&path).map_or(Answer::NoFile { path }, Answer::File)]
            }
        }
    }

    /// Works until the turn is over by `now`, a clock in milliseconds, or nothing is left.
    pub(crate) fn work(&mut self, now: impl Fn() -> f64) -> Turn {
        let end = now() + TURN_MS;
        let mut last = None;
        loop {
            match self.session.step() {
                Step::Idle => return Turn { answers: progress(last), more: false },
                Step::Finished => {
                    let overview = Answer::Overview(self.session.overview());
                    return Turn { answers: vec![overview], more: true };
                }
                Step::Worked(progress) => last = Some(progress),
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
