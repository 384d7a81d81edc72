//! Text as it stands in the address: bytes that cannot stand there as `%` and two digits.
//!
//! A library's tables for this take more than the page has room for.

use std::fmt::{self, Write as _};

/// Writes `text` without what a hash cannot hold as it is: white space, what delimits our own
/// pairs and lists, and what a browser would change by itself.
pub(crate) fn escape(to: &mut fmt::Formatter<'_>, text: &str) -> fmt::Result {
    for byte in text.bytes() {
        if byte.is_ascii_graphic() && !b"\"#%&+,<>`".contains(&byte) {
            to.write_char(byte.into())?;
        } else {
            write!(to, "%{byte:02X}")?;
        }
    }
    Ok(())
}

/// The text that was escaped as `text`. What is not as [`escape`] writes it stays as it is.
pub(crate) fn unescape(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let [first, after @ ..] = rest {
        let escaped = match rest {
            [b'%', high, low, after @ ..] => {
                digit(*high).zip(digit(*low)).map(|(high, low)| (high << 4 | low, after))
            }
            _ => None,
        };
        let (byte, after) = escaped.unwrap_or((*first, after));
        bytes.push(byte);
        rest = after;
    }
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}

/// The value of a hexadecimal digit.
fn digit(byte: u8) -> Option<u8> {
    match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'A'..=b'F' => Some(byte - b'A' + 10),
        b'a'..=b'f' => Some(byte - b'a' + 10),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_escaped_as_we_do_stays_as_it_is() {
        for text in ["", "%", "100%", "%4", "%zz", "%ff%", "é"] {
            assert_eq!(unescape(text), text);
        }
        assert_eq!(unescape("%c3%A9%25"), "é%");
        assert_eq!(unescape("%zz%20"), "%zz ");
    }
}
