//! The element that scrolls a list: the page, or the matrix.

use gloo::utils::{document, window};
use web_sys::Element;
use yew::NodeRef;

/// Ignored shifts of a list, in pixels: browsers round positions.
const ROUNDED: f64 = 2.0;

/// Returns the distance from the upper edge of the window to that of an element, in pixels.
pub(crate) fn top_of(element: &Element) -> f64 {
    element.get_bounding_client_rect().top()
}

/// The element that scrolls a list.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Scroller {
    Page,
    /// An element with a scroll bar of its own.
    Element(NodeRef),
}

impl Scroller {
    fn element(&self) -> Option<Element> {
        match self {
            Scroller::Page => document().document_element(),
            Scroller::Element(element) => element.cast(),
        }
    }

    /// Returns the distance from the top of the scrolled content to the top of `list`, in pixels.
    pub(crate) fn offset_of(&self, list: &Element) -> f64 {
        let Some(element) = self.element() else { return 0.0 };
        let distance = top_of(list) - top_of(&element);
        match self {
            Scroller::Page => distance,
            Scroller::Element(_) => distance + f64::from(element.scroll_top()),
        }
    }

    /// Scrolls so that the rows in the window stay in place when the height above them has changed.
    /// `before` is the offset before the change.
    pub(crate) fn keep_place(&self, list: &Element, before: f64) {
        let moved = self.offset_of(list) - before;
        let is_scrolled = top_of(list) < moved;
        if is_scrolled && moved.abs() >= ROUNDED {
            self.scroll_by(moved);
        }
    }

    /// Scrolls by a number of rows.
    #[allow(clippy::cast_precision_loss, reason = "no list is so tall")]
    pub(crate) fn scroll_by_rows(&self, rows: isize, row_height: usize) {
        self.scroll_by(rows as f64 * row_height as f64);
    }

    fn scroll_by(&self, pixels: f64) {
        match self {
            Scroller::Page => window().scroll_by_with_x_and_y(0.0, pixels),
            Scroller::Element(_) => {
                if let Some(element) = self.element() {
                    element.scroll_by_with_x_and_y(0.0, pixels);
                }
            }
        }
    }
}
