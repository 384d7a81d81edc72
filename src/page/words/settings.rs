//! The project's settings, and trial settings.

use covdrop_protocol::TargetVersionReason;

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

/// The choice that detects the target version from the data.
pub(crate) fn detected(basis: TargetVersionReason, version: &str) -> String {
    match basis {
        TargetVersionReason::Chosen => "Detect from data".to_owned(),
        TargetVersionReason::Data => format!("Detected from data: {version}"),
        TargetVersionReason::Mixed => format!("{OLDER} (data of both kinds)"),
        TargetVersionReason::NoDifference => format!("{OLDER} (no difference seen)"),
    }
}

/// The reason for this target version.
pub(crate) fn detected_because(basis: TargetVersionReason) -> &'static str {
    match basis {
        TargetVersionReason::Chosen => "",
        TargetVersionReason::Data => "The data has what only Python of this version records.",
        TargetVersionReason::Mixed => {
            "Some jobs ran on Python 3.14 or later and some on an earlier one. Their rules differ in \
             a few places."
        }
        TargetVersionReason::NoDifference => {
            "Nothing in the data tells Python 3.10-3.13 from 3.14 and later. Their rules differ in a \
             few places."
        }
    }
}

/// The default target versions.
const OLDER: &str = "Python 3.10-3.13";

pub(crate) fn python(version: &str) -> String {
    format!("Python {version}")
}

pub(crate) fn settings_from(file: &str) -> String {
    format!("Settings from {file}")
}
