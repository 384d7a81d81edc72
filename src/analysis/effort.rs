//! Limits the work of searching texts for patterns.
//!
//! The regex engines limit only a single search, at most. A text with many matches is searched
//! again from the end of each match, so all searches of one text share an [`Effort`].

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use memchr::memchr;
use regex_syntax::hir::{Class, Hir, HirKind};

/// The steps that backtracking searches may take in any text, and additional steps for each byte.
/// Fifty patterns with one lookaround take about half of it.
const STEPS: usize = 100_000;
const STEPS_PER_BYTE: usize = 200;

/// The bytes that searches without backtracking may read again: some seconds of work. A source of 1
/// MiB with 2,000 excluded lines needs as much if its patterns may match over several lines.
const SCANNED: usize = 2 << 30;

/// The steps that the searches of all texts may take, and additional steps for each byte. They
/// limit the total for many texts.
const ALL_STEPS: u64 = 400_000_000;
const ALL_STEPS_PER_BYTE: u64 = 15;

/// The bytes that the searches of all texts may read again.
const ALL_SCANNED: u64 = 4 << 30;

/// A search was stopped because it took too much work.
pub(crate) struct Exhausted;

/// The work of all searches for the same patterns so far.
#[derive(Debug, Default)]
pub(crate) struct Spent {
    length: AtomicU64,
    steps: AtomicU64,
    bytes: AtomicU64,
}

/// The work that remains for searching a text.
pub(crate) struct Effort {
    spent: Arc<Spent>,
    given: (usize, usize),
    steps: usize,
    bytes: usize,
}

impl Spent {
    /// Returns the effort for texts of `length` bytes in all.
    pub(crate) fn effort(self: &Arc<Spent>, length: usize) -> Effort {
        let of_all = self.length.fetch_add(length as u64, Ordering::Relaxed) + length as u64;
        let of_all = ALL_STEPS.saturating_add(of_all.saturating_mul(ALL_STEPS_PER_BYTE));
        let left = |all: u64, spent: &AtomicU64| {
            usize::try_from(all.saturating_sub(spent.load(Ordering::Relaxed))).unwrap_or(usize::MAX)
        };
        let steps = STEPS.saturating_add(length.saturating_mul(STEPS_PER_BYTE));
        let steps = steps.min(left(of_all, &self.steps));
        let bytes = SCANNED.min(left(ALL_SCANNED, &self.bytes));
        Effort { spent: Arc::clone(self), given: (steps, bytes), steps, bytes }
    }
}

impl Drop for Effort {
    fn drop(&mut self) {
        let (steps, bytes) = self.given;
        self.spent.steps.fetch_add((steps - self.steps) as u64, Ordering::Relaxed);
        self.spent.bytes.fetch_add((bytes - self.bytes) as u64, Ordering::Relaxed);
    }
}

impl Effort {
    /// Records that a search may have read `bytes` bytes that will be searched again.
    pub(crate) fn scan(&mut self, bytes: usize) -> Result<(), Exhausted> {
        take(&mut self.bytes, bytes)
    }

    /// Records steps of a backtracking search.
    pub(crate) fn step(&mut self, steps: usize) -> Result<(), Exhausted> {
        take(&mut self.steps, steps)
    }
}

fn take(left: &mut usize, work: usize) -> Result<(), Exhausted> {
    let rest = left.checked_sub(work);
    *left = rest.unwrap_or(0);
    rest.map(|_| ()).ok_or(Exhausted)
}

/// The distance that a search may read past the start of a match.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reach {
    /// A few characters, which do not count.
    Short,
    /// To the end of the line.
    Line,
    /// To the end of the text.
    Text,
}

impl Reach {
    /// Returns the reach of a pattern of the regex crate.
    pub(crate) fn of(regex: &str) -> Reach {
        match regex_syntax::parse(regex) {
            Ok(hir) if hir.properties().maximum_len().is_some() => Reach::Short,
            Ok(hir) if !repeats_newlines(&hir, false) => Reach::Line,
            _ => Reach::Text,
        }
    }

    /// Returns the number of bytes of `text` after `start` that a search may have read.
    pub(crate) fn beyond(self, text: &str, start: usize) -> usize {
        let rest = text.as_bytes().get(start..).unwrap_or_default();
        match self {
            Reach::Short => 0,
            Reach::Line => memchr(b'\n', rest).unwrap_or(rest.len()),
            Reach::Text => rest.len(),
        }
    }
}

/// Returns true if `hir` repeats a part with a newline without limit. `is_repeated` says whether
/// `hir` itself is repeated.
fn repeats_newlines(hir: &Hir, is_repeated: bool) -> bool {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => false,
        HirKind::Literal(literal) => is_repeated && literal.0.contains(&b'\n'),
        HirKind::Class(Class::Unicode(class)) => {
            let mut ranges = class.iter();
            is_repeated && ranges.any(|range| (range.start()..=range.end()).contains(&'\n'))
        }
        HirKind::Class(Class::Bytes(_)) => is_repeated,
        HirKind::Repetition(part) => repeats_newlines(&part.sub, is_repeated || part.max.is_none()),
        HirKind::Capture(part) => repeats_newlines(&part.sub, is_repeated),
        HirKind::Concat(parts) | HirKind::Alternation(parts) => {
            parts.iter().any(|part| repeats_newlines(part, is_repeated))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_have_a_reach() {
        for (regex, reach) in [
            (r"# *skip{2}", Reach::Line),
            (r"# {0,9}skip", Reach::Short),
            (r"[^\n]*x", Reach::Line),
            (r"(?s:.)*?stop", Reach::Text),
            (r"(?:ab|\s)+", Reach::Text),
        ] {
            assert_eq!(Reach::of(regex), reach, "{regex}");
        }
    }

    #[test]
    fn searches_share_one_effort() {
        let spent = Arc::new(Spent::default());
        let mut effort = spent.effort(10);
        let steps = (0..STEPS).take_while(|_| effort.step(100).is_ok()).count();
        assert_eq!(steps, (STEPS + 10 * STEPS_PER_BYTE) / 100);
        drop(effort);
        let texts = (0..9).take_while(|_| spent.effort(1_000_000).step(190_000_000).is_ok());
        assert_eq!(texts.count(), 2);
    }
}
