//! Why a source cannot be analysed.

use covdrop_lines::Line;
use thiserror::Error;

use crate::{PatternError, TargetVersion};

/// Why a source cannot be analysed: what coverage.py would refuse, and what goes beyond bounds.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum AnalysisError {
    /// The source is no Python.
    #[error("Line {line} is not valid Python: {message}")]
    Syntax {
        /// The line of the fault.
        line: Line,
        /// What is wrong, in the parser's words.
        message: String,
    },
    /// The source uses what a newer Python brought.
    #[error("Line {line} is not valid in Python {rules}: {message}")]
    NewerSyntax {
        /// The line of the fault.
        line: Line,
        /// What is wrong, in the parser's words.
        message: String,
        /// The rules that refuse it.
        rules: TargetVersion,
        /// The oldest rules that accept the whole file, where any does.
        accepted_by: Option<TargetVersion>,
    },
    /// The source is Python 2.
    #[error("This is Python 2, as line {line} shows: {evidence}")]
    Python2 {
        /// The line that shows it.
        line: Line,
        /// What only Python 2 writes that way.
        evidence: &'static str,
    },
    /// Python's compiler refuses deeper nesting, too.
    #[error("Line {line} is nested too deeply: {what}")]
    TooDeep {
        /// The line on which the bound is passed.
        line: Line,
        /// What is nested.
        what: &'static str,
    },
    /// Nested functions and classes with long names.
    #[error(
        "Up to line {line}, the full names of functions and classes are many times as long as the \
         source"
    )]
    LongNames {
        /// The line of the function or class that is one too many.
        line: Line,
    },
    /// An exclusion pattern gave up on this source.
    #[error(transparent)]
    Pattern(#[from] PatternError),
}

impl AnalysisError {
    /// The line of the source that the error concerns.
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

    /// Returns true if the source is Python 2, which [`crate::analyze_python2`] reads
    /// approximately.
    pub fn is_python2(&self) -> bool {
        matches!(self, AnalysisError::Python2 { .. })
    }
}
