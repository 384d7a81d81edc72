//! What analysis is to follow of a project's settings, and why they cannot be followed.

use covdrop_analysis::{
    DEFAULT_EXCLUDE, DEFAULT_PARTIAL, DEFAULT_PARTIAL_ALWAYS, Options, PatternError, Patterns,
    TargetVersion,
};
use covdrop_data::{GlobError, Settings, SettingsError};

/// Settings that cannot be followed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum SettingsFault {
    /// The file is not as it should be.
    File(SettingsError),
    /// A regular expression in the file is none.
    Pattern(String, PatternError),
    /// A file pattern is none.
    Glob(Origin, GlobError),
}

/// Where a setting was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Origin {
    /// In a settings file, under this section and option.
    File(String, &'static str),
    /// On the command line, by this option.
    CommandLine(&'static str),
}

/// What is wrong with the settings, by who was to follow them.
#[derive(Clone, Debug, Default)]
pub(super) struct Faults {
    pub(super) analysis: Option<SettingsFault>,
    pub(super) paths: Option<SettingsFault>,
    pub(super) report_filter: Option<SettingsFault>,
}

impl Faults {
    /// The first one that lets no data be combined either.
    pub(super) fn of_combining(&self) -> Option<&SettingsFault> {
        self.analysis.as_ref().or(self.paths.as_ref())
    }

    /// The first one.
    pub(super) fn first(&self) -> Option<&SettingsFault> {
        self.analysis.as_ref().or(self.paths.as_ref()).or(self.report_filter.as_ref())
    }
}

/// Returns true if [`options`] makes the same of both.
pub(super) fn are_analysed_alike(a: &Settings, b: &Settings) -> bool {
    a.report.patterns == b.report.patterns
}

/// What analysis is to follow, of all that a project may set. The lists are joined in
/// coverage.py's order.
pub(super) fn options(settings: &Settings, rules: TargetVersion) -> Result<Options, SettingsFault> {
    let patterns = |list: Vec<String>| {
        let file = || settings.file.clone().unwrap_or_default();
        Patterns::new(&list).map_err(|error| SettingsFault::Pattern(file(), error))
    };
    let set = &settings.report.patterns;
    let exclude = or_default(set.exclude_lines.as_ref(), &DEFAULT_EXCLUDE);
    let partial = or_default(set.partial_branches.as_ref(), &DEFAULT_PARTIAL);
    let always = or_default(set.partial_branches_always.as_ref(), &DEFAULT_PARTIAL_ALWAYS);
    Ok(Options {
        rules,
        exclude: patterns([exclude, set.exclude_also.clone()].concat())?,
        partial: patterns([partial, set.partial_also.clone(), always].concat())?,
    })
}

/// The patterns that are set, or those that hold where none are.
fn or_default(set: Option<&Vec<String>>, default: &[&str]) -> Vec<String> {
    let default = || default.iter().map(|&pattern| pattern.to_owned()).collect();
    set.cloned().unwrap_or_else(default)
}
