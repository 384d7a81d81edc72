//! Splits a settings file, INI or TOML, into sections of raw values.

use super::SettingsProblem;
use super::ini::Ini;

/// The largest settings file: a hundred times as large as people write.
const MAX_SIZE: usize = 1 << 20;

/// A settings file.
pub(super) struct Document {
    content: Content,
    /// Whether it is coverage.py's own file, whose sections need no prefix.
    own: bool,
}

enum Content {
    Ini(Ini),
    Toml(toml::Table),
}

/// A section of the file.
pub(super) struct Section {
    /// Its name as the file spells it.
    pub(super) name: String,
    /// Its options, in order.
    pub(super) options: Vec<(String, Raw)>,
}

/// A value as the file spells it.
#[derive(Clone)]
pub(super) enum Raw {
    /// Text of an INI file, which may be of any type.
    Ini(String),
    /// A value of TOML, which has a type.
    Toml(toml::Value),
}

impl Document {
    /// Parses a file.
    pub(super) fn read(
        content: &[u8],
        is_toml: bool,
        own: bool,
    ) -> Result<Document, SettingsProblem> {
        if content.len() > MAX_SIZE {
            return Err(SettingsProblem::TooLarge { limit: MAX_SIZE });
        }
        let text = std::str::from_utf8(content).map_err(|_| SettingsProblem::NotUtf8)?;
        // Editors on Windows begin UTF-8 files with a byte order mark.
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let content = if is_toml {
            let table = text.parse().map_err(|error: toml::de::Error| {
                SettingsProblem::Toml(error.to_string().trim_end().replace('\n', " "))
            })?;
            Content::Toml(table)
        } else {
            Content::Ini(Ini::read(text)?)
        };
        Ok(Document { content, own })
    }

    /// Returns true if the file has the [section](Document::section) that coverage.py calls `name`.
    pub(super) fn has_section(&self, name: &str) -> Result<bool, SettingsProblem> {
        match &self.content {
            Content::Ini(ini) => {
                let prefixed = ini.has_section(&format!("coverage:{name}"));
                Ok(prefixed || self.own && ini.has_section(name))
            }
            Content::Toml(table) => {
                let prefixed = toml_section(table, &format!("tool.coverage.{name}"))?.is_some();
                Ok(prefixed || self.own && toml_section(table, name)?.is_some())
            }
        }
    }

    /// Returns the section that coverage.py calls `name`: the one with the prefix, or, in
    /// coverage.py's own files, else the one without.
    pub(super) fn section(&self, name: &str) -> Result<Option<Section>, SettingsProblem> {
        let prefix = match self.content {
            Content::Ini(_) => "coverage:",
            Content::Toml(_) => "tool.coverage.",
        };
        for prefix in [prefix, ""].into_iter().take(if self.own { 2 } else { 1 }) {
            let full = format!("{prefix}{name}");
            let options = match &self.content {
                Content::Ini(ini) => ini.section(&full).map(|options| {
                    let raw = |value: &str| Raw::Ini(value.to_owned());
                    options
                        .iter()
                        .map(|(option, value)| ((*option).to_owned(), raw(value)))
                        .collect()
                }),
                Content::Toml(table) => toml_section(table, &full)?.map(|table| {
                    let raw = |value: &toml::Value| Raw::Toml(value.clone());
                    table.iter().map(|(option, value)| (option.clone(), raw(value))).collect()
                }),
            };
            if let Some(options) = options {
                return Ok(Some(Section { name: full, options }));
            }
        }
        Ok(None)
    }
}

/// Returns the table at a dotted path.
fn toml_section<'a>(
    document: &'a toml::Table,
    path: &str,
) -> Result<Option<&'a toml::Table>, SettingsProblem> {
    let mut table = document;
    for part in path.split('.') {
        match table.get(part) {
            None => return Ok(None),
            Some(toml::Value::Table(inner)) => table = inner,
            Some(_) => return Err(SettingsProblem::NotATable(path.to_owned())),
        }
    }
    Ok(Some(table))
}
