//! Trying other settings than the project's.

use serde::{Deserialize, Serialize};

use crate::Problem;

/// Settings to try; nothing in a field leaves the project's own.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trial {
    /// Regular expressions of lines to exclude, in place of those that are excluded anyway.
    pub exclude_lines: Option<Vec<String>>,
    /// Regular expressions of lines to exclude, beside these.
    pub exclude_also: Option<Vec<String>>,
    /// Regular expressions of lines whose missing branches are excused, beside the others.
    pub partial_also: Option<Vec<String>>,
    /// Patterns of the files to report on.
    pub include: Option<Vec<String>>,
    /// Patterns of the files to leave out.
    pub omit: Option<Vec<String>>,
    /// Regular expressions of the contexts that count.
    pub contexts: Option<Vec<String>>,
    /// Decimals of percentages, as written.
    pub precision: Option<String>,
    /// The least total percentage, as it is written in a settings file.
    pub fail_under: Option<String>,
    /// The Python whose rules to follow, such as `3.14`.
    pub rules: Option<String>,
}

/// What a [`Trial`] came to, beside the numbers that follow it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Tried {
    /// What is tried.
    pub trial: Trial,
    /// What it made of the totals, in words; `None` if there are none with it or without it.
    pub change: Option<String>,
    /// The part of the settings file to change, as it would be written there.
    pub section: String,
    /// Why it cannot be followed; then nothing of it is.
    pub fault: Option<Problem>,
}

/// Whether the total is as high as the project asks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Threshold {
    /// The percentage that is asked for, as printed.
    pub least: String,
    /// Whether it is reached.
    pub met: bool,
}
