//! INI files by the rules of Python's configparser, as coverage.py sets it up.
//!
//! No reader of other INI dialects will do: continuation lines by indentation, full-line comments
//! only, names of options in lower case, both `=` and `:`, and repetition being an error decide
//! what a value is.

use std::collections::HashSet;

use super::SettingsProblem;

/// The section whose options every other section has too.
const DEFAULT: &str = "DEFAULT";

/// The sections of a file, in order.
pub(super) struct Ini {
    sections: Vec<IniSection>,
}

/// A section: its options in order, their values with line ends where they had them.
pub(super) struct IniSection {
    name: String,
    options: Vec<(String, String)>,
}

impl Ini {
    /// Reads a file.
    pub(super) fn read(text: &str) -> Result<Ini, SettingsProblem> {
        let mut parser = Parser::default();
        let text = text.replace("\r\n", "\n").replace('\r', "\n");
        // A malformed line is told only if nothing worse follows.
        let mut malformed = None;
        for (number, line) in (1..).zip(text.split('\n')) {
            if !parser.line(number, line)? {
                malformed.get_or_insert(SettingsProblem::Malformed { line: number });
            }
        }
        match malformed {
            Some(problem) => Err(problem),
            None => Ok(Ini { sections: parser.finish() }),
        }
    }

    /// The options of a section, those of the default section behind its own.
    pub(super) fn section(&self, name: &str) -> Option<Vec<(&str, &str)>> {
        let find = |name: &str| self.sections.iter().find(|section| section.name == name);
        let own = find(name).filter(|_| name != DEFAULT)?;
        let mut options: Vec<(&str, &str)> =
            own.options.iter().map(|(option, value)| (option.as_str(), value.as_str())).collect();
        for (option, value) in find(DEFAULT).map_or(&[][..], |section| &section.options) {
            if !options.iter().any(|(name, _)| name == option) {
                options.push((option, value));
            }
        }
        Some(options)
    }
}

#[derive(Default)]
struct Parser {
    sections: Vec<IniSection>,
    /// The indentation of the line that began the option, in characters.
    indent: usize,
    /// The options that the section has.
    known: HashSet<String>,
    /// Whether a further-indented line goes on with the last option.
    in_option: bool,
}

impl Parser {
    /// Takes in a line; tells whether it is well-formed.
    fn line(&mut self, number: usize, line: &str) -> Result<bool, SettingsProblem> {
        let value = line.trim();
        if value.starts_with(['#', ';']) {
            return Ok(true);
        }
        if value.is_empty() {
            // An empty line may be part of a value.
            if let Some(last) = self.value() {
                last.push('\n');
            }
            return Ok(true);
        }
        let indent = line.chars().take_while(|c| c.is_whitespace()).count();
        let deeper = indent > self.indent;
        if let Some(last) = self.value().filter(|_| deeper) {
            last.push('\n');
            last.push_str(value);
            return Ok(true);
        }
        self.indent = indent;
        if let Some(name) = section_name(value) {
            return self.begin_section(number, name).map(|()| true);
        }
        let Some(section) = self.sections.last_mut() else {
            return Err(SettingsProblem::NoSection { line: number });
        };
        let Some((option, value)) = value.split_once(['=', ':']) else {
            return Ok(false);
        };
        let option = option.trim_end().to_lowercase();
        if !self.known.insert(option.clone()) {
            let section = section.name.clone();
            return Err(SettingsProblem::DuplicateOption { line: number, section, option });
        }
        let well_formed = !option.is_empty();
        section.options.push((option, value.trim().to_owned()));
        self.in_option = true;
        Ok(well_formed)
    }

    fn begin_section(&mut self, line: usize, name: &str) -> Result<(), SettingsProblem> {
        self.in_option = false;
        self.known.clear();
        if name == DEFAULT {
            // It alone may come in several parts: they are moved to be one.
            let known = self.sections.iter().position(|section| section.name == name);
            if let Some(at) = known {
                let section = self.sections.remove(at);
                self.known.extend(section.options.iter().map(|(option, _)| option.clone()));
                self.sections.push(section);
                return Ok(());
            }
        } else if self.sections.iter().any(|section| section.name == name) {
            return Err(SettingsProblem::DuplicateSection { line, section: name.to_owned() });
        }
        self.sections.push(IniSection { name: name.to_owned(), options: Vec::new() });
        Ok(())
    }

    /// The value that a continuation line would go on with.
    fn value(&mut self) -> Option<&mut String> {
        if !self.in_option {
            return None;
        }
        let (_, value) = self.sections.last_mut()?.options.last_mut()?;
        Some(value)
    }

    fn finish(mut self) -> Vec<IniSection> {
        for (_, value) in self.sections.iter_mut().flat_map(|section| &mut section.options) {
            value.truncate(value.trim_end().len());
        }
        self.sections
    }
}

/// The name in a section's line: from the first bracket to the last, at least a character.
fn section_name(line: &str) -> Option<&str> {
    let (name, _) = line.strip_prefix('[')?.rsplit_once(']')?;
    (!name.is_empty()).then_some(name)
}
