//! The errors of analysing a source.

use covdrop_lines::Line;
use thiserror::Error;

use crate::{PatternError, TargetVersion};

/// The reason why a source cannot be analysed: coverage.py refuses it too, or it exceeds a limit.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum AnalysisError {
    /// The source is not valid Python.
    #[error("Line {line} is not valid Python: {message}")]
    Syntax {
        /// The line of the error.
        line: Line,
        /// The parser's message.
        message: String,
    },
    /// The source uses syntax of a newer Python.
    #[error("Line {line} is not valid in Python {target}: {message}")]
    NewerSyntax {
        /// The line of the error.
        line: Line,
        /// The parser's message.
        message: String,
        /// The Python version that refuses it.
        target: TargetVersion,
        /// The oldest Python version that accepts the whole file, if any.
        accepted_by: Option<TargetVersion>,
    },
    /// The source is Python 2.
    #[error("This is Python 2, as line {line} shows: {evidence}")]
    Python2 {
        /// The line with the evidence.
        line: Line,
        /// The syntax that only Python 2 has.
        evidence: &'static str,
    },
    /// Nesting that Python's compiler refuses too.
    #[error("Line {line} is nested too deeply: {what}")]
    TooDeep {
        /// The line that exceeds the limit.
        line: Line,
        /// The message.
        what: &'static str,
    },
    /// Nested functions and classes with long names.
    #[error(
        "Up to line {line}, the full names of functions and classes are many times as long as the \
         source"
    )]
    LongNames {
        /// The line of the first function or class beyond the limit.
        line: Line,
    },
    /// Searching this source for exclusion patterns took too long.
    #[error(transparent)]
    Pattern(#[from] PatternError),
}

impl AnalysisError {
    /// Returns the line of the source that the error concerns.
    pub fn line(&self) -> Option<Line> {
        match self {
            AnalysisError::Syntax { line, .. }
            | AnalysisError::NewerSyntax { line, .. }
            | AnalysisError::Python2 { line, .. }
            | AnalysisError::TooDeep { line, .. }
            | AnalysisError::LongNames { line } => Some(*line),
            AnalysisError::Pattern(_) => None,
        }
    }

    /// Returns true if the source is Python 2, which [`crate::analyze_python2`] analyses
    /// approximately.
    pub fn is_python2(&self) -> bool {
        matches!(self, AnalysisError::Python2 { .. })
    }
}
