//! Converts raw values to typed ones, by the rules of INI or TOML.

use super::section::Raw;
use super::variables::{MAX_LENGTH, Substituted, substitute};
use super::{Environment, SettingsProblem, SettingsWarning};

/// The value of an option, with its section and name for errors.
pub(super) struct Value<'a> {
    pub(super) file: &'a str,
    pub(super) section: &'a str,
    pub(super) option: &'a str,
    pub(super) raw: &'a Raw,
    pub(super) environment: &'a Environment,
    pub(super) warnings: &'a mut Vec<SettingsWarning>,
}

impl Value<'_> {
    /// Returns the text; other types of TOML in their text form.
    pub(super) fn text(&mut self) -> Result<String, SettingsProblem> {
        match self.raw {
            Raw::Ini(text) | Raw::Toml(toml::Value::String(text)) => self.substitute(text),
            Raw::Toml(other) => Ok(other.to_string()),
        }
    }

    /// Returns a path, with a leading `~` replaced by the home directory if that is known.
    pub(super) fn path(&mut self) -> Result<String, SettingsProblem> {
        if matches!(self.raw, Raw::Toml(value) if !value.is_str()) {
            return Err(self.type_error("text"));
        }
        let text = self.text()?;
        Ok(expand_user(&text, self.environment))
    }

    pub(super) fn boolean(&mut self) -> Result<bool, SettingsProblem> {
        let word = match self.raw {
            Raw::Toml(toml::Value::Boolean(value)) => return Ok(*value),
            Raw::Toml(toml::Value::String(text)) => self.substitute(text)?,
            Raw::Ini(text) => self.substitute(text)?.to_lowercase(),
            Raw::Toml(_) => return Err(self.type_error("true or false")),
        };
        match (word.as_str(), self.raw) {
            ("true", _) | ("1" | "yes" | "on", Raw::Ini(_)) => Ok(true),
            ("false", _) | ("0" | "no" | "off", Raw::Ini(_)) => Ok(false),
            _ => Err(self.type_error("true or false")),
        }
    }

    pub(super) fn integer(&mut self) -> Result<i64, SettingsProblem> {
        let text = match self.raw {
            Raw::Toml(toml::Value::Integer(value)) => return Ok(*value),
            // In Python, true and false are numbers.
            Raw::Toml(toml::Value::Boolean(value)) => return Ok(i64::from(*value)),
            Raw::Ini(text) | Raw::Toml(toml::Value::String(text)) => self.substitute(text)?,
            Raw::Toml(_) => return Err(self.type_error("a whole number")),
        };
        python_integer(&text).ok_or_else(|| self.type_error("a whole number"))
    }

    pub(super) fn float(&mut self) -> Result<f64, SettingsProblem> {
        let text = match self.raw {
            Raw::Toml(toml::Value::Float(value)) => return Ok(*value),
            #[expect(clippy::cast_precision_loss, reason = "as Python converts it")]
            Raw::Toml(toml::Value::Integer(value)) => return Ok(*value as f64),
            Raw::Toml(toml::Value::Boolean(value)) => return Ok(f64::from(u8::from(*value))),
            Raw::Ini(text) | Raw::Toml(toml::Value::String(text)) => self.substitute(text)?,
            Raw::Toml(_) => return Err(self.type_error("a number")),
        };
        python_float(&text).ok_or_else(|| self.type_error("a number"))
    }

    /// Returns a list, which an INI file separates by commas and line ends.
    pub(super) fn list(&mut self) -> Result<Vec<String>, SettingsProblem> {
        match self.raw {
            Raw::Ini(text) => {
                let text = self.substitute(text)?;
                Ok(parts(text.split(['\n', ','])))
            }
            Raw::Toml(value) => self.toml_list(value),
        }
    }

    /// Returns a list of regexes, which an INI file separates by line ends alone. The analysis,
    /// which uses the regexes, checks that each is valid.
    pub(super) fn regexes(&mut self) -> Result<Vec<String>, SettingsProblem> {
        match self.raw {
            Raw::Ini(text) => {
                let text = self.substitute(text)?;
                Ok(parts(text.split(LINE_ENDS)))
            }
            Raw::Toml(value) => {
                let list = self.toml_list(value)?;
                Ok(parts(list.iter().map(String::as_str)))
            }
        }
    }

    fn toml_list(&mut self, value: &toml::Value) -> Result<Vec<String>, SettingsProblem> {
        let toml::Value::Array(items) = value else {
            return Err(self.type_error("a list"));
        };
        items
            .iter()
            .map(|item| match item {
                toml::Value::String(text) => self.substitute(text),
                _ => Err(self.type_error("a list of texts")),
            })
            .collect()
    }

    fn substitute(&mut self, text: &str) -> Result<String, SettingsProblem> {
        let Substituted { text, missing, undefined, is_too_long } =
            substitute(text, self.environment);
        let (section, option) = (self.section.to_owned(), self.option.to_owned());
        if is_too_long {
            return Err(SettingsProblem::TooLongValue { section, option, limit: MAX_LENGTH });
        }
        if self.environment.is_known() {
            return match undefined {
                Some(variable) => Err(SettingsProblem::Undefined { section, option, variable }),
                None => Ok(text),
            };
        }
        for (variable, used) in missing {
            self.warnings.push(SettingsWarning::Variable {
                file: self.file.to_owned(),
                section: section.clone(),
                option: option.clone(),
                variable,
                used,
            });
        }
        Ok(text)
    }

    fn type_error(&self, wanted: &'static str) -> SettingsProblem {
        SettingsProblem::WrongType {
            section: self.section.to_owned(),
            option: self.option.to_owned(),
            value: match self.raw {
                Raw::Ini(text) | Raw::Toml(toml::Value::String(text)) => text.clone(),
                Raw::Toml(value) => value.to_string(),
            },
            wanted,
        }
    }
}

/// The line ends at which Python's `str.splitlines` splits.
const LINE_ENDS: [char; 10] =
    ['\n', '\r', '\u{b}', '\u{c}', '\u{1c}', '\u{1d}', '\u{1e}', '\u{85}', '\u{2028}', '\u{2029}'];

/// Trims the parts and drops empty ones.
fn parts<'a>(parts: impl Iterator<Item = &'a str>) -> Vec<String> {
    parts.map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned).collect()
}

/// Parses a whole number as Python's `int` does.
pub fn python_integer(text: &str) -> Option<i64> {
    digits(text)?.parse().ok()
}

/// Parses a number as Python's `float` does.
pub fn python_float(text: &str) -> Option<f64> {
    digits(text)?.parse().ok()
}

/// Converts a number from Python's notation to Rust's: trims blanks, and removes single underscores
/// between digits.
fn digits(text: &str) -> Option<String> {
    let text = text.trim();
    let misplaced = text.starts_with('_') || text.ends_with('_') || text.contains("__");
    (!misplaced).then(|| text.replace('_', ""))
}

/// Returns the path with a leading `~` replaced.
pub(super) fn expand_user(path: &str, environment: &Environment) -> String {
    let home = environment.get("HOME").map(|home| home.trim_end_matches('/'));
    match (path.strip_prefix('~'), home) {
        (Some(rest), Some(home)) if rest.is_empty() || rest.starts_with('/') => {
            let expanded = format!("{home}{rest}");
            if expanded.is_empty() { "/".to_owned() } else { expanded }
        }
        _ => path.to_owned(),
    }
}
