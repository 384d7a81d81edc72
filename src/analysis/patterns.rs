//! Exclusion patterns: Python regular expressions that are searched in the whole text of a source.

use std::ops::Range;
use std::sync::Arc;

use thiserror::Error;

use crate::effort::{Effort, Exhausted, Spent};
use crate::engine::{Engine, is_too_large};
use crate::python_re::Texts;

/// coverage.py's default patterns of excluded lines.
pub const DEFAULT_EXCLUDE: [&str; 3] = [
    r"#\s*(pragma|PRAGMA)[:\s]?\s*(no|NO)\s*(cover|COVER)",
    r"^\s*(((async )?def .*?)?[\])]+(\s*->.*?)?:\s*)?\.\.\.\s*(#|$)",
    r"^\s*if (typing\.)?TYPE_CHECKING:",
];

/// coverage.py's default patterns of lines that are partial on purpose.
pub const DEFAULT_PARTIAL: [&str; 1] = [r"#\s*(pragma|PRAGMA)[:\s]?\s*(no|NO)\s*(branch|BRANCH)"];

/// coverage.py's default patterns of lines that can never take all of their branches.
pub const DEFAULT_PARTIAL_ALWAYS: [&str; 2] =
    [r"^\s*while (True|1|False|0):", r"^\s*if (True|1|False|0):"];

/// A list of Python regular expressions. As in coverage.py, they are joined and searched in the
/// whole text, with `^` and `$` at every line.
#[derive(Clone, Debug, Default)]
pub struct Patterns {
    /// `None` if there are no patterns.
    engine: Option<Engine>,
    /// For texts beyond ASCII, if they need another engine.
    beyond_ascii: Option<Engine>,
    /// Returns the patterns as the user wrote them, joined as coverage.py joins them.
    joined: String,
    /// The work of all searches so far.
    spent: Arc<Spent>,
}

/// The reason why a pattern cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum PatternError {
    /// The pattern is not valid, or uses an unsupported construct.
    #[error("The pattern '{}' cannot be used: {reason}", shortened(pattern))]
    Invalid {
        /// The pattern as the user wrote it.
        pattern: String,
        /// The error.
        reason: String,
    },
    /// Each pattern is valid, but joined as coverage.py joins them they are not.
    #[error("The patterns '{}' cannot be used together: {reason}", shortened(joined))]
    Clash {
        /// The patterns, joined.
        joined: String,
        /// The error.
        reason: String,
    },
    /// A search takes too much work.
    #[error("Searching {what} for '{}' takes too long", shortened(joined))]
    TooSlow {
        /// The text that is searched.
        what: &'static str,
        /// The patterns, joined.
        joined: String,
    },
    /// Too many patterns.
    #[error("There are {count} patterns; a list may have at most {MAX_PATTERNS}")]
    TooMany {
        /// The number of patterns.
        count: usize,
    },
    /// The patterns are too long.
    #[error("The patterns of a list have {bytes} bytes in all; the limit is {MAX_BYTES}")]
    TooMuch {
        /// Their length in all.
        bytes: usize,
    },
}

/// The maximum number of patterns in a list: ten times as many as any project has.
const MAX_PATTERNS: usize = 500;

/// The maximum number of bytes of the patterns of a list together: compiled, a byte of a pattern
/// can take a thousand times as much.
const MAX_BYTES: usize = 32 << 10;

/// Returns the beginning of a pattern, for display.
fn shortened(pattern: &str) -> String {
    const MOST: usize = 200;
    match pattern.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}…", pattern.get(..end).unwrap_or_default()),
        None => pattern.to_owned(),
    }
}

impl Patterns {
    /// Compiles patterns; an empty list matches nothing.
    pub fn new<S: AsRef<str>>(patterns: &[S]) -> Result<Patterns, PatternError> {
        if patterns.len() > MAX_PATTERNS {
            return Err(PatternError::TooMany { count: patterns.len() });
        }
        let bytes = patterns.iter().map(|pattern| pattern.as_ref().len()).sum();
        if bytes > MAX_BYTES {
            return Err(PatternError::TooMuch { bytes });
        }
        let joined = match patterns {
            [] => return Ok(Patterns::default()),
            [one] => one.as_ref().to_owned(),
            many => {
                many.iter().map(|p| format!("(?:{})", p.as_ref())).collect::<Vec<_>>().join("|")
            }
        };
        let engines = Engine::new(&joined, Texts::Ascii).and_then(|engine| {
            let beyond = engine.ascii_alone.then(|| Engine::new(&joined, Texts::Any));
            Ok((engine, beyond.transpose()?))
        });
        // If the patterns are too large together, compiling each could take long too.
        let is_too_large = engines.as_ref().is_err_and(|reason| is_too_large(reason));
        // A single pattern may set flags for the whole text, which joined patterns may not.
        for pattern in patterns.iter().map(AsRef::as_ref).filter(|_| !is_too_large) {
            Engine::new(pattern, Texts::Any)
                .map_err(|reason| PatternError::Invalid { pattern: pattern.to_owned(), reason })?;
        }
        match engines {
            Ok((engine, beyond_ascii)) => {
                let spent = Arc::default();
                Ok(Patterns { engine: Some(engine), beyond_ascii, joined, spent })
            }
            Err(reason) => Err(PatternError::Clash { joined, reason }),
        }
    }

    /// Returns the indexes of the `names`, such as contexts, in which any pattern matches.
    ///
    /// # Errors
    /// [`PatternError::TooSlow`] if searching all of them takes too long.
    pub fn found_in<'n>(
        &self,
        names: impl Iterator<Item = &'n str> + Clone,
    ) -> Result<Vec<usize>, PatternError> {
        let mut effort = self.spent.effort(names.clone().map(str::len).sum());
        let mut found = Vec::new();
        for (place, name) in names.enumerate() {
            let spans = self.spans(name, &mut effort);
            if !spans.map_err(|Exhausted| self.too_slow("the names of contexts"))?.is_empty() {
                found.push(place);
            }
        }
        Ok(found)
    }

    /// Returns the patterns as the user wrote them, joined as coverage.py joins them.
    pub(crate) fn joined(&self) -> &str {
        &self.joined
    }

    /// Returns the matches in `text` like `re.finditer`: from left to right, without overlap,
    /// including empty ones.
    pub(crate) fn find_in(&self, text: &str) -> Result<Vec<Range<usize>>, PatternError> {
        let spans = self.spans(text, &mut self.spent.effort(text.len()));
        spans.map_err(|Exhausted| self.too_slow("this source"))
    }

    fn spans(&self, text: &str, effort: &mut Effort) -> Result<Vec<Range<usize>>, Exhausted> {
        match (&self.beyond_ascii, &self.engine) {
            (Some(engine), _) if !text.is_ascii() => engine.find_all(text, effort),
            (_, Some(engine)) => engine.find_all(text, effort),
            (_, None) => Ok(vec![]),
        }
    }

    fn too_slow(&self, what: &'static str) -> PatternError {
        PatternError::TooSlow { what, joined: self.joined.clone() }
    }
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
    fn backtracking_patterns_are_found() {
        assert_eq!(found(&[r"(?<!not )here"], "not here, here"), ["here"]);
        assert_eq!(found(&[r"(?P<q>['x]).(?P=q)", "never"], "'a' xbx"), ["'a'", "xbx"]);
        assert_eq!(found(&[r"(a)(b)\2"], "abab abb"), ["abb"]);
        assert_eq!(found(&[r"(<)?a(?(1)>|!)"], "<a> a! a>"), ["<a>", "a!"]);
    }

    #[test]
    fn an_unsupported_pattern_is_named() {
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

    /// Compares with `tests/patterns.json`, which `patterns.py` wrote with Python's `re`.
    #[test]
    fn patterns_match_like_python() {
        type Spans = Option<Vec<Range<usize>>>;
        type Row = (String, Option<Vec<(usize, usize)>>);
        let table = include_str!("tests/patterns.json");
        let table: Vec<(String, Vec<Row>)> = serde_json::from_str(table).unwrap();
        let mut compared = 0;
        let mut differences = Vec::new();
        for (text, rows) in &table {
            for (pattern, expected) in rows {
                let expected: Spans =
                    expected.as_ref().map(|spans| spans.iter().map(|&(a, b)| a..b).collect());
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
    fn global_flags_need_a_single_pattern() {
        assert_eq!(found(&["(?i)abc"], "xABC"), ["ABC"]);
        let error = Patterns::new(&["(?i)abc", "d"]).unwrap_err();
        assert!(matches!(error, PatternError::Clash { .. }), "{error}");
    }

    #[test]
    fn an_endless_search_is_an_error() {
        let patterns = Patterns::new(&[r"(?:(?=a)a|(?=.)a)+b"]).unwrap();
        let text = "a".repeat(60);
        assert!(matches!(patterns.find_in(&text), Err(PatternError::TooSlow { .. })));
    }

    /// Each of these reads far between two failures, or reads the same text many times.
    #[test]
    fn searches_that_reread_a_text_too_often_are_stopped() {
        let line = "a".repeat(90_000);
        let lines = ("a".repeat(500) + "\n").repeat(180);
        for (pattern, text) in [
            ("(?=(a|a)*b)c", &line),
            ("(?=a*)c", &line),
            ("(?=(.*))\\1c", &line),
            ("(a*)(?<=a)\\1c", &line),
            ("(?>(?:(?=.*)a)*)c", &lines),
            ("(?=(?:(?=(?:a(?!b))*)a)*)c", &lines),
            ("(?!x)[ab]*a[ab]{400}c", &line),
        ] {
            let found = Patterns::new(&[pattern]).unwrap().find_in(text);
            assert!(matches!(found, Err(PatternError::TooSlow { .. })), "{pattern}");
        }
    }

    /// A project may have this many patterns, and a source such a long line.
    #[test]
    fn searches_that_fail_early_are_not_stopped() {
        let many = (0..50).map(|n| format!("# *never_{n}:? .*(why|because)")).collect::<Vec<_>>();
        let mut many: Vec<&str> = many.iter().map(String::as_str).collect();
        many.extend(DEFAULT_EXCLUDE);
        many.push("(?<!not )# skip.*");
        let patterns = Patterns::new(&many).unwrap();
        let line = format!("{}  # skip", "x = 'a1b2', ".repeat(7_500));
        assert_eq!(patterns.find_in(&line).unwrap().len(), 1);
        let lines = "    value = compute(first, second)  # never\n".repeat(2_000);
        assert!(patterns.find_in(&lines).unwrap().is_empty());
    }
}
