//! Skips strings, except the expressions in f-strings.

use memchr::{memchr2, memchr3};

use super::{Kind, Scan, TooDeep};

impl Scan<'_> {
    /// Reads a string whose quotes start here; for an f-string reads only the quotes.
    pub(super) fn string(&mut self, prefix: &[u8]) -> Result<(), TooDeep> {
        let quote = self.peek(0);
        let triple = self.peek(1) == quote && self.peek(2) == quote;
        self.at += if triple { 3 } else { 1 };
        self.operand();
        if prefix.iter().any(|byte| matches!(byte, b'f' | b'F' | b't' | b'T')) {
            return self.open(Kind::FString { quote, triple });
        }
        while let Some(rest) = self.bytes.get(self.at..).filter(|rest| !rest.is_empty()) {
            let found = if triple {
                memchr2(quote, b'\\', rest)
            } else {
                memchr3(quote, b'\\', b'\n', rest)
            };
            self.at += found.unwrap_or(rest.len());
            match self.peek(0) {
                b'\\' => self.at += 2,
                byte if byte == quote && triple => {
                    if self.peek(1) == quote && self.peek(2) == quote {
                        self.at += 3;
                        return Ok(());
                    }
                    self.at += 1;
                }
                byte if byte == quote => {
                    self.at += 1;
                    return Ok(());
                }
                // An unterminated string is an error that the parser reports.
                _ => return Ok(()),
            }
        }
        Ok(())
    }

    /// Reads at least one byte of the literal part of an f-string.
    pub(super) fn literal(&mut self, byte: u8, quote: u8, triple: bool) -> Result<(), TooDeep> {
        match byte {
            b'\\' => self.at += 2,
            b'{' if self.peek(1) == b'{' && !self.in_format_spec() => self.at += 2,
            b'{' => {
                self.at += 1;
                self.brackets += 1;
                self.after_operator = true;
                self.open(Kind::Code)?;
            }
            b'}' if self.in_format_spec() => {
                self.at += 1;
                self.brackets = self.brackets.saturating_sub(1);
                self.close();
                self.close();
            }
            b'\n' if !triple => self.end_of_literal(),
            byte if byte == quote && triple => {
                if self.peek(1) == quote && self.peek(2) == quote {
                    self.at += 3;
                    self.end_of_literal();
                } else {
                    self.at += 1;
                }
            }
            byte if byte == quote => {
                self.at += 1;
                self.end_of_literal();
            }
            _ => self.at += 1,
        }
        Ok(())
    }

    fn in_format_spec(&self) -> bool {
        self.levels.last().is_some_and(|level| matches!(level.kind, Kind::FormatSpec { .. }))
    }

    /// Leaves an f-string, with braces that were left open in it.
    fn end_of_literal(&mut self) {
        while self.in_format_spec() {
            self.close();
            self.close();
        }
        self.close();
    }
}

/// Returns true if a word before a quote is a string prefix.
pub(super) fn is_prefix(word: &[u8]) -> bool {
    let letters = b"rRbBuUfFtT";
    word.len() <= 2 && word.iter().all(|byte| letters.contains(byte))
}
