//! Runs a translated pattern as Python's `re.finditer` runs it.
//!
//! The engines agree with Python on what is found from a place on, but not on where to go on after
//! nothing at all was found: Python looks for something at the same place before it takes a step,
//! and the engines never do. What is found so may reach over more lines.

use std::ops::Range;
use std::sync::OnceLock;

use crate::python_re::{Texts, Translated, translate};

/// The steps that a search with lookaround or backreferences may take between two matches: a
/// second's work, and far more than a sensible pattern takes on a long source.
const MAX_STEPS: usize = 10_000_000;

/// A pattern, ready to be searched for.
#[derive(Clone, Debug)]
pub(crate) struct Engine {
    regex: String,
    search: Search,
    /// Finds something, not nothing, just where it is told to look; not at all where the pattern
    /// only ever finds nothing. Made when first needed, as few patterns can find nothing.
    something: OnceLock<Option<fancy_regex::Regex>>,
    /// Whether it holds for texts of [`Texts::Ascii`] alone.
    pub(crate) ascii_alone: bool,
}

#[derive(Clone, Debug)]
enum Search {
    /// In time linear to the text.
    Plain(regex::Regex),
    /// For what needs backtracking: lookaround, backreferences, conditions, atomic groups.
    Backtracking(fancy_regex::Regex),
}

/// A search was given up, as it took too many steps.
pub(crate) struct TooManySteps;

impl Engine {
    /// Reads one pattern of Python's `re`; the error says what is wrong with it.
    pub(crate) fn new(pattern: &str, texts: Texts) -> Result<Engine, String> {
        let Translated { regex, needs_backtracking, ascii_alone } = translate(pattern, texts)?;
        let search = if needs_backtracking {
            let built = fancy_regex::RegexBuilder::new(&regex).backtrack_limit(MAX_STEPS).build();
            Search::Backtracking(built.map_err(|error| error.to_string())?)
        } else {
            let built = regex::Regex::new(&regex);
            Search::Plain(built.map_err(|error| last_line(&error.to_string()))?)
        };
        Ok(Engine { regex, search, something: OnceLock::new(), ascii_alone })
    }

    /// All matches in `text`, from left to right and without overlap.
    pub(crate) fn find_all(&self, text: &str) -> Result<Vec<Range<usize>>, TooManySteps> {
        let mut found = Vec::new();
        let mut at = 0;
        while let Some(span) = self.find_from(text, at)? {
            at = span.end;
            let is_empty = span.is_empty();
            found.push(span);
            if is_empty {
                if let Some(span) = self.find_something_at(text, at)? {
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

    fn find_from(&self, text: &str, at: usize) -> Result<Option<Range<usize>>, TooManySteps> {
        match &self.search {
            Search::Plain(regex) => Ok(regex.find_at(text, at).map(|found| found.range())),
            Search::Backtracking(regex) => find_from(regex, text, at),
        }
    }

    fn find_something_at(
        &self,
        text: &str,
        at: usize,
    ) -> Result<Option<Range<usize>>, TooManySteps> {
        let something = self.something.get_or_init(|| {
            fancy_regex::RegexBuilder::new(&format!(r"\G(?:{})", self.regex))
                .backtrack_limit(MAX_STEPS)
                .find_not_empty(true)
                .build()
                .ok()
        });
        something.as_ref().map_or(Ok(None), |regex| find_from(regex, text, at))
    }
}

fn find_from(
    regex: &fancy_regex::Regex,
    text: &str,
    at: usize,
) -> Result<Option<Range<usize>>, TooManySteps> {
    let found = regex.find_from_pos(text, at).map_err(|_| TooManySteps)?;
    Ok(found.map(|found| found.range()))
}

/// The regex crate draws the pattern above its last line, which says what is wrong.
fn last_line(message: &str) -> String {
    let line = message.lines().last().unwrap_or_default();
    line.strip_prefix("error: ").unwrap_or(line).to_owned()
}
