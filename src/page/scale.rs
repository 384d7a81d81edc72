//! The scale of a list that would be taller than a browser allows an element to be.
//!
//! An element is at most 33,554,432 px tall in Chromium and in WebKit, and 17,895,698 px in Firefox;
//! beyond 4,194,304 px, WebKit no longer tells its place to the quarter of a pixel. So a list's
//! element is never taller than [`TALLEST`]. It has a *slot* for each row that fits; a longer list
//! *skips* rows: the row in a slot is the slot plus the rows that are skipped just then.
//!
//! - After a jump (the dragged bar, End, Home), the number of skipped rows is in proportion to the
//!   scroll position.
//! - A shorter distance keeps the number of skipped rows: the wheel and Page Down move by rows as in a
//!   short list. That number is then no longer in proportion. When that matters (a long way later, or near an
//!   end of the list), the list is scrolled to where its rows belong, and the rows stay in place.
//! - Near both ends the proportion is one to one, so that the first and the last row are reached.
//!
//! A list that fits skips nothing, by the same rules.

/// The tallest element of a list, in pixels: 142,857 rows of a table, 200,000 lines of a source.
const TALLEST: usize = 4_000_000;

/// The part of a list at each end that is one to one, of its slots.
const ENDS: usize = 8;

/// The maximum distance, in slots, of a row from its proportional place.
const TOLERANCE: usize = 64;

/// The number of rows of a list, and the number of slots of its element.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Scale {
    pub(crate) rows: usize,
    pub(crate) slots: usize,
    /// The height of a row, in pixels.
    pub(crate) row_height: usize,
}

impl Scale {
    pub(crate) fn new(rows: usize, row_height: usize) -> Scale {
        Scale { rows, slots: rows.min(TALLEST / row_height.max(1)), row_height }
    }

    /// Returns the maximum number of skipped rows: those before the last slots.
    pub(crate) fn most_skipped(self) -> usize {
        self.rows - self.slots
    }

    /// Returns the row that belongs into a slot.
    pub(crate) fn row_at(self, slot: usize) -> usize {
        self.map(slot.min(self.slots), self.slots, self.rows)
    }

    /// Returns the slot that a row belongs into.
    pub(crate) fn slot_of(self, row: usize) -> usize {
        self.map(row.min(self.rows), self.rows, self.slots)
    }

    /// Maps an index in a list of `from` rows to one in a list of `to` rows.
    fn map(self, place: usize, from: usize, to: usize) -> usize {
        let end = self.slots / ENDS;
        if place <= end {
            return place;
        }
        let from_end = from - place;
        if from_end <= end {
            return to - from_end;
        }
        // In 64 bits, as the product is larger than a browser's `usize`.
        let [inner, from, to] = [place - end, from - 2 * end, to - 2 * end].map(|n| n as u64);
        end + usize::try_from(inner * to / from).unwrap_or(0)
    }

    /// Returns the maximum distance of rows from their proportional places while these slots are in
    /// the window: it shrinks toward the ends, and is zero at them.
    pub(crate) fn tolerance(self, first_slot: usize, end_slot: usize) -> usize {
        let to_end = first_slot.min(self.slots.saturating_sub(end_slot));
        (self.slots / TOLERANCE).min(to_end / 2)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A million rows in 1,600 slots.
    const LONG: Scale = Scale { rows: 1_000_000, slots: 1_600, row_height: 28 };

    #[test]
    fn a_list_that_fits_has_a_slot_for_each_row() {
        for rows in [0, 1, 20_000, 142_857] {
            let scale = Scale::new(rows, 28);
            assert_eq!((scale.slots, scale.most_skipped()), (rows, 0));
            for place in [0, 1, rows / 3, rows] {
                let place = place.min(rows);
                assert_eq!((scale.row_at(place), scale.slot_of(place)), (place, place));
            }
        }
        assert_eq!(Scale::new(1_000_000, 28).slots * 28, 3_999_996);
        assert_eq!(Scale::new(300_000, 20).slots, 200_000);
    }

    #[test]
    fn both_ends_are_one_to_one() {
        for near in 0..=200 {
            assert_eq!((LONG.row_at(near), LONG.slot_of(near)), (near, near));
            assert_eq!(LONG.row_at(1_600 - near), 1_000_000 - near);
            assert_eq!(LONG.slot_of(1_000_000 - near), 1_600 - near);
        }
        assert_eq!((LONG.row_at(9_999), LONG.slot_of(9_999_999)), (1_000_000, 1_600));
    }

    #[test]
    fn between_them_rows_lie_in_proportion() {
        assert_eq!((LONG.row_at(800), LONG.slot_of(500_000)), (500_000, 800));
        // A quarter of the way between the ends.
        assert_eq!(LONG.row_at(500), 200 + 999_600 / 4);
        let rows: Vec<usize> = (0..=1_600).map(|slot| LONG.row_at(slot)).collect();
        assert!(rows.is_sorted_by(|before, after| before < after));
        assert!((0..=1_600).all(|slot| LONG.slot_of(LONG.row_at(slot)).abs_diff(slot) <= 1));
    }

    #[test]
    fn rows_are_where_they_belong_at_the_ends() {
        assert_eq!(LONG.tolerance(0, 30), 0);
        assert_eq!(LONG.tolerance(1_570, 1_600), 0);
        assert_eq!(LONG.tolerance(1_570, 1_700), 0);
        assert_eq!(LONG.tolerance(20, 50), 10);
        assert_eq!(LONG.tolerance(800, 830), 25);
    }
}
