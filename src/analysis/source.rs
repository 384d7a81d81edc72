//! A Python source as coverage.py reads it: from bytes to text.
//!
//! Line ends become newlines, form feeds blanks, the encoding comes from a byte order mark or a
//! coding cookie in the first two lines (PEP 263), bytes that do not decode are replaced, and the
//! text always ends with a newline. Line numbers everywhere else count the newlines of this text.

use std::borrow::Cow;

use covdrop_lines::Line;
use memchr::{memchr, memchr_iter, memchr2};
use thiserror::Error;

/// The most bytes that a source may have: 64 MiB, dozens of times the longest one seen.
const MAX_BYTES: usize = 64 << 20;

/// The most tokens that a source may have, line ends counted twice: each takes up to a hundred bytes
/// while the source is parsed, which then takes half a gigabyte. A million short lines have as many.
const MAX_TOKENS: usize = 5 << 20;

const BOM: &[u8] = b"\xef\xbb\xbf";

/// Decodes what this room does not by itself, which is UTF-8, Latin-1 and ASCII.
///
/// Takes a label of the WHATWG encoding standard and bytes; gives the text, with what does not
/// decode replaced, or nothing where no encoding that contains ASCII has that label. A browser
/// knows all of these encodings, and a program for it need not bring their tables along.
pub type Foreign = fn(label: &str, bytes: &[u8]) -> Option<String>;

/// A decoded Python source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    text: String,
    lines: usize,
    /// Whether `text` is what the file says, or nothing but its line ends.
    has_text: bool,
    /// A line that is not UTF-8, though no encoding is declared before it: it holds the declaration,
    /// or stands above it. Python reads that since 3.14.
    pub(crate) early: Option<Line>,
}

/// Why bytes cannot be read as Python source.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum SourceError {
    /// The first two lines must be readable before any encoding is known.
    #[error("Line {line} is not UTF-8, and no encoding is declared before it")]
    Undeclared {
        /// The line, 1 or 2.
        line: usize,
    },
    /// The coding cookie names an encoding that is not known.
    #[error("The encoding '{name}' declared on line {line} is not known")]
    UnknownEncoding {
        /// The name as written in the cookie.
        name: String,
        /// The cookie's line, 1 or 2.
        line: usize,
    },
    /// A UTF-8 byte order mark and a cookie for another encoding.
    #[error("The file starts with a UTF-8 mark, but line {line} declares the encoding '{name}'")]
    Contradiction {
        /// The name as written in the cookie.
        name: String,
        /// The cookie's line, 1 or 2.
        line: usize,
    },
    /// More bytes than [`Source`] takes.
    #[error("The source has {bytes} bytes, more than the {} MiB that can be read", MAX_BYTES >> 20)]
    TooLarge {
        /// The bytes of the source.
        bytes: usize,
    },
    /// More tokens than can be parsed.
    #[error("The source has more than {MAX_TOKENS} names, numbers, operators and line ends")]
    TooManyTokens,
    /// More lines than a [`Line`] can number.
    #[error("The source has {lines} lines, more than the {} that can be read", Line::MAX)]
    TooLong {
        /// The lines of the source.
        lines: usize,
    },
}

impl Source {
    /// Decodes `bytes` as coverage.py does.
    #[cfg(feature = "encodings")]
    pub fn decode(bytes: &[u8]) -> Result<Source, SourceError> {
        Source::decode_with(bytes, crate::encodings::decode)
    }

    /// Decodes `bytes` as coverage.py does, with the help of `foreign`.
    pub fn decode_with(bytes: &[u8], foreign: Foreign) -> Result<Source, SourceError> {
        if bytes.len() > MAX_BYTES {
            return Err(SourceError::TooLarge { bytes: bytes.len() });
        }
        let bytes = plain_line_ends(bytes);
        let declared = detect(&bytes)?;
        let text = match declared.codec {
            Codec::Utf8 => {
                let body = bytes.strip_prefix(BOM).unwrap_or(&bytes);
                // Checking first is much faster than looking for what to replace.
                std::str::from_utf8(body)
                    .map_or_else(|_| String::from_utf8_lossy(body).into_owned(), str::to_owned)
            }
            Codec::Latin1 => bytes.iter().copied().map(char::from).collect(),
            Codec::Ascii => bytes
                .iter()
                .map(|&b| if b.is_ascii() { char::from(b) } else { char::REPLACEMENT_CHARACTER })
                .collect(),
            Codec::Other(label) => foreign(&label, &bytes)
                .ok_or(SourceError::UnknownEncoding { name: declared.name, line: declared.line })?,
        };
        Source::of_text(text, declared.early)
    }

    /// A source that is decoded already; `early` is a line that is not UTF-8, though no encoding is
    /// declared before it.
    pub(crate) fn of_text(mut text: String, early: Option<Line>) -> Result<Source, SourceError> {
        if !text.is_empty() && !text.ends_with('\n') {
            text.push('\n');
        }
        let lines = memchr_iter(b'\n', text.as_bytes()).count();
        if lines > Line::MAX as usize {
            return Err(SourceError::TooLong { lines });
        }
        if count_tokens(&text) + lines > MAX_TOKENS {
            return Err(SourceError::TooManyTokens);
        }
        Ok(Source { text, lines, has_text: true, early })
    }

    /// A source of so many lines whose text is not known.
    ///
    /// # Errors
    /// [`SourceError::TooLong`].
    pub fn without_text(lines: usize) -> Result<Source, SourceError> {
        if lines > Line::MAX as usize {
            return Err(SourceError::TooLong { lines });
        }
        Ok(Source { text: "\n".repeat(lines), lines, has_text: false, early: None })
    }

    /// Returns true unless the text of the lines is not known, and is empty.
    pub fn has_text(&self) -> bool {
        self.has_text
    }

    /// The whole text; every line ends with a newline.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The lines in order, without their newlines.
    pub fn lines(&self) -> impl Iterator<Item = &str> {
        self.text.split_terminator('\n')
    }

    /// How many lines there are.
    pub fn line_count(&self) -> usize {
        self.lines
    }
}

/// The tokens that `text` may have: words, and all that stands between them but blanks. Strings and
/// comments are counted as if they were code.
fn count_tokens(text: &str) -> usize {
    let is_word = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_' || !byte.is_ascii();
    let mut was_word = false;
    text.bytes()
        .filter(|&byte| {
            let continues = std::mem::replace(&mut was_word, is_word(byte)) && was_word;
            !continues && !matches!(byte, b' ' | b'\t')
        })
        .count()
}

/// CRLF and CR as newlines, form feeds as blanks.
fn plain_line_ends(bytes: &[u8]) -> Cow<'_, [u8]> {
    let Some(first) = memchr2(b'\r', b'\x0c', bytes) else {
        return Cow::Borrowed(bytes);
    };
    let (clean, rest) = bytes.split_at(first);
    let mut plain = Vec::with_capacity(bytes.len());
    plain.extend_from_slice(clean);
    let mut rest = rest.iter().copied().peekable();
    while let Some(byte) = rest.next() {
        plain.push(match byte {
            b'\r' => {
                rest.next_if_eq(&b'\n');
                b'\n'
            }
            b'\x0c' => b' ',
            other => other,
        });
    }
    Cow::Owned(plain)
}

enum Codec {
    Utf8,
    Latin1,
    Ascii,
    /// By a label of the WHATWG encoding standard.
    Other(String),
}

/// The encoding of a source, and the cookie that declares it.
struct Declared {
    codec: Codec,
    /// The name in the cookie; empty where there is none.
    name: String,
    /// The cookie's line, 1 or 2.
    line: usize,
    /// The first line up to the cookie's that is not UTF-8.
    early: Option<Line>,
}

/// The encoding of `bytes`, by the rules of the `tokenize.detect_encoding` of Python 3.14.
fn detect(bytes: &[u8]) -> Result<Declared, SourceError> {
    let marked = bytes.starts_with(BOM);
    let mut rest = bytes.strip_prefix(BOM).unwrap_or(bytes);
    let mut early = None;
    for line in 1..=2 {
        let end = memchr(b'\n', rest).unwrap_or(rest.len());
        let (head, tail) = rest.split_at(end);
        if std::str::from_utf8(head).is_err() {
            early = early.or(Some(line));
        }
        if let Some(cookie) = cookie(head) {
            let name = String::from_utf8_lossy(cookie).into_owned();
            return match (codec(&name), early) {
                // With a mark, Python takes the one spelling alone.
                _ if marked && !is_utf_8(&normal(&name)) => {
                    Err(SourceError::Contradiction { name, line })
                }
                (Codec::Utf8 | Codec::Ascii, Some(line)) => Err(SourceError::Undeclared { line }),
                (codec, early) => {
                    let early = early.and_then(|line| Line::from_index(line - 1));
                    Ok(Declared { codec, name, line, early })
                }
            };
        }
        // Only a blank or comment line lets the second one speak.
        let blank = head.trim_ascii_start();
        if tail.is_empty() || !(blank.is_empty() || blank.starts_with(b"#")) {
            break;
        }
        rest = tail.get(1..).unwrap_or_default();
    }
    match early {
        Some(line) => Err(SourceError::Undeclared { line }),
        None => Ok(Declared { codec: Codec::Utf8, name: String::new(), line: 1, early: None }),
    }
}

/// The name in a line such as `# -*- coding: latin-1 -*-`.
fn cookie(line: &[u8]) -> Option<&[u8]> {
    let comment = line.trim_ascii_start().strip_prefix(b"#")?;
    let mut from = 0;
    while let Some(found) = memchr::memmem::find(&comment[from..], b"coding") {
        from += found + b"coding".len();
        let [b':' | b'=', value @ ..] = &comment[from..] else { continue };
        let value = value.trim_ascii_start();
        let end = value
            .iter()
            .position(|b| !(b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.')))
            .unwrap_or(value.len());
        if end > 0 {
            return Some(&value[..end]);
        }
    }
    None
}

fn normal(name: &str) -> String {
    name.to_ascii_lowercase().replace('_', "-")
}

/// Returns true if a normal name is UTF-8's own or that of a variant such as `utf-8-unix`.
fn is_utf_8(name: &str) -> bool {
    name == "utf-8" || name.starts_with("utf-8-")
}

/// The codec that Python knows by `name`; spelling matters as little as it does to Python.
fn codec(name: &str) -> Codec {
    let name = normal(name);
    let is = |base: &str| name == base || name.starts_with(&format!("{base}-"));
    if is_utf_8(&name) || matches!(&*name, "utf8" | "u8" | "utf" | "cp65001") {
        return Codec::Utf8;
    }
    if ["latin-1", "iso-8859-1", "iso-latin-1"].into_iter().any(is)
        || matches!(&*name, "latin1" | "latin" | "l1" | "cp819" | "8859" | "iso8859" | "iso8859-1")
    {
        return Codec::Latin1;
    }
    if matches!(&*name, "ascii" | "us-ascii" | "646") {
        return Codec::Ascii;
    }
    let label = match &*name {
        "mac-roman" | "macroman" => "macintosh",
        "latin-9" | "latin9" | "l9" => "iso-8859-15",
        "sjis" | "s-jis" | "cp932" | "ms-kanji" => "shift_jis",
        "eucjp" | "ujis" => "euc-jp",
        "euckr" | "cp949" | "uhc" => "euc-kr",
        "cp936" | "euc-cn" | "euccn" => "gbk",
        "cp950" => "big5",
        "tis-620" | "cp874" => "windows-874",
        other => other,
    };
    Codec::Other(label.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(bytes: &[u8]) -> String {
        Source::decode(bytes).unwrap().text().to_owned()
    }

    #[test]
    fn line_ends_and_form_feeds_become_plain() {
        assert_eq!(text(b"a\r\nb\rc\x0cd"), "a\nb\nc d\n");
        assert_eq!(text(b""), "");
        let source = Source::decode(b"a\n\nb").unwrap();
        assert_eq!(source.line_count(), 3);
        assert_eq!(source.lines().collect::<Vec<_>>(), ["a", "", "b"]);
    }

    #[test]
    fn the_cookie_may_stand_on_either_of_two_lines() {
        assert_eq!(text(b"# coding: latin-1\n# \xe9"), "# coding: latin-1\n# é\n");
        assert_eq!(
            text(b"#!x\n# vim:fileencoding=cp1252 :\n'\x80'"),
            text(b"#!x\n# vim:fileencoding=cp1252 :\n'\x80'")
        );
        assert!(text(b"#!x\n# vim:fileencoding=cp1252 :\n'\x80'").contains('€'));
        // Line 1 is code: the cookie on line 2 is a mere comment.
        assert!(text(b"x = 1\n# coding: latin-1\n'\xe9'").contains('\u{fffd}'));
    }

    #[test]
    fn bytes_that_do_not_decode_are_replaced_after_line_two() {
        assert_eq!(text(b"\n\n\n'\xff'"), "\n\n\n'\u{fffd}'\n");
        assert_eq!(Source::decode(b"'\xff'"), Err(SourceError::Undeclared { line: 1 }));
        assert_eq!(Source::decode(b"\n'\xff'"), Err(SourceError::Undeclared { line: 2 }));
        assert_eq!(text(b"x\n'\xff'"), "x\n'\u{fffd}'\n");
    }

    #[test]
    fn marks_and_unknown_encodings() {
        assert_eq!(text(b"\xef\xbb\xbfx"), "x\n");
        assert_eq!(
            Source::decode(b"\xef\xbb\xbf# coding: latin-1\n"),
            Err(SourceError::Contradiction { name: "latin-1".into(), line: 1 })
        );
        assert_eq!(text(b"# coding: utf8\n"), "# coding: utf8\n");
        assert!(Source::decode(b"\xef\xbb\xbf# coding: utf8\n").is_err());
        assert_eq!(
            Source::decode(b"#\n# coding: klingon\n"),
            Err(SourceError::UnknownEncoding { name: "klingon".into(), line: 2 })
        );
    }
}
