//! The page's state and its reducer.
//!
//! [`State::reduce`] takes an [`Action`] and gives the next state, which queues the [`Effect`]s
//! that follow. It touches no browser, so that a test can play whole visits. The queries for the
//! worker follow from the [`Route`] alone ([`commands`]): after each change of the session, the
//! reducer sends them again.

mod action;
mod answers;
mod commands;
mod effects;
mod jobs;
mod listing;
mod navigation;
mod open_file;
mod progress;
mod saved_session;
mod undo;

use std::rc::Rc;

use covdrop_protocol::{Card, Overview, ProjectInfo, Query, QueryId};
use yew::Reducible;

use crate::annotations::ColouredStatuses;
use crate::path_rules::changed;
use crate::route::{Route, View};
use crate::shared::Shared;
use crate::trial::tried;
use crate::virtual_list::{MORE, SOURCE, TABLE};
pub(crate) use action::{Action, Effect, Filter, FocusTarget, ReportFile};
pub(crate) use effects::EffectQueue;
pub(crate) use jobs::JobAnswers;
use listing::sorted_by;
pub(crate) use listing::{Listings, OpenFolders, OpenedRow};
use open_file::GO_TO;
pub(crate) use open_file::{FocusRequest, OpenFile};
pub(crate) use progress::{Fault, ImportProgress, Work};
pub(crate) use saved_session::SavedSession;
pub(crate) use undo::Undoable;

/// The page's state, by slices.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct State {
    /// The view or the open file, with its filters.
    pub(crate) route: Rc<Route>,
    /// The last overview from the worker.
    pub(crate) overview: Shared<Overview>,
    /// The project that the site manifest describes.
    pub(crate) project: Shared<ProjectInfo>,
    /// The inputs, in order.
    pub(crate) inputs: Shared<Vec<Card>>,
    pub(crate) progress: ImportProgress,
    pub(crate) listings: Listings,
    pub(crate) open_file: OpenFile,
    pub(crate) jobs: JobAnswers,
    pub(crate) saved_session: SavedSession,
    pub(crate) ui: Ui,
    pub(crate) effects: EffectQueue,
}

/// Slice: dialogs, the window and short messages.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Ui {
    /// Whether the sidebar with the jobs is open, on narrow screens.
    pub(crate) is_sidebar_open: bool,
    /// Whether the help is open.
    pub(crate) is_help_open: bool,
    /// The width and height of the treemap, in pixels.
    pub(crate) viewport: (u32, u32),
    /// The text that was copied last.
    pub(crate) copied: Rc<str>,
    /// The text for screen readers about the last change.
    pub(crate) announcement: String,
    /// Whether the page is opening the report that comes with it, and shows nothing yet.
    pub(crate) is_opening: bool,
    /// The letters that the person typed after `/` before the search field was drawn.
    pub(crate) queued_search: Option<String>,
    /// The last change, if it can be undone.
    pub(crate) undoable: Option<Undoable>,
    /// The report to save; `None` after any change.
    pub(crate) report: Option<ReportFile>,
}

/// The states in `data-state` of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Phase {
    /// Nothing is loaded yet.
    Empty,
    /// The worker is working, or the page has rows to render.
    Busy,
    /// Everything is shown.
    Ready,
}

impl Phase {
    /// Returns the word in `data-state`.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Phase::Empty => "empty",
            Phase::Busy => "busy",
            Phase::Ready => "ready",
        }
    }
}

impl Reducible for State {
    type Action = Action;

    fn reduce(mut self: Rc<Self>, action: Action) -> Rc<Self> {
        let state = Rc::make_mut(&mut self);
        state.apply(action);
        self
    }
}

impl State {
    /// Returns the state of a new page.
    pub(crate) fn at_start(
        route: Route,
        coloured: ColouredStatuses,
        viewport: (u32, u32),
    ) -> State {
        let mut state = State { route: Rc::new(route), ..State::default() };
        state.listings.follow_route(&state.route);
        state.open_file.coloured = coloured;
        state.ui.viewport = viewport;
        state
    }

    /// Returns the state for `data-state`.
    pub(crate) fn phase(&self) -> Phase {
        if self.progress.is_busy() || self.is_growing() {
            Phase::Busy
        } else if self.is_empty() {
            Phase::Empty
        } else {
            Phase::Ready
        }
    }

    /// Returns true if the person imported nothing, not even an unsupported file.
    pub(crate) fn is_empty(&self) -> bool {
        let Overview { loaded, problems, .. } = &*self.overview;
        loaded.data_files == 0 && loaded.sources == 0 && problems.is_empty()
    }

    /// Returns true if the page will draw a search field, but has not drawn it yet.
    fn awaits_search_field(&self) -> bool {
        match &self.route.file {
            Some(_) => self.open_file.view.is_none() && !self.open_file.is_missing,
            None => self.route.view.is_choice() && self.listings.list.is_none(),
        }
    }

    /// Returns true if the page has rows of the list or the open file to render.
    pub(crate) fn is_growing(&self) -> bool {
        let listings = &self.listings;
        let (all, whole) = match (&self.route.file, self.route.view) {
            (Some(_), _) => (self.open_file.view.as_ref().map(|file| file.lines.len()), SOURCE),
            (None, View::Matrix) => (listings.matrix.as_ref().map(|all| all.rows.len()), TABLE),
            (None, view) => {
                let list = listings.list.as_ref().filter(|_| view.shape().is_some());
                (list.map(|list| list.rows.len()), TABLE)
            }
        };
        all.is_some_and(|all| listings.position.is_short_of(all, whole))
    }

    /// Applies an action, and queues the effects that follow. From then on the state awaits the reply
    /// to each query.
    fn apply(&mut self, action: Action) {
        for effect in self.follow(action) {
            let is_query = matches!(effect, Effect::Query(_));
            let number = self.effects.push(effect);
            if is_query {
                self.progress.expect_reply(QueryId(number));
            }
        }
        if self.phase() != Phase::Busy {
            self.progress.hide();
        }
    }

    fn follow(&mut self, action: Action) -> Vec<Effect> {
        match action {
            Action::SendCommand(command) => return self.send_command(command),
            Action::AnswerReceived(answer) => return self.receive(*answer),
            Action::WorkerRestarted => {
                self.progress.reset();
                self.jobs.contexts.clear();
                self.inputs = Shared::default();
            }
            Action::ManifestFound => {
                self.ui.is_opening = true;
                self.progress.start();
            }
            Action::ProjectReceived(project) => self.project = project,
            Action::FilesFetched(progress) => self.progress.report(progress),
            Action::FilesPicked(files) => return vec![Effect::ImportFiles(files)],
            Action::WorkLasted => self.progress.announce(),
            Action::RouteChanged(route) => return self.go(route),
            Action::Navigate { to, push } => return self.navigate(to, push),
            Action::ContextsChanged(contexts) => {
                let to = Route { contexts, ..(*self.route).clone() };
                return self.navigate(to, true);
            }
            Action::TrialChanged(field, text) => {
                return self.send_command(tried(&self.overview, field, &text));
            }
            Action::PathRuleSaved { old, new } => {
                let rules = changed(&self.overview.paths, old.as_ref(), Some(new));
                return self.send_command(rules);
            }
            Action::StatusToggled(status) => {
                self.open_file.coloured.toggle(status);
                return vec![Effect::StoreColouredStatuses];
            }
            Action::VisibleSlotsMeasured(slots) => {
                let skipped = u32::try_from(self.listings.position.skipped).unwrap_or(0);
                self.open_file.visible = slots.map(|(a, b)| (a + skipped, b + skipped));
            }
            Action::ViewportResized(width, height) => {
                self.ui.viewport = (width, height);
                return if self.route.view == View::Map { self.query() } else { Vec::new() };
            }
            Action::PrintingChanged(is_printing) => self.listings.set_printing(is_printing),
            Action::ExportRequested(format) => return vec![Effect::Query(Query::Export(format))],
            Action::ReportRequested => return vec![Effect::MakeReport],
            Action::ReportMade(report) => self.ui.report = Some(report),
            Action::CopyRequested(text) => return vec![Effect::Copy(text)],
            Action::Copied(text) => self.ui.copied = text.into(),
            Action::SaveSession(on) => return self.save_session(on),
            Action::SessionSaved(saved) => self.saved_session = saved,
            Action::DismissFault => self.progress.fault = None,
            Action::Undo => return self.undo(),
            Action::DismissUndo => self.ui.undoable = None,
            Action::Failed(sentence) => {
                self.ui.is_opening = false;
                self.progress.fail(&sentence, None);
            }
            Action::WorkerStopped { sentence, details } => {
                self.progress.fail(&sentence, Some(details));
            }
            Action::EffectsCarriedOut(number) => self.effects.remove(number),
            Action::SkipToMain => return vec![Effect::Focus(FocusTarget::Main)],
            Action::BlurField => return vec![Effect::BlurField],
            Action::FocusSearch if self.awaits_search_field() => {
                self.ui.queued_search = Some(String::new());
            }
            Action::FocusSearch => return vec![Effect::Focus(FocusTarget::Search)],
            Action::SearchLetterQueued(letter) => {
                self.ui.queued_search.get_or_insert_default().push(letter);
            }
            Action::ToggleSidebar(is_open) => {
                self.ui.is_sidebar_open = is_open;
                if !is_open {
                    // The focus may be in the sidebar.
                    return vec![Effect::Focus(FocusTarget::SidebarToggle)];
                }
            }
            Action::ToggleHelp(is_open) => {
                self.ui.is_help_open = is_open;
                let target = if is_open { FocusTarget::HelpClose } else { FocusTarget::HelpButton };
                return vec![Effect::Focus(target)];
            }
            action => return self.follow_in_list(action),
        }
        Vec::new()
    }

    /// Applies actions on the list of files.
    fn follow_in_list(&mut self, action: Action) -> Vec<Effect> {
        match action {
            Action::FilterChanged(filter) => {
                let to = self.route.with_query(filter.apply_to(self.route.query.clone()));
                return self.navigate(to, false);
            }
            Action::SortBy(column) => {
                let to = self.route.with_query(sorted_by(&self.route.query, column));
                return self.navigate(to, false);
            }
            Action::ColumnToggled(column) => {
                let columns = self.route.columns.toggled(column);
                let mut effects = self.navigate(Route { columns, ..(*self.route).clone() }, false);
                effects.push(Effect::StoreColumns);
                return effects;
            }
            Action::FolderToggled(path) => self.listings.toggle_folder(path),
            Action::AllFoldersOpened(is_open) => self.listings.open_all_folders(is_open),
            Action::ListScrolled(position) => {
                // Until the effect restores the scroll position, the list measures a wrong one.
                let is_restored = !self.effects.has(&Effect::RestoreListScroll);
                if is_restored && !self.listings.is_printing {
                    self.listings.position = position;
                }
            }
            Action::RenderMoreRows => self.listings.position.around += MORE,
            action => return self.follow_in_file(action),
        }
        Vec::new()
    }

    /// Applies actions on the open file.
    fn follow_in_file(&mut self, action: Action) -> Vec<Effect> {
        match action {
            Action::FindChanged(text) => {
                self.open_file.find(&text);
                let from = self.open_file.visible.map_or(0, |(first, _)| first);
                let next = self.open_file.annotations.after(from);
                next.map(Effect::ScrollToLine).into_iter().collect()
            }
            Action::JumpToMatch { forward } => match self.open_file.line_to_go_to() {
                Some(line) => self.go_to_line(line),
                None => self.jump(forward),
            },
            Action::StartGoToLine => {
                self.open_file.find(&GO_TO.to_string());
                vec![Effect::Focus(FocusTarget::Search)]
            }
            Action::OpenLine(line) => self.open_line(line),
            Action::CloseDetails => self.close_details(),
            Action::MoveToLine { line, extend } => self.move_to_line(line, extend),
            Action::LineFocused(line) => {
                self.open_file.tab_stop = line;
                Vec::new()
            }
            Action::ContextSearchChanged(text) => {
                self.open_file.context_search = text.into();
                self.line_query(&self.route).map(Effect::Query).into_iter().collect()
            }
            Action::JumpToFirstMatch => {
                let first = self.open_file.annotations.first();
                first.map_or_else(Vec::new, |line| self.select(line))
            }
            Action::ScrollToTop => vec![Effect::ScrollToTop],
            Action::ScrollToFraction(fraction) => {
                vec![Effect::ScrollToLine(self.open_file.line_at(fraction))]
            }
            Action::ExtendSelection(line) => self.extend_selection(line),
            Action::OpenAdjacentFile { forward } => self.open_adjacent(forward),
            _ => Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests;
