//! Aligns the lines of an old source with those of a new one.

use std::ops::Range;

use covdrop_lines::{Line, LineSet};
use imara_diff::{Algorithm, Diff, InternedInput};

/// Lines of the old source that were replaced by lines of the new one. Either may be none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// The indexes of the old lines, from 0.
    pub old: Range<u32>,
    /// The indexes of the new lines, from 0.
    pub new: Range<u32>,
}

/// The edits that turn an old source into a new one. All other lines are the same in both.
///
/// Edits are in order, and there is at least one common line between two of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Alignment {
    edits: Vec<Edit>,
}

impl Alignment {
    /// Creates an alignment. Returns `None` if the edits are not in order, or if old and new source
    /// do not have the same number of lines between two of them.
    pub fn new(edits: impl IntoIterator<Item = Edit>) -> Option<Alignment> {
        let mut alignment = Alignment::default();
        for edit in edits {
            let (old_end, new_end) = alignment.end();
            let old_gap = edit.old.start.checked_sub(old_end)?;
            let new_gap = edit.new.start.checked_sub(new_end)?;
            if old_gap != new_gap || edit.old.end < edit.old.start || edit.new.end < edit.new.start
            {
                return None;
            }
            match alignment.edits.last_mut() {
                Some(last) if old_gap == 0 => {
                    (last.old.end, last.new.end) = (edit.old.end, edit.new.end);
                }
                _ if edit.old.is_empty() && edit.new.is_empty() => {}
                _ => alignment.edits.push(edit),
            }
        }
        Some(alignment)
    }

    /// Aligns two texts by comparing their lines. Time is bounded: very different texts get more
    /// edits than necessary.
    pub fn of_texts(old: &str, new: &str) -> Alignment {
        let input = InternedInput::new(old, new);
        let mut diff = Diff::compute(Algorithm::Histogram, &input);
        diff.postprocess_no_heuristic(&input);
        let edits = diff.hunks().map(|hunk| Edit { old: hunk.before, new: hunk.after });
        Alignment { edits: edits.collect() }
    }

    /// Returns true if the edits turn `old` into `new`: all lines outside of them are the same.
    pub fn joins(&self, old: &str, new: &str) -> bool {
        let (old, new): (Vec<&str>, Vec<&str>) = (old.lines().collect(), new.lines().collect());
        let range = |range: &Range<u32>| range.start as usize..range.end as usize;
        let edits = self.edits.iter().map(|edit| (range(&edit.old), range(&edit.new)));
        let end = (old.len()..old.len(), new.len()..new.len());
        let mut after = (0, 0);
        edits.chain([end]).all(|(of_old, of_new)| {
            let between = old.get(after.0..of_old.start).zip(new.get(after.1..of_new.start));
            after = (of_old.end, of_new.end);
            between.is_some_and(|(old, new)| old == new)
        })
    }

    /// Returns the edits, in order.
    pub fn edits(&self) -> &[Edit] {
        &self.edits
    }

    /// Returns the lines of the new source that the old one does not have.
    pub fn added(&self) -> LineSet {
        let indexes = self.edits.iter().flat_map(|edit| edit.new.clone());
        indexes.filter_map(|index| Line::from_index(index as usize)).collect()
    }

    /// Returns the number of lines of the new source that the old one does not have.
    pub fn added_count(&self) -> usize {
        self.edits.iter().map(|edit| edit.new.len()).sum()
    }

    /// Returns the line of the new source that is `line` of the old one, or `None` if it was
    /// removed.
    pub fn to_new(&self, line: Line) -> Option<Line> {
        let index = u32::try_from(line.index()).ok()?;
        Line::from_index(self.new_index(index)? as usize)
    }

    /// Returns the line of the old source that is `line` of the new one, or `None` if it was added.
    pub fn to_old(&self, line: Line) -> Option<Line> {
        let index = u32::try_from(line.index()).ok()?;
        let after = self.edits.partition_point(|edit| edit.new.start <= index);
        let index = match after.checked_sub(1).and_then(|at| self.edits.get(at)) {
            Some(edit) if edit.new.contains(&index) => return None,
            Some(edit) => edit.old.end.checked_add(index - edit.new.end)?,
            None => index,
        };
        Line::from_index(index as usize)
    }

    /// Returns the index of an old line in the new source.
    pub(crate) fn new_index(&self, index: u32) -> Option<u32> {
        let after = self.edits.partition_point(|edit| edit.old.start <= index);
        match after.checked_sub(1).and_then(|at| self.edits.get(at)) {
            Some(edit) if edit.old.contains(&index) => None,
            Some(edit) => edit.new.end.checked_add(index - edit.old.end),
            None => Some(index),
        }
    }

    /// Returns the alignment of the source before this one with the source after `next`.
    pub(crate) fn then(&self, next: &Alignment) -> Option<Alignment> {
        let mut first = self.edits.iter().peekable();
        let mut second = next.edits.iter().peekable();
        let mut edits = Vec::new();
        // The offsets from an index of the middle source, outside of edits, to the old and the new
        // source.
        let (mut to_old, mut to_new) = (0_i64, 0_i64);
        loop {
            let start = match (first.peek(), second.peek()) {
                (None, None) => break,
                (Some(a), None) => a.new.start,
                (None, Some(b)) => b.old.start,
                (Some(a), Some(b)) => a.new.start.min(b.old.start),
            };
            let (before_old, before_new) = (to_old, to_new);
            let mut end = start;
            // Edits that overlap or touch in the middle source become one.
            loop {
                if let Some(a) = first.next_if(|a| a.new.start <= end) {
                    end = end.max(a.new.end);
                    to_old = i64::from(a.old.end) - i64::from(a.new.end);
                } else if let Some(b) = second.next_if(|b| b.old.start <= end) {
                    end = end.max(b.old.end);
                    to_new = i64::from(b.new.end) - i64::from(b.old.end);
                } else {
                    break;
                }
            }
            let range = |from: i64, to: i64| {
                let from = u32::try_from(i64::from(start) + from).ok()?;
                let to = u32::try_from(i64::from(end) + to).ok()?;
                Some(from..to)
            };
            edits.push(Edit { old: range(before_old, to_old)?, new: range(before_new, to_new)? });
        }
        Alignment::new(edits)
    }

    /// Returns the ends of the last edit.
    fn end(&self) -> (u32, u32) {
        self.edits.last().map_or((0, 0), |edit| (edit.old.end, edit.new.end))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn line(n: u32) -> Line {
        Line::new(n).unwrap()
    }

    #[test]
    fn lines_outside_of_edits_move() {
        let old = "a\nb\nc\nd\n";
        let alignment = Alignment::of_texts(old, "x\na\nc\nd\ny\n");
        let to_new: Vec<Option<u32>> =
            (1..=4).map(|n| alignment.to_new(line(n)).map(Line::get)).collect();
        assert_eq!(to_new, [Some(2), None, Some(3), Some(4)]);
        let to_old: Vec<Option<u32>> =
            (1..=5).map(|n| alignment.to_old(line(n)).map(Line::get)).collect();
        assert_eq!(to_old, [None, Some(1), Some(3), Some(4), None]);
        assert_eq!(alignment.added(), [line(1), line(5)].into_iter().collect());
    }

    #[test]
    fn edits_that_contradict_each_other_are_refused() {
        let edit = |old, new| Edit { old, new };
        assert!(Alignment::new([edit(0..1, 0..1), edit(3..4, 5..6)]).is_none());
        assert!(Alignment::new([edit(5..6, 5..6), edit(0..1, 0..1)]).is_none());
        let joined = Alignment::new([edit(0..1, 0..2), edit(1..2, 2..2)]).unwrap();
        assert_eq!(joined.edits(), [edit(0..2, 0..2)]);
    }

    fn text() -> impl Strategy<Value = String> {
        let line = prop::sample::select(vec!["a\n", "b\n", "c\n", "d\n", "e\n"]);
        prop::collection::vec(line, 0..20).prop_map(|lines| lines.concat())
    }

    proptest! {
        #[test]
        fn aligned_lines_are_equal(old in text(), new in text()) {
            let alignment = Alignment::of_texts(&old, &new);
            prop_assert!(alignment.joins(&old, &new));
            let (longer_old, longer_new) = (format!("x\n{old}"), format!("{new}x\n"));
            prop_assert!(!alignment.joins(&old, &longer_new));
            prop_assert!(!alignment.joins(&longer_old, &new));
            let checked = Alignment::new(alignment.edits().to_vec());
            prop_assert_eq!(checked.as_ref(), Some(&alignment));
            let (old, new): (Vec<&str>, Vec<&str>) = (old.lines().collect(), new.lines().collect());
            for (index, text) in old.iter().enumerate() {
                let from = Line::from_index(index).unwrap();
                if let Some(to) = alignment.to_new(from) {
                    prop_assert_eq!(text, &new[to.index()]);
                    prop_assert_eq!(alignment.to_old(to), Some(from));
                }
            }
        }

        #[test]
        fn two_alignments_follow_one_another(old in text(), middle in text(), new in text()) {
            let first = Alignment::of_texts(&old, &middle);
            let second = Alignment::of_texts(&middle, &new);
            let both = first.then(&second).unwrap();
            for index in 0..old.lines().count() {
                let from = Line::from_index(index).unwrap();
                let by_steps = first.to_new(from).and_then(|middle| second.to_new(middle));
                prop_assert_eq!(both.to_new(from), by_steps);
            }
            for index in 0..new.lines().count() {
                let to = Line::from_index(index).unwrap();
                let by_steps = second.to_old(to).and_then(|middle| first.to_old(middle));
                prop_assert_eq!(both.to_old(to), by_steps);
            }
        }
    }
}
