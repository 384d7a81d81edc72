//! Finds and parses a project's settings by coverage.py's rules.
//!
//! All settings that affect combining and reporting are here. Settings that take effect only while
//! tests run, or in a report that Covdrop does not write, are checked and then listed in
//! [`Settings::ignored`].

mod error;
mod ini;
mod listing;
mod options;
mod section;
mod sections;
mod values;
mod variables;

pub use error::{SettingsError, SettingsProblem, SettingsWarning};
pub use listing::Entry;
pub use options::{Ignored, IgnoredReason};
pub use sections::{
    JsonSettings, LcovSettings, PatternSettings, ReportSettings, RunSettings, XmlSettings,
};
pub use values::{python_float, python_integer};
pub use variables::Environment;

use std::path::Path;

use section::Document;

/// The settings files of a project, in the order in which coverage.py looks for them, each with
/// whether it is coverage.py's own. Its own files count even when empty.
pub const SETTINGS_FILES: [(&str, bool); 5] = [
    (".coveragerc", true),
    (".coveragerc.toml", true),
    ("setup.cfg", false),
    ("tox.ini", false),
    ("pyproject.toml", false),
];

/// The settings of a project, with coverage.py's defaults.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Settings {
    /// The file that they came from.
    pub file: Option<String>,
    /// `[run]`.
    pub run: RunSettings,
    /// `[paths]`: the name of each option and its list, the result first, then the patterns.
    pub paths: Vec<(String, Vec<String>)>,
    /// `[report]`.
    pub report: ReportSettings,
    /// `[xml]`.
    pub xml: XmlSettings,
    /// `[json]`.
    pub json: JsonSettings,
    /// `[lcov]`.
    pub lcov: LcovSettings,
    /// Options that have no effect in Covdrop.
    pub ignored: Vec<Ignored>,
    /// Odd parts of the file.
    pub warnings: Vec<SettingsWarning>,
}

impl Settings {
    /// Finds the settings that coverage.py would use: those of `rcfile` if given (by argument or by
    /// the variable `COVERAGE_RCFILE`), else of the first file that applies.
    ///
    /// `read` returns the content of a file by its name, if the file exists.
    ///
    /// # Errors
    /// Fails if `rcfile` is missing, or if coverage.py refuses a file too.
    pub fn find(
        rcfile: Option<&str>,
        environment: &Environment,
        mut read: impl FnMut(&str) -> Option<Vec<u8>>,
    ) -> Result<Settings, SettingsError> {
        let variable = environment.get("COVERAGE_RCFILE").filter(|name| !name.is_empty());
        // Asking for the default name equals not asking.
        let asked = match rcfile {
            Some(".coveragerc") | None => variable,
            Some("") => return Ok(Settings::default().finish(environment)),
            Some(name) => Some(name),
        };
        if let Some(name) = asked {
            let content = read(name).ok_or_else(|| SettingsError {
                file: name.to_owned(),
                problem: SettingsProblem::Missing,
            })?;
            return Settings::of_file(name, &content, environment);
        }
        let mut settings = Settings::default();
        for (name, own) in SETTINGS_FILES {
            if let Some(content) = read(name)
                && settings.read_file(name, &content, own, environment)?
            {
                break;
            }
        }
        Ok(settings.finish(environment))
    }

    /// Parses one settings file of coverage.py's own format.
    ///
    /// # Errors
    /// Fails where [`read_file`](Settings::read_file) fails.
    pub fn of_file(
        name: &str,
        content: &[u8],
        environment: &Environment,
    ) -> Result<Settings, SettingsError> {
        let mut settings = Settings::default();
        settings.read_file(name, content, true, environment)?;
        Ok(settings.finish(environment))
    }

    /// Adds the settings of one file. Returns true if it is the file to use: a file that is not
    /// coverage.py's `own` must set something.
    ///
    /// # Errors
    /// Fails where coverage.py fails too: for a malformed file, or a value of a wrong type.
    pub fn read_file(
        &mut self,
        name: &str,
        content: &[u8],
        own: bool,
        environment: &Environment,
    ) -> Result<bool, SettingsError> {
        let at = |problem| SettingsError { file: name.to_owned(), problem };
        let is_toml = Path::new(name).extension().is_some_and(|extension| extension == "toml");
        let document = Document::read(content, is_toml, own).map_err(at)?;
        let any = options::apply(self, name, &document, environment).map_err(at)?;
        let used = own || any;
        if used {
            self.file = Some(name.to_owned());
        }
        Ok(used)
    }

    fn finish(mut self, environment: &Environment) -> Settings {
        if let Some(file) = environment.get("COVERAGE_FILE").filter(|file| !file.is_empty()) {
            file.clone_into(&mut self.run.data_file);
        }
        self
    }
}
