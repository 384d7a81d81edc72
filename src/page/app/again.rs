//! What is told to a worker beside what people drop: what was loaded before it, what the browser
//! kept from the last visit, and what lies beside the page.

use covdrop_protocol::{CardKind, Closed, Progress, Request, Stage};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::{App, Msg};
use crate::intake::Files;
use crate::keep::{self, Kept};
use crate::load::{List, fetch_all};
use crate::state::{Action, Work};

/// What is said when a worker stops that was only told what the one before it knew.
const BROKE_AGAIN: &str =
    "Covdrop’s worker has stopped again. Reload the page, and drop fewer files at once.";

impl App {
    /// The worker has stopped: a new one is told all that was loaded, without what was on its way.
    pub(super) fn begin_again(&mut self, ctx: &Context<Self>) {
        self.link = None;
        if self.restoring > 0 {
            return self.act(Action::Fault(BROKE_AGAIN.into()));
        }
        self.start(ctx);
        self.act(Action::Broke);
        let cards = std::rc::Rc::clone(&self.state.cards);
        let offers = self.intake.again(&cards);
        self.restore(self.state.names.clone(), offers);
    }

    /// Tells a worker that knows nothing the names of jobs, and what was dropped.
    fn restore(&mut self, names: Vec<(String, String)>, drops: Vec<Request>) {
        self.restoring = drops.len();
        let names = names.into_iter().map(|(from, to)| Request::Rename { from, to });
        for request in names.chain(drops) {
            self.ask(&request);
        }
    }

    /// What came in has changed.
    pub(super) fn after_cards(&mut self) {
        self.restoring = self.restoring.saturating_sub(1);
        if keep::is_on() && self.restoring == 0 {
            self.keep();
        }
    }

    /// Has the browser keep what is loaded, or forget it.
    pub(super) fn set_keep(&mut self, on: bool) {
        keep::set_on(on);
        self.known.clear();
        if on {
            return self.keep();
        }
        let act = self.act.clone();
        spawn_local(async move {
            let forgot = keep::forget().await;
            act.emit(Action::Kept(forgot.err().map(Err)));
        });
    }

    /// Has the browser keep what is loaded.
    fn keep(&mut self) {
        let drops: Vec<(u32, Files)> =
            self.intake.kept().map(|(batch, files)| (batch, files.to_vec())).collect();
        let has_example = self.state.cards.iter().any(|card| card.kind == CardKind::Example);
        let kept = Kept { drops, names: self.state.names.clone(), example: has_example };
        let known = std::mem::replace(&mut self.known, kept.files());
        let act = self.act.clone();
        spawn_local(async move {
            let saved = keep::save(&kept, &known).await;
            act.emit(Action::Kept(Some(saved.map(|()| kept.size()))));
        });
    }

    /// Looks for what is to be loaded when the page is opened.
    pub(super) fn look_around(&mut self, ctx: &Context<Self>) {
        if keep::is_on() {
            let loaded = ctx.link().callback(Msg::Restored);
            spawn_local(async move { loaded.emit(keep::load().await) });
        }
        match List::of_address() {
            Ok(None) => {}
            Ok(Some(list)) => {
                let (listed, act) = (ctx.link().callback(Msg::Listed), self.act.clone());
                self.list = Some(list.clone());
                spawn_local(async move {
                    match list.read().await {
                        Ok(None) => {}
                        Ok(Some(bytes)) => listed.emit((list.name(), bytes)),
                        Err(why) => act.emit(Action::Notice(why)),
                    }
                });
            }
            Err(why) => self.act(Action::Notice(why)),
        }
    }

    /// Hears what the browser kept.
    pub(super) fn hear_kept(&mut self, kept: Result<Kept, String>) {
        match kept {
            Ok(kept) => {
                self.act(Action::Kept(Some(Ok(kept.size()))));
                self.known = kept.files();
                let drops = kept.drops.into_iter();
                let mut offers: Vec<Request> =
                    drops.map(|(batch, files)| self.intake.add_kept(batch, files)).collect();
                offers.extend(kept.example.then_some(Request::Example));
                if !offers.is_empty() {
                    self.act(Action::At(Work::Asked));
                }
                self.restore(kept.names, offers);
            }
            Err(why) => self.act(Action::Kept(Some(Err(why)))),
        }
    }

    /// Fetches the files that the list beside the page names.
    pub(super) fn fetch(&mut self, ctx: &Context<Self>, files: Vec<String>) {
        let Some(list) = self.list.clone() else { return };
        let (act, fetched) = (self.act.clone(), ctx.link().callback(Msg::Fetched));
        let count = |n| u32::try_from(n).unwrap_or(u32::MAX);
        let total = count(files.len());
        let tell = move |done: usize, name: &str| {
            let (done, name) = (count(done), name.to_owned());
            let progress = Progress::of_files(Stage::Fetching, done, total, name);
            act.emit(Action::At(Work::At(progress)));
        };
        spawn_local(async move { fetched.emit(fetch_all(&list, files, tell).await) });
    }

    /// Offers what was fetched, unless that was given up meanwhile.
    pub(super) fn offer_fetched(&mut self, (files, closed): (Files, Vec<Closed>)) {
        if self.list.take().is_some() {
            let offer = self.intake.add(files, closed, true);
            self.act(Action::Asked(offer));
        }
    }

    /// Carries out what the state asks of the worker.
    pub(super) fn ask(&mut self, request: &Request) {
        if *request == Request::Cancel {
            self.intake.cancel();
            self.list = None;
            self.restoring = 0;
        }
        if let Some(link) = &mut self.link {
            link.ask(request);
        }
    }
}
