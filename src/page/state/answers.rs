//! Applies the worker's answers to the state.

use covdrop_protocol::{Answer, FileView, ListQuery, Overview, Query, Reply, display_text};

use super::State;
use super::action::{Effect, FocusTarget};
use super::progress::Fault;
use crate::shared::Shared;
use crate::virtual_list::FIRST_LINES;
use crate::words;

impl State {
    /// Applies an answer of the worker.
    pub(super) fn receive(&mut self, answer: Answer) -> Vec<Effect> {
        match answer {
            Answer::Cards { cards } => self.inputs = Shared::new(cards),
            Answer::Progress(progress) => self.progress.report(progress),
            Answer::Overview(overview) => return self.receive_overview(overview),
            Answer::Reply { id, reply } if self.progress.replied(id) => {
                return self.receive_reply(reply);
            }
            Answer::Failed(sentence) => {
                self.progress.fault = Some(Fault { sentence, details: None });
            }
            // Replies to queries of a former worker, and answers that the worker client handles.
            Answer::Reply { .. }
            | Answer::Ready
            | Answer::FilesRequested { .. }
            | Answer::BytesConsumed { .. }
            | Answer::ChoicesChanged(_)
            | Answer::Manifest { .. } => {}
        }
        Vec::new()
    }

    fn receive_reply(&mut self, reply: Reply) -> Vec<Effect> {
        match reply {
            Reply::Listing(listing) => {
                self.listings.receive(listing, &self.route);
                return self.filter_by_queued_search();
            }
            Reply::Map(tiles) => self.listings.map = Some(Shared::new(tiles)),
            Reply::Matrix(matrix) => self.listings.matrix = Some(Shared::new(matrix)),
            Reply::Found(found) => self.jobs.found = Some(Shared::new(found)),
            Reply::MinimalJobs(minimal) => self.jobs.minimal = Some(Shared::new(minimal)),
            Reply::File(file) if self.route.file.as_ref() == Some(&file.path) => {
                return self.receive_file(file);
            }
            Reply::NoFile { path } if self.route.file.as_ref() == Some(&path) => {
                self.open_file.view = None;
                self.open_file.is_missing = true;
            }
            Reply::Line(line) => {
                if self.line_query(&self.route) == Some(Query::Line(line.query.clone())) {
                    self.open_file.line = Some(Shared::new(line));
                }
            }
            Reply::Export(export) => return vec![Effect::SaveExport(export)],
            // A file that the person has left meanwhile.
            Reply::File(_) | Reply::NoFile { .. } => {}
        }
        Vec::new()
    }

    fn receive_file(&mut self, file: FileView) -> Vec<Effect> {
        let is_new = self.open_file.view.as_ref().is_none_or(|open| open.path != file.path);
        let found = file.marks.iter().position(|mark| mark.found);
        if is_new {
            self.ui.announcement =
                words::source::opened(&file.numbers.cover, &display_text(&file.path));
        }
        self.open_file.receive(file);
        if !is_new {
            return Vec::new();
        }
        self.listings.position.around = FIRST_LINES;
        let found = found.and_then(|index| u32::try_from(index + 1).ok());
        let line = self.route.lines.map(|(line, _)| line).or(found);
        // Before this, the page was too short to scroll to its main part.
        let scroll = line.map_or(Effect::ScrollToTop, Effect::ScrollToLine);
        let target = match self.ui.queued_search.take() {
            Some(text) => {
                self.open_file.find(&text);
                FocusTarget::Search
            }
            // The clicked link is gone, and the focus with it.
            None => FocusTarget::FileHeading,
        };
        vec![scroll, Effect::Focus(target)]
    }

    /// Filters the list by the letters that the person typed before the page had drawn the filter.
    fn filter_by_queued_search(&mut self) -> Vec<Effect> {
        let Some(filter) = self.ui.queued_search.take_if(|_| self.route.file.is_none()) else {
            return Vec::new();
        };
        let query = ListQuery { filter, ..self.route.query.clone() };
        let mut effects = self.navigate(self.route.with_query(query), false);
        effects.push(Effect::Focus(FocusTarget::Search));
        effects
    }

    /// Applies an overview, which the worker sends after each change of the session.
    fn receive_overview(&mut self, overview: Overview) -> Vec<Effect> {
        self.ui.report = None;
        self.ui.is_opening = false;
        self.progress.end();
        self.ui.announcement = match &overview.totals.numbers {
            Some(totals) => {
                let on = overview.jobs.iter().filter(|job| job.on).count();
                words::header::covered_by(&totals.cover, on, overview.jobs.len())
            }
            None => String::new(),
        };
        self.overview = Shared::new(overview);
        let mut effects = self.switch();
        if effects.is_empty() {
            effects = self.query();
        }
        effects
    }
}
