//! Virtual lists: of a long list, only the rows near the window are in the document.
//!
//! A browser takes seconds for tens of thousands of rows. All rows of a list have one height, so
//! that spacers can replace the others. In the end, the document has all rows of a list of ordinary
//! length, so that the browser's own search and printing include them. The page renders the rows
//! near the window first, and the others in steps, so that the first screen does not wait for them.

use std::ops::Range;

use crate::scale::Scale;

/// The number of rows by which the visible range grows and shrinks.
const BLOCK: usize = 25;

/// The number of rows before and after those in the window that must be rendered.
const MARGIN: usize = 8;

/// The maximum number of rows of a table that the page renders as a whole: 500. A row is a dozen
/// elements, and Yew compares all of them when a person switches a job.
pub(crate) const TABLE: usize = 500;

/// The maximum number of lines of a source that the page renders as a whole: 2,000.
pub(crate) const SOURCE: usize = 2_000;

/// The maximum number of printed rows of a list, or lines of a source: some 500 sheets.
pub(crate) const PRINTED: usize = 25_000;

/// The height of a row of a table, in pixels.
pub(crate) const ROW_HEIGHT: usize = 28;

/// The height of a line of a source, in pixels.
pub(crate) const LINE_HEIGHT: usize = 20;

/// The maximum number of rows of a list that the page renders as a whole at once.
const AT_ONCE: usize = 30;

/// The number of rows above and below the rendered ones that the page renders in the next step.
pub(crate) const MORE: usize = 200;

/// The number of lines around the window that the page renders first. It is larger than for tables,
/// as lines are simpler than rows.
pub(crate) const FIRST_LINES: usize = 100;

/// The scroll position of a list, and its rendered rows.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct ListPosition {
    /// The rows in the window, and some before and after them.
    pub(crate) visible: Range<usize>,
    /// The number of rows around these that the page also renders, if the list is of ordinary
    /// length.
    pub(crate) around: usize,
    /// The number of skipped rows; 0 unless the list has more rows than slots.
    pub(crate) skipped: usize,
}

impl Default for ListPosition {
    fn default() -> ListPosition {
        ListPosition { visible: 0..AT_ONCE, around: 0, skipped: 0 }
    }
}

impl ListPosition {
    /// Returns the position for printing.
    pub(crate) fn printed() -> ListPosition {
        ListPosition { visible: 0..PRINTED, ..ListPosition::default() }
    }

    /// Returns true if a list of `rows` rows has rows to render. The page renders lists of at most
    /// `whole` rows as a whole.
    pub(crate) fn is_short_of(&self, rows: usize, whole: usize) -> bool {
        rows > AT_ONCE + self.around && rows <= whole
    }

    /// Returns the position in a list that begins `top` pixels below the upper edge of a window of
    /// this `height`, and the slots to scroll the list by so that its rows stay in place.
    pub(crate) fn follow(&self, scale: Scale, top: f64, height: f64) -> (ListPosition, isize) {
        let (first, end) = (slot_at(scale, -top), slot_at(scale, height - top));
        let skipped = self.skipped.min(scale.most_skipped());
        let near = self.visible.len();
        let is_jump =
            first + skipped > self.visible.end + near || end + skipped + near < self.visible.start;
        let (row, slot) = if is_jump {
            (scale.row_at(first), first)
        } else {
            let row = first + skipped;
            let own = scale.slot_of(row);
            let is_far = own.abs_diff(first) > scale.tolerance(first, end);
            (row, if is_far { own } else { first })
        };
        let window = row..row + end - first;
        let visible = if self.has_around(&window) { self.visible.clone() } else { blocks(&window) };
        let position = ListPosition { visible, skipped: row - slot, around: self.around };
        (position, slot.cast_signed() - first.cast_signed())
    }

    /// Returns true if the rendered rows are those in the window and enough, but not many, around.
    fn has_around(&self, window: &Range<usize>) -> bool {
        let visible = &self.visible;
        visible.start <= window.start.saturating_sub(MARGIN)
            && window.end + MARGIN <= visible.end
            && visible.len() <= window.len() + 4 * BLOCK
    }

    /// Returns the position around a row that is in its own slot.
    pub(crate) fn at(&self, scale: Scale, row: usize) -> ListPosition {
        let visible = row.saturating_sub(2 * BLOCK)..row + 2 * BLOCK;
        ListPosition { visible, skipped: row - scale.slot_of(row), around: self.around }
    }
}

/// Returns the rows in the window, and a block or more of rows before and after them.
fn blocks(window: &Range<usize>) -> Range<usize> {
    let block = |row: usize| row / BLOCK;
    block(window.start).saturating_sub(1) * BLOCK..(block(window.end) + 2) * BLOCK
}

/// Returns the slot at a distance in pixels from the top of a list.
#[allow(clippy::cast_possible_truncation, reason = "pixels are few")]
fn slot_at(scale: Scale, pixels: f64) -> usize {
    (usize::try_from(pixels as i64).unwrap_or(0) / scale.row_height.max(1)).min(scale.slots)
}

/// A rendered part of a list.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Piece {
    /// A spacer as high as this number of rows.
    Space(usize),
    Rows(Range<usize>),
}

/// The parts of a list, from the first slot to the last.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct RenderWindow {
    pub(crate) pieces: Vec<Piece>,
    /// Whether it leaves rows out.
    pub(crate) is_cut: bool,
}

impl RenderWindow {
    /// Returns all rows of a list of at most `whole` rows once the page has rendered them,
    /// otherwise the rows near the window, and the `kept` row at any scroll position.
    pub(crate) fn new(
        scale: Scale,
        whole: usize,
        position: &ListPosition,
        kept: Option<usize>,
    ) -> RenderWindow {
        let Scale { rows, slots, .. } = scale;
        let is_cut = rows > whole || position.is_short_of(rows, whole);
        let skipped = position.skipped.min(scale.most_skipped());
        let around = if rows > whole { 0 } else { position.around };
        let in_slots = |row: usize| row.clamp(skipped, skipped + slots);
        let Range { start, end } = position.visible;
        let near = in_slots(start.saturating_sub(around))..in_slots(end.saturating_add(around));
        let near = if is_cut { near } else { 0..rows };
        let kept = kept.filter(|row| *row < rows && !near.contains(row)).map(|row| row..row + 1);
        let (above, below) = match kept {
            Some(kept) if kept.start < near.start => (Some(kept), None),
            kept => (None, kept),
        };
        let mut pieces = Vec::new();
        let mut slot = 0;
        for run in above.into_iter().chain([near]).chain(below).filter(|run| !run.is_empty()) {
            // A kept row without a slot takes the first or the last slot.
            let own = run.start.saturating_sub(skipped).min(slots - run.len()).max(slot);
            if own > slot {
                pieces.push(Piece::Space(own - slot));
            }
            slot = own + run.len();
            pieces.push(Piece::Rows(run));
        }
        if slot < slots {
            pieces.push(Piece::Space(slots - slot));
        }
        RenderWindow { pieces, is_cut }
    }
}

#[cfg(test)]
mod tests {
    use super::Piece::{Rows, Space};
    use super::*;

    fn position(visible: Range<usize>, around: usize) -> ListPosition {
        ListPosition { visible, around, skipped: 0 }
    }

    /// Returns the pieces of a list of `rows` rows, and true if rows are left out.
    fn pieces(rows: usize, whole: usize, position: &ListPosition) -> (Vec<Piece>, bool) {
        let window = RenderWindow::new(Scale::new(rows, 20), whole, position, None);
        (window.pieces, window.is_cut)
    }

    #[test]
    fn rows_around_the_window_are_rendered() {
        let scale = Scale::new(20_000, 20);
        let start = ListPosition::default();
        assert_eq!(start.follow(scale, 100.0, 800.0), (position(0..75, 0), 0));
        assert_eq!(start.follow(scale, -20_000.0, 800.0), (position(975..1_075, 0), 0));
    }

    #[test]
    fn lists_too_long_to_be_whole_keep_their_height() {
        assert_eq!(
            pieces(5_000, SOURCE, &position(4_900..5_050, 300)),
            (vec![Space(4_900), Rows(4_900..5_000)], true)
        );
        assert_eq!(
            pieces(5_000, SOURCE, &position(975..1_075, 0)),
            (vec![Space(975), Rows(975..1_075), Space(3_925)], true)
        );
        assert_eq!(pieces(3_000, SOURCE, &position(4_900..5_050, 0)), (vec![Space(3_000)], true));
        assert_eq!(pieces(0, SOURCE, &ListPosition::default()), (vec![], false));
    }

    #[test]
    fn others_come_to_be_whole() {
        let at = |around| pieces(2_000, SOURCE, &position(500..600, around));
        assert_eq!(at(0), (vec![Space(500), Rows(500..600), Space(1_400)], true));
        assert_eq!(at(600), (vec![Rows(0..1_200), Space(800)], true));
        assert_eq!(at(1_970), (vec![Rows(0..2_000)], false));
        assert_eq!(pieces(30, TABLE, &position(900..950, 0)), (vec![Rows(0..30)], false));
    }

    #[test]
    fn a_row_is_kept_wherever_the_list_is_scrolled_to() {
        let scale = Scale { rows: 10_000, slots: 5_000, row_height: 20 };
        let kept = |row, skipped| {
            let position = ListPosition { visible: 4_000..4_100, around: 0, skipped };
            RenderWindow::new(scale, TABLE, &position, Some(row)).pieces
        };
        assert_eq!(
            kept(10, 0),
            [Space(10), Rows(10..11), Space(3_989), Rows(4_000..4_100), Space(900)]
        );
        assert_eq!(
            kept(10, 2_000),
            [Rows(10..11), Space(1_999), Rows(4_000..4_100), Space(2_900)],
            "it is skipped, and takes the first slot"
        );
        assert_eq!(
            kept(9_000, 2_000),
            [Space(2_000), Rows(4_000..4_100), Space(2_899), Rows(9_000..9_001)],
            "it has no slot yet, and takes the last one"
        );
        assert_eq!(kept(4_050, 0), [Space(4_000), Rows(4_000..4_100), Space(900)]);
        assert_eq!(kept(10_000, 0), [Space(4_000), Rows(4_000..4_100), Space(900)]);
    }

    /// A list in a window, scrolled as a browser does it.
    struct Scrolled {
        scale: Scale,
        position: ListPosition,
        /// The scroll position, in pixels.
        scroll: i32,
    }

    /// The heights of the window, and of the content above and below the list, in pixels.
    const WINDOW: i32 = 700;
    const ABOVE: i32 = 200;
    const BELOW: i32 = 40;

    /// Returns the height of rows, in pixels.
    fn height(rows: usize) -> i32 {
        i32::try_from(rows * 28).unwrap()
    }

    impl Scrolled {
        fn new(rows: usize, slots: usize) -> Scrolled {
            let scale = Scale { rows, slots, row_height: 28 };
            Scrolled { scale, position: ListPosition::default(), scroll: 0 }
        }

        fn end(&self) -> i32 {
            ABOVE + height(self.scale.slots) + BELOW - WINDOW
        }

        fn to(&mut self, scroll: i32) {
            self.scroll = scroll.clamp(0, self.end());
            let (top, window) = (f64::from(ABOVE - self.scroll), f64::from(WINDOW));
            let (position, by) = self.position.follow(self.scale, top, window);
            self.position = position;
            self.scroll = (self.scroll + i32::try_from(by * 28).unwrap()).clamp(0, self.end());
        }

        /// Returns the distance from the upper edge of the first row to that of the window, in
        /// pixels.
        fn place(&self) -> i32 {
            self.scroll - ABOVE + height(self.position.skipped)
        }

        /// Returns the first visible row, if one is rendered there.
        fn first_row(&self) -> Option<usize> {
            let row = usize::try_from(self.place()).ok()? / 28;
            let window = RenderWindow::new(self.scale, TABLE, &self.position, None);
            let has_row = |piece: &Piece| matches!(piece, Rows(rows) if rows.contains(&row));
            window.pieces.iter().any(has_row).then_some(row)
        }
    }

    #[test]
    fn a_wheel_moves_by_rows_from_one_end_to_the_other() {
        for (rows, slots) in [(1_000, 1_000), (100_000, 8_000), (3_001, 3_000)] {
            let mut list = Scrolled::new(rows, slots);
            let bottom = height(rows) + BELOW - WINDOW;
            for step in [100, -630, 630, -100] {
                let target = if step > 0 { bottom } else { -ABOVE };
                while list.place() != target {
                    let (before, scroll) = (list.place(), list.scroll + step);
                    list.to(scroll);
                    let expected = (before + step).clamp(-ABOVE, bottom);
                    // A browser stops scrolling at the end, and goes on with the next step.
                    let is_stopped = !(0..=list.end()).contains(&scroll);
                    let is_between = (list.place() - before).abs() <= step.abs();
                    assert!(
                        list.place() == expected || is_stopped && is_between,
                        "{step} in {rows}"
                    );
                    assert!(list.place() < 0 || list.first_row().is_some());
                }
                assert!(list.scroll == 0 || list.scroll == list.end());
            }
        }
    }

    #[test]
    fn a_jump_goes_where_the_bar_says() {
        let mut list = Scrolled::new(1_000_000, 142_857);
        list.to(list.end());
        assert_eq!(list.place(), 28_000_000 + BELOW - WINDOW);
        list.to(ABOVE + 2_000_000);
        assert!(list.first_row().is_some_and(|row| row.abs_diff(500_000) < 10));
        list.to(0);
        assert_eq!(list.place(), -ABOVE);
    }

    #[test]
    fn a_list_that_becomes_longer_or_shorter_is_never_blank() {
        let mut list = Scrolled::new(1_000_000, 142_857);
        list.to(list.end());
        list.scale = Scale { rows: 200_000, ..list.scale };
        list.to(list.scroll);
        assert_eq!(list.place(), 200_000 * 28 + BELOW - WINDOW);
        list.scale = Scale { rows: 900, slots: 900, ..list.scale };
        list.to(list.scroll);
        assert_eq!((list.place(), list.position.skipped), (900 * 28 + BELOW - WINDOW, 0));
        let before = list.first_row();
        list.scale = Scale { rows: 1_000_000, slots: 142_857, ..list.scale };
        list.to(list.scroll);
        assert!(before.is_some() && list.first_row() == before);
    }

    #[test]
    fn a_row_is_gone_to_where_it_belongs() {
        let scale = Scale { rows: 1_000_000, slots: 142_857, row_height: 28 };
        let at = ListPosition::default().at(scale, 500_000);
        assert_eq!((at.visible, at.skipped), (499_950..500_050, 500_000 - 71_428));
        let at = ListPosition::default().at(scale, 10);
        assert_eq!((at.visible, at.skipped), (0..60, 0));
    }
}
