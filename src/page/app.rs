//! The page as a whole: it hears the browser and the worker, and carries out what the state asks.

use covdrop_protocol::{Answer, BadMessage, Closed, Request};
use gloo::events::EventListener;
use gloo::timers::callback::Timeout;
use js_sys::Promise;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use yew::prelude::*;

use crate::browser;
use crate::gather::{self, Gathered};
use crate::link::Link;
use crate::state::{Action, Effect, Phase, State};
use crate::{keys, page, theme};

/// Work that takes no longer than this is not announced: a flash would only disturb.
const QUIET_MS: u32 = 200;

/// The page.
pub(crate) struct App {
    state: State,
    link: Option<Link>,
    /// One for all views, so that what has not changed is not drawn again.
    act: Callback<Action>,
    /// What was dropped and offered to the worker, by the number of the drop, until it was sent.
    offers: Vec<(u32, Vec<Gathered>)>,
    next_batch: u32,
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
    Dropped(Promise),
    /// A key was pressed, perhaps in a field.
    Pressed { key: String, in_field: bool },
    /// One wanted file was read, or not.
    Read { batch: u32, index: u32, bytes: Result<js_sys::ArrayBuffer, String> },
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
            offers: Vec::new(),
            next_batch: 0,
            dragging: 0,
            announced: false,
            quiet: None,
            _listeners: browser::listen(&ctx.link().callback(|msg| msg)),
        };
        let heard = |heard: Result<Answer, BadMessage>| Msg::Heard(heard.map(Box::new));
        match Link::start(ctx.link().callback(heard), ctx.link().callback(|()| Msg::Broken)) {
            Ok(link) => app.link = Some(link),
            Err(error) => app.act(Action::Fault(error.to_string())),
        }
        app.act(browser::room());
        app.act(Action::Went(browser::route_of_address()));
        app
    }

    fn update(&mut self, ctx: &Context<Self>, msg: Msg) -> bool {
        let was_busy = self.state.phase() == Phase::Busy;
        match msg {
            Msg::Act(Action::Picked(files)) => self.offer(files, Vec::new()),
            Msg::Act(Action::Scrolled(rows)) if rows == self.state.in_sight => return false,
            Msg::Act(action) => self.act(action),
            Msg::Heard(Ok(answer)) => match *answer {
                Answer::Wanted { batch, indexes } => self.send(ctx, batch, indexes),
                Answer::Ready => {
                    if let Some(link) = &mut self.link {
                        link.ready();
                    }
                }
                answer => {
                    let effects = self.state.hear(answer);
                    self.carry_out(effects);
                }
            },
            Msg::Heard(Err(error)) => self.act(Action::Fault(error.to_string())),
            Msg::Broken => {
                self.link = None;
                self.act(Action::Fault(
                    "Covdrop's worker has stopped. Reload the page, and try fewer files at once."
                        .into(),
                ));
            }
            Msg::Gathered(files, closed) => self.offer(files, closed),
            Msg::Dragged { over } => {
                self.dragging =
                    if over { self.dragging + 1 } else { self.dragging.saturating_sub(1) };
            }
            Msg::Dropped(dropped) => {
                self.dragging = 0;
                let gathered = ctx.link().callback(|(files, closed)| Msg::Gathered(files, closed));
                spawn_local(async move { gathered.emit(gather::gathered(dropped).await) });
            }
            Msg::Pressed { key, in_field } => {
                let Some(action) = keys::key(&key, in_field, &self.state) else { return false };
                self.act(action);
            }
            Msg::Read { batch, index, bytes } => self.read(batch, index, bytes),
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
                Effect::Ask(request) => {
                    if let Some(link) = &mut self.link {
                        link.ask(&request);
                    }
                }
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
        let batch = self.next_batch;
        self.next_batch += 1;
        let offered = files.iter().map(Gathered::offered).collect();
        self.offers.push((batch, files));
        self.act(Action::Asked(Request::Offer { batch, files: offered, closed }));
    }

    /// Reads the files that the worker wants, one after the other, so that no more than one is
    /// held here at a time.
    fn send(&mut self, ctx: &Context<Self>, batch: u32, indexes: Vec<u32>) {
        let Some(place) = self.offers.iter().position(|offer| offer.0 == batch) else { return };
        let (_, files) = self.offers.swap_remove(place);
        let read = ctx.link().callback(|msg| msg);
        spawn_local(async move {
            for index in indexes {
                let Some(gathered) = files.get(index as usize) else { continue };
                let bytes = JsFuture::from(gathered.file.array_buffer()).await;
                let bytes = bytes.map(JsCast::unchecked_into).map_err(|error| {
                    error
                        .dyn_into::<web_sys::DomException>()
                        .map(|e| e.message())
                        .unwrap_or_default()
                });
                read.emit(Msg::Read { batch, index, bytes });
            }
        });
    }

    fn read(&mut self, batch: u32, index: u32, bytes: Result<js_sys::ArrayBuffer, String>) {
        let Some(link) = &mut self.link else { return };
        match bytes {
            Ok(bytes) => link.hand_over(&Request::File { batch, index }, &bytes),
            Err(reason) => link.ask(&Request::Unreadable { batch, index, reason }),
        }
    }
}
