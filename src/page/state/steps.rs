//! From line to line in the open file, and from file to file.

use super::{Action, Effect, State};
use crate::route::Route;

impl State {
    /// Opens the file after the open one, or the one before.
    pub(super) fn turn(&mut self, forward: bool) -> Vec<Effect> {
        let next = if self.route.file.is_none() {
            let mut files =
                self.listing.iter().flat_map(|all| all.rows.iter()).filter(|row| !row.is_folder);
            let row = if forward { files.next() } else { files.last() };
            row.map(|row| row.path)
        } else if let Some(file) = &self.open {
            let (before, after) = &file.neighbours;
            if forward { after.clone() } else { before.clone() }
        } else {
            return Vec::new();
        };
        let to = match next {
            Some(path) => self.route.with_file(&path, None),
            None => Route { file: None, lines: None, ..self.route.clone() },
        };
        self.follow(Action::Go { to, worth: true })
    }

    /// Goes to the next place in the open file, or to the one before: from the lines that are
    /// pointed at, or from where the window is if these are not in sight.
    pub(super) fn step(&mut self, forward: bool) -> Vec<Effect> {
        let here = self.route.lines.map(|(first, last)| if forward { last } else { first });
        let here = match self.sight {
            Some((first, last)) => {
                here.filter(|line| (first..=last).contains(line)).or(Some(first))
            }
            None => here,
        };
        let here = here.unwrap_or(0);
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
    pub(super) fn line_at(&self, part: f64) -> u32 {
        let lines = self.open.as_ref().map_or(0, |file| file.lines.len());
        (part.clamp(0.0, 1.0) * lines as f64) as u32 + 1
    }

    pub(super) fn point_at(&mut self, line: u32) -> Vec<Effect> {
        let to = Route { lines: Some((line, line)), ..self.route.clone() };
        self.follow(Action::Go { to, worth: false })
    }
}
