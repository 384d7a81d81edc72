//! Long lists: only what is near the part in sight is in the document.
//!
//! A browser takes seconds for tens of thousands of rows. Rows have one height, so that a spacer
//! stands for those above and below. Lists of ordinary length come to be there as a whole, so that
//! the browser's own search and printing have all of it; but the rows around those in sight come
//! first, and the others some at a time, so that none of it is waited for.

use std::ops::Range;

/// Rows come and go by so many at a time.
const BLOCK: usize = 25;

/// Tables of no more rows than this are never cut: 500. A row is a dozen elements, and all of them
/// are gone through whenever a job is switched.
pub(crate) const TABLE: usize = 500;

/// Sources of no more lines than this are never cut: 2,000.
pub(crate) const SOURCE: usize = 2_000;

/// The height of a line of a source, in pixels.
pub(crate) const LINE_HEIGHT: usize = 20;

/// Lists of no more rows than this are there as a whole at once.
const AT_ONCE: usize = 50;

/// So many rows above and below those that are there come next.
pub(crate) const MORE: usize = 200;

/// So many more rows of a file come at first than of a table: its lines are simpler.
pub(crate) const FIRST_LINES: usize = 100;

/// How far a list has come to be there.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Reach {
    /// The rows that are in sight.
    pub(crate) in_sight: Range<usize>,
    /// How many rows around these are there, if the list is of ordinary length.
    pub(crate) around: usize,
}

impl Default for Reach {
    fn default() -> Reach {
        Reach { in_sight: 0..AT_ONCE, around: 0 }
    }
}

impl Reach {
    /// Whether a list of `all` rows, there as a whole if it has no more than `whole`, has not come
    /// to be there.
    pub(crate) fn is_short_of(&self, all: usize, whole: usize) -> bool {
        all > AT_ONCE + self.around && all <= whole
    }
}

/// The rows of a list to show.
pub(crate) struct Part {
    pub(crate) range: Range<usize>,
    /// The heights of what is left out above and below, in pixels.
    pub(crate) above: usize,
    pub(crate) below: usize,
    /// Whether rows are left out.
    pub(crate) is_cut: bool,
}

impl Part {
    /// Of `all` rows of a height, those to show: all of them where there are no more than `whole`
    /// and these have come, otherwise those within reach.
    pub(crate) fn new(all: usize, whole: usize, row: usize, reach: &Reach) -> Part {
        let is_cut = all > whole || reach.is_short_of(all, whole);
        let around = if all > whole { 0 } else { reach.around };
        let Range { start, end } = reach.in_sight;
        let (start, end) = (start.saturating_sub(around).min(all), (end + around).min(all));
        let range = if is_cut { start..end } else { 0..all };
        Part { above: range.start * row, below: (all - range.end) * row, range, is_cut }
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
        assert_eq!(in_sight(100.0, 800.0, 20), 0..75);
        assert_eq!(in_sight(-20_000.0, 800.0, 20), 975..1_075);
    }

    fn reach(in_sight: Range<usize>, around: usize) -> Reach {
        Reach { in_sight, around }
    }

    #[test]
    fn lists_too_long_to_be_whole_keep_their_height() {
        let part = Part::new(5_000, SOURCE, 20, &reach(4_900..5_050, 300));
        assert_eq!((part.range.clone(), part.above, part.below), (4_900..5_000, 98_000, 0));
        let part = Part::new(3_000, SOURCE, 20, &reach(4_900..5_050, 0));
        assert_eq!(part.range, 3_000..3_000);
    }

    #[test]
    fn others_come_to_be_whole() {
        let part = |around| Part::new(2_000, SOURCE, 20, &reach(500..600, around));
        assert_eq!((part(0).range, part(0).is_cut), (500..600, true));
        assert_eq!((part(600).range, part(600).is_cut), (0..1_200, true));
        assert_eq!((part(1_950).range, part(1_950).is_cut), (0..2_000, false));
        let part = Part::new(50, TABLE, 28, &reach(900..950, 0));
        assert_eq!((part.range, part.is_cut), (0..50, false));
    }
}
