//! The page's state, and how it follows from what happened.
//!
//! [`State::apply`] is all there is to it: an [`Action`] in, the next state and a list of
//! [`Effect`]s out. It touches no browser, so that a test can play whole visits. What the worker
//! is to be asked follows from the [`Route`] alone ([`questions`]): whenever what is loaded or chosen
//! has changed, the same questions are asked again.

mod action;
mod answers;
mod questions;
mod steps;

use std::rc::Rc;

use covdrop_protocol::{
    Answer, Card, FileView, Found, LineView, Listing, Matrix, Overview, PathRule, Progress,
    Request, Smallest, Tile,
};

use crate::keep::Kept;
use crate::marks::{Marks, Shown};
use crate::paths::changed;
use crate::route::{Route, View};
use crate::trial::tried;
use crate::window::{MORE, Reach, SOURCE, TABLE};
pub(crate) use action::{Action, Choice, Effect};
use answers::ends_question;
use questions::is_question;

/// The field to filter a list or to search a file by.
const SEARCH: &str = "[data-search]";

/// The first field of a rule for paths.
const PATTERN: &str = "[name=pattern]";

/// What opens and closes the jobs where there is no room for them beside the rest.
const RAIL: &str = ".rail-switch";

/// The file in the list that was left for the list.
const LEFT: &str = "[data-left]";

/// What closes the help.
const HELP: &str = "[data-close-help]";

/// What opens it.
const HELPED: &str = "[aria-label=Help]";

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
    /// The file that was open before the list was there again; empty where none was.
    pub(crate) left: String,
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
    /// Which rows of the list or file that is shown are there.
    pub(crate) reach: Reach,
    /// The lines of the open file at the edges of the window, when somebody last looked for the
    /// next place; nothing where that is not known.
    pub(crate) sight: Option<(u32, u32)>,
    /// The rule for paths that is being edited.
    pub(crate) edited: Option<PathRule>,
    /// What is being worked at.
    pub(crate) work: Option<Work>,
    /// How many questions have no answer yet.
    pub(crate) awaited: usize,
    /// Whether the jobs are shown where there is no room for them beside the rest.
    pub(crate) rail: bool,
    /// Whether the help is open.
    pub(crate) help: bool,
    /// What was copied last.
    pub(crate) copied: String,
    /// What was just done, in a sentence, for those who do not see it.
    pub(crate) said: String,
    /// Why the page cannot go on, in a sentence.
    pub(crate) fault: Option<String>,
    /// The text of the error that stopped the worker, for a report.
    pub(crate) details: Option<String>,
}

/// Work that the worker is at.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Work {
    /// It was asked for, and nothing has been heard of it yet.
    Asked,
    /// This far.
    At(Progress),
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
        if self.work.is_some() || self.awaited > 0 || self.is_growing() {
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

    /// Whether no job counts.
    pub(crate) fn is_off(&self) -> bool {
        self.overview.jobs.iter().all(|job| !job.on)
    }

    /// Whether what is shown has rows that are still to come.
    pub(crate) fn is_growing(&self) -> bool {
        let (all, whole) = match (&self.route.file, self.route.view) {
            (Some(_), _) => (self.open.as_ref().map(|file| file.lines.len()), SOURCE),
            (None, View::Matrix) => (self.matrix.as_ref().map(|matrix| matrix.rows.len()), TABLE),
            (None, view) => {
                let listing = self.listing.as_ref().filter(|_| view.shape().is_some());
                (listing.map(|listing| listing.rows.len()), TABLE)
            }
        };
        all.is_some_and(|all| self.reach.is_short_of(all, whole))
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
            Action::Asked(request) => self.asked(request),
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
            Action::EditPathRule(rule) => {
                let effect = rule.is_some().then_some(Effect::Focus(PATTERN));
                self.edited = rule;
                effect.into_iter().collect()
            }
            Action::SetPathRule(rule) => {
                let rules = changed(&self.overview.paths, self.edited.take().as_ref(), Some(rule));
                self.follow(Action::Asked(rules))
            }
            Action::Fold(path) => {
                self.fold(path);
                Vec::new()
            }
            Action::Show(status) => {
                self.shown.toggle(status);
                vec![Effect::Remember]
            }
            Action::Find(text) => {
                self.find = text;
                self.mark();
                let here = self.sight.map_or(0, |(first, _)| first);
                self.marks.after(here).map(Effect::ShowLine).into_iter().collect()
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
            Action::Turn { forward } => self.turn(forward),
            Action::Room(width, height) => {
                self.room = (width, height);
                if self.route.view == View::Map { self.ask() } else { Vec::new() }
            }
            Action::Scrolled(rows) => {
                self.reach.in_sight = rows;
                Vec::new()
            }
            Action::Grow => {
                self.reach.around += MORE;
                Vec::new()
            }
            Action::Copy(words) => vec![Effect::Copy(words)],
            Action::Copied(words) => {
                self.copied = words;
                Vec::new()
            }
            Action::Save(format) => vec![Effect::Ask(Request::Export(format))],
            // Seen to by the app.
            Action::Picked(_) => Vec::new(),
            Action::Search => vec![Effect::Focus(SEARCH)],
            Action::Leave => vec![Effect::Leave],
            Action::Rail(open) => {
                self.rail = open;
                // The cursor may be in what is closed.
                if open { Vec::new() } else { vec![Effect::Focus(RAIL)] }
            }
            Action::Help(open) => {
                self.help = open;
                vec![Effect::Focus(if open { HELP } else { HELPED })]
            }
            Action::Keep(on) => vec![Effect::Keep(on)],
            Action::Kept(kept) => {
                self.kept = kept;
                Vec::new()
            }
            Action::Fault(sentence) => self.fail(sentence, None),
            Action::WorkerStopped { sentence, details } => self.fail(sentence, Some(details)),
        }
    }

    /// Shows a fault, and offers its details.
    fn fail(&mut self, sentence: String, details: Option<String>) -> Vec<Effect> {
        self.fault = Some(sentence);
        self.details = details;
        Vec::new()
    }

    /// Something was asked of the worker that changes what is loaded.
    fn asked(&mut self, request: Request) -> Vec<Effect> {
        self.fault = None;
        // What is said of work under way stays until there is more to say.
        self.work.get_or_insert(Work::Asked);
        let mut effects = Vec::new();
        if let Request::Rename { from, to } = &request {
            let to = to.trim();
            let is_taken = self.overview.jobs.iter().any(|job| job.name == to);
            self.route.rename(from, to, is_taken);
            effects.push(Effect::Address { new: false });
        }
        effects.push(Effect::Ask(request));
        effects
    }

    /// Opens or closes a folder of the tree.
    fn fold(&mut self, path: String) {
        let closed = Rc::make_mut(&mut self.closed);
        match closed.iter().position(|known| *known == path) {
            Some(place) => drop(closed.remove(place)),
            None => closed.push(path),
        }
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
            if before.file.is_none() {
                effects.push(Effect::LeaveList);
            }
            if self.route.file.is_none() && before.view == self.route.view {
                self.left = before.file.clone().unwrap_or_default();
                // A browser scrolls to where the cursor is put.
                effects.extend([Effect::Focus(LEFT), Effect::ShowList]);
            } else if self.route.lines.is_none() {
                effects.push(Effect::ShowTop);
            }
        }
        if before.lines != self.route.lines {
            let first = |route: &Route| route.lines.map(|(first, _)| first);
            self.line = self.line.take().filter(|_| first(&before) == first(&self.route));
            if is_same_file && let Some((line, _)) = self.route.lines {
                effects.push(Effect::ShowLine(line));
            }
        }
        if before.view != self.route.view {
            self.listing = self.listing.take().filter(|_| !self.route.view.is_choice());
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

    /// Finds the places in the open file to step through.
    fn mark(&mut self) {
        let marks = self.open.as_ref().map(|file| Marks::new(file, &self.find));
        self.marks = Rc::new(marks.unwrap_or_default());
    }
}

#[cfg(test)]
mod tests;
