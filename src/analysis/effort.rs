//! How much work searching one text for patterns may take.
//!
//! The engines bound a single search at most. A text with many matches is searched again from the
//! end of each, so that all searches of one text share an [`Effort`].

use std::ops::Range;
use std::sync::OnceLock;

use memchr::memchr;
use regex_syntax::hir::{Class, Hir, HirKind};

/// The steps of backtracking that any text may take, and those that it may take for each of its
/// bytes: ten alternatives that each look around take about a third as many.
const STEPS: usize = 100_000;
const STEPS_PER_BYTE: usize = 100;

/// The bytes that searches without backtracking may go through again: some seconds' work. A source
/// of 1 MiB with 2,000 excluded lines takes as much if its patterns may match over several lines.
const SCANNED: usize = 2 << 30;

/// The bytes that a part of a pattern may take that needs no backtracking. A pattern may have
/// thousands of such parts.
const MAX_PART: usize = 256 << 10;

/// A search was given up, as it took too much work.
pub(crate) struct Exhausted;

/// The work that is left.
pub(crate) struct Effort {
    steps: usize,
    bytes: usize,
}

impl Effort {
    /// The work that searching texts of `length` bytes in all may take.
    pub(crate) fn of(length: usize) -> Effort {
        let steps = STEPS.saturating_add(length.saturating_mul(STEPS_PER_BYTE));
        Effort { steps, bytes: SCANNED }
    }

    /// Takes note that a search may have looked at `bytes` bytes that will be searched again.
    pub(crate) fn scan(&mut self, bytes: usize) -> Result<(), Exhausted> {
        self.bytes = self.bytes.checked_sub(bytes).ok_or(Exhausted)?;
        Ok(())
    }

    fn step(&mut self, steps: usize) -> Result<(), Exhausted> {
        self.steps = self.steps.checked_sub(steps).ok_or(Exhausted)?;
        Ok(())
    }
}

/// How far behind the start of a match a search may have to look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reach {
    /// As far as a few characters, so that it does not count.
    Short,
    /// To the end of the line.
    Line,
    /// To the end of the text.
    Text,
}

impl Reach {
    /// The reach of a pattern of the regex crate.
    pub(crate) fn of(regex: &str) -> Reach {
        match regex_syntax::parse(regex) {
            Ok(hir) if hir.properties().maximum_len().is_some() => Reach::Short,
            Ok(hir) if !repeats_newlines(&hir, false) => Reach::Line,
            _ => Reach::Text,
        }
    }

    /// How many bytes of `text` behind `start` a search may have looked at.
    pub(crate) fn beyond(self, text: &str, start: usize) -> usize {
        let rest = text.as_bytes().get(start..).unwrap_or_default();
        match self {
            Reach::Short => 0,
            Reach::Line => memchr(b'\n', rest).unwrap_or(rest.len()),
            Reach::Text => rest.len(),
        }
    }
}

/// Returns true if a newline is in a part that is repeated without end, as `hir` may be.
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

/// A backtracking engine that tells about how many steps a search took, which it does not do by
/// itself: it is tried with more and more.
#[derive(Clone, Debug)]
pub(crate) struct Stepwise {
    regex: String,
    finds_something: bool,
    /// By the steps that it may take: [`FIRST`], and four times as many from one to the next.
    engines: [OnceLock<Option<fancy_regex::Regex>>; 12],
}

/// The fewest steps that a search is given.
const FIRST: usize = 16;

impl Stepwise {
    /// The engine for a pattern of the fancy-regex crate. Where it `finds_something`, it never
    /// finds nothing at all.
    pub(crate) fn new(regex: &str, finds_something: bool) -> Result<Stepwise, String> {
        let engines: [OnceLock<_>; 12] = Default::default();
        let made = Stepwise { regex: regex.to_owned(), finds_something, engines };
        let first = made.build(FIRST).map_err(|error| error.to_string())?;
        let _ = made.engines[0].set(Some(first));
        Ok(made)
    }

    /// The first match in `text` from `at` on.
    pub(crate) fn find_from(
        &self,
        text: &str,
        at: usize,
        effort: &mut Effort,
    ) -> Result<Option<Range<usize>>, Exhausted> {
        let mut steps = FIRST;
        for engine in &self.engines {
            effort.step(steps)?;
            let engine = engine.get_or_init(|| self.build(steps).ok());
            if let Ok(found) = engine.as_ref().ok_or(Exhausted)?.find_from_pos(text, at) {
                return Ok(found.map(|found| found.range()));
            }
            steps *= 4;
        }
        Err(Exhausted)
    }

    fn build(&self, steps: usize) -> Result<fancy_regex::Regex, fancy_regex::Error> {
        fancy_regex::RegexBuilder::new(&self.regex)
            .backtrack_limit(steps)
            .delegate_size_limit(MAX_PART)
            .find_not_empty(self.finds_something)
            .build()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_reach_of_patterns() {
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
    fn each_search_takes_of_the_same_effort() {
        let engine = Stepwise::new(r"(?<!b)a", false).ok().unwrap();
        let mut effort = Effort::of(0);
        let searches = (0..).take_while(|_| engine.find_from("xa", 0, &mut effort).is_ok());
        assert_eq!(searches.count(), STEPS / FIRST);
    }
}
