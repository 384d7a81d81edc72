//! The page as a whole: it hears the browser and the worker, and carries out what the state asks.

mod again;

use std::collections::BTreeMap;

use covdrop_protocol::{Answer, BadMessage, Closed, Request};
use gloo::events::EventListener;
use gloo::timers::callback::Timeout;
use js_sys::ArrayBuffer;
use wasm_bindgen_futures::spawn_local;
use web_sys::DataTransfer;
use yew::prelude::*;

use crate::browser;
use crate::gather::{self, Dropped, Gathered};
use crate::intake::{Files, Intake, Read};
use crate::keep::Kept;
use crate::link::Link;
use crate::load::List;
use crate::state::{Action, Effect, Phase, State, Work};
use crate::{keys, page, theme};

/// Work that takes no longer than this is not announced: a flash would only disturb.
const QUIET_MS: u32 = 200;

/// The page.
pub(crate) struct App {
    state: State,
    link: Option<Link>,
    /// One for all views, so that what has not changed is not drawn again.
    act: Callback<Action>,
    intake: Intake,
    /// How many drops a new worker is still to be told of.
    restoring: usize,
    /// The drops that the browser keeps, with the number of files in each.
    known: BTreeMap<u32, usize>,
    /// The list of files beside the page, until it is loaded.
    list: Option<List>,
    /// How many elements under the pointer a drag has entered and not left: the overlay shows
    /// while it is not zero, and so does not flicker.
    dragging: u32,
    /// Whether the present work has lasted long enough to be announced.
    announced: bool,
    quiet: Option<Timeout>,
    _listeners: Vec<EventListener>,
}

/// What the page hears.
pub(crate) enum Msg {
    /// For the state.
    Act(Action),
    /// The worker said something.
    Heard(Result<Box<Answer>, BadMessage>),
    /// The worker has ended by itself.
    Broken,
    /// Files were dropped or picked, and these paths could not be looked into.
    Gathered(Vec<Gathered>, Vec<Closed>),
    /// A drag came over an element of the page, or left it.
    Dragged { over: bool },
    /// Something was let go over the page.
    Dropped(DataTransfer),
    /// A key was pressed, perhaps in a field.
    Pressed { key: String, in_field: bool },
    /// One wanted file was read, or not.
    Read(Read),
    /// A list of files lies beside the page: its name, and what it says.
    Listed((String, ArrayBuffer)),
    /// What it lists was fetched, but for what was not there.
    Fetched((Files, Vec<Closed>)),
    /// What the browser kept from the last visit.
    Restored(Result<Kept, String>),
    /// The work has lasted.
    Announce,
}

impl Component for App {
    type Message = Msg;
    type Properties = ();

    fn create(ctx: &Context<Self>) -> Self {
        theme::apply();
        let mut app = App {
            state: State { shown: browser::remembered(), ..State::default() },
            link: None,
            act: ctx.link().callback(Msg::Act),
            intake: Intake::new(ctx.link().callback(Msg::Read)),
            restoring: 0,
            known: BTreeMap::new(),
            list: None,
            dragging: 0,
            announced: false,
            quiet: None,
            _listeners: browser::listen(&ctx.link().callback(|msg| msg)),
        };
        app.start(ctx);
        app.act(browser::room());
        app.act(Action::Went(browser::route_of_address()));
        app.look_around(ctx);
        app
    }

    fn update(&mut self, ctx: &Context<Self>, msg: Msg) -> bool {
        let was_busy = self.state.phase() == Phase::Busy;
        match msg {
            Msg::Act(Action::Picked(files)) => self.offer(files, Vec::new()),
            Msg::Act(Action::Scrolled(rows)) if rows == self.state.in_sight => return false,
            Msg::Act(action) => self.act(action),
            Msg::Heard(Ok(answer)) => {
                if !self.hear(ctx, *answer) {
                    return false;
                }
            }
            Msg::Heard(Err(error)) => self.act(Action::Fault(error.to_string())),
            Msg::Broken => self.begin_again(ctx),
            Msg::Listed((name, bytes)) => {
                self.act(Action::At(Work::Asked));
                if let Some(link) = &mut self.link {
                    link.hand_over(&Request::Manifest { name }, &bytes);
                }
            }
            Msg::Fetched(fetched) => self.offer_fetched(fetched),
            Msg::Restored(kept) => self.hear_kept(kept),
            Msg::Gathered(files, closed) => self.offer(files, closed),
            Msg::Dragged { over } => {
                self.dragging =
                    if over { self.dragging + 1 } else { self.dragging.saturating_sub(1) };
            }
            Msg::Dropped(transfer) => {
                self.dragging = 0;
                let dropped = Dropped::new(&transfer);
                let gathered = ctx.link().callback(|(files, closed)| Msg::Gathered(files, closed));
                spawn_local(async move { gathered.emit(dropped.gather().await) });
            }
            Msg::Pressed { key, in_field } => {
                let Some(action) = keys::key(&key, in_field, &self.state) else { return false };
                self.act(action);
            }
            Msg::Read(read) => {
                let (request, bytes) = self.intake.read(read);
                match (&mut self.link, bytes) {
                    (Some(link), Some(bytes)) => link.hand_over(&request, &bytes),
                    (Some(link), None) => link.ask(&request),
                    (None, _) => {}
                }
                return false;
            }
            Msg::Announce => self.announced = true,
        }
        self.follow_work(ctx, was_busy);
        true
    }

    fn view(&self, _: &Context<Self>) -> Html {
        let work = self.state.work.as_ref().filter(|_| self.announced);
        html! {
            <>
                { page::page(&self.state, work, &self.act) }
                if self.dragging > 0 {
                    <div class="overlay"><p>{ "Let go to add these files" }</p></div>
                }
            </>
        }
    }

    fn rendered(&mut self, ctx: &Context<Self>, _: bool) {
        browser::tell(self.state.phase(), &self.state.overview, self.state.route.file.as_deref());
        // What is in sight may have changed with what is listed.
        if let Some(action) = browser::in_sight() {
            ctx.link().send_message(Msg::Act(action));
        }
    }
}

impl App {
    fn act(&mut self, action: Action) {
        let effects = self.state.apply(action);
        self.carry_out(effects);
    }

    fn carry_out(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            match effect {
                Effect::Ask(request) => self.ask(&request),
                Effect::Keep(on) => self.set_keep(on),
                // Once it is drawn.
                Effect::ShowLine(line) => {
                    Timeout::new(0, move || browser::show_line(line)).forget();
                }
                Effect::ShowTop => browser::show_top(),
                Effect::Address { new } => browser::set_address(&self.state.route, new),
                Effect::Focus(selector) => {
                    Timeout::new(0, move || browser::focus(selector)).forget();
                }
                Effect::Leave => browser::leave_field(),
                Effect::Remember => browser::remember(self.state.shown),
                Effect::Save(export) => browser::save(export),
            }
        }
    }

    /// Starts and ends the time in which work is not announced.
    fn follow_work(&mut self, ctx: &Context<Self>, was_busy: bool) {
        let busy = self.state.phase() == Phase::Busy;
        if busy && !was_busy {
            let announce = ctx.link().callback(|()| Msg::Announce);
            self.quiet = Some(Timeout::new(QUIET_MS, move || announce.emit(())));
        } else if !busy {
            self.quiet = None;
            self.announced = false;
        }
    }

    /// Tells the worker what was dropped; it answers with what to read.
    fn offer(&mut self, files: Vec<Gathered>, closed: Vec<Closed>) {
        let offer = self.intake.add(gather::files(files), closed, false);
        self.act(Action::Asked(offer));
    }

    /// Starts a worker.
    fn start(&mut self, ctx: &Context<Self>) {
        let heard = |heard: Result<Answer, BadMessage>| Msg::Heard(heard.map(Box::new));
        match Link::start(ctx.link().callback(heard), ctx.link().callback(|()| Msg::Broken)) {
            Ok(link) => self.link = Some(link),
            Err(error) => self.act(Action::Fault(error.to_string())),
        }
    }

    /// Hears the worker; tells whether there is anything to draw.
    fn hear(&mut self, ctx: &Context<Self>, answer: Answer) -> bool {
        self.intake.hear(&answer);
        match answer {
            Answer::Ready => {
                if let Some(link) = &mut self.link {
                    link.ready();
                }
            }
            Answer::Wanted { .. } | Answer::Took { .. } => return false,
            Answer::Listed { files } => self.fetch(ctx, files),
            answer => {
                let is_cards = matches!(answer, Answer::Cards { .. });
                let effects = self.state.hear(answer);
                self.carry_out(effects);
                if is_cards {
                    self.after_cards();
                }
            }
        }
        true
    }
}
