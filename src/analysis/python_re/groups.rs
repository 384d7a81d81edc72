//! Translates groups, and checks the references to them.

use std::fmt::Write;

use super::{CONFLICT, Read, Translator};

/// The deepest nesting of groups; nobody writes deeper patterns.
const MAX_DEPTH: usize = 100;

/// The effect of a group besides grouping.
#[derive(Clone, Copy)]
enum Kind {
    Plain,
    Conditional,
    Ahead,
    Behind,
}

/// The groups so far, from left to right.
#[derive(Default)]
pub(super) struct Groups {
    groups: Vec<Group>,
    /// The highest number that a condition refers to; the group may come later.
    awaited: usize,
}

struct Group {
    name: Option<String>,
    is_open: bool,
    /// Its width in characters, if it is constant.
    width: Option<usize>,
}

impl Groups {
    /// Begins a group, and returns its index for [`Groups::close`].
    pub(super) fn open(&mut self, name: Option<&str>) -> Result<usize, String> {
        if let Some(name) = name {
            if name.starts_with(|c: char| c.is_numeric()) {
                return Err(format!("bad character in group name '{name}'"));
            }
            if self.position(name).is_some() {
                return Err(format!("redefinition of group name '{name}'"));
            }
        }
        self.groups.push(Group { name: name.map(str::to_owned), is_open: true, width: None });
        Ok(self.groups.len() - 1)
    }

    pub(super) fn close(&mut self, group: usize, width: Option<usize>) {
        if let Some(group) = self.groups.get_mut(group) {
            group.is_open = false;
            group.width = width;
        }
    }

    /// Resolves a backreference by name or by number from 1, and returns the width of the group.
    pub(super) fn refer(&self, name: &str) -> Result<Option<usize>, String> {
        let number = name.parse().ok().and_then(|number: usize| number.checked_sub(1));
        match self.position(name).or(number).and_then(|group| self.groups.get(group)) {
            None => Err(format!("there is no group {name} to refer to")),
            Some(group) if group.is_open => Err("cannot refer to an open group".to_owned()),
            Some(group) => Ok(group.width),
        }
    }

    /// Registers a condition on a group, by number or by name.
    pub(super) fn condition(&mut self, name: &str) -> Result<(), String> {
        if !name.chars().all(|c| c.is_ascii_digit()) {
            return match self.position(name) {
                Some(_) => Ok(()),
                None => Err(format!("unknown group name '{name}'")),
            };
        }
        match name.parse() {
            Ok(0) | Err(_) => Err("bad group number".to_owned()),
            Ok(number) => {
                self.awaited = self.awaited.max(number);
                Ok(())
            }
        }
    }

    /// Checks at the end of the pattern that all groups of conditions exist.
    pub(super) fn check(&self) -> Result<(), String> {
        if self.awaited <= self.groups.len() {
            Ok(())
        } else {
            Err(format!("invalid group reference {}", self.awaited))
        }
    }

    fn position(&self, name: &str) -> Option<usize> {
        self.groups.iter().position(|group| group.name.as_deref() == Some(name))
    }
}

impl Translator<'_> {
    /// Reads a group, or a comment, which has the syntax of a group.
    pub(super) fn group(&mut self) -> Result<Read, String> {
        self.rest.next();
        let flags = self.flags;
        let mut captures = None;
        let mut kind = Kind::Plain;
        if self.rest.next_if_eq(&'?').is_none() {
            captures = Some(self.groups.open(None)?);
            self.out.push('(');
        } else {
            match self.rest.next() {
                Some(':') => self.out.push_str("(?:"),
                Some('P') => match self.rest.next() {
                    Some('<') => {
                        let name = self.name('>')?;
                        captures = Some(self.groups.open(Some(&name))?);
                        let _ = write!(self.out, "(?P<{name}>");
                    }
                    Some('=') => {
                        let name = self.name(')')?;
                        self.width = self.groups.refer(&name)?;
                        self.fancy = true;
                        let _ = write!(self.out, "(?P={name})");
                        return Ok(Read::Item);
                    }
                    _ => return Err("unknown extension ?P".to_owned()),
                },
                Some('#') => {
                    return match self.rest.find(|&c| c == ')') {
                        Some(_) => Ok(Read::Comment),
                        None => Err("missing ), unterminated comment".to_owned()),
                    };
                }
                Some(look @ ('=' | '!' | '>')) => {
                    self.fancy = true;
                    kind = if look == '>' { Kind::Plain } else { Kind::Ahead };
                    let _ = write!(self.out, "(?{look}");
                }
                Some('<') => match self.rest.next() {
                    Some(look @ ('=' | '!')) => {
                        self.fancy = true;
                        kind = Kind::Behind;
                        let _ = write!(self.out, "(?<{look}");
                    }
                    _ => return Err("unknown extension ?<".to_owned()),
                },
                Some('(') => {
                    let name = self.name(')')?;
                    self.groups.condition(&name)?;
                    kind = Kind::Conditional;
                    self.fancy = true;
                    let numbered = name.chars().all(|c| c.is_ascii_digit());
                    let (open, close) = if numbered { ("", "") } else { ("<", ">") };
                    // The engine treats a condition without alternatives as an assertion.
                    let _ = write!(self.out, "(?({open}{name}{close})(?=)");
                }
                Some(flag) if flag == '-' || flag.is_ascii_alphabetic() => {
                    self.scoped_flags(flag)?;
                }
                _ => return Err("unknown extension after (?".to_owned()),
            }
        }
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err("its groups are nested too deeply".to_owned());
        }
        let inside = self.alternatives()?;
        self.width = match (kind, inside.alternatives) {
            (Kind::Conditional, 3..) => {
                return Err("conditional backref with more than two branches".to_owned());
            }
            (Kind::Behind, _) if inside.width.is_none() => {
                return Err("look-behind requires fixed-width pattern".to_owned());
            }
            (Kind::Ahead | Kind::Behind, _) => Some(0),
            // Without the condition, nothing is consumed.
            (Kind::Conditional, 1) => inside.width.filter(|&width| width == 0),
            _ => inside.width,
        };
        self.depth -= 1;
        self.flags = flags;
        if self.rest.next().is_none() {
            return Err("missing ), unterminated subpattern".to_owned());
        }
        self.out.push(')');
        if let Some(group) = captures {
            self.groups.close(group, self.width);
        }
        Ok(Read::Item)
    }

    /// Reads the flags of a group such as `(?i-s:…)`.
    fn scoped_flags(&mut self, first: char) -> Result<(), String> {
        let mut seen = String::new();
        let mut flag = first;
        while flag != ':' {
            match flag {
                'a' if seen.contains('u') => return Err(CONFLICT.to_owned()),
                'u' if seen.contains('a') => return Err(CONFLICT.to_owned()),
                '-' if !seen.contains('-') => {}
                ')' => return Err("global flags not at the start of the expression".to_owned()),
                flag if seen.contains('-') && seen.contains(flag) => {
                    return Err(format!("flag '{flag}' turned on and off"));
                }
                flag => self.flags.set(flag, !seen.contains('-'))?,
            }
            seen.push(flag);
            flag = self.rest.next().ok_or("missing -, : or )")?;
        }
        if seen.ends_with('-') {
            return Err("missing flag".to_owned());
        }
        // Only this flag is left to the engine.
        self.out.push_str(if self.flags.ignore_case { "(?i:" } else { "(?-i:" });
        Ok(())
    }

    fn name(&mut self, end: char) -> Result<String, String> {
        let mut name = String::new();
        loop {
            match self.rest.next() {
                Some(c) if c == end && !name.is_empty() => return Ok(name),
                Some(c) if c.is_alphanumeric() || c == '_' => name.push(c),
                _ => return Err(format!("bad group name '{name}'")),
            }
        }
    }
}
