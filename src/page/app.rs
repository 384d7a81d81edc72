//! The page as a whole: it hears the browser and the worker, and carries out what the state asks.

use covdrop_protocol::{Answer, BadMessage, Request};
use gloo::events::EventListener;
use gloo::timers::callback::Timeout;
use js_sys::Date;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::browser;
use crate::copy::copy;
use crate::gather::{self, Gathered, Part, Walk};
use crate::keep::{self, Found};
use crate::link::{Link, NoWorker};
use crate::msg::{BROKE, Msg, STUCK, WorkerEnd};
use crate::offers::Offers;
use crate::reading::{Read, Reading};
use crate::state::{Action, Effect, Phase, State, Work};
use crate::tag::tag;
use crate::{keys, page, theme};

/// How long a worker may take to hear that work is cancelled, in milliseconds. Pieces of work are
/// short, but for a pattern that tries all ways to match a long line.
const STUCK_MS: u32 = 3000;

/// The most rows that are printed: 10,000, some 200 sheets.
const PRINTED: usize = 10_000;

/// How often progress is drawn, in milliseconds: to draw all of it would take longer than the work.
const DRAWN_MS: f64 = 100.0;

/// How long after a drawing more rows of a list are drawn, in milliseconds: time for what else is to
/// be done.
const MORE_MS: u32 = 30;

/// Work that takes no longer than this is not announced: a flash would only disturb.
const QUIET_MS: u32 = 200;

/// The page.
pub(crate) struct App {
    state: State,
    link: Option<Link>,
    /// One for all views, so that what has not changed is not drawn again.
    act: Callback<Action>,
    /// What was dropped.
    offers: Offers,
    /// What was chosen, as the worker wrote it.
    chosen: Vec<u8>,
    /// Whether what is to be kept is otherwise than what was kept last.
    is_unkept: bool,
    reading: Reading,
    /// How many elements under the pointer a drag has entered and not left: the overlay shows
    /// while it is not zero, and so does not flicker.
    dragging: u32,
    /// Whether the present work has lasted long enough to be announced.
    announced: bool,
    /// When progress was drawn last, in milliseconds since 1970.
    drawn: f64,
    quiet: Option<Timeout>,
    /// Ends the worker, unless it answers.
    patience: Option<Timeout>,
    is_printing: bool,
    growth: Option<Timeout>,
    _listeners: Vec<EventListener>,
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
            offers: Offers::default(),
            chosen: Vec::new(),
            is_unkept: false,
            reading: Reading::default(),
            dragging: 0,
            announced: false,
            drawn: 0.0,
            quiet: None,
            patience: None,
            is_printing: false,
            growth: None,
            _listeners: browser::listen(&ctx.link().callback(|msg| msg)),
        };
        app.start(ctx);
        app.act(browser::room());
        app.act(Action::Went(browser::route_of_address()));
        let hear = ctx.link().callback(|msg| msg);
        spawn_local(async move {
            if let Some(kept) = keep::kept()
                && let Some(found) = keep::found(kept).await
            {
                hear.emit(Msg::Found(found));
            }
            if let Some(list) = gather::list().await {
                hear.emit(Msg::Listed(list));
            }
        });
        app
    }

    fn update(&mut self, ctx: &Context<Self>, msg: Msg) -> bool {
        let was_busy = self.state.phase() == Phase::Busy;
        // What is chosen of a list is drawn with the list that answers it.
        let is_answered = matches!(msg, Msg::Act(Action::Choose(_)));
        if matches!(msg, Msg::Heard(_)) {
            self.patience = None;
        }
        match msg {
            Msg::Act(Action::Picked(files)) => {
                let batch = self.offers.add(files, false, false);
                self.tell(batch);
            }
            Msg::Act(Action::Scrolled(rows)) if rows == self.state.reach.in_sight => return false,
            Msg::Act(action) => {
                if action == Action::Asked(Request::Cancel) {
                    let end = ctx.link().callback(|()| Msg::WorkerEnded(WorkerEnd::Stuck));
                    self.patience = Some(Timeout::new(STUCK_MS, move || end.emit(())));
                }
                self.act(action);
            }
            Msg::Heard(Ok(answer)) => match *answer {
                Answer::Wanted { batch, indexes } => {
                    let wanted = self.offers.wanted(batch, indexes);
                    self.reading.read(wanted, ctx.link().callback(Msg::Read));
                    return false;
                }
                Answer::Took { bytes } => {
                    self.reading.took(bytes);
                    return false;
                }
                Answer::Listed { files } => {
                    if let Some(walk) = gather::beside(&files) {
                        self.gather(ctx, walk, true);
                    }
                }
                Answer::Chosen(chosen) => {
                    self.chosen = chosen;
                    self.is_unkept = true;
                    return false;
                }
                Answer::Ready => {
                    if let Some(link) = &mut self.link {
                        link.ready();
                    }
                }
                answer @ Answer::Progress(_) => {
                    self.state.hear(answer);
                    if was_busy && !self.is_progress_due() {
                        return false;
                    }
                }
                answer => self.hear(answer),
            },
            Msg::Heard(Err(error)) => self.act(Action::Fault(error.to_string())),
            Msg::WorkerEnded(end) => self.worker_ended(ctx, end),
            Msg::Printing(is_printing) => {
                self.is_printing = is_printing;
                if is_printing {
                    self.act(Action::Scrolled(0..PRINTED));
                }
            }
            Msg::Listed((name, Some(bytes), _)) => {
                self.state.work = Some(Work::Asked);
                if let Some(link) = &mut self.link {
                    link.hand_over(&Request::Manifest { name }, &bytes);
                }
            }
            Msg::Listed((name, None, why)) => {
                self.act(Action::Fault(format!("{name} cannot be loaded: {why}.")));
            }
            Msg::Gathered { batch, walk, part } => self.take(ctx, batch, walk, part),
            Msg::Found(Found { kept, drops, chosen }) => {
                self.act(Action::Kept(kept));
                self.restore(chosen);
                for files in drops {
                    let batch = self.offers.add(files, false, true);
                    self.tell(batch);
                }
            }
            Msg::Dragged { over } => {
                self.dragging =
                    if over { self.dragging + 1 } else { self.dragging.saturating_sub(1) };
            }
            Msg::Dropped(walk) => {
                self.dragging = 0;
                self.gather(ctx, walk, false);
            }
            Msg::Pressed { key, in_field } => {
                let Some(action) = keys::key(&key, in_field, &self.state) else { return false };
                self.act(action);
            }
            Msg::Read(read) => {
                self.send(read);
                return false;
            }
            Msg::Announce => self.announced = true,
        }
        self.follow_work(ctx, was_busy);
        if is_answered {
            self.tell_document();
        }
        !is_answered
    }

    fn view(&self, _: &Context<Self>) -> Html {
        let work = self.state.work.as_ref().filter(|_| self.announced);
        let page = page::page(&self.state, work, &self.act);
        let overlay = (self.dragging > 0).then(|| {
            let words = tag("p").text("Let go to add these files");
            tag("div; class=overlay").tag(words).html()
        });
        std::iter::once(page).chain(overlay).collect()
    }

    fn rendered(&mut self, ctx: &Context<Self>, _: bool) {
        self.tell_document();
        // What is in sight may have changed with what is listed.
        if let Some(action) = browser::in_sight().filter(|_| !self.is_printing) {
            ctx.link().send_message(Msg::Act(action));
        }
        self.growth = self.state.is_growing().then(|| {
            let act = self.act.clone();
            Timeout::new(MORE_MS, move || act.emit(Action::Grow))
        });
    }
}

impl App {
    /// Tells the document what there is.
    fn tell_document(&self) {
        browser::tell(self.state.phase(), &self.state.overview, self.state.route.file.as_deref());
    }

    /// What the worker said is for the state; what came in and what was chosen is kept, if that is
    /// wanted, once all that follows from it is there.
    fn hear(&mut self, answer: Answer) {
        let is_whole = matches!(answer, Answer::Overview(_));
        self.is_unkept |= matches!(answer, Answer::Cards { .. });
        let effects = self.state.hear(answer);
        self.carry_out(effects);
        self.offers.came(&self.state.cards);
        if is_whole && self.is_unkept && self.state.kept.on {
            self.keep(true);
        }
    }

    /// Keeps the session in this browser, or forgets it there.
    fn keep(&mut self, on: bool) {
        self.is_unkept = false;
        let kept = if on {
            keep::keep(&self.offers.to_keep(&self.state.cards), &self.chosen)
        } else {
            keep::forget()
        };
        let act = self.act.clone();
        spawn_local(async move {
            if let Some(kept) = kept
                && let Some(found) = keep::found(kept).await
            {
                act.emit(Action::Kept(found.kept));
            }
        });
    }

    /// Whether progress is announced, and was not drawn a moment ago.
    fn is_progress_due(&mut self) -> bool {
        let now = Date::now();
        let is_due = self.announced && now - self.drawn >= DRAWN_MS;
        if is_due {
            self.drawn = now;
        }
        is_due
    }

    fn act(&mut self, action: Action) {
        if matches!(action, Action::Step { .. } | Action::Find(_)) {
            self.state.sight = browser::lines_in_sight();
        }
        if action == Action::Asked(Request::Cancel) {
            self.offers.cancel();
            self.reading.cancel();
        }
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
                Effect::ShowLine(_) | Effect::ShowList | Effect::Focus(_) => {
                    Timeout::new(0, move || browser::once_drawn(&effect)).forget();
                }
                Effect::ShowTop => browser::scroll_to(0.0),
                Effect::LeaveList => browser::leave_list(),
                Effect::Address { new } => browser::set_address(&self.state.route, new),
                Effect::Leave => browser::leave_field(),
                Effect::Remember => browser::remember(self.state.shown),
                Effect::Copy(words) => copy(words, self.act.clone()),
                Effect::Save(export) => browser::save(export),
                Effect::Keep(on) => self.keep(on),
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

    /// Starts a worker.
    fn start(&mut self, ctx: &Context<Self>) {
        let heard = |heard: Result<Answer, BadMessage>| Msg::Heard(heard.map(Box::new));
        let ended = |details| Msg::WorkerEnded(WorkerEnd::Stopped(details));
        match Link::start(ctx.link().callback(heard), ctx.link().callback(ended)) {
            Ok(link) => self.link = Some(link),
            Err(error) => self.act(Action::Fault(error.to_string())),
        }
    }

    /// Goes on with a new worker, and tells why. A worker that never ran is not started again: the
    /// next would end the same way.
    fn worker_ended(&mut self, ctx: &Context<Self>, end: WorkerEnd) {
        let has_run = self.link.as_ref().is_some_and(Link::is_ready);
        if has_run {
            self.begin_again(ctx);
        } else {
            self.link = None;
        }
        self.act(match end {
            WorkerEnd::Stuck => Action::Fault(STUCK.to_owned()),
            WorkerEnd::Stopped(details) => {
                let sentence = if has_run { BROKE.to_owned() } else { NoWorker.to_string() };
                Action::WorkerStopped { sentence, details }
            }
        });
    }

    /// A new worker is told all that was loaded, without what was on its way.
    fn begin_again(&mut self, ctx: &Context<Self>) {
        self.link = None;
        self.patience = None;
        self.reading.cancel();
        self.reading = Reading::default();
        self.start(ctx);
        self.state.begin_again();
        // Should this worker stop too before it has all, the next one is told nothing.
        let (cards, chosen) =
            (std::mem::take(&mut self.state.cards), std::mem::take(&mut self.chosen));
        self.restore(chosen);
        for batch in self.offers.again(&cards) {
            self.tell(batch);
        }
    }

    /// Tells a new worker what was chosen before; it tells that itself once it has done it.
    fn restore(&mut self, chosen: Vec<u8>) {
        if let Some(link) = self.link.as_mut().filter(|_| !chosen.is_empty()) {
            link.ask(&Request::Restore(chosen));
        }
    }

    /// Offers the worker what is found in a drop or beside the page, while more is being found.
    fn gather(&mut self, ctx: &Context<Self>, walk: Walk, is_listed: bool) {
        let batch = self.offers.add(Vec::new(), is_listed, false);
        next_part(ctx, batch, walk);
    }

    /// Takes in a part of a drop, tells the worker, and asks for the next one.
    fn take(&mut self, ctx: &Context<Self>, batch: u32, walk: Walk, part: Part) {
        let Part { files, closed, more } = part;
        let offered = files.iter().map(Gathered::offered).collect();
        if !self.offers.add_to(batch, files) {
            return walk.end();
        }
        self.act(Action::Asked(Request::Offer { batch, files: offered, closed, more }));
        if more {
            next_part(ctx, batch, walk);
        }
    }

    /// Tells the worker of a drop that is there as a whole; it answers with what to read.
    fn tell(&mut self, batch: u32) {
        let files = self.offers.offered(batch);
        let offer = Request::Offer { batch, files, closed: Vec::new(), more: false };
        self.act(Action::Asked(offer));
    }

    /// Sends a file that was read.
    fn send(&mut self, read: Read) {
        let Some(link) = &mut self.link else { return };
        let Read { batch, index, bytes } = read;
        match bytes {
            Ok(bytes) => link.hand_over(&Request::File { batch, index }, &bytes),
            Err(reason) => link.ask(&Request::Unreadable { batch, index, reason }),
        }
    }
}

/// Waits for the next part of a drop.
fn next_part(ctx: &Context<App>, batch: u32, walk: Walk) {
    let hear = ctx.link().callback(|msg| msg);
    spawn_local(async move {
        let part = walk.next().await;
        hear.emit(Msg::Gathered { batch, walk, part });
    });
}
