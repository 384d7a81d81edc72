//! The project's settings, for people to see what is followed and what is not.

use serde::{Deserialize, Serialize};

/// The settings that are followed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SettingsView {
    /// The file that they came from; `None` if there is none, and all are as usual.
    pub file: Option<String>,
    /// Every setting that does something here, in coverage.py's order.
    pub entries: Vec<Setting>,
    /// What the file sets without any effect here.
    pub ignored: Vec<IgnoredSetting>,
    /// What is odd about the file, in sentences: options that coverage.py does not know, and
    /// environment variables that nobody here knows, each with what is used in its place.
    pub notes: Vec<String>,
}

/// A setting.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Setting {
    /// Its section, without prefix: `report`.
    pub section: String,
    /// Its name: `exclude_also`.
    pub option: String,
    /// Its value, a list by its entries; nothing where it is not set and nothing holds.
    pub value: Vec<String>,
    /// Whether this is what holds when nothing is set.
    pub is_default: bool,
}

/// A setting without effect.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct IgnoredSetting {
    /// Its section, without prefix.
    pub section: String,
    /// Its name.
    pub option: String,
    /// Why it has none, in a sentence.
    pub why: String,
}
