//! Trial settings, which a person tries in place of the project's, and their results.

use serde::{Deserialize, Serialize};

use crate::Problem;

/// Trial settings; `None` in a field keeps the project's setting.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trial {
    /// Regular expressions of lines to exclude, in place of the default ones.
    pub exclude_lines: Option<Vec<String>>,
    /// Regular expressions of further lines to exclude.
    pub exclude_also: Option<Vec<String>>,
    /// Regular expressions of further lines whose missing branches are excluded.
    pub partial_also: Option<Vec<String>>,
    /// Patterns of the files to report on.
    pub include: Option<Vec<String>>,
    /// Patterns of the files to leave out.
    pub omit: Option<Vec<String>>,
    /// Regular expressions of the contexts that count.
    pub contexts: Option<Vec<String>>,
    /// The number of decimals of percentages, as the person wrote it.
    pub precision: Option<String>,
    /// The minimum total percentage, as the person wrote it.
    pub fail_under: Option<String>,
    /// The target version, such as `3.14`.
    pub rules: Option<String>,
}

/// The result of a [`Trial`], beside the changed numbers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Tried {
    /// The trial settings.
    pub trial: Trial,
    /// How the trial changes the totals, in words; `None` if there are no totals with or without
    /// it.
    pub change: Option<String>,
    /// The changed options as a section to copy into the settings file.
    pub section: String,
    /// Why no part of the trial applies, if that is so.
    pub fault: Option<Problem>,
}

/// The minimum total of the settings, and whether the total reaches it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Threshold {
    /// The minimum percentage, as printed.
    pub least: String,
    /// Whether the total reaches it.
    pub met: bool,
}
