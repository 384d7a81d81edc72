//! Parses INI files by the rules of Python's configparser, as coverage.py sets it up.
//!
//! Parsers of other INI dialects read different values: configparser continues values by
//! indentation, allows only full-line comments, lowers option names, accepts `=` and `:`, and
//! refuses repetition.

use std::collections::{HashMap, HashSet};

use super::SettingsProblem;

/// The section whose options every section inherits.
const DEFAULT: &str = "DEFAULT";

/// The maximum number of sections and options in a file, together: a hundred times as many as
/// people write. Every section has the options of the default section too.
const MAX_ENTRIES: usize = 20_000;

/// The sections of a file.
pub(super) struct Ini {
    sections: Vec<IniSection>,
    /// The index of each section in `sections`, by name.
    names: HashMap<String, usize>,
}

/// A section: its options in order, with the line ends in their values.
struct IniSection {
    name: String,
    options: Vec<(String, String)>,
}

impl Ini {
    /// Reads a file.
    pub(super) fn read(text: &str) -> Result<Ini, SettingsProblem> {
        let mut parser = Parser::default();
        let text = text.replace("\r\n", "\n").replace('\r', "\n");
        // Report a malformed line only if no worse error follows.
        let mut malformed = None;
        for (number, line) in (1..).zip(text.split('\n')) {
            if !parser.line(number, line)? {
                malformed.get_or_insert(SettingsProblem::Malformed { line: number });
            }
            if parser.sections.len() + parser.known.len() > MAX_ENTRIES {
                return Err(SettingsProblem::TooManyEntries { limit: MAX_ENTRIES });
            }
        }
        match malformed {
            Some(problem) => Err(problem),
            None => Ok(parser.finish()),
        }
    }

    /// Returns the options of a section, followed by those of the default section.
    pub(super) fn section(&self, name: &str) -> Option<Vec<(&str, &str)>> {
        let own = self.find(name).filter(|_| name != DEFAULT)?;
        let names: HashSet<&str> = own.options.iter().map(|(option, _)| option.as_str()).collect();
        let inherited = self.find(DEFAULT).map_or(&[][..], |section| &section.options);
        let inherited = inherited.iter().filter(|(option, _)| !names.contains(option.as_str()));
        let options = own.options.iter().chain(inherited);
        Some(options.map(|(option, value)| (option.as_str(), value.as_str())).collect())
    }

    /// Returns true if the file has this section; the default one does not count.
    pub(super) fn has_section(&self, name: &str) -> bool {
        name != DEFAULT && self.names.contains_key(name)
    }

    fn find(&self, name: &str) -> Option<&IniSection> {
        self.sections.get(*self.names.get(name)?)
    }
}

#[derive(Default)]
struct Parser {
    sections: Vec<IniSection>,
    names: HashMap<String, usize>,
    /// The index of the current section in `sections`.
    current: usize,
    /// The indentation of the line that began the current option, in characters.
    indent: usize,
    /// The options so far, each with the index of its section.
    known: HashSet<(usize, String)>,
    /// Whether a line with more indentation continues the last option.
    in_option: bool,
}

impl Parser {
    /// Parses a line. Returns false if it is malformed.
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
        let Some(section) = self.sections.get_mut(self.current) else {
            return Err(SettingsProblem::NoSection { line: number });
        };
        let Some((option, value)) = value.split_once(['=', ':']) else {
            return Ok(false);
        };
        let option = option.trim_end().to_lowercase();
        if !self.known.insert((self.current, option.clone())) {
            let section = section.name.clone();
            return Err(SettingsProblem::DuplicateOption { line: number, section, option });
        }
        let well_formed = !option.is_empty();
        section.options.push((option, value.trim().to_owned()));
        self.in_option = true;
        Ok(well_formed)
    }

    /// Begins a section. Only the default section may occur several times.
    fn begin_section(&mut self, line: usize, name: &str) -> Result<(), SettingsProblem> {
        self.in_option = false;
        if let Some(&at) = self.names.get(name) {
            if name != DEFAULT {
                let section = name.to_owned();
                return Err(SettingsProblem::DuplicateSection { line, section });
            }
            self.current = at;
            return Ok(());
        }
        self.current = self.sections.len();
        self.names.insert(name.to_owned(), self.current);
        self.sections.push(IniSection { name: name.to_owned(), options: Vec::new() });
        Ok(())
    }

    /// Returns the value that a continuation line would extend.
    fn value(&mut self) -> Option<&mut String> {
        if !self.in_option {
            return None;
        }
        let (_, value) = self.sections.get_mut(self.current)?.options.last_mut()?;
        Some(value)
    }

    fn finish(mut self) -> Ini {
        for (_, value) in self.sections.iter_mut().flat_map(|section| &mut section.options) {
            value.truncate(value.trim_end().len());
        }
        Ini { sections: self.sections, names: self.names }
    }
}

/// Returns the name in a section's line: the text from the first bracket to the last, at least one
/// character.
fn section_name(line: &str) -> Option<&str> {
    let (name, _) = line.strip_prefix('[')?.rsplit_once(']')?;
    (!name.is_empty()).then_some(name)
}
