//! The page's state, and how it follows from what happened.
//!
//! [`State::apply`] is all there is to it: an [`Action`] in, the next state and a list of
//! [`Effect`]s out. It touches no browser, so that a test can play whole visits. What the worker
//! is to be asked follows from the [`Route`] alone ([`State::wants`]): whenever what is loaded or
//! chosen has changed, the same questions are asked again.

use std::ops::Range;
use std::rc::Rc;

use covdrop_protocol::{
    Answer, Card, Export, FileView, Format, Found, LineView, Listing, Matrix, Overview, PathRule,
    Progress, Query, Question, Request, Smallest, Status, Tile,
};

use crate::gather::Gathered;
use crate::keep::Kept;
use crate::marks::{Marks, Shown};
use crate::paths::rules_with;
use crate::route::{Asked, Route, View};
use crate::trial::{Field, tried};

/// The field to filter a list or to search a file by.
const SEARCH: &str = "[data-search]";

/// What closes the help.
const HELP: &str = "[data-close-help]";

/// Everything the page shows.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct State {
    /// What was loaded.
    pub(crate) overview: Rc<Overview>,
    /// What came in, in order.
    pub(crate) cards: Rc<Vec<Card>>,
    /// Whether the session is kept in this browser.
    pub(crate) kept: Kept,
    /// Where in the page we are.
    pub(crate) route: Route,
    /// The rows of the list, once they have come.
    pub(crate) listing: Option<Rc<Listing>>,
    /// The places of rows whose percentage the last answer changed, ascending.
    pub(crate) changed: Rc<Vec<usize>>,
    /// The folders of the tree that are closed.
    pub(crate) closed: Rc<Vec<String>>,
    /// The rectangles of the map.
    pub(crate) map: Option<Rc<Vec<Tile>>>,
    /// Files by jobs.
    pub(crate) matrix: Option<Rc<Matrix>>,
    /// The answer to the question about jobs.
    pub(crate) found: Option<Rc<Found>>,
    /// The fewest jobs that cover as much.
    pub(crate) smallest: Option<Rc<Smallest>>,
    /// The open file, once it has come.
    pub(crate) open: Option<Rc<FileView>>,
    /// Whether the file that was asked for is not there.
    pub(crate) is_missing: bool,
    /// Where the open file has lines of each status.
    pub(crate) marks: Rc<Marks>,
    /// The pattern of contexts that was asked for last.
    pub(crate) contexts: String,
    /// Who ran the line that is pointed at.
    pub(crate) line: Option<Rc<LineView>>,
    /// What is looked for in the open file.
    pub(crate) find: String,
    /// Which statuses are shown by colour in a file.
    pub(crate) shown: Shown,
    /// The width and height of the map, in pixels.
    pub(crate) room: (u32, u32),
    /// The rows that are in sight of a list too long to be there as a whole.
    pub(crate) in_sight: Range<usize>,
    /// What is being worked at.
    pub(crate) work: Option<Work>,
    /// How many questions have no answer yet.
    pub(crate) awaited: usize,
    /// Whether the jobs are shown where there is no room for them beside the rest.
    pub(crate) rail: bool,
    /// Whether the help is open.
    pub(crate) help: bool,
    /// What was just done, in a sentence, for those who do not see it.
    pub(crate) said: String,
    /// Why the page cannot go on, in a sentence.
    pub(crate) fault: Option<String>,
}

/// Work that the worker is at.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Work {
    /// It was asked for, and nothing has been heard of it yet.
    Asked,
    /// This far.
    At(Progress),
}

/// Something that happened.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Action {
    /// Something was asked of the worker that changes what is loaded.
    Asked(Request),
    /// Files were picked; the app offers them to the worker.
    Picked(Vec<Gathered>),
    /// The address changed.
    Went(Route),
    /// Somebody chose a place: one to come back to, if it is `worth` that.
    Go { to: Route, worth: bool },
    /// Something was chosen of a list.
    Choose(Choice),
    /// Contexts were chosen.
    Contexts(String),
    /// This was written as a setting to try.
    Try(Field, String),
    /// A rule for paths was made.
    AddPathRule(PathRule),
    /// A folder of the tree was opened or closed.
    Fold(String),
    /// A status is shown by colour from now on, or not.
    Show(Status),
    /// Something is looked for in the open file.
    Find(String),
    /// The next place in the open file, or the one before.
    Step { forward: bool },
    /// The first marked place in the open file.
    First,
    /// The top of the open file.
    Top,
    /// This part of the open file, 0 to 1, is to be seen.
    Scroll(f64),
    /// What is pointed at is to reach to this line.
    Extend(u32),
    /// The file before or after the open one.
    Turn { forward: bool },
    /// The map has this many pixels.
    Room(u32, u32),
    /// The window was scrolled, and these rows are in sight.
    Scrolled(Range<usize>),
    /// A report is to be saved.
    Save(Format),
    /// The field to filter or to search by is wanted.
    Search,
    /// The field that is written in is left.
    Leave,
    /// The jobs are opened or closed where there is no room for them beside the rest.
    Rail(bool),
    /// The help is opened or closed.
    Help(bool),
    /// The session is kept in this browser from now on, or forgotten there.
    Keep(bool),
    /// This is what came of it.
    Kept(Kept),
    /// The page cannot go on.
    Fault(String),
}

/// What can be chosen of a list.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Choice {
    Filter(String),
    /// As written; what is no percentage is the usual one.
    Least(String),
    Greatest(String),
    HideCovered(bool),
    HideEmpty(bool),
}

impl Choice {
    /// The query with this choice.
    fn of(self, query: Query) -> Query {
        let percent =
            |text: &str, usual| text.parse().map_or(usual, |percent: u8| percent.min(100));
        match self {
            Choice::Filter(filter) => Query { filter, ..query },
            Choice::Least(text) => Query { least: percent(&text, 0), ..query },
            Choice::Greatest(text) => Query { greatest: percent(&text, 100), ..query },
            Choice::HideCovered(hide_covered) => Query { hide_covered, ..query },
            Choice::HideEmpty(hide_empty) => Query { hide_empty, ..query },
        }
    }
}

/// Something to do in the world outside.
#[derive(Debug, PartialEq)]
pub(crate) enum Effect {
    /// Send this to the worker.
    Ask(Request),
    /// Make this line of the open file visible.
    ShowLine(u32),
    /// Go to the top of the page.
    ShowTop,
    /// Put the route into the address: as a new place, or instead of the present one.
    Address { new: bool },
    /// Put the cursor into what this selector finds.
    Focus(&'static str),
    /// Take the cursor out of the field that it is in.
    Leave,
    /// Remember which statuses are shown.
    Remember,
    /// Let the person save this.
    Save(Export),
    /// Keep the session in this browser, or forget it there.
    Keep(bool),
}

/// The three states that `data-state` tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Phase {
    /// Nothing was loaded yet.
    Empty,
    /// Work is going on.
    Busy,
    /// All is there.
    Ready,
}

impl Phase {
    /// The word in `data-state`.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Phase::Empty => "empty",
            Phase::Busy => "busy",
            Phase::Ready => "ready",
        }
    }
}

impl State {
    /// What `data-state` tells.
    pub(crate) fn phase(&self) -> Phase {
        if self.work.is_some() || self.awaited > 0 {
            Phase::Busy
        } else if self.is_empty() {
            Phase::Empty
        } else {
            Phase::Ready
        }
    }

    /// Whether nothing has come in, not even something that could not be used.
    pub(crate) fn is_empty(&self) -> bool {
        let overview = &self.overview;
        overview.data_files == 0 && overview.sources == 0 && overview.problems.is_empty()
    }

    /// Takes in what somebody did; tells what is to be done about it.
    pub(crate) fn apply(&mut self, action: Action) -> Vec<Effect> {
        let effects = self.follow(action);
        self.await_answers(&effects);
        effects
    }

    /// The worker knows nothing any more, and answers nothing that it was asked.
    pub(crate) fn begin_again(&mut self) {
        self.awaited = 0;
        self.work = None;
        self.contexts.clear();
    }

    /// Takes in what the worker said; tells what is to be done about it.
    pub(crate) fn hear(&mut self, answer: Answer) -> Vec<Effect> {
        self.awaited = self.awaited.saturating_sub(usize::from(ends_question(&answer)));
        let effects = self.take_in(answer);
        self.await_answers(&effects);
        effects
    }

    fn await_answers(&mut self, effects: &[Effect]) {
        let asks = |effect: &&Effect| matches!(effect, Effect::Ask(r) if is_question(r));
        self.awaited += effects.iter().filter(asks).count();
    }

    fn follow(&mut self, action: Action) -> Vec<Effect> {
        match action {
            Action::Asked(request) => {
                self.fault = None;
                self.work = Some(Work::Asked);
                vec![Effect::Ask(request)]
            }
            Action::Went(route) => self.go(route),
            Action::Go { to, worth } => {
                if to == self.route {
                    return Vec::new();
                }
                let mut effects = self.go(to);
                effects.push(Effect::Address { new: worth });
                effects
            }
            Action::Choose(choice) => {
                let to = self.route.with_query(choice.of(self.route.query.clone()));
                self.follow(Action::Go { to, worth: false })
            }
            Action::Contexts(contexts) => {
                let to = Route { contexts, ..self.route.clone() };
                self.follow(Action::Go { to, worth: true })
            }
            Action::Try(field, text) => {
                let request = tried(&self.overview, field, &text);
                self.follow(Action::Asked(request))
            }
            Action::AddPathRule(rule) => {
                let request = rules_with(&self.overview.paths, rule, true);
                self.follow(Action::Asked(request))
            }
            Action::Fold(path) => {
                let closed = Rc::make_mut(&mut self.closed);
                match closed.iter().position(|known| *known == path) {
                    Some(place) => drop(closed.remove(place)),
                    None => closed.push(path),
                }
                Vec::new()
            }
            Action::Show(status) => {
                self.shown.toggle(status);
                vec![Effect::Remember]
            }
            Action::Find(text) => {
                self.find = text;
                self.mark();
                self.marks.first().map(Effect::ShowLine).into_iter().collect()
            }
            Action::Step { forward } => self.step(forward),
            Action::First => {
                let first = self.marks.first();
                first.map_or_else(Vec::new, |line| self.point_at(line))
            }
            Action::Top => vec![Effect::ShowTop],
            Action::Scroll(part) => vec![Effect::ShowLine(self.line_at(part))],
            Action::Extend(line) => {
                let (first, last) = self.route.lines.unwrap_or((line, line));
                let lines = if line < first { (line, last) } else { (first, line) };
                let to = Route { lines: Some(lines), ..self.route.clone() };
                self.follow(Action::Go { to, worth: false })
            }
            Action::Turn { forward } => {
                let next = self.open.as_ref().and_then(|file| {
                    let (before, after) = &file.neighbours;
                    if forward { after.clone() } else { before.clone() }
                });
                let to = next.map(|path| self.route.with_file(&path, None));
                to.map_or_else(Vec::new, |to| self.follow(Action::Go { to, worth: true }))
            }
            Action::Room(width, height) => {
                self.room = (width, height);
                if self.route.view == View::Map { self.ask() } else { Vec::new() }
            }
            Action::Scrolled(rows) => {
                self.in_sight = rows;
                Vec::new()
            }
            Action::Save(format) => vec![Effect::Ask(Request::Export(format))],
            // Seen to by the app.
            Action::Picked(_) => Vec::new(),
            Action::Search => vec![Effect::Focus(SEARCH)],
            Action::Leave => vec![Effect::Leave],
            Action::Rail(open) => {
                self.rail = open;
                Vec::new()
            }
            Action::Help(open) => {
                self.help = open;
                if open { vec![Effect::Focus(HELP)] } else { Vec::new() }
            }
            Action::Keep(on) => vec![Effect::Keep(on)],
            Action::Kept(kept) => {
                self.kept = kept;
                Vec::new()
            }
            Action::Fault(sentence) => {
                self.fault = Some(sentence);
                Vec::new()
            }
        }
    }

    fn take_in(&mut self, answer: Answer) -> Vec<Effect> {
        match answer {
            Answer::Cards { cards } => self.cards = Rc::new(cards),
            Answer::Progress(progress) => self.work = Some(Work::At(progress)),
            Answer::Overview(overview) => return self.overview(overview),
            Answer::Listing(listing) => self.list(listing),
            Answer::Map(tiles) => self.map = Some(Rc::new(tiles)),
            Answer::Matrix(matrix) => self.matrix = Some(Rc::new(matrix)),
            Answer::Found(found) => self.found = Some(Rc::new(found)),
            Answer::Smallest(smallest) => self.smallest = Some(Rc::new(smallest)),
            Answer::File(file) if self.route.file.as_ref() == Some(&file.path) => {
                let is_new = self.open.as_ref().is_none_or(|open| open.path != file.path);
                let first = file.marks.iter().position(|mark| mark.found);
                self.open = Some(Rc::new(file));
                self.mark();
                if is_new {
                    let first = first.and_then(|index| u32::try_from(index + 1).ok());
                    let line = self.route.lines.map(|(line, _)| line).or(first);
                    return line.map(Effect::ShowLine).into_iter().collect();
                }
            }
            Answer::NoFile { path } if self.route.file.as_ref() == Some(&path) => {
                self.open = None;
                self.is_missing = true;
            }
            Answer::Line(line) => {
                let here = self.route.lines.map(|(line, _)| line);
                if self.route.file.as_ref() == Some(&line.path) && here == Some(line.line) {
                    self.line = Some(Rc::new(line));
                }
            }
            Answer::Export(export) => return vec![Effect::Save(export)],
            // A file that was left meanwhile, and what the app sees to by itself.
            Answer::File(_)
            | Answer::NoFile { .. }
            | Answer::Ready
            | Answer::Wanted { .. }
            | Answer::Took { .. }
            | Answer::Chosen(_)
            | Answer::Listed { .. } => {}
        }
        Vec::new()
    }

    /// Something was loaded or switched.
    fn overview(&mut self, overview: Overview) -> Vec<Effect> {
        self.work = None;
        self.said = match &overview.totals {
            Some(totals) => {
                let on = overview.jobs.iter().filter(|job| job.on).count();
                format!("{} covered by {on} of {} jobs", totals.cover, overview.jobs.len())
            }
            None => String::new(),
        };
        self.overview = Rc::new(overview);
        let mut effects = self.switch();
        if effects.is_empty() {
            effects = self.ask();
        }
        effects
    }

    fn list(&mut self, listing: Listing) {
        let before = self.listing.take().filter(|before| {
            before.query == listing.query && before.rows.len() == listing.rows.len()
        });
        let rows = before.iter().flat_map(|before| before.rows.iter().zip(&listing.rows));
        let changed = rows.enumerate().filter(|(_, (before, now))| {
            before.path == now.path && before.numbers.cover != now.numbers.cover
        });
        self.changed = Rc::new(changed.map(|(place, _)| place).collect());
        self.listing = Some(Rc::new(listing));
    }

    fn go(&mut self, route: Route) -> Vec<Effect> {
        let before = std::mem::replace(&mut self.route, route);
        if before == self.route {
            return Vec::new();
        }
        let mut effects = self.switch();
        let is_same_file = before.file == self.route.file;
        if !is_same_file {
            self.open = None;
            self.is_missing = false;
            self.line = None;
            self.find.clear();
            if self.route.lines.is_none() {
                effects.push(Effect::ShowTop);
            }
        }
        if before.lines != self.route.lines {
            self.line = None;
            if is_same_file && let Some((line, _)) = self.route.lines {
                effects.push(Effect::ShowLine(line));
            }
        }
        if before.view != self.route.view {
            self.listing = self.listing.take().filter(|_| self.route.view.shape().is_none());
        }
        if self.questions_of(&before) == self.questions_of(&self.route) {
            return effects;
        }
        (self.found, self.smallest) = (None, None);
        // What is switched is answered by a new overview, and all is asked then.
        if !effects.iter().any(|effect| matches!(effect, Effect::Ask(_))) {
            effects.extend(self.ask());
        }
        effects
    }

    /// What to ask so that jobs and contexts are as the route says.
    fn switch(&mut self) -> Vec<Effect> {
        let mut requests = Vec::new();
        for on in [false, true] {
            let jobs = (0..)
                .zip(&self.overview.jobs)
                .filter(|(_, job)| job.on != on && self.route.off.contains(&job.name) != on);
            let jobs: Vec<u32> = jobs.map(|(place, _)| place).collect();
            if !jobs.is_empty() {
                requests.push(Request::Switch { jobs, on });
            }
        }
        if self.overview.contexts > 0 && self.route.contexts != self.contexts {
            self.contexts.clone_from(&self.route.contexts);
            requests.push(Request::FilterContexts(self.contexts.clone()));
        }
        if !requests.is_empty() {
            self.work = Some(Work::Asked);
        }
        requests.into_iter().map(Effect::Ask).collect()
    }

    /// All that is shown now, asked for.
    fn ask(&self) -> Vec<Effect> {
        if self.is_empty() {
            return Vec::new();
        }
        self.questions_of(&self.route).into_iter().map(Effect::Ask).collect()
    }

    /// What the worker is to be asked for a route.
    fn questions_of(&self, route: &Route) -> Vec<Request> {
        let question = self.question(route);
        if let Some(path) = &route.file {
            let open = Request::Open { path: path.clone(), question };
            let line = route.lines.map(|(line, _)| Request::Line { path: path.clone(), line });
            return std::iter::once(open).chain(line).collect();
        }
        let one = match route.view {
            View::Files | View::Tree | View::Functions | View::Classes => {
                Some(Request::List(route.query.clone()))
            }
            View::Map => Some(Request::Map { width: self.room.0, height: self.room.1 }),
            View::Matrix => Some(Request::Matrix),
            View::Compare if route.asked == Asked::Smallest => Some(Request::Smallest),
            View::Compare => question.map(Request::Ask),
            View::Input | View::Settings => None,
        };
        one.into_iter().collect()
    }

    /// The question about jobs that the route asks, where it has an answer in lines.
    fn question(&self, route: &Route) -> Option<Question> {
        let places = |names: &[String]| -> Vec<u32> {
            let jobs = (0..).zip(&self.overview.jobs);
            jobs.filter(|(_, job)| names.contains(&job.name)).map(|(place, _)| place).collect()
        };
        let (first, second) = (places(&route.first), places(&route.second));
        match route.asked {
            Asked::Only if !first.is_empty() => Some(Question::Only(first)),
            Asked::Minus if !first.is_empty() => Some(Question::Minus(first, second)),
            Asked::Single => Some(Question::Single),
            _ => None,
        }
    }

    /// Finds the places in the open file to step through.
    fn mark(&mut self) {
        let marks = self.open.as_ref().map(|file| Marks::new(file, &self.find));
        self.marks = Rc::new(marks.unwrap_or_default());
    }

    /// Goes to the next place in the open file, or to the one before.
    fn step(&mut self, forward: bool) -> Vec<Effect> {
        let here = self.route.lines.map_or(0, |(first, last)| if forward { last } else { first });
        let next = if forward { self.marks.after(here) } else { self.marks.before(here) };
        next.map_or_else(Vec::new, |line| self.point_at(line))
    }

    /// The line at a part of the open file.
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss,
        reason = "a line's number, and rounded at that"
    )]
    fn line_at(&self, part: f64) -> u32 {
        let lines = self.open.as_ref().map_or(0, |file| file.lines.len());
        (part.clamp(0.0, 1.0) * lines as f64) as u32 + 1
    }

    fn point_at(&mut self, line: u32) -> Vec<Effect> {
        let to = Route { lines: Some((line, line)), ..self.route.clone() };
        self.follow(Action::Go { to, worth: false })
    }
}

/// Whether a request is answered by itself; all others are by an overview.
fn is_question(request: &Request) -> bool {
    matches!(
        request,
        Request::List(_)
            | Request::Map { .. }
            | Request::Matrix
            | Request::Ask(_)
            | Request::Smallest
            | Request::Open { .. }
            | Request::Line { .. }
            | Request::Export(_)
    )
}

/// Whether this answers such a question.
fn ends_question(answer: &Answer) -> bool {
    !matches!(
        answer,
        Answer::Ready
            | Answer::Wanted { .. }
            | Answer::Took { .. }
            | Answer::Cards { .. }
            | Answer::Chosen(_)
            | Answer::Listed { .. }
            | Answer::Progress(_)
            | Answer::Overview(_)
    )
}

#[cfg(test)]
mod tests;
