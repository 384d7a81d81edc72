//! From the regular expressions of Python's `re` to those of the `regex` and `fancy-regex` crates.
//!
//! The dialects are close, but each difference would change in silence what is excluded: what a
//! brace or bracket means where it stands alone, what `\Z`, `\s` and `{,3}` are, which escapes
//! exist. So every construct is read by Python's rules and written out explicitly.

mod escapes;
mod groups;
mod quantifiers;

use std::fmt::Write;
use std::iter::Peekable;
use std::str::Chars;

use groups::Groups;

/// A pattern in the new dialect.
pub(crate) struct Translated {
    pub(crate) regex: String,
    /// Whether only a backtracking engine can run it.
    pub(crate) needs_backtracking: bool,
    /// Whether it holds for texts of [`Texts::Ascii`] alone.
    pub(crate) ascii_alone: bool,
}

/// What a pattern is to be searched for in.
///
/// Which characters beyond ASCII are part of words, Python sees differently from the engines. That
/// only a backtracking engine can be told, but most sources do not need it.
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
    /// How many characters the item that was read last takes, if always the same number.
    width: Option<usize>,
    depth: usize,
}

/// What the inside of a group is like.
struct Inside {
    alternatives: usize,
    /// How many characters it takes, if always the same number.
    width: Option<usize>,
}

/// What was read last, as a quantifier sees it.
enum Read {
    /// Can be repeated.
    Item,
    /// A place in the text, such as `^`, which Python does not repeat.
    Place,
    /// Nothing: the item before it is what would be repeated.
    Comment,
}

fn sum(one: Option<usize>, other: Option<usize>) -> Option<usize> {
    one?.checked_add(other?)
}

impl<'p> Translator<'p> {
    /// Reads `(?i)` and the like at the very start, where they hold for everything.
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

    /// Reads up to the end of the group at hand.
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
        // Where the item starts that a quantifier would repeat.
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
                Read::Place => item = None,
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

    /// Reads what stands between quantifiers, and tells what it was.
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
                        return Ok(Read::Place);
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
            // The engine's notion of case is not Python's.
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
    fn braces_and_brackets_that_stand_alone() {
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
