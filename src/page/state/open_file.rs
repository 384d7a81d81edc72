//! Slice: the open file.

use std::rc::Rc;

use covdrop_protocol::{FileView, LineView};

use crate::annotations::{Annotations, ColouredStatuses};
use crate::scale::Scale;
use crate::shared::Shared;
use crate::virtual_list::LINE_HEIGHT;

/// What precedes the number of a line to go to, in the field that finds.
pub(super) const GO_TO: char = ':';

/// Requests to move the focus to an element, by their number: a new one asks anew.
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
    /// The file, once it has come.
    pub(crate) view: Option<Shared<FileView>>,
    /// Whether the worker has no such file.
    pub(crate) is_missing: bool,
    /// Its jump targets, minimap segments and counts.
    pub(crate) annotations: Rc<Annotations>,
    /// The details of the selected line.
    pub(crate) line: Option<Shared<LineView>>,
    /// The text that a context's name must contain to be listed in the details.
    pub(crate) context_search: Rc<str>,
    /// The line whose number the Tab key leads to, from 1.
    pub(crate) tab_stop: u32,
    /// Moves the focus to that line.
    pub(crate) line_focus: FocusRequest,
    /// Moves the focus to the details.
    pub(crate) details_focus: FocusRequest,
    /// The text in the field that finds: to find, or `:` and the number of a line to go to.
    pub(crate) find: Rc<str>,
    /// The statuses that are coloured.
    pub(crate) coloured: ColouredStatuses,
    /// The first and the last line in the window, as last measured.
    pub(crate) visible: Option<(u32, u32)>,
}

impl OpenFile {
    /// Forgets the file, as another one or none is open now.
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

    /// The worker sent the file.
    pub(super) fn receive(&mut self, file: FileView) {
        self.view = Some(Shared::new(file));
        self.annotate();
    }

    pub(super) fn find(&mut self, text: &str) {
        self.find = text.into();
        self.annotate();
    }

    /// The text to find in the lines; empty while a line's number is written.
    pub(crate) fn search(&self) -> Rc<str> {
        if self.find.starts_with(GO_TO) { Rc::default() } else { Rc::clone(&self.find) }
    }

    /// The line to go to, if its number is written in the field that finds.
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

    /// The jump target after the selected line or before it; if that is not in the window, after or
    /// before the first line in the window.
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

    /// The scale of the list of its lines.
    pub(crate) fn scale(&self) -> Scale {
        Scale::new(self.view.as_ref().map_or(0, |file| file.lines.len()), LINE_HEIGHT)
    }

    /// The line at a fraction of the file.
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
