//! Decodes a Python source as coverage.py does.
//!
//! Line ends become newlines, and form feeds become blanks. The encoding comes from a byte order
//! mark or a coding cookie in the first two lines (PEP 263). Bytes that do not decode are replaced,
//! and the text always ends with a newline. Line numbers everywhere else count the newlines of this
//! text.

use std::borrow::Cow;

use covdrop_lines::Line;
use memchr::{memchr, memchr_iter, memchr2};
use thiserror::Error;

/// The maximum number of bytes that a source may have: 64 MiB, dozens of times the longest one
/// seen.
const MAX_BYTES: usize = 64 << 20;

/// The maximum number of tokens of a source, with line ends counted twice: each takes up to a
/// hundred bytes while the source is parsed, so that parsing takes up to half a gigabyte. A million
/// short lines have this many tokens.
const MAX_TOKENS: usize = 5 << 20;

const BOM: &[u8] = b"\xef\xbb\xbf";

/// Decodes encodings other than UTF-8, Latin-1 and ASCII, which this crate decodes itself.
///
/// Takes a label of the WHATWG encoding standard and bytes. Returns the text, with undecodable
/// bytes replaced, or `None` if no encoding that extends ASCII has that label. Every browser has
/// these encodings, so the web build ships no tables for them.
pub type ForeignDecoder = fn(label: &str, bytes: &[u8]) -> Option<String>;

/// A decoded Python source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    text: String,
    lines: usize,
    /// Whether `text` is the file's text; otherwise it has line ends alone.
    has_text: bool,
    /// A line that is not UTF-8, on or above the line that declares the encoding. Python accepts it
    /// since 3.14.
    pub(crate) undeclared_line: Option<Line>,
}

/// The reason why bytes cannot be read as Python source.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum SourceError {
    /// One of the first two lines is not readable before the encoding is known.
    #[error("Line {line} is not UTF-8, and no encoding is declared before it")]
    Undeclared {
        /// The line, 1 or 2.
        line: usize,
    },
    /// The coding cookie names an unknown encoding.
    #[error("The encoding '{name}' declared on line {line} is not known")]
    UnknownEncoding {
        /// The name as written in the cookie.
        name: String,
        /// The cookie's line, 1 or 2.
        line: usize,
    },
    /// The file has a UTF-8 byte order mark and a cookie for another encoding.
    #[error("The file starts with a UTF-8 mark, but line {line} declares the encoding '{name}'")]
    Contradiction {
        /// The name as written in the cookie.
        name: String,
        /// The cookie's line, 1 or 2.
        line: usize,
    },
    /// The source is too large.
    #[error("The source has {bytes} bytes, more than the {} MiB that can be read", MAX_BYTES >> 20)]
    TooLarge {
        /// The size of the source.
        bytes: usize,
    },
    /// The source has too many tokens.
    #[error("The source has more than {MAX_TOKENS} names, numbers, operators and line ends")]
    TooManyTokens,
    /// The source has too many lines.
    #[error("The source has {lines} lines, more than the {} that can be read", Line::MAX)]
    TooLong {
        /// The number of lines.
        lines: usize,
    },
}

impl Source {
    /// Decodes `bytes` as coverage.py does.
    #[cfg(feature = "encodings")]
    pub fn decode(bytes: &[u8]) -> Result<Source, SourceError> {
        Source::decode_with(bytes, crate::encodings::decode)
    }

    /// Decodes `bytes` as coverage.py does, with `decoder` for other encodings.
    pub fn decode_with(bytes: &[u8], decoder: ForeignDecoder) -> Result<Source, SourceError> {
        if bytes.len() > MAX_BYTES {
            return Err(SourceError::TooLarge { bytes: bytes.len() });
        }
        let bytes = plain_line_ends(bytes);
        let declared = detect(&bytes)?;
        let text = match declared.codec {
            Codec::Utf8 => {
                let body = bytes.strip_prefix(BOM).unwrap_or(&bytes);
                // Checking first is much faster than searching for bytes to replace.
                std::str::from_utf8(body)
                    .map_or_else(|_| String::from_utf8_lossy(body).into_owned(), str::to_owned)
            }
            Codec::Latin1 => bytes.iter().copied().map(char::from).collect(),
            Codec::Ascii => bytes
                .iter()
                .map(|&b| if b.is_ascii() { char::from(b) } else { char::REPLACEMENT_CHARACTER })
                .collect(),
            Codec::Other(label) => decoder(&label, &bytes)
                .ok_or(SourceError::UnknownEncoding { name: declared.name, line: declared.line })?,
        };
        Source::of_text(text, declared.undeclared_line)
    }

    /// Returns a source of decoded text.
    pub(crate) fn of_text(
        mut text: String,
        undeclared_line: Option<Line>,
    ) -> Result<Source, SourceError> {
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
        Ok(Source { text, lines, has_text: true, undeclared_line })
    }

    /// Returns a source without text, with a number of lines.
    ///
    /// # Errors
    /// [`SourceError::TooLong`].
    pub fn without_text(lines: usize) -> Result<Source, SourceError> {
        if lines > Line::MAX as usize {
            return Err(SourceError::TooLong { lines });
        }
        Ok(Source { text: "\n".repeat(lines), lines, has_text: false, undeclared_line: None })
    }

    /// Returns true unless the text of the lines is not known, and is empty.
    pub fn has_text(&self) -> bool {
        self.has_text
    }

    /// Returns the whole text, in which every line ends with a newline.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Returns the lines in order, without their newlines.
    pub fn lines(&self) -> impl Iterator<Item = &str> {
        self.text.split_terminator('\n')
    }

    /// Returns the number of lines.
    pub fn line_count(&self) -> usize {
        self.lines
    }
}

/// Returns an upper bound of the number of tokens: words, and all other characters except blanks.
/// Counts strings and comments as if they were code.
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

/// Replaces CRLF and CR by newlines, and form feeds by blanks.
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
    /// The name in the cookie; empty without a cookie.
    name: String,
    /// The cookie's line, 1 or 2.
    line: usize,
    /// The first line up to the cookie's that is not UTF-8.
    undeclared_line: Option<Line>,
}

/// Detects the encoding of `bytes` by the rules of `tokenize.detect_encoding` in Python 3.14.
fn detect(bytes: &[u8]) -> Result<Declared, SourceError> {
    let marked = bytes.starts_with(BOM);
    let mut rest = bytes.strip_prefix(BOM).unwrap_or(bytes);
    let mut undeclared_line = None;
    for line in 1..=2 {
        let end = memchr(b'\n', rest).unwrap_or(rest.len());
        let (head, tail) = rest.split_at(end);
        if std::str::from_utf8(head).is_err() {
            undeclared_line = undeclared_line.or(Some(line));
        }
        if let Some(cookie) = cookie(head) {
            let name = String::from_utf8_lossy(cookie).into_owned();
            return match (codec(&name), undeclared_line) {
                // With a mark, Python accepts only this spelling.
                _ if marked && !is_utf_8(&normal(&name)) => {
                    Err(SourceError::Contradiction { name, line })
                }
                (Codec::Utf8 | Codec::Ascii, Some(line)) => Err(SourceError::Undeclared { line }),
                (codec, undeclared_line) => {
                    let undeclared_line =
                        undeclared_line.and_then(|line| Line::from_index(line - 1));
                    Ok(Declared { codec, name, line, undeclared_line })
                }
            };
        }
        // The second line counts only if the first is blank or a comment.
        let blank = head.trim_ascii_start();
        if tail.is_empty() || !(blank.is_empty() || blank.starts_with(b"#")) {
            break;
        }
        rest = tail.get(1..).unwrap_or_default();
    }
    match undeclared_line {
        Some(line) => Err(SourceError::Undeclared { line }),
        None => {
            Ok(Declared { codec: Codec::Utf8, name: String::new(), line: 1, undeclared_line: None })
        }
    }
}

/// Returns the name in a line such as `# -*- coding: latin-1 -*-`.
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

/// Returns true if a normalized name is UTF-8, or a variant such as `utf-8-unix`.
fn is_utf_8(name: &str) -> bool {
    name == "utf-8" || name.starts_with("utf-8-")
}

/// Returns the codec that Python finds by `name`, with the same tolerance for spelling.
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
    fn line_ends_and_form_feeds_are_normalized() {
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
        // Line 1 is code, so the cookie on line 2 is an ordinary comment.
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
