//! The project's settings, and trial settings.

pub(crate) const TRY: &str = "Try other settings";
pub(crate) const UPDATES: &str = "Results update when you leave the field.";

pub(crate) const EXCLUDE_LINES: &str = "Lines to exclude, a regular expression a line";
pub(crate) const EXCLUDE_ALSO: &str = "More lines to exclude";
pub(crate) const PARTIAL_ALSO: &str = "Lines whose missing branches are excluded";
pub(crate) const INCLUDE: &str = "Files to report on, a pattern a line";
pub(crate) const OMIT: &str = "Files to leave out";
pub(crate) const PRECISION: &str = "Decimals of percentages";
pub(crate) const FAIL_UNDER: &str = "Minimum total";
pub(crate) const TARGET_VERSION: &str = "Target version, which decides what counts as a statement";

pub(crate) const KEEP: &str = "To keep it, put this into your settings:";
pub(crate) const BACK: &str = "Back to the project’s settings";

pub(crate) const NO_SETTINGS_FILE: &str = "No settings file: all settings are the default";
pub(crate) const WITHOUT_EFFECT: &str = "Without effect here";
pub(crate) const DEFAULT: &str = "default";

/// The choice that leaves the target version to the data; none is named if another one is chosen.
pub(crate) fn detected(version: Option<&str>) -> String {
    match version {
        Some(version) => format!("Detected from data ({version})"),
        None => "Detected from data".to_owned(),
    }
}

pub(crate) fn python(version: &str) -> String {
    format!("Python {version}")
}

pub(crate) fn settings_from(file: &str) -> String {
    format!("Settings from {file}")
}
