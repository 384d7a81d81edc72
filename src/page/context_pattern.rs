//! The pattern that selects a single context.

use std::fmt::Write as _;

/// The special characters of a regular expression.
const SPECIAL: &str = r"\.^$*+?{}[]()|";

/// Returns the regular expression, in Python's syntax, that matches only this name of a context. It
/// has commas by their number, since commas separate the patterns of a list.
pub(crate) fn pattern_of(name: &str) -> String {
    let mut pattern = String::from("^");
    for character in name.chars() {
        match character {
            ',' | ' ' | '\n' | '\r' | '\t' => {
                // Writing to a string never fails.
                let _ = write!(pattern, "\\x{:02x}", u32::from(character));
            }
            _ => {
                if SPECIAL.contains(character) {
                    pattern.push('\\');
                }
                pattern.push(character);
            }
        }
    }
    pattern.push('$');
    pattern
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn punctuation_stands_for_itself() {
        assert_eq!(
            pattern_of("tests/a.py::test_b[x, 1]|run"),
            r"^tests/a\.py::test_b\[x\x2c\x201\]\|run$"
        );
        assert_eq!(pattern_of("größe"), "^größe$");
    }
}
