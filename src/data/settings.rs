//! A project's settings, as coverage.py finds and understands them.
//!
//! All that touches combining and reporting is here; what takes effect only while tests run, or in
//! a report that Covdrop does not make, is checked and then listed as [`Settings::ignored`].

mod error;
mod ini;
mod listing;
mod options;
mod section;
mod values;
mod variables;

pub use error::{SettingsError, SettingsProblem, SettingsWarning};
pub use listing::Entry;
pub use options::{Ignored, Why};
pub use values::{python_float, python_integer};
pub use variables::Environment;

use std::path::Path;

use section::Document;

/// The settings files of a project, in the order in which coverage.py looks for them, each with
/// whether it is coverage.py's own: those count even when empty.
pub const SETTINGS_FILES: [(&str, bool); 5] = [
    (".coveragerc", true),
    (".coveragerc.toml", true),
    ("setup.cfg", false),
    ("tox.ini", false),
    ("pyproject.toml", false),
];

/// The settings of a project; where no file sets one, coverage.py's default.
#[derive(Clone, Debug, PartialEq)]
#[expect(clippy::struct_excessive_bools, reason = "these are switches, each of its own")]
pub struct Settings {
    /// The file that they came from.
    pub file: Option<String>,
    /// `[run] data_file`, or the variable `COVERAGE_FILE`.
    pub data_file: String,
    /// `[run] relative_files`: recorded paths are relative to where coverage.py started.
    pub relative_files: bool,
    /// `[run] source`, which the XML report names files by.
    pub source: Vec<String>,
    /// `[run] plugins`: plugins whose files can be reported, where Covdrop knew them.
    pub plugins: Vec<String>,
    /// `[paths]`: the name of each option, and its list: the result first, then the patterns.
    pub paths: Vec<(String, Vec<String>)>,
    /// `[report] exclude_lines`, which stands in place of the default patterns.
    pub exclude_lines: Option<Vec<String>>,
    /// `[report] exclude_also`, beside these.
    pub exclude_also: Vec<String>,
    /// `[report] partial_branches`, which stands in place of the default patterns.
    pub partial_branches: Option<Vec<String>>,
    /// `[report] partial_branches_always`, which stands in place of the default patterns.
    pub partial_branches_always: Option<Vec<String>>,
    /// `[report] partial_also`, beside these.
    pub partial_also: Vec<String>,
    /// `[report] fail_under`, in percent.
    pub fail_under: f64,
    /// `[report] format`: `text`, `markdown` or `total`.
    pub format: Option<String>,
    /// `[report] ignore_errors`.
    pub ignore_errors: bool,
    /// `[report] include`: globs.
    pub include: Option<Vec<String>>,
    /// `[report] omit`: globs.
    pub omit: Option<Vec<String>>,
    /// `[report] contexts`: regexes.
    pub contexts: Option<Vec<String>>,
    /// `[report] precision`: decimals of percentages.
    pub precision: i64,
    /// `[report] show_missing`.
    pub show_missing: bool,
    /// `[report] skip_covered`.
    pub skip_covered: bool,
    /// `[report] skip_empty`.
    pub skip_empty: bool,
    /// `[report] sort`.
    pub sort: Option<String>,
    /// `[xml] output`.
    pub xml_output: String,
    /// `[xml] package_depth`.
    pub xml_package_depth: i64,
    /// `[json] output`.
    pub json_output: String,
    /// `[json] pretty_print`.
    pub json_pretty_print: bool,
    /// `[json] show_contexts`.
    pub json_show_contexts: bool,
    /// `[lcov] output`.
    pub lcov_output: String,
    /// `[lcov] line_checksums`.
    pub lcov_line_checksums: bool,
    /// What is set and has no effect here.
    pub ignored: Vec<Ignored>,
    /// What is odd about the files.
    pub warnings: Vec<SettingsWarning>,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings {
            file: None,
            data_file: ".coverage".to_owned(),
            relative_files: false,
            source: Vec::new(),
            plugins: Vec::new(),
            paths: Vec::new(),
            exclude_lines: None,
            exclude_also: Vec::new(),
            partial_branches: None,
            partial_branches_always: None,
            partial_also: Vec::new(),
            fail_under: 0.0,
            format: None,
            ignore_errors: false,
            include: None,
            omit: None,
            contexts: None,
            precision: 0,
            show_missing: false,
            skip_covered: false,
            skip_empty: false,
            sort: None,
            xml_output: "coverage.xml".to_owned(),
            xml_package_depth: 99,
            json_output: "coverage.json".to_owned(),
            json_pretty_print: false,
            json_show_contexts: false,
            lcov_output: "coverage.lcov".to_owned(),
            lcov_line_checksums: false,
            ignored: Vec::new(),
            warnings: Vec::new(),
        }
    }
}

impl Settings {
    /// The settings that coverage.py would use: those of `rcfile` where one is asked for (by
    /// argument or by the variable `COVERAGE_RCFILE`), else of the first file that applies.
    ///
    /// `read` gives the content of a file by its name, where there is such a file.
    ///
    /// # Errors
    /// A file that is asked for and missing, or one that coverage.py refuses too.
    pub fn find(
        rcfile: Option<&str>,
        environment: &Environment,
        mut read: impl FnMut(&str) -> Option<Vec<u8>>,
    ) -> Result<Settings, SettingsError> {
        let variable = environment.get("COVERAGE_RCFILE").filter(|name| !name.is_empty());
        // The default name, asked for, is no different from not asking.
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

    /// The settings of one file of coverage.py's own, which was read already.
    ///
    /// # Errors
    /// What [`read_file`](Settings::read_file) refuses.
    pub fn of_file(
        name: &str,
        content: &[u8],
        environment: &Environment,
    ) -> Result<Settings, SettingsError> {
        let mut settings = Settings::default();
        settings.read_file(name, content, true, environment)?;
        Ok(settings.finish(environment))
    }

    /// Takes over what one file sets. Tells whether it is the file to use: one that is not
    /// coverage.py's `own` is so only if it sets anything.
    ///
    /// # Errors
    /// What coverage.py refuses too: a file that is malformed, or a value of a wrong type.
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
            file.clone_into(&mut self.data_file);
        }
        self
    }
}
