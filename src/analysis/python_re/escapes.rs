//! Translates escapes and character classes.

use std::fmt::Write;

use super::{Read, Texts, Translator};

/// The letters that Python, unlike the engines, treats as equal when it ignores case.
const LETTERS_I: [char; 4] = ['i', 'I', '\u{130}', '\u{131}'];

impl Translator<'_> {
    /// Reads an escape outside a class.
    pub(super) fn escape(&mut self) -> Result<Read, String> {
        self.rest.next();
        let Some(c) = self.rest.next() else {
            return Err("bad escape (end of pattern)".to_owned());
        };
        match c {
            'A' | 'Z' | 'z' | 'b' | 'B' => {
                self.width = Some(0);
                self.boundary(c);
                return Ok(Read::Anchor);
            }
            'd' | 'D' | 'w' | 'W' | 's' | 'S' => self.category(c),
            '0' => {
                let value = self.octal(0, 2);
                self.code_point(value)?;
            }
            '1'..='9' => self.reference(c)?,
            _ => {
                let c = self.character_escape(c)?;
                self.literal(c);
            }
        }
        Ok(Read::Item)
    }

    fn boundary(&mut self, c: char) {
        match c {
            'A' => self.out.push_str(r"\A"),
            'Z' | 'z' => self.out.push_str(r"\z"),
            c if self.texts == Texts::Ascii => {
                self.ascii_alone = true;
                let _ = write!(self.out, r"\{c}");
            }
            c => {
                self.fancy = true;
                let w = if self.flags.ascii { "[a-zA-Z0-9_]" } else { r"[\p{L}\p{N}_]" };
                let (same, other) = if c == 'b' { ('!', '=') } else { ('=', '!') };
                let _ = write!(self.out, "(?:(?<={w})(?{same}{w})|(?<!{w})(?{other}{w}))");
            }
        }
    }

    /// Reads a backreference, or an octal escape of three digits.
    fn reference(&mut self, first: char) -> Result<(), String> {
        let mut ahead = self.rest.clone();
        let digits: Vec<u32> = std::iter::once(first)
            .chain(ahead.by_ref())
            .take(3)
            .map_while(|c| c.to_digit(10))
            .collect();
        if let [a @ 0..=3, b @ 0..=7, c @ 0..=7] = digits[..] {
            self.rest.nth(1);
            return self.code_point(a * 64 + b * 8 + c);
        }
        let mut number = first.to_string();
        if let Some(digit) = self.rest.next_if(char::is_ascii_digit) {
            number.push(digit);
        }
        self.width = self.groups.refer(&number)?;
        self.fancy = true;
        let _ = write!(self.out, r"(?:\{number})");
        Ok(())
    }

    fn octal(&mut self, start: u32, most: usize) -> u32 {
        let mut value = start;
        for _ in 0..most {
            match self.rest.next_if(|c| ('0'..='7').contains(c)) {
                Some(digit) => value = value * 8 + digit.to_digit(8).unwrap_or_default(),
                None => break,
            }
        }
        value
    }

    fn code_point(&mut self, value: u32) -> Result<(), String> {
        let c = char::from_u32(value).ok_or("bad character code")?;
        self.literal(c);
        Ok(())
    }

    /// Returns the character of an escape, inside or outside a class.
    fn character_escape(&mut self, c: char) -> Result<char, String> {
        let digits = match c {
            'a' => return Ok('\x07'),
            'f' => return Ok('\x0c'),
            'n' => return Ok('\n'),
            'r' => return Ok('\r'),
            't' => return Ok('\t'),
            'v' => return Ok('\x0b'),
            'x' => 2,
            'u' => 4,
            'U' => 8,
            'N' => {
                let why =
                    r"characters by name (\N{…}) are not supported; write the character itself";
                return Err(why.to_owned());
            }
            c if c.is_ascii_alphanumeric() => return Err(format!(r"bad escape \{c}")),
            c => return Ok(c),
        };
        let mut value = 0_u32;
        for _ in 0..digits {
            let digit = self.rest.next().and_then(|d| d.to_digit(16));
            let digit = digit.ok_or_else(|| format!(r"incomplete escape \{c}"))?;
            value = value.checked_mul(16).and_then(|v| v.checked_add(digit)).ok_or("bad escape")?;
        }
        char::from_u32(value).ok_or_else(|| format!(r"bad escape \{c}"))
    }

    /// Writes a category as a class of its own, which may be nested in another class.
    fn category(&mut self, c: char) {
        let positive = match (c.to_ascii_lowercase(), self.flags.ascii) {
            ('d', false) => r"\p{Nd}",
            ('d', true) => "0-9",
            ('w', false) => r"\p{L}\p{N}_",
            ('w', true) => "a-zA-Z0-9_",
            // Python counts ASCII's four separators as whitespace.
            (_, false) => r"\s\x1c-\x1f",
            (_, true) => r"\t-\r\x20",
        };
        let negation = if c.is_ascii_uppercase() { "^" } else { "" };
        let _ = write!(self.out, "[{negation}{positive}]");
    }

    /// Reads a class such as `[^\w.-]`.
    pub(super) fn class(&mut self) -> Result<(), String> {
        self.rest.next();
        self.open_class();
        if self.rest.next_if_eq(&'^').is_some() {
            self.out.push('^');
        }
        let mut empty = true;
        loop {
            let c = self.rest.next().ok_or("unterminated character set")?;
            if c == ']' && !empty {
                break;
            }
            empty = false;
            let low = self.member(c)?;
            let mut ahead = self.rest.clone();
            let is_range = ahead.next() == Some('-') && ahead.next().is_some_and(|c| c != ']');
            let high = if is_range {
                self.rest.next();
                let c = self.rest.next().unwrap_or_default();
                self.member(c)?
            } else {
                low
            };
            match (low, high) {
                (None, None) if !is_range => {}
                (Some(low), Some(high)) if low <= high => self.range(low, high),
                _ => return Err("bad character range".to_owned()),
            }
        }
        self.close_class();
        Ok(())
    }

    /// Returns true if case is ignored for ASCII letters only.
    const fn ignores_ascii_case(&self) -> bool {
        self.flags.ignore_case && self.flags.ascii
    }

    pub(super) fn open_class(&mut self) {
        self.out.push_str(if self.ignores_ascii_case() { "(?-i:[" } else { "[" });
    }

    pub(super) fn close_class(&mut self) {
        self.out.push_str(if self.ignores_ascii_case() { "])" } else { "]" });
    }

    /// Writes a range of a class, with the letters that Python adds when it ignores case and the
    /// engine does not.
    pub(super) fn range(&mut self, low: char, high: char) {
        let _ = write!(self.out, r"\x{{{:x}}}-\x{{{:x}}}", u32::from(low), u32::from(high));
        if self.ignores_ascii_case() {
            let letters = ('a'..='z').chain('A'..='Z').filter(|c| (low..=high).contains(c));
            let other = |c: char| char::from_u32(u32::from(c) ^ 0x20);
            self.out.extend(letters.filter_map(other));
        } else if self.flags.ignore_case && LETTERS_I.iter().any(|c| (low..=high).contains(c)) {
            self.out.extend(LETTERS_I);
        }
    }

    /// Returns the character of a class member; writes a category and returns `None`.
    fn member(&mut self, c: char) -> Result<Option<char>, String> {
        if c != '\\' {
            return Ok(Some(c));
        }
        let c = self.rest.next().ok_or("unterminated character set")?;
        Ok(Some(match c {
            'd' | 'D' | 'w' | 'W' | 's' | 'S' => {
                self.category(c);
                return Ok(None);
            }
            'b' => '\x08',
            '0'..='7' => {
                let value = self.octal(c.to_digit(8).unwrap_or_default(), 2);
                char::from_u32(value).filter(|_| value <= 0o377).ok_or("bad octal escape")?
            }
            c => self.character_escape(c)?,
        }))
    }
}
