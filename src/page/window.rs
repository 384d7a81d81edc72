//! Long lists: only what is near the part in sight is in the document.
//!
//! A browser takes seconds for tens of thousands of rows. Rows have one height, so that a spacer
//! stands for those above and below. Lists of ordinary length are there as a whole, so that the
//! browser's own search and printing have all of it.

use std::ops::Range;

use yew::Html;

use crate::tag::{Tag, tag};

/// Rows come and go by so many at a time.
const BLOCK: usize = 50;

/// Tables of no more rows than this are never cut: 500. A row is a dozen elements, and all of them
/// are gone through whenever a job is switched.
pub(crate) const TABLE: usize = 500;

/// Sources of no more lines than this are never cut: 2,000.
pub(crate) const SOURCE: usize = 2_000;

/// The rows of a list to show.
pub(crate) struct Part {
    pub(crate) range: Range<usize>,
    /// The heights of what is left out above and below, in pixels.
    above: usize,
    below: usize,
    /// The height of a row, in pixels.
    row: usize,
    is_cut: bool,
}

impl Part {
    /// Of `all` rows of a height, those to show when the rows `in_sight` are: all of them where
    /// there are no more than `whole`.
    pub(crate) fn new(all: usize, whole: usize, row: usize, in_sight: &Range<usize>) -> Part {
        let is_cut = all > whole;
        let range = if is_cut { in_sight.start.min(all)..in_sight.end.min(all) } else { 0..all };
        Part { above: range.start * row, below: (all - range.end) * row, range, row, is_cut }
    }

    /// Marks the element that holds the rows, if it is to be watched.
    pub(crate) fn mark(&self, body: Tag) -> Tag {
        if self.is_cut { body.owned("data-row-height", self.row.to_string()) } else { body }
    }

    /// The room above and below in a table, where anything is left out there.
    pub(crate) fn spaces(&self) -> [Option<Html>; 2] {
        self.rooms("tr; class=space; aria-hidden=true", "td")
    }

    /// The room above and below in a list of lines.
    pub(crate) fn lines(&self) -> [Option<Html>; 2] {
        self.rooms("li; class=space; aria-hidden=true", "svg; width=1")
    }

    fn rooms(&self, row: &'static str, room: &'static str) -> [Option<Html>; 2] {
        [("above", self.above), ("below", self.below)].map(|(key, height)| {
            let room = || tag(room).owned("height", height.to_string());
            (height > 0).then(|| tag(row).key(key.to_owned()).tag(room()).html())
        })
    }
}

/// The rows that are in sight, and some around them, in a list that begins `top` pixels below the
/// upper edge of a window of a `height`; rows have this height.
#[allow(clippy::cast_possible_truncation, reason = "pixels are few")]
pub(crate) fn in_sight(top: f64, height: f64, row: usize) -> Range<usize> {
    let blocks = |pixels: f64| usize::try_from(pixels as i64).unwrap_or(0) / row.max(1) / BLOCK;
    blocks(-top).saturating_sub(1) * BLOCK..(blocks(height - top) + 2) * BLOCK
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_around_those_in_sight_are_there() {
        assert_eq!(in_sight(100.0, 800.0, 20), 0..100);
        assert_eq!(in_sight(-20_000.0, 800.0, 20), 950..1_100);
    }

    #[test]
    fn short_lists_are_whole_and_long_ones_keep_their_height() {
        assert_eq!(Part::new(2_000, SOURCE, 20, &(500..600)).range, 0..2_000);
        let part = Part::new(5_000, SOURCE, 20, &(4_900..5_050));
        assert_eq!((part.range.clone(), part.above, part.below), (4_900..5_000, 98_000, 0));
        let part = Part::new(3_000, SOURCE, 20, &(4_900..5_050));
        assert_eq!(part.range, 3_000..3_000);
    }
}
