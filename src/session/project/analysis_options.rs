//! Converts a project's settings to options of the analysis, or to the error in them.

use covdrop_analysis::{
    DEFAULT_EXCLUDE, DEFAULT_PARTIAL, DEFAULT_PARTIAL_ALWAYS, Options, PatternError, Patterns,
    TargetVersion,
};
use covdrop_data::{GlobError, Settings, SettingsError};

/// An error in the settings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum SettingsFault {
    /// The file is invalid.
    File(SettingsError),
    /// A regular expression in the file is invalid.
    Pattern(String, PatternError),
    /// A file pattern is invalid.
    Glob(Origin, GlobError),
}

/// The place of a setting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Origin {
    /// In a settings file, under this section and option.
    File(String, &'static str),
    /// On the command line, by this option.
    CommandLine(&'static str),
}

/// The errors in the settings, by the part of the program that needs the setting.
#[derive(Clone, Debug, Default)]
pub(super) struct Faults {
    pub(super) analysis: Option<SettingsFault>,
    pub(super) paths: Option<SettingsFault>,
    pub(super) report_filter: Option<SettingsFault>,
}

impl Faults {
    /// Returns the first error that also prevents combining data.
    pub(super) fn of_combining(&self) -> Option<&SettingsFault> {
        self.analysis.as_ref().or(self.paths.as_ref())
    }

    /// Returns the first error.
    pub(super) fn first(&self) -> Option<&SettingsFault> {
        self.analysis.as_ref().or(self.paths.as_ref()).or(self.report_filter.as_ref())
    }
}

/// Returns true if [`options`] gives equal results for both.
pub(super) fn are_analysed_alike(a: &Settings, b: &Settings) -> bool {
    a.report.patterns == b.report.patterns
}

/// Returns the options of the analysis. Joins the lists of patterns in coverage.py's order.
pub(super) fn options(
    settings: &Settings,
    target: TargetVersion,
) -> Result<Options, SettingsFault> {
    let patterns = |list: Vec<String>| {
        let file = || settings.file.clone().unwrap_or_default();
        Patterns::new(&list).map_err(|error| SettingsFault::Pattern(file(), error))
    };
    let set = &settings.report.patterns;
    let exclude = or_default(set.exclude_lines.as_ref(), &DEFAULT_EXCLUDE);
    let partial = or_default(set.partial_branches.as_ref(), &DEFAULT_PARTIAL);
    let always = or_default(set.partial_branches_always.as_ref(), &DEFAULT_PARTIAL_ALWAYS);
    Ok(Options {
        target,
        exclude: patterns([exclude, set.exclude_also.clone()].concat())?,
        partial: patterns([partial, set.partial_also.clone(), always].concat())?,
    })
}

/// Returns the set patterns, or else the default.
fn or_default(set: Option<&Vec<String>>, default: &[&str]) -> Vec<String> {
    let default = || default.iter().map(|&pattern| pattern.to_owned()).collect();
    set.cloned().unwrap_or_else(default)
}
