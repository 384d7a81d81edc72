//! The top of the page: totals, buttons, theme, and the running work.

use covdrop_protocol::{Progress, Stage};

use super::{files, size};

pub(crate) const SKIP_TO_MAIN: &str = "Skip to the report";
pub(crate) const ADD_FILES: &str = "Add files…";
pub(crate) const ADD_FOLDER: &str = "Add folder…";
pub(crate) const DROP_TO_ADD: &str = "Drop to add files";
pub(crate) const HELP: &str = "Help";
pub(crate) const HELP_KEY: &str = "Help (key ?)";
pub(crate) const TRIAL_ACTIVE: &str = "Trial settings active";

pub(crate) const TOTALS: &str = "Totals";
pub(crate) const STATEMENTS: &str = "Statements";
pub(crate) const MISSING: &str = "Missing";
pub(crate) const EXCLUDED: &str = "Excluded";
pub(crate) const BRANCHES: &str = "Branches";
pub(crate) const PARTIAL: &str = "Partial";

pub(crate) const THEME: &str = "Theme";
pub(crate) const THEME_SYSTEM: &str = "Theme: system";
pub(crate) const THEME_LIGHT: &str = "Theme: light";
pub(crate) const THEME_DARK: &str = "Theme: dark";

pub(crate) const WORKING: &str = "Working";
pub(crate) const WORKING_ON: &str = "Working…";

pub(crate) fn threshold(is_met: bool, least: &str) -> String {
    let relation = if is_met { "Reaches" } else { "Below" };
    format!("{relation} fail_under ({least})")
}

pub(crate) fn stage(stage: Stage) -> &'static str {
    match stage {
        Stage::Fetching => "Fetching",
        Stage::Finding => "Found",
        Stage::Reading => "Reading",
        Stage::Unpacking => "Unpacking",
        Stage::Analysing => "Analysing",
    }
}

/// The progress of the work, before the name of a file.
pub(crate) fn progress(at: &Progress) -> String {
    let &Progress { done, total, bytes, total_bytes, .. } = at;
    let files = match total {
        0 => files(done.into()),
        total => format!("{done} of {}", files(total.into())),
    };
    let stage = stage(at.stage);
    match total_bytes {
        0 => format!("{stage} {files}: "),
        total => format!("{stage} {files}, {} of {}: ", size(bytes), size(total)),
    }
}

/// The text for screen readers after the totals have changed.
pub(crate) fn covered_by(cover: &str, enabled: usize, all: usize) -> String {
    format!("{cover} covered by {enabled} of {}", super::plural(all as u64, "job", "jobs"))
}
