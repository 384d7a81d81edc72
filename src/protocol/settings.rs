//! The project's settings as the page shows them: those that apply, and those without effect.

use serde::{Deserialize, Serialize};

use crate::Tried;

/// The settings that Covdrop follows, and trial settings.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct SettingsView {
    /// The settings file; `None` if there is none, so that all settings are defaults.
    pub file: Option<String>,
    /// The settings that have an effect here, in coverage.py's order.
    pub entries: Vec<Setting>,
    /// The settings of the file that have no effect here.
    pub ignored: Vec<IgnoredSetting>,
    /// Warnings about the file, in sentences: options that coverage.py does not know, and
    /// environment variables whose value Covdrop does not know, each with its replacement.
    pub notes: Vec<String>,
    /// The Python version that decides which lines are statements.
    pub target_version: TargetVersionView,
    /// The trial settings, and how they change the totals; `None` if the person tries none.
    pub tried: Option<Tried>,
}

/// The Python version that decides which lines are statements, and the reason to choose it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TargetVersionView {
    /// The version, such as `3.13`.
    pub version: String,
    /// The reason.
    pub reason: TargetVersionReason,
}

/// The reason to analyse sources for one Python version.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum TargetVersionReason {
    /// Nothing in the data tells Python 3.10 to 3.13 from Python 3.14.
    #[default]
    NoDifference,
    /// The data has lines that only this version records.
    Data,
    /// The data has lines that only Python before 3.14 records, and lines that only later ones
    /// record.
    Mixed,
    /// A person chose the version.
    Chosen,
}

/// A setting.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Setting {
    /// Its section, without prefix: `report`.
    pub section: String,
    /// Its name: `exclude_also`.
    pub option: String,
    /// The value, for a list its entries; empty if the setting is not set and has no default.
    pub value: Vec<String>,
    /// Whether the value is the default.
    pub is_default: bool,
}

/// A setting without effect.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct IgnoredSetting {
    /// Its section, without prefix.
    pub section: String,
    /// Its name.
    pub option: String,
    /// Why it has no effect, in a sentence.
    pub why: String,
}
