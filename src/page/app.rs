//! The page as a whole: it hears the browser and the worker, and carries out what the state asks.

use std::collections::HashMap;

use covdrop_protocol::{Answer, BadMessage, Request};
use gloo::events::{EventListener, EventListenerOptions};
use gloo::timers::callback::Timeout;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{DataTransfer, DragEvent, ScrollIntoViewOptions, ScrollLogicalPosition};
use yew::prelude::*;

use crate::file::FilePane;
use crate::files::FileList;
use crate::gather::{Dropped, Gathered};
use crate::header::Header;
use crate::jobs::Jobs;
use crate::link::Link;
use crate::problems::Problems;
use crate::route::Route;
use crate::state::{Action, Effect, Phase, State, Work};
use crate::welcome::Welcome;

/// Work that takes no longer than this is not announced: a flash would only disturb.
const QUIET_MS: u32 = 200;

/// The page.
pub(crate) struct App {
    state: State,
    link: Option<Link>,
    /// What was dropped and offered to the worker, by the number of the drop, until it was sent.
    offers: HashMap<u32, Vec<Gathered>>,
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
    Heard(Result<Answer, BadMessage>),
    /// The worker has ended by itself.
    Broken,
    /// Files were dropped or picked, and these paths could not be looked into.
    Gathered(Vec<Gathered>, Vec<String>),
    /// A drag came over an element of the page, or left it.
    Dragged { over: bool },
    /// Something was let go over the page.
    Dropped(DataTransfer),
    /// One wanted file was read, or not.
    Read { batch: u32, index: u32, bytes: Result<js_sys::ArrayBuffer, String> },
    /// The work has lasted.
    Announce,
}

impl Component for App {
    type Message = Msg;
    type Properties = ();

    fn create(ctx: &Context<Self>) -> Self {
        let mut app = App {
            state: State::default(),
            link: None,
            offers: HashMap::new(),
            next_batch: 0,
            dragging: 0,
            announced: false,
            quiet: None,
            _listeners: listen(ctx),
        };
        match Link::start(ctx.link().callback(Msg::Heard), ctx.link().callback(|()| Msg::Broken)) {
            Ok(link) => app.link = Some(link),
            Err(error) => app.act(Action::Fault(error.to_string())),
        }
        app.act(Action::Go(route_of_address()));
        app
    }

    fn update(&mut self, ctx: &Context<Self>, msg: Msg) -> bool {
        let was_busy = self.state.phase() == Phase::Busy;
        match msg {
            Msg::Act(action) => self.act(action),
            Msg::Heard(Ok(Answer::Wanted { batch, indexes })) => self.send(ctx, batch, indexes),
            Msg::Heard(Ok(answer)) => {
                if let (Answer::Ready, Some(link)) = (&answer, &mut self.link) {
                    link.ready();
                }
                self.act(Action::Answer(answer));
            }
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
            Msg::Dropped(transfer) => {
                self.dragging = 0;
                let dropped = Dropped::new(&transfer);
                let gathered = ctx.link().callback(|(files, closed)| Msg::Gathered(files, closed));
                spawn_local(async move { gathered.emit(dropped.gather().await) });
            }
            Msg::Read { batch, index, bytes } => self.read(batch, index, bytes),
            Msg::Announce => self.announced = true,
        }
        self.follow_work(ctx, was_busy);
        true
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let gathered = ctx.link().callback(|files| Msg::Gathered(files, Vec::new()));
        let example = ctx.link().callback(|()| Msg::Act(Action::Asked(Request::Example)));
        let ask = ctx.link().callback(|request| Msg::Act(Action::Asked(request)));
        let state = &self.state;
        let overview = &state.overview;
        html! {
            <>
                <Header overview={overview.clone()} work={self.work()} {gathered}
                    cancel={ask.reform(|()| Request::Cancel)} />
                if let Some(fault) = &state.fault {
                    <p class="fault" role="alert">{ fault }</p>
                }
                if state.is_empty() {
                    <Welcome {example} />
                } else {
                    <div class="desk">
                        <aside>
                            <div class="rail">
                                <Jobs overview={overview.clone()} {ask} />
                                <Problems overview={overview.clone()} />
                            </div>
                        </aside>
                        <main>{ self.view_main() }</main>
                    </div>
                }
                if self.dragging > 0 {
                    <div class="overlay"><p>{ "Let go to add these files" }</p></div>
                }
            </>
        }
    }

    fn rendered(&mut self, _ctx: &Context<Self>, _first: bool) {
        if let Some(body) = document().and_then(|document| document.body()) {
            // Fails only for names that no attribute can have.
            let _ = body.set_attribute("data-state", self.state.phase().word());
        }
    }
}

impl App {
    fn view_main(&self) -> Html {
        let (overview, listing) = (self.state.overview.clone(), self.state.listing.clone());
        match (&self.state.route.file, &self.state.open) {
            (Some(_), Some(file)) => {
                html! { <FilePane file={file.clone()} line={self.state.route.line} /> }
            }
            (Some(path), None) if self.state.phase() == Phase::Ready => {
                let known = self.state.listing.rows.iter().any(|row| &row.path == path);
                html! { if !known { <p class="notice">{ format!("No file {path} was loaded.") }{ " " }<a href={Route::list().to_string()}>{ "Show all files" }</a></p> } }
            }
            (Some(_), None) => Html::default(),
            (None, _) => html! { <FileList {overview} {listing} /> },
        }
    }

    /// The work to announce.
    fn work(&self) -> Option<Work> {
        self.state.work.clone().filter(|_| self.announced)
    }

    fn act(&mut self, action: Action) {
        for effect in self.state.apply(action) {
            match effect {
                Effect::Ask(request) => {
                    if let Some(link) = &mut self.link {
                        link.ask(&request);
                    }
                }
                Effect::Show => {
                    let line = self.state.route.line;
                    Timeout::new(0, move || show(line)).forget();
                }
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
    fn offer(&mut self, files: Vec<Gathered>, closed: Vec<String>) {
        let batch = self.next_batch;
        self.next_batch += 1;
        let offered = files.iter().map(Gathered::offered).collect();
        self.offers.insert(batch, files);
        self.act(Action::Asked(Request::Offer { batch, files: offered, closed }));
    }

    /// Reads the files that the worker wants, one after the other, so that no more than one is
    /// held here at a time.
    fn send(&mut self, ctx: &Context<Self>, batch: u32, indexes: Vec<u32>) {
        let Some(files) = self.offers.remove(&batch) else { return };
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

/// Hears the whole window: drags, and changes of the address.
fn listen(ctx: &Context<App>) -> Vec<EventListener> {
    let Some(window) = web_sys::window() else { return Vec::new() };
    let dragged = ctx.link().callback(|over| Msg::Dragged { over });
    let left = dragged.clone();
    let dropped = ctx.link().callback(Msg::Dropped);
    let went = ctx.link().callback(|()| Msg::Act(Action::Go(route_of_address())));
    let own = EventListenerOptions::enable_prevent_default();
    vec![
        EventListener::new(&window, "dragenter", move |_| dragged.emit(true)),
        EventListener::new(&window, "dragleave", move |_| left.emit(false)),
        EventListener::new_with_options(&window, "dragover", own, Event::prevent_default),
        EventListener::new_with_options(&window, "drop", own, move |event| {
            event.prevent_default();
            if let Some(transfer) = event.dyn_ref::<DragEvent>().and_then(DragEvent::data_transfer)
            {
                dropped.emit(transfer);
            }
        }),
        EventListener::new(&window, "hashchange", move |_| went.emit(())),
    ]
}

fn document() -> Option<web_sys::Document> {
    web_sys::window().and_then(|window| window.document())
}

/// The place that the address bar tells.
fn route_of_address() -> Route {
    let hash = web_sys::window().and_then(|window| window.location().hash().ok());
    Route::parse(&hash.unwrap_or_default())
}

/// Brings a line of the open file into the middle of the window.
fn show(line: Option<u32>) {
    let Some(line) = line else { return };
    let row = document()
        .and_then(|d| d.query_selector(&format!("[data-line=\"{line}\"]")).ok().flatten());
    if let Some(row) = row {
        let options = ScrollIntoViewOptions::new();
        options.set_block(ScrollLogicalPosition::Center);
        row.scroll_into_view_with_scroll_into_view_options(&options);
    }
}
