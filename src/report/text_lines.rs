//! Splits text into lines like Python's `str.splitlines`.
//!
//! coverage.py counts and looks up source lines this way in some reports, though it counts
//! statements by line feeds only: a vertical tab in a string shifts the lines after it. Equal
//! reports need the same shift.

/// Iterates over the lines of `text`, without their line ends.
pub(crate) fn python_lines(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let end = rest.find(is_line_end).unwrap_or(rest.len());
        let (line, tail) = rest.split_at(end);
        rest = tail.strip_prefix("\r\n").unwrap_or_else(|| {
            let mut tail = tail.chars();
            tail.next();
            tail.as_str()
        });
        Some(line)
    })
}

fn is_line_end(c: char) -> bool {
    matches!(
        c,
        '\n' | '\r'
            | '\x0b'
            | '\x0c'
            | '\x1c'
            | '\x1d'
            | '\x1e'
            | '\u{85}'
            | '\u{2028}'
            | '\u{2029}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_split_like_python() {
        let lines = |text: &'static str| python_lines(text).collect::<Vec<_>>();
        assert_eq!(lines(""), [""; 0]);
        assert_eq!(lines("a\n\r\nb\rc"), ["a", "", "b", "c"]);
        assert_eq!(lines("a\x0bb\x1cc\x1fd\u{2028}e\n"), ["a", "b", "c\x1fd", "e"]);
    }
}
