//! Slice: the route. Navigates between views, between lines of the open file, and between files.

use std::rc::Rc;

use super::State;
use super::action::{Effect, FocusTarget};
use crate::route::Route;
use crate::virtual_list::ListPosition;

impl State {
    /// Goes to another route and writes it into the address.
    pub(super) fn navigate(&mut self, to: Route, push: bool) -> Vec<Effect> {
        if to == *self.route {
            return Vec::new();
        }
        let mut effects = self.go(to);
        effects.push(Effect::SetAddress { push });
        effects
    }

    /// Goes to another route.
    pub(super) fn go(&mut self, route: Route) -> Vec<Effect> {
        if route == *self.route {
            return Vec::new();
        }
        let before = std::mem::replace(&mut self.route, Rc::new(route));
        let mut effects = self.switch();
        let is_same_file = before.file == self.route.file;
        if !is_same_file {
            self.open_file.close();
            effects.extend(self.leave(&before));
        }
        if before.lines != self.route.lines {
            self.open_file.context_search = Rc::default();
            if self.route.lines.is_none() {
                self.open_file.line = None;
            }
            if let Some((line, _)) = self.route.lines
                && !before.lines.is_some_and(|(first, last)| (first..=last).contains(&line))
            {
                self.open_file.tab_stop = line;
                if is_same_file {
                    effects.push(Effect::ScrollToLine(line));
                }
            }
        }
        if before.view != self.route.view {
            self.listings.change_view(self.route.view);
        }
        self.listings.follow_route(&self.route);
        if self.queries_of(&before) == self.queries_of(&self.route) {
            return effects;
        }
        self.jobs.clear_answers();
        // An overview follows a command, and all queries follow that.
        if !effects.iter().any(|effect| matches!(effect, Effect::Send(_))) {
            effects.extend(self.query());
        }
        effects
    }

    /// Returns the effects that scroll and move the focus after the open file has changed.
    fn leave(&mut self, before: &Route) -> Vec<Effect> {
        let mut effects = Vec::new();
        if let (None, Some(path)) = (&before.file, &self.route.file) {
            self.listings.leave(path, self.route.lines);
            effects.push(Effect::SaveListScroll);
        }
        self.listings.position = ListPosition::default();
        if let (Some(path), None) = (&before.file, &self.route.file)
            && before.view == self.route.view
        {
            self.listings.come_back(path);
            // A browser scrolls to the element that gets the focus.
            effects.extend([Effect::Focus(FocusTarget::LastOpenedRow), Effect::RestoreListScroll]);
        } else if self.route.lines.is_none() {
            effects.push(Effect::ScrollToTop);
        }
        effects
    }

    /// Opens the next or the previous file.
    pub(super) fn open_adjacent(&mut self, forward: bool) -> Vec<Effect> {
        let next = if self.route.file.is_none() {
            let rows = self.listings.list.iter().flat_map(|list| list.rows.iter());
            let mut files = rows.filter(|row| !row.is_folder);
            let row = if forward { files.next() } else { files.last() };
            row.map(|row| row.path)
        } else if let Some(file) = &self.open_file.view {
            let (before, after) = &file.neighbours;
            if forward { after.clone() } else { before.clone() }
        } else {
            return Vec::new();
        };
        let to = match next {
            Some(path) => self.route.with_file(&path, None),
            None => self.route.without_file(),
        };
        self.navigate(to, true)
    }

    /// Jumps to the next or the previous target in the open file.
    pub(super) fn jump(&mut self, forward: bool) -> Vec<Effect> {
        let selected = self.route.lines.map(|(first, last)| if forward { last } else { first });
        let next = self.open_file.next_target(selected, forward);
        next.map_or_else(Vec::new, |line| self.select(line))
    }

    /// Selects a line.
    pub(super) fn select(&mut self, line: u32) -> Vec<Effect> {
        let to = Route { lines: Some((line, line)), ..(*self.route).clone() };
        self.navigate(to, false)
    }

    /// Selects a line and moves the focus to its details.
    pub(super) fn open_line(&mut self, line: u32) -> Vec<Effect> {
        self.open_file.tab_stop = line;
        self.open_file.details_focus.renew();
        let to = Route { lines: Some((line, line)), ..(*self.route).clone() };
        self.navigate(to, true)
    }

    /// Selects the line of a typed number, and moves the focus to it.
    pub(super) fn go_to_line(&mut self, line: u32) -> Vec<Effect> {
        self.open_file.find("");
        self.open_file.tab_stop = line;
        self.open_file.line_focus.renew();
        let mut effects = self.select(line);
        effects.push(Effect::ScrollToLine(line));
        effects
    }

    /// Clears the selection, and moves the focus from the details back to the line.
    pub(super) fn close_details(&mut self) -> Vec<Effect> {
        self.open_file.line_focus.renew();
        self.navigate(Route { lines: None, ..(*self.route).clone() }, false)
    }

    /// Moves the focus to a line.
    pub(super) fn move_to_line(&mut self, line: u32, extend: bool) -> Vec<Effect> {
        let lines = self.open_file.view.as_ref().map_or(0, |file| file.lines.len());
        let line = line.clamp(1, u32::try_from(lines).unwrap_or(u32::MAX).max(1));
        let mut effects = if extend { self.extend_selection(line) } else { Vec::new() };
        self.open_file.tab_stop = line;
        self.open_file.line_focus.renew();
        effects.push(Effect::ScrollToLine(line));
        effects
    }

    /// Extends the selected lines to `line`.
    pub(super) fn extend_selection(&mut self, line: u32) -> Vec<Effect> {
        let from = self.open_file.tab_stop;
        let (first, last) = self.route.lines.unwrap_or((from, from));
        let lines = if line < first { (line, last) } else { (first, line) };
        let to = Route { lines: Some(lines), ..(*self.route).clone() };
        self.navigate(to, false)
    }
}
