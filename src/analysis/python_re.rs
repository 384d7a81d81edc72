//! Translates regular expressions of Python's `re` for the `regex` and `fancy-regex` crates.
//!
//! The dialects are close, but each difference would silently change the excluded lines: the
//! meaning of a lone brace or bracket, of `\Z`, `\s` and `{,3}`, and the set of escapes. So the
//! translator parses every construct by Python's rules and writes it explicitly.

mod escapes;
mod groups;
mod quantifiers;

use std::fmt::Write;
use std::iter::Peekable;
use std::str::Chars;

use groups::Groups;

/// A translated pattern.
pub(crate) struct Translated {
    pub(crate) regex: String,
    /// Whether only a backtracking engine can run it.
    pub(crate) needs_backtracking: bool,
    /// Whether the translation is valid only for [`Texts::Ascii`].
    pub(crate) ascii_alone: bool,
}

/// The texts that a pattern will search.
///
/// Python's set of word characters beyond ASCII differs from that of the engines. Only the
/// backtracking engine can express Python's set, but most sources do not need it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Texts {
    Ascii,
    Any,
}

/// Translates a pattern that Python would compile with the flag MULTILINE.
pub(crate) fn translate(pattern: &str, texts: Texts) -> Result<Translated, String> {
    let mut translator = Translator {
        rest: pattern.chars().peekable(),
        out: String::new(),
        fancy: false,
        texts,
        ascii_alone: false,
        flags: Flags { multiline: true, ..Flags::default() },
        groups: Groups::default(),
        width: None,
        depth: 0,
    };
    translator.global_flags(pattern)?;
    translator.alternatives()?;
    if translator.rest.next().is_some() {
        return Err("unbalanced parenthesis".to_owned());
    }
    translator.groups.check()?;
    Ok(Translated {
        regex: translator.out,
        needs_backtracking: translator.fancy,
        ascii_alone: translator.ascii_alone,
    })
}

#[derive(Clone, Copy, Default)]
#[allow(clippy::struct_excessive_bools, reason = "Python's flags are independent of each other")]
struct Flags {
    ignore_case: bool,
    multiline: bool,
    dot_all: bool,
    verbose: bool,
    ascii: bool,
}

const CONFLICT: &str = "the flags 'a' and 'u' are incompatible";

impl Flags {
    fn set(&mut self, flag: char, on: bool) -> Result<(), String> {
        match flag {
            'i' => self.ignore_case = on,
            'm' => self.multiline = on,
            's' => self.dot_all = on,
            'x' => self.verbose = on,
            'a' if on => self.ascii = true,
            'u' if on => self.ascii = false,
            'L' => return Err("the flag 'L' is for bytes alone".to_owned()),
            other => return Err(format!("unknown flag '{other}'")),
        }
        Ok(())
    }
}

struct Translator<'p> {
    rest: Peekable<Chars<'p>>,
    out: String,
    fancy: bool,
    texts: Texts,
    ascii_alone: bool,
    flags: Flags,
    groups: Groups,
    /// The width in characters of the last item, if it is constant.
    width: Option<usize>,
    depth: usize,
}

/// The properties of the inside of a group.
struct Inside {
    alternatives: usize,
    /// Its width in characters, if it is constant.
    width: Option<usize>,
}

/// The last item, as a quantifier sees it.
enum Read {
    /// It can be repeated.
    Item,
    /// A position in the text, such as `^`, which Python does not repeat.
    Anchor,
    /// A comment: a quantifier applies to the item before it.
    Comment,
}

fn sum(one: Option<usize>, other: Option<usize>) -> Option<usize> {
    one?.checked_add(other?)
}

impl<'p> Translator<'p> {
    /// Reads flags such as `(?i)` at the very start, where they apply to the whole pattern.
    fn global_flags(&mut self, pattern: &'p str) -> Result<(), String> {
        let mut left = pattern;
        let mut seen = String::new();
        while let Some((flags, rest)) = left.strip_prefix("(?").and_then(|p| p.split_once(')'))
            && !flags.is_empty()
            && flags.chars().all(|flag| flag.is_ascii_alphabetic())
        {
            for flag in flags.chars() {
                self.flags.set(flag, true)?;
            }
            seen.push_str(flags);
            left = rest;
        }
        if seen.contains('a') && seen.contains('u') {
            return Err(CONFLICT.to_owned());
        }
        self.rest = left.chars().peekable();
        if self.flags.ignore_case {
            self.out.push_str("(?i)");
        }
        Ok(())
    }

    /// Reads up to the end of the current group.
    fn alternatives(&mut self) -> Result<Inside, String> {
        let mut inside = self.alternative()?;
        while self.rest.next_if_eq(&'|').is_some() {
            self.out.push('|');
            let width = self.alternative()?.width;
            inside.width = inside.width.filter(|_| inside.width == width);
            inside.alternatives += 1;
        }
        Ok(inside)
    }

    fn alternative(&mut self) -> Result<Inside, String> {
        let mut inside = Inside { alternatives: 1, width: Some(0) };
        // The start of the item that a quantifier would repeat.
        let mut item = None;
        self.width = Some(0);
        while let Some(&next) = self.rest.peek() {
            match next {
                ')' | '|' => break,
                '*' | '+' | '?' | '{' if let Some(times) = self.times(next)? => {
                    self.quantify(item.take(), times)?;
                    continue;
                }
                ' ' | '\t' | '\n' | '\r' | '\x0b' | '\x0c' if self.flags.verbose => {
                    self.rest.next();
                    continue;
                }
                '#' if self.flags.verbose => {
                    self.rest.by_ref().find(|&c| c == '\n');
                    continue;
                }
                _ => {}
            }
            let start = self.out.len();
            let before = self.width.replace(1);
            match self.item(next)? {
                Read::Item => item = Some(start),
                Read::Anchor => item = None,
                Read::Comment => {
                    self.width = before;
                    continue;
                }
            }
            inside.width = sum(inside.width, before);
        }
        inside.width = sum(inside.width, self.width);
        Ok(inside)
    }

    /// Reads one item, and returns its type.
    fn item(&mut self, next: char) -> Result<Read, String> {
        match next {
            '(' => return self.group(),
            '[' => self.class()?,
            '\\' => return self.escape(),
            other => {
                self.rest.next();
                match other {
                    '.' if self.flags.dot_all => self.out.push_str("(?s:.)"),
                    '.' => self.out.push_str(r"[^\n]"),
                    '^' | '$' => {
                        self.width = Some(0);
                        self.end_of_line(other);
                        return Ok(Read::Anchor);
                    }
                    other => self.literal(other),
                }
            }
        }
        Ok(Read::Item)
    }

    fn end_of_line(&mut self, end: char) {
        match end {
            '^' if self.flags.multiline => self.out.push_str("(?m:^)"),
            '^' => self.out.push_str(r"\A"),
            _ if self.flags.multiline => self.out.push_str("(?m:$)"),
            _ => {
                self.fancy = true;
                self.out.push_str(r"(?=\n?\z)");
            }
        }
    }

    fn literal(&mut self, c: char) {
        if self.flags.ignore_case {
            // The engine's case folding differs from Python's.
            self.open_class();
            self.range(c, c);
            self.close_class();
        } else if c.is_alphanumeric() || c == '_' || c == ' ' {
            self.out.push(c);
        } else {
            let _ = write!(self.out, r"\x{{{:x}}}", u32::from(c));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Texts, translate};

    fn matches(pattern: &str, text: &str) -> Option<String> {
        let translated = translate(pattern, Texts::Any).unwrap();
        let regex = fancy_regex::Regex::new(&translated.regex).unwrap();
        regex.find(text).unwrap().map(|found| found.as_str().to_owned())
    }

    #[test]
    fn lone_braces_and_brackets_are_literal() {
        assert_eq!(matches("a{,2}b{x}", "aab{x}").as_deref(), Some("aab{x}"));
        assert_eq!(matches("[]a]+", "]a").as_deref(), Some("]a"));
        assert_eq!(matches("[^]]+", "ab]").as_deref(), Some("ab"));
        assert_eq!(matches("[[&&x]+", "&[x").as_deref(), Some("&[x"));
        assert_eq!(matches("x]}", "x]}").as_deref(), Some("x]}"));
    }

    #[test]
    fn categories_are_pythons() {
        assert_eq!(matches(r"a\sb", "a\x1cb").as_deref(), Some("a\x1cb"));
        assert_eq!(matches(r"[^\s]+", "\x1dab").as_deref(), Some("ab"));
        assert_eq!(matches(r"[\W]", "é!").as_deref(), Some("!"));
        assert_eq!(matches(r"(?a)\w+", "é_a").as_deref(), Some("_a"));
    }

    #[test]
    fn ends_and_lines() {
        assert_eq!(matches(r"(?-m:a$)", "a\na\n").as_deref(), Some("a"));
        assert_eq!(matches(r"b\Z", "ab\nb").as_deref(), Some("b"));
        assert_eq!(matches("(?s)a.b", "a\nb").as_deref(), Some("a\nb"));
        assert_eq!(matches("a.b", "a\nb"), None);
    }

    #[test]
    fn verbose_patterns_and_comments() {
        assert_eq!(matches("(?x) a b # note\n c [ ] d", "abc d").as_deref(), Some("abc d"));
        assert_eq!(matches("a(?# note )b", "ab").as_deref(), Some("ab"));
        assert_eq!(matches("(?x:a b) c", "ab c").as_deref(), Some("ab c"));
    }

    #[test]
    fn possessive_and_octal() {
        assert_eq!(matches("a++a", "aaa"), None);
        assert_eq!(matches(r"\101\x42\0", "AB\0").as_deref(), Some("AB\0"));
    }

    #[test]
    fn what_python_refuses_is_refused() {
        for pattern in
            ["(", ")", "a**", "*", "[a", r"\q", "(?Pq)", "a(?i)", "[b-a]", r"\x1", "(?L)a"]
        {
            let refused = match translate(pattern, Texts::Any) {
                Err(_) => true,
                Ok(translated) => fancy_regex::Regex::new(&translated.regex).is_err(),
            };
            assert!(refused, "{pattern}");
        }
    }
}
