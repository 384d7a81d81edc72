//! Exclusion patterns: Python regular expressions over the whole text of a source.

use std::ops::Range;

use thiserror::Error;

use crate::python_re::{Texts, translate};

/// The patterns of lines that coverage.py excludes by default.
pub const DEFAULT_EXCLUDE: [&str; 3] = [
    r"#\s*(pragma|PRAGMA)[:\s]?\s*(no|NO)\s*(cover|COVER)",
    r"^\s*(((async )?def .*?)?[\])]+(\s*->.*?)?:\s*)?\.\.\.\s*(#|$)",
    r"^\s*if (typing\.)?TYPE_CHECKING:",
];

/// The patterns of lines that coverage.py takes for partial on purpose by default.
pub const DEFAULT_PARTIAL: [&str; 1] = [r"#\s*(pragma|PRAGMA)[:\s]?\s*(no|NO)\s*(branch|BRANCH)"];

/// The patterns of lines that can never take all of their branches, by default.
pub const DEFAULT_PARTIAL_ALWAYS: [&str; 2] =
    [r"^\s*while (True|1|False|0):", r"^\s*if (True|1|False|0):"];

/// The steps that a search with lookaround or backreferences may take between two matches: a
/// second's work, and far more than a sensible pattern takes on a long source.
const MAX_STEPS: usize = 10_000_000;

/// A list of Python regular expressions, searched for as coverage.py does: all at once, over the
/// whole text, with `^` and `$` at every line.
#[derive(Clone, Debug, Default)]
pub struct Patterns {
    engine: Engine,
    /// For texts beyond ASCII, where that takes another one.
    beyond_ascii: Option<Engine>,
    /// The patterns as the user wrote them, joined as coverage.py joins them.
    joined: String,
}

#[derive(Clone, Debug, Default)]
enum Engine {
    #[default]
    Nothing,
    /// In time linear to the text.
    Plain(regex::Regex),
    /// For what needs backtracking: lookaround, backreferences, conditions, atomic groups.
    Backtracking(fancy_regex::Regex),
}

/// Why a pattern cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum PatternError {
    /// The pattern is not valid, or asks for what is not supported.
    #[error("The pattern '{pattern}' cannot be used: {reason}")]
    Invalid {
        /// The pattern as the user wrote it.
        pattern: String,
        /// What is wrong with it.
        reason: String,
    },
    /// The patterns are valid one by one, but not joined, as coverage.py uses them.
    #[error("The patterns '{joined}' cannot be used together: {reason}")]
    Clash {
        /// The patterns, joined.
        joined: String,
        /// What is wrong with it.
        reason: String,
    },
    /// Matching took too many steps on some source.
    #[error("Searching this source for '{joined}' takes too long")]
    TooSlow {
        /// The patterns, joined.
        joined: String,
    },
}

impl Patterns {
    /// Reads patterns; an empty list matches nothing.
    pub fn new<S: AsRef<str>>(patterns: &[S]) -> Result<Patterns, PatternError> {
        // A single pattern may do what joined ones may not: set flags for all of the text.
        for pattern in patterns {
            let pattern = pattern.as_ref();
            compile(pattern, Texts::Any)
                .map_err(|reason| PatternError::Invalid { pattern: pattern.to_owned(), reason })?;
        }
        let joined = match patterns {
            [] => return Ok(Patterns::default()),
            [one] => one.as_ref().to_owned(),
            many => {
                many.iter().map(|p| format!("(?:{})", p.as_ref())).collect::<Vec<_>>().join("|")
            }
        };
        let engines = compile(&joined, Texts::Ascii).and_then(|(engine, ascii_alone)| {
            let beyond = ascii_alone.then(|| compile(&joined, Texts::Any)).transpose()?;
            Ok((engine, beyond.map(|(engine, _)| engine)))
        });
        match engines {
            Ok((engine, beyond_ascii)) => Ok(Patterns { engine, beyond_ascii, joined }),
            Err(reason) => Err(PatternError::Clash { joined, reason }),
        }
    }

    /// Whether any pattern is found in `text`, as a name of a context is chosen.
    ///
    /// # Errors
    /// [`PatternError::TooSlow`] where searching takes too long.
    pub fn is_in(&self, text: &str) -> Result<bool, PatternError> {
        Ok(!self.find_in(text)?.is_empty())
    }

    /// Where the patterns match in `text`, from left to right and without overlap. Python would
    /// also find nothing at all at the end of something, which makes no difference to lines.
    pub(crate) fn find_in(&self, text: &str) -> Result<Vec<Range<usize>>, PatternError> {
        let engine = match &self.beyond_ascii {
            Some(engine) if !text.is_ascii() => engine,
            _ => &self.engine,
        };
        match engine {
            Engine::Nothing => Ok(vec![]),
            Engine::Plain(regex) => Ok(regex.find_iter(text).map(|found| found.range()).collect()),
            Engine::Backtracking(regex) => regex
                .find_iter(text)
                .map(|found| found.map(|found| found.range()))
                .collect::<Result<_, _>>()
                .map_err(|_| PatternError::TooSlow { joined: self.joined.clone() }),
        }
    }
}

/// The engine for a pattern, and whether it is good for texts of ASCII alone.
fn compile(pattern: &str, texts: Texts) -> Result<(Engine, bool), String> {
    let translated = translate(pattern, texts)?;
    let engine = if translated.needs_backtracking {
        fancy_regex::RegexBuilder::new(&translated.regex)
            .backtrack_limit(MAX_STEPS)
            .build()
            .map(Engine::Backtracking)
            .map_err(|error| error.to_string())
    } else {
        regex::Regex::new(&translated.regex)
            .map(Engine::Plain)
            .map_err(|error| last_line(&error.to_string()))
    };
    Ok((engine?, translated.ascii_alone))
}

/// The regex crate draws the pattern above its last line, which says what is wrong.
fn last_line(message: &str) -> String {
    let line = message.lines().last().unwrap_or_default();
    line.strip_prefix("error: ").unwrap_or(line).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(patterns: &[&str], text: &str) -> Vec<String> {
        let spans = Patterns::new(patterns).unwrap().find_in(text).unwrap();
        spans.into_iter().map(|span| text[span].to_owned()).collect()
    }

    #[test]
    fn patterns_search_the_whole_text_at_once() {
        assert_eq!(found(&["a$", "^b"], "a\nbb\nxa"), ["a", "b", "a"]);
        assert_eq!(found(&[r"start(?s:.*?)stop"], "start\n1\nstop start"), ["start\n1\nstop"]);
        assert_eq!(found(&[], "anything"), [""; 0]);
    }

    #[test]
    fn what_needs_backtracking_works_too() {
        assert_eq!(found(&[r"(?<!not )here"], "not here, here"), ["here"]);
        assert_eq!(found(&[r"(?P<q>['x]).(?P=q)", "never"], "'a' xbx"), ["'a'", "xbx"]);
        assert_eq!(found(&[r"(a)(b)\2"], "abab abb"), ["abb"]);
        assert_eq!(found(&[r"(<)?a(?(1)>|!)"], "<a> a! a>"), ["<a>", "a!"]);
    }

    #[test]
    fn a_pattern_that_cannot_be_honoured_is_named() {
        let error = Patterns::new(&["fine", "(open"]).unwrap_err();
        assert!(matches!(error, PatternError::Invalid { pattern, .. } if pattern == "(open"));
        let error = Patterns::new(&[r"\q"]).unwrap_err();
        assert_eq!(error.to_string(), r"The pattern '\q' cannot be used: bad escape \q");
        let error = Patterns::new(&["fine", r"\N{DAGGER}"]).unwrap_err();
        assert_eq!(
            error.to_string(),
            r"The pattern '\N{DAGGER}' cannot be used: characters by name (\N{…}) are not supported; write the character itself"
        );
    }

    /// Held against `tests/analysis/patterns.json`, which `patterns.py` wrote with Python's `re`.
    #[test]
    fn patterns_are_found_where_python_finds_them() {
        type Spans = Option<Vec<Range<usize>>>;
        type Row = (String, Option<Vec<(usize, usize)>>);
        let table = include_str!("../../tests/analysis/patterns.json");
        let table: Vec<(String, Vec<Row>)> = serde_json::from_str(table).unwrap();
        let mut compared = 0;
        let mut differences = Vec::new();
        for (text, rows) in &table {
            for (pattern, expected) in rows {
                let expected: Spans = expected.as_ref().map(|spans| {
                    let ends_there = |at| spans.iter().any(|&(a, b)| b == at && a < b);
                    let spans = spans.iter().filter(|&&(a, b)| a < b || !ends_there(a));
                    spans.map(|&(a, b)| a..b).collect()
                });
                let found = Patterns::new(&[pattern]).ok().map(|p| p.find_in(text).unwrap());
                if found != expected {
                    differences.push(format!("{pattern}\n  {found:?}\n  {expected:?}"));
                }
                compared += 1;
            }
        }
        assert!(compared > 300, "only {compared} patterns were found");
        assert!(differences.is_empty(), "{}", differences.join("\n"));
    }

    #[test]
    fn flags_for_the_whole_text_go_with_a_single_pattern_only() {
        assert_eq!(found(&["(?i)abc"], "xABC"), ["ABC"]);
        let error = Patterns::new(&["(?i)abc", "d"]).unwrap_err();
        assert!(matches!(error, PatternError::Clash { .. }), "{error}");
    }

    #[test]
    fn a_search_without_end_is_an_error() {
        let patterns = Patterns::new(&[r"(?:(?=a)a|(?=.)a)+b"]).unwrap();
        let text = "a".repeat(60);
        assert!(matches!(patterns.find_in(&text), Err(PatternError::TooSlow { .. })));
    }
}
