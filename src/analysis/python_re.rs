//! From the regular expressions of Python's `re` to those of the `regex` and `fancy-regex` crates.
//!
//! The dialects are close, but each difference would change in silence what is excluded: what a
//! brace or bracket means where it stands alone, what `\Z`, `\s` and `{,3}` are, which escapes
//! exist. So every construct is read by Python's rules and written out explicitly.

mod escapes;

use std::fmt::Write;
use std::iter::Peekable;
use std::str::Chars;

/// A pattern in the new dialect.
pub(crate) struct Translated {
    pub(crate) regex: String,
    /// Whether only a backtracking engine can run it.
    pub(crate) needs_backtracking: bool,
}

/// Groups nested deeper than this are refused; nobody writes such patterns.
const MAX_DEPTH: usize = 100;

/// Translates a pattern that Python would compile with the flag MULTILINE.
pub(crate) fn translate(pattern: &str) -> Result<Translated, String> {
    let mut translator = Translator {
        rest: pattern.chars().peekable(),
        out: String::new(),
        fancy: false,
        flags: Flags { multiline: true, ..Flags::default() },
        depth: 0,
    };
    translator.global_flags(pattern)?;
    translator.alternatives()?;
    if translator.rest.next().is_some() {
        return Err("unbalanced parenthesis".to_owned());
    }
    Ok(Translated { regex: translator.out, needs_backtracking: translator.fancy })
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
    flags: Flags,
    depth: usize,
}

impl<'p> Translator<'p> {
    /// Reads `(?i)` and the like at the very start, where they hold for everything.
    fn global_flags(&mut self, pattern: &'p str) -> Result<(), String> {
        let mut left = pattern;
        while let Some((flags, rest)) = left.strip_prefix("(?").and_then(|p| p.split_once(')'))
            && !flags.is_empty()
            && flags.chars().all(|flag| flag.is_ascii_alphabetic())
        {
            for flag in flags.chars() {
                self.flags.set(flag, true)?;
            }
            left = rest;
        }
        self.rest = left.chars().peekable();
        if self.flags.ignore_case {
            self.out.push_str("(?i)");
        }
        Ok(())
    }

    /// Reads up to the end of the group at hand.
    fn alternatives(&mut self) -> Result<(), String> {
        // Where the item starts that a quantifier would repeat.
        let mut item = None;
        while let Some(&next) = self.rest.peek() {
            let start = self.out.len();
            match next {
                ')' => return Ok(()),
                '|' => {
                    self.rest.next();
                    self.out.push('|');
                    item = None;
                    continue;
                }
                '*' | '+' | '?' => {
                    self.rest.next();
                    self.quantify(item.take(), &next.to_string())?;
                    continue;
                }
                '{' => {
                    if let Some(bounds) = self.bounds() {
                        self.quantify(item.take(), &bounds)?;
                        continue;
                    }
                    self.rest.next();
                    self.literal('{');
                }
                '(' => {
                    if !self.group()? {
                        continue;
                    }
                }
                '[' => self.class()?,
                '\\' => self.escape()?,
                ' ' | '\t' | '\n' | '\r' | '\x0b' | '\x0c' if self.flags.verbose => {
                    self.rest.next();
                    continue;
                }
                '#' if self.flags.verbose => {
                    self.rest.by_ref().find(|&c| c == '\n');
                    continue;
                }
                other => {
                    self.rest.next();
                    match other {
                        '.' if self.flags.dot_all => self.out.push_str("(?s:.)"),
                        '.' => self.out.push_str(r"[^\n]"),
                        '^' if self.flags.multiline => self.out.push_str("(?m:^)"),
                        '^' => self.out.push_str(r"\A"),
                        '$' if self.flags.multiline => self.out.push_str("(?m:$)"),
                        '$' => {
                            self.fancy = true;
                            self.out.push_str(r"(?=\n?\z)");
                        }
                        other => self.literal(other),
                    }
                }
            }
            item = Some(start);
        }
        Ok(())
    }

    fn literal(&mut self, c: char) {
        if c.is_alphanumeric() || c == '_' || c == ' ' {
            self.out.push(c);
        } else {
            let _ = write!(self.out, r"\x{{{:x}}}", u32::from(c));
        }
    }

    /// Reads `{2}`, `{2,}`, `{,3}` or `{2,3}`; anything else is a brace that stands for itself.
    fn bounds(&mut self) -> Option<String> {
        let mut ahead = self.rest.clone();
        ahead.next();
        let mut digits = || {
            let mut number = String::new();
            while let Some(digit) = ahead.next_if(char::is_ascii_digit) {
                number.push(digit);
            }
            (number, ahead.next())
        };
        let bounds = match digits() {
            (n, Some('}')) if !n.is_empty() => format!("{{{n}}}"),
            (low, Some(',')) => {
                let (high, Some('}')) = digits() else { return None };
                format!("{{{},{high}}}", if low.is_empty() { "0" } else { &low })
            }
            _ => return None,
        };
        self.rest = ahead;
        Some(bounds)
    }

    fn quantify(&mut self, item: Option<usize>, quantifier: &str) -> Result<(), String> {
        let Some(item) = item else { return Err("nothing to repeat".to_owned()) };
        self.out.push_str(quantifier);
        match self.rest.peek() {
            Some('?') => {
                self.rest.next();
                self.out.push('?');
            }
            // A possessive quantifier is an atomic group around a greedy one.
            Some('+') => {
                self.rest.next();
                self.fancy = true;
                self.out.insert_str(item, "(?>");
                self.out.push(')');
            }
            _ => {}
        }
        Ok(())
    }

    /// Reads a group; tells whether it is an item that can be repeated.
    fn group(&mut self) -> Result<bool, String> {
        self.rest.next();
        let flags = self.flags;
        if self.rest.next_if_eq(&'?').is_none() {
            self.out.push('(');
        } else {
            match self.rest.next() {
                Some(':') => self.out.push_str("(?:"),
                Some('P') => match self.rest.next() {
                    Some('<') => {
                        let name = self.name('>')?;
                        let _ = write!(self.out, "(?P<{name}>");
                    }
                    Some('=') => {
                        let name = self.name(')')?;
                        self.fancy = true;
                        let _ = write!(self.out, "(?P={name})");
                        return Ok(true);
                    }
                    _ => return Err("unknown extension ?P".to_owned()),
                },
                Some('#') => {
                    return match self.rest.find(|&c| c == ')') {
                        Some(_) => Ok(false),
                        None => Err("missing ), unterminated comment".to_owned()),
                    };
                }
                Some(look @ ('=' | '!' | '>')) => {
                    self.fancy = true;
                    let _ = write!(self.out, "(?{look}");
                }
                Some('<') => match self.rest.next() {
                    Some(look @ ('=' | '!')) => {
                        self.fancy = true;
                        let _ = write!(self.out, "(?<{look}");
                    }
                    _ => return Err("unknown extension ?<".to_owned()),
                },
                Some('(') => {
                    let name = self.name(')')?;
                    self.fancy = true;
                    let numbered = name.chars().all(|c| c.is_ascii_digit());
                    let (open, close) = if numbered { ("", "") } else { ("<", ">") };
                    let _ = write!(self.out, "(?({open}{name}{close})");
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
        self.alternatives()?;
        self.depth -= 1;
        self.flags = flags;
        if self.rest.next().is_none() {
            return Err("missing ), unterminated subpattern".to_owned());
        }
        self.out.push(')');
        Ok(true)
    }

    /// Reads the flags of a group such as `(?i-s:…)`.
    fn scoped_flags(&mut self, first: char) -> Result<(), String> {
        let mut on = true;
        let mut flag = first;
        loop {
            match flag {
                '-' => on = false,
                ':' => break,
                ')' => return Err("global flags not at the start of the expression".to_owned()),
                flag => self.flags.set(flag, on)?,
            }
            flag = self.rest.next().ok_or("missing -, : or )")?;
        }
        // Of the flags, only this one is left to the engine.
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

#[cfg(test)]
mod tests {
    use super::translate;

    fn matches(pattern: &str, text: &str) -> Option<String> {
        let translated = translate(pattern).unwrap();
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
            let refused = match translate(pattern) {
                Err(_) => true,
                Ok(translated) => fancy_regex::Regex::new(&translated.regex).is_err(),
            };
            assert!(refused, "{pattern}");
        }
    }
}
