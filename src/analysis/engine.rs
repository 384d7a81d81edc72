//! Runs a translated pattern like Python's `re.finditer`.
//!
//! The regex engines find the same matches as Python, except after an empty match: Python then
//! looks for a match that is not empty at the same position before it advances, and the engines do
//! not. Such a match may span more lines.

use std::ops::Range;
use std::sync::{Arc, OnceLock};

use crate::backtracking::{Program, Scratch};
use crate::effort::{Effort, Exhausted, Reach};
use crate::python_re::{Texts, Translated, translate};

/// A compiled pattern.
#[derive(Clone, Debug)]
pub(crate) struct Engine {
    regex: String,
    search: Search,
    /// Finds only matches that are not empty, and only at the given position. `None` if the pattern
    /// has none. Compiled on demand, since few patterns have empty matches.
    something: OnceLock<Option<Arc<Program>>>,
    /// Whether the pattern is valid only for [`Texts::Ascii`].
    pub(crate) ascii_alone: bool,
}

#[derive(Clone, Debug)]
enum Search {
    /// Runs in time linear in the text that a match may span.
    Plain(regex::Regex, Reach),
    /// For patterns with lookaround, backreferences, conditions or atomic groups.
    Backtracking(Arc<Program>),
}

impl Engine {
    /// Compiles one pattern of Python's `re`; the error is a message.
    pub(crate) fn new(pattern: &str, texts: Texts) -> Result<Engine, String> {
        let Translated { regex, needs_backtracking, ascii_alone } = translate(pattern, texts)?;
        let search = if needs_backtracking {
            Search::Backtracking(Arc::new(Program::new(&regex, false)?))
        } else {
            let built = regex::Regex::new(&regex);
            let built = built.map_err(|error| last_line(&error.to_string()))?;
            Search::Plain(built, Reach::of(&regex))
        };
        Ok(Engine { regex, search, something: OnceLock::new(), ascii_alone })
    }

    /// Returns all matches in `text`, from left to right and without overlap, while `effort` lasts.
    pub(crate) fn find_all(
        &self,
        text: &str,
        effort: &mut Effort,
    ) -> Result<Vec<Range<usize>>, Exhausted> {
        let (mut all, mut something) = (Scratch::default(), Scratch::default());
        let mut found = Vec::new();
        let mut at = 0;
        while let Some(span) = self.find_from(text, at, &mut all, effort)? {
            at = span.end;
            let is_empty = span.is_empty();
            found.push(span);
            if is_empty {
                if let Some(span) = self.find_something_at(text, at, &mut something, effort)? {
                    at = span.end;
                    found.push(span);
                } else if let Some(next) = text.get(at..).and_then(|rest| rest.chars().next()) {
                    at += next.len_utf8();
                } else {
                    break;
                }
            }
        }
        Ok(found)
    }

    fn find_from(
        &self,
        text: &str,
        at: usize,
        scratch: &mut Scratch,
        effort: &mut Effort,
    ) -> Result<Option<Range<usize>>, Exhausted> {
        match &self.search {
            Search::Plain(regex, reach) => {
                let found = regex.find_at(text, at).map(|found| found.range());
                if let Some(span) = &found {
                    effort.scan(reach.beyond(text, span.start))?;
                }
                Ok(found)
            }
            Search::Backtracking(regex) => regex.find_from(text, at, scratch, effort),
        }
    }

    fn find_something_at(
        &self,
        text: &str,
        at: usize,
        scratch: &mut Scratch,
        effort: &mut Effort,
    ) -> Result<Option<Range<usize>>, Exhausted> {
        let something = self.something.get_or_init(|| {
            Program::new(&format!(r"\G(?:{})", self.regex), true).ok().map(Arc::new)
        });
        something.as_ref().map_or(Ok(None), |regex| regex.find_from(text, at, scratch, effort))
    }
}

/// Returns true if a pattern is refused because its compiled form is too large.
pub(crate) fn is_too_large(reason: &str) -> bool {
    reason.contains("exceeds size limit")
}

/// Returns the last line of the regex crate's message; the lines above it draw the pattern.
fn last_line(message: &str) -> String {
    let line = message.lines().last().unwrap_or_default();
    line.strip_prefix("error: ").unwrap_or(line).to_owned()
}
