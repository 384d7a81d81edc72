//! Exclusion patterns: Python regular expressions over the whole text of a source.

use std::ops::Range;

use thiserror::Error;

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

/// A list of Python regular expressions, searched for as coverage.py does: all at once, over the
/// whole text, with `^` and `$` at every line.
#[derive(Clone, Debug)]
pub struct Patterns {
    regex: Option<fancy_regex::Regex>,
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
    /// Matching took too many steps on some source.
    #[error("The patterns {patterns} take too long on this source: {reason}")]
    TooSlow {
        /// The patterns as the user wrote them.
        patterns: String,
        /// What the engine says.
        reason: String,
    },
}

impl Patterns {
    /// Reads patterns.
    pub fn new<S: AsRef<str>>(patterns: &[S]) -> Result<Patterns, PatternError> {
        if patterns.is_empty() {
            return Ok(Patterns { regex: None });
        }
        let joined = patterns
            .iter()
            .map(|pattern| format!("(?:{})", pattern.as_ref()))
            .collect::<Vec<_>>()
            .join("|");
        let regex = fancy_regex::Regex::new(&format!("(?m){joined}")).map_err(|error| {
            PatternError::Invalid { pattern: joined, reason: error.to_string() }
        })?;
        Ok(Patterns { regex: Some(regex) })
    }

    /// Where the patterns match in `text`, from left to right and without overlap.
    pub(crate) fn find_in<'t>(
        &'t self,
        text: &'t str,
    ) -> impl Iterator<Item = Result<Range<usize>, PatternError>> + 't {
        self.regex.iter().flat_map(move |regex| {
            regex.find_iter(text).map(|found| match found {
                Ok(found) => Ok(found.range()),
                Err(error) => Err(PatternError::TooSlow {
                    patterns: String::new(),
                    reason: error.to_string(),
                }),
            })
        })
    }
}
