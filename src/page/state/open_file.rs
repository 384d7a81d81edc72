//! Slice: the open file.

use std::rc::Rc;

use covdrop_protocol::{FileView, LineView};

use crate::annotations::{Annotations, ColouredStatuses};
use crate::scale::Scale;
use crate::shared::Shared;
use crate::virtual_list::LINE_HEIGHT;

/// The character before the number of a line to go to, in the search field.
pub(super) const GO_TO: char = ':';

/// The number of requests to move the focus to an element; a higher number is a new request.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct FocusRequest(u32);

impl FocusRequest {
    pub(super) fn renew(&mut self) {
        self.0 = self.0.wrapping_add(1);
    }
}

/// The open file.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct OpenFile {
    /// The file, once the worker has sent it.
    pub(crate) view: Option<Shared<FileView>>,
    /// Whether the worker has no such file.
    pub(crate) is_missing: bool,
    /// Its jump targets, minimap segments and counts.
    pub(crate) annotations: Rc<Annotations>,
    /// The details of the selected line.
    pub(crate) line: Option<Shared<LineView>>,
    /// The text that a context's name must contain to be listed in the details.
    pub(crate) context_search: Rc<str>,
    /// The line whose number the Tab key focuses, from 1.
    pub(crate) tab_stop: u32,
    /// The request to focus that line.
    pub(crate) line_focus: FocusRequest,
    /// The request to focus the details.
    pub(crate) details_focus: FocusRequest,
    /// The text in the search field: text to find, or `:` and the number of a line to go to.
    pub(crate) find: Rc<str>,
    /// The statuses that are coloured.
    pub(crate) coloured: ColouredStatuses,
    /// The first and the last line in the window, as last measured.
    pub(crate) visible: Option<(u32, u32)>,
}

impl OpenFile {
    /// Clears the file, as another one or none is open now.
    pub(super) fn close(&mut self) {
        *self = OpenFile {
            coloured: self.coloured,
            annotations: Rc::clone(&self.annotations),
            visible: self.visible,
            line_focus: self.line_focus,
            details_focus: self.details_focus,
            tab_stop: 1,
            ..OpenFile::default()
        };
    }

    /// Applies the file from the worker.
    pub(super) fn receive(&mut self, file: FileView) {
        self.view = Some(Shared::new(file));
        self.annotate();
    }

    pub(super) fn find(&mut self, text: &str) {
        self.find = text.into();
        self.annotate();
    }

    /// Returns the text to find in the lines; empty while the person types a line number.
    pub(crate) fn search(&self) -> Rc<str> {
        if self.find.starts_with(GO_TO) { Rc::default() } else { Rc::clone(&self.find) }
    }

    /// Returns the line to go to, if its number is in the search field.
    pub(super) fn line_to_go_to(&self) -> Option<u32> {
        let line: u32 = self.find.strip_prefix(GO_TO)?.trim().parse().ok()?;
        let lines = u32::try_from(self.view.as_ref()?.lines.len()).unwrap_or(u32::MAX);
        Some(line.clamp(1, lines.max(1)))
    }

    fn annotate(&mut self) {
        let search = self.search();
        let annotations = self.view.as_ref().map(|file| Annotations::new(file, &search));
        self.annotations = Rc::new(annotations.unwrap_or_default());
    }

    /// Returns the jump target after or before the selected line, or the first line in the window
    /// if the selected one is not in it.
    pub(super) fn next_target(&self, selected: Option<u32>, forward: bool) -> Option<u32> {
        let from = match self.visible {
            Some((first, last)) => {
                selected.filter(|line| (first..=last).contains(line)).or(Some(first))
            }
            None => selected,
        };
        let from = from.unwrap_or(0);
        if forward { self.annotations.after(from) } else { self.annotations.before(from) }
    }

    /// Returns the scale of the list of its lines.
    pub(crate) fn scale(&self) -> Scale {
        Scale::new(self.view.as_ref().map_or(0, |file| file.lines.len()), LINE_HEIGHT)
    }

    /// Returns the line at a fraction of the file.
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss,
        reason = "the number of a line"
    )]
    pub(super) fn line_at(&self, fraction: f64) -> u32 {
        let lines = self.view.as_ref().map_or(0, |file| file.lines.len());
        (fraction.clamp(0.0, 1.0) * lines as f64) as u32 + 1
    }
}
