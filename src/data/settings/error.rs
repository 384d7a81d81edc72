//! The errors and warnings of reading settings files.

use thiserror::Error;

/// A settings file that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("Settings file '{file}': {problem}")]
pub struct SettingsError {
    /// The file.
    pub file: String,
    /// The reason why it cannot be used.
    pub problem: SettingsProblem,
}

/// The reason why a settings file cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum SettingsProblem {
    /// The user named it, and it does not exist.
    #[error("there is no such file")]
    Missing,
    /// It is too large.
    #[error("it is larger than {} KiB", limit / 1024)]
    TooLarge {
        /// The limit in bytes.
        limit: usize,
    },
    /// It has too many sections and options.
    #[error("it has more than {limit} sections and options")]
    TooManyEntries {
        /// The limit.
        limit: usize,
    },
    /// Its variables make a value too long.
    #[error("'{option}' of [{section}] becomes longer than {} KiB with its variables", limit / 1024)]
    TooLongValue {
        /// The section.
        section: String,
        /// The option.
        option: String,
        /// The limit in bytes.
        limit: usize,
    },
    /// It is not UTF-8.
    #[error("it is not UTF-8 text")]
    NotUtf8,
    /// A line before any section.
    #[error("line {line} stands before the first [section]")]
    NoSection {
        /// The line, from 1.
        line: usize,
    },
    /// A line that is neither a section nor `option = value`.
    #[error("line {line} is neither a [section] nor 'option = value'")]
    Malformed {
        /// The line, from 1.
        line: usize,
    },
    /// A section that occurs twice.
    #[error("line {line} begins section [{section}] a second time")]
    DuplicateSection {
        /// The line, from 1.
        line: usize,
        /// The section.
        section: String,
    },
    /// An option that occurs twice.
    #[error("line {line} sets '{option}' of [{section}] a second time")]
    DuplicateOption {
        /// The line, from 1.
        line: usize,
        /// The section.
        section: String,
        /// The option.
        option: String,
    },
    /// Invalid TOML.
    #[error("it is not valid TOML: {0}")]
    Toml(String),
    /// A value where a table must be.
    #[error("'{0}' is not a table")]
    NotATable(String),
    /// A value of a wrong type.
    #[error("'{option}' of [{section}] is '{value}', which is not {wanted}")]
    WrongType {
        /// The section.
        section: String,
        /// The option.
        option: String,
        /// The value.
        value: String,
        /// The required type: `true or false`, `a whole number`, …
        wanted: &'static str,
    },
    /// A value that is none of the allowed ones.
    #[error("'{option}' of [{section}] is '{value}', which is none of {choices}")]
    UnknownChoice {
        /// The section.
        section: String,
        /// The option.
        option: String,
        /// The value.
        value: String,
        /// The allowed values.
        choices: String,
    },
    /// Values that exclude each other.
    #[error("'{option}' of [{section}] has {values}, of which only one is allowed")]
    Conflict {
        /// The section.
        section: String,
        /// The option.
        option: String,
        /// The values.
        values: String,
    },
    /// `${NAME?}` of a variable that is not set.
    #[error(
        "'{option}' of [{section}] needs the environment variable {variable}, which is not set"
    )]
    Undefined {
        /// The section.
        section: String,
        /// The option.
        option: String,
        /// The variable.
        variable: String,
    },
}

impl SettingsError {
    /// Returns advice for the user.
    pub fn advice(&self) -> &'static str {
        match self.problem {
            SettingsProblem::Missing => "Check the name, or drop the file too.",
            SettingsProblem::TooLarge { .. } | SettingsProblem::TooManyEntries { .. } => {
                "Drop the project's own settings file instead."
            }
            SettingsProblem::TooLongValue { .. } => "Name fewer variables in it.",
            SettingsProblem::NotUtf8 => "Save the file as UTF-8.",
            SettingsProblem::Undefined { .. } => {
                "Set the variable, or write '${NAME-default}' in the file."
            }
            _ => "coverage.py refuses this file too. Correct it there.",
        }
    }
}

/// An odd part of a settings file that is used all the same.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum SettingsWarning {
    /// An option that coverage.py does not have.
    #[error(
        "Settings file '{file}': [{section}] has an option '{option}' that coverage.py does not know"
    )]
    Unknown {
        /// The file.
        file: String,
        /// The section, as the file spells it.
        section: String,
        /// The option.
        option: String,
    },
    /// An environment variable whose value Covdrop cannot know.
    #[error(
        "Settings file '{file}': '{option}' of [{section}] uses the environment variable {variable}, which is not known here; '{used}' is used for it"
    )]
    Variable {
        /// The file.
        file: String,
        /// The section.
        section: String,
        /// The option.
        option: String,
        /// The variable.
        variable: String,
        /// The value that is used instead.
        used: String,
    },
}
