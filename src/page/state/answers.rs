//! What the worker says, and what follows from it.

use std::rc::Rc;

use covdrop_protocol::{Answer, Listing, Overview};

use super::{Effect, State, Work};
use crate::tag::count;
use crate::window::FIRST_LINES;

/// The name of the open file.
const NAME: &str = ".file h2";

impl State {
    pub(super) fn take_in(&mut self, answer: Answer) -> Vec<Effect> {
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
                if is_new {
                    self.said = format!("{} covered in {}", file.numbers.cover, file.path);
                }
                self.open = Some(Rc::new(file));
                self.mark();
                if is_new {
                    self.reach.around = FIRST_LINES;
                    let first = first.and_then(|index| u32::try_from(index + 1).ok());
                    let line = self.route.lines.map(|(line, _)| line).or(first);
                    // What was clicked is gone, and the cursor would be nowhere.
                    let show = line.map(Effect::ShowLine).into_iter();
                    return show.chain([Effect::Focus(NAME)]).collect();
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
                let jobs = count(overview.jobs.len() as u64, "job");
                format!("{} covered by {on} of {jobs}", totals.cover)
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
        if before.is_none() {
            self.reach.around = 0;
        }
        let changed = before.map(|before| {
            let places = listing.rows.differing(&before.rows).filter(|&place| {
                let rows = (before.rows.get(place), listing.rows.get(place));
                matches!(rows, (Some(before), Some(now))
                    if before.path == now.path && before.numbers.cover != now.numbers.cover)
            });
            places.collect()
        });
        self.changed = Rc::new(changed.unwrap_or_default());
        self.listing = Some(Rc::new(listing));
    }
}

/// Whether this answers such a question.
pub(super) fn ends_question(answer: &Answer) -> bool {
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
