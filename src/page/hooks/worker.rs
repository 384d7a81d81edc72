//! The page's side of the worker: sends commands and queries, receives answers, and starts a new
//! worker if one ends.

mod files;

use std::cell::RefCell;
use std::rc::Rc;

use covdrop_protocol::{Answer, BadMessage, Card, Command, ProjectInfo, Query, QueryId, Request};
use gloo::timers::callback::Timeout;
use js_sys::{ArrayBuffer, Date};
use wasm_bindgen_futures::spawn_local;
use web_sys::AbortController;
use yew::prelude::*;

use crate::browser;
use crate::dispatch::Dispatch;
use crate::dropped_files;
use crate::file_reader::FileReader;
use crate::imports::Imports;
use crate::report_file;
use crate::shared::Shared;
use crate::site_manifest::SiteManifest;
use crate::state::{Action, ReportFile};
use crate::storage::{Change, Contents, Found, Storage};
use crate::words::faults;
use crate::worker_client::{NotSent, WorkerClient};

/// The time that a worker has to react to a cancel, in milliseconds. Its steps are short, except
/// for a pattern that backtracks over a long line.
const STUCK_MS: u32 = 3000;

/// The time between shown reports of progress, in milliseconds: rendering all of them would take
/// longer than the work.
const PROGRESS_MS: f64 = 100.0;

/// The reason why a worker ends.
enum WorkerEnd {
    /// It has stopped by itself, with an error of this text.
    Stopped(String),
    /// It does not react to a cancel.
    Stuck,
}

/// The page's side of the worker.
#[derive(Clone)]
pub(crate) struct WorkerHandle(Rc<Inner>);

struct Inner {
    dispatch: Dispatch,
    session: RefCell<Session>,
    storage: Storage,
}

/// The page's copy of everything that it needs to load the session into a new worker.
#[derive(Default)]
struct Session {
    client: Option<WorkerClient>,
    /// The dropped and picked files.
    imports: Imports,
    reader: FileReader,
    /// The site manifest, while the page fetches its files.
    manifest: Option<Manifest>,
    /// The inputs in the last list from the worker.
    inputs: Vec<Card>,
    /// The person's choices, as the worker wrote them.
    choices: Vec<u8>,
    /// The inputs and the choices before the last change that can be undone.
    remembered: Option<(Vec<Card>, Vec<u8>)>,
    /// The address of the report to save.
    report: Option<Rc<str>>,
    /// Whether the session is saved in this browser.
    is_saved: bool,
    /// Whether the session has changed since the page saved it.
    is_unsaved: bool,
    /// The time of the last shown progress, in milliseconds since 1970.
    shown: f64,
    /// The timer that ends the worker unless it answers.
    patience: Option<Timeout>,
}

/// A site manifest whose files the page fetches, and the controller that cancels the fetches.
#[derive(Clone)]
struct Manifest(Rc<SiteManifest>, AbortController);

/// Starts the worker, and imports the saved session and the files of the site manifest.
#[hook]
pub(crate) fn use_worker(dispatch: &Dispatch) -> WorkerHandle {
    let handle = use_memo((), |()| {
        let (dispatch, session) = (dispatch.clone(), RefCell::default());
        WorkerHandle(Rc::new(Inner { dispatch, session, storage: Storage::new() }))
    });
    let started = (*handle).clone();
    use_effect_with((), move |()| {
        started.start();
        spawn_local(async move {
            // The worker must receive the choices of the saved session before anything else.
            started.load_saved_session().await;
            let importing = started.clone();
            dropped_files::import_drops(move |walk| importing.import_walk(walk));
            started.load_manifest().await;
        });
    });
    (*handle).clone()
}

impl WorkerHandle {
    fn dispatch(&self, action: Action) {
        self.0.dispatch.send(action);
    }

    /// Calls `act` with the session. `act` must not send an action.
    fn with<T>(&self, act: impl FnOnce(&mut Session) -> T) -> T {
        act(&mut self.0.session.borrow_mut())
    }

    fn start(&self) {
        let (heard, broken) = (self.clone(), self.clone());
        let client = WorkerClient::start(
            Callback::from(move |answer| heard.receive(answer)),
            Callback::from(move |details| broken.end_later(WorkerEnd::Stopped(details))),
        );
        match client {
            Ok(client) => self.with(|session| session.client = Some(client)),
            Err(error) => self.dispatch(Action::Failed(error.to_string())),
        }
    }

    /// Sends a command to the worker.
    pub(crate) fn send(&self, command: Command) {
        if command == Command::Cancel {
            let stuck = self.clone();
            let patience = Timeout::new(STUCK_MS, move || stuck.end_later(WorkerEnd::Stuck));
            self.with(|session| {
                session.patience = Some(patience);
                session.imports.cancel();
                session.reader.cancel();
                if let Some(Manifest(_, fetching)) = session.manifest.take() {
                    fetching.abort();
                }
            });
        }
        self.request(&Request::Command(command), None);
    }

    /// Sends a query to the worker.
    pub(crate) fn query(&self, id: QueryId, query: Query) {
        self.request(&Request::Query { id, query }, None);
    }

    /// Sends a request with bytes beside it, and reports a failure to send it.
    fn request(&self, request: &Request, bytes: Option<&ArrayBuffer>) {
        let sent = self.with(|session| match &mut session.client {
            Some(client) => client.send(request, bytes),
            None => Ok(()),
        });
        self.report_failure(sent);
    }

    fn report_failure(&self, sent: Result<(), NotSent>) {
        if let Err(error) = sent {
            self.dispatch(Action::Failed(error.to_string()));
        }
    }

    fn receive(&self, answer: Result<Answer, BadMessage>) {
        self.with(|session| session.patience = None);
        match answer {
            Ok(Answer::FilesRequested { import, indexes }) => self.read_requested(import, indexes),
            Ok(Answer::BytesConsumed { bytes }) => {
                self.with(|session| session.reader.consumed(bytes));
            }
            Ok(Answer::Manifest { files, project }) => {
                self.dispatch(Action::ProjectReceived(Shared::new(project)));
                // After a cancel, nobody waits for the files.
                if let Some(manifest) = self.with(|session| session.manifest.clone()) {
                    let handle = self.clone();
                    spawn_local(async move { handle.import_manifest(manifest, files).await });
                }
            }
            Ok(Answer::ChoicesChanged(choices)) => self.with(|session| {
                session.choices = choices;
                session.is_unsaved = true;
            }),
            Ok(Answer::Ready) => {
                let sent = self.with(|session| match &mut session.client {
                    Some(client) => client.ready(),
                    None => Ok(()),
                });
                self.report_failure(sent);
            }
            Ok(answer) => self.receive_for_page(answer),
            Err(error) => self.dispatch(Action::Failed(error.to_string())),
        }
    }

    /// Dispatches an answer to the state. If the person saves the session, saves it when the
    /// overview after a change has arrived.
    fn receive_for_page(&self, answer: Answer) {
        if matches!(answer, Answer::Progress(_)) && !self.is_progress_due() {
            return;
        }
        let is_whole = matches!(answer, Answer::Overview(_));
        let is_due = self.with(|session| {
            if let Answer::Cards { cards } = &answer {
                session.inputs.clone_from(cards);
                session.is_unsaved = true;
            }
            session.imports.mark_finished(&session.inputs);
            is_whole && session.is_unsaved && session.is_saved
        });
        self.dispatch(Action::AnswerReceived(Box::new(answer)));
        if is_due {
            self.save_session(true);
        }
    }

    /// Returns true if enough time has passed since the last shown progress.
    fn is_progress_due(&self) -> bool {
        let now = Date::now();
        self.with(|session| {
            let is_due = now - session.shown >= PROGRESS_MS;
            if is_due {
                session.shown = now;
            }
            is_due
        })
    }

    /// Ends the worker after the current event, since ending it drops the listener that runs.
    fn end_later(&self, end: WorkerEnd) {
        let handle = self.clone();
        spawn_local(async move { handle.end(end) });
    }

    /// Starts a new worker, and reports the reason. Starts none if the last one never ran: the next
    /// one would end in the same way.
    fn end(&self, end: WorkerEnd) {
        let has_run =
            self.with(|session| session.client.as_ref().is_some_and(WorkerClient::is_ready));
        if has_run {
            self.restart();
        } else {
            self.with(|session| session.client = None);
        }
        self.dispatch(match end {
            WorkerEnd::Stuck => Action::Failed(faults::WORKER_STUCK.to_owned()),
            WorkerEnd::Stopped(details) => {
                let sentence =
                    if has_run { faults::WORKER_STOPPED } else { faults::NO_WORKER }.to_owned();
                Action::WorkerStopped { sentence, details }
            }
        });
    }

    /// Loads the session into a new worker, without unfinished imports.
    fn restart(&self) {
        self.with(|session| {
            session.client = None;
            session.patience = None;
            session.reader.cancel();
            session.reader = FileReader::default();
        });
        self.start();
        self.dispatch(Action::WorkerRestarted);
        // If this worker also stops before it has loaded the session, the next one starts empty.
        let (inputs, choices) = self.with(|session| {
            (std::mem::take(&mut session.inputs), std::mem::take(&mut session.choices))
        });
        self.restore_choices(choices);
        let imports = self.with(|session| session.imports.restart(&inputs));
        for import in imports {
            self.list_files(import);
        }
    }

    /// Remembers the present session, before a change that can be undone.
    pub(crate) fn remember_session(&self) {
        self.with(|session| {
            session.remembered = Some((session.inputs.clone(), session.choices.clone()));
        });
    }

    /// Restores the remembered session: loads it into a new worker.
    pub(crate) fn restore_session(&self) {
        let Some((inputs, choices)) = self.with(|session| session.remembered.take()) else {
            return;
        };
        self.with(|session| (session.inputs, session.choices) = (inputs, choices));
        self.restart();
    }

    /// Sends the person's choices to a new worker, which sends them back once it has applied them.
    fn restore_choices(&self, choices: Vec<u8>) {
        if !choices.is_empty() {
            self.send(Command::RestoreChoices(choices));
        }
    }

    /// Imports the session saved in this browser.
    async fn load_saved_session(&self) {
        let Found { saved, drops, choices } = self.0.storage.load().await;
        self.with(|session| session.is_saved = saved.on);
        self.dispatch(Action::SessionSaved(saved));
        self.restore_choices(choices);
        for files in drops {
            let import = self.with(|session| session.imports.add(files, false, true));
            self.list_files(import);
        }
    }

    /// Makes a report of the session in one HTML file.
    pub(crate) fn make_report(&self, project: Shared<ProjectInfo>) {
        let (files, choices) = self
            .with(|session| (session.imports.of_session(&session.inputs), session.choices.clone()));
        let handle = self.clone();
        spawn_local(async move {
            match report_file::report(files, &choices, &project).await {
                Ok(html) => handle.offer_report(html.as_bytes()),
                Err(error) => handle.dispatch(Action::Failed(error.to_string())),
            }
        });
    }

    /// Offers a report to save, in place of the last one.
    fn offer_report(&self, html: &[u8]) {
        let Some(url) = browser::offer(html, "text/html") else { return };
        let url: Rc<str> = url.into();
        let last = self.with(|session| session.report.replace(Rc::clone(&url)));
        if let Some(last) = last {
            browser::withdraw(&last);
        }
        self.dispatch(Action::ReportMade(ReportFile { url, size: html.len() as u64 }));
    }

    /// Saves the session in this browser from now on, or deletes it there.
    pub(crate) fn save_session(&self, on: bool) {
        let change = self.with(|session| {
            session.is_unsaved = false;
            session.is_saved = on;
            if !on {
                return Change::Delete;
            }
            Change::Save(Contents {
                drops: session.imports.to_save(&session.inputs),
                choices: session.choices.clone(),
            })
        });
        let handle = self.clone();
        spawn_local(async move {
            if let Some(saved) = handle.0.storage.change(change).await {
                handle.with(|session| session.is_saved = saved.on);
                handle.dispatch(Action::SessionSaved(saved));
            }
        });
    }
}
