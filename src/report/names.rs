//! Sorts names in human order, and makes them safe to print.

use std::borrow::Cow;
use std::cmp::Ordering;

use unicode_properties::{GeneralCategory, UnicodeGeneralCategory};

/// Replaces each character of `text` that Python does not consider printable by `?`.
///
/// File names may hold control characters, which could control a terminal, break a line-based
/// format, and are not allowed in XML.
pub fn printable(text: &str) -> Cow<'_, str> {
    if text.chars().all(is_printable) {
        Cow::Borrowed(text)
    } else {
        text.chars().map(|c| if is_printable(c) { c } else { '?' }).collect::<String>().into()
    }
}

/// Returns true if Python's `str.isprintable` does: `c` is no control, format, private or
/// unassigned character, and no separator except the plain space.
fn is_printable(c: char) -> bool {
    use GeneralCategory as G;
    if c.is_ascii() {
        return !c.is_ascii_control();
    }
    match c.general_category() {
        G::Control | G::Format | G::Surrogate | G::PrivateUse | G::Unassigned => false,
        G::LineSeparator | G::ParagraphSeparator | G::SpaceSeparator => c == ' ',
        _ => true,
    }
}

/// The sort key of a name in human order: its alternating text and number parts, then the name
/// itself, which distinguishes `x1y` and `x001y`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct HumanKey<'a> {
    parts: Vec<Part<'a>>,
    name: &'a str,
}

/// A part of a name. Text parts, which may be empty, and numbers alternate, with text first and
/// last, so that comparing names never compares text with a number.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Part<'a> {
    Text(&'a str),
    Number(Number),
}

/// A number of any length: its decimal digits without leading zeros.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Number(Vec<u8>);

impl Ord for Number {
    fn cmp(&self, other: &Number) -> Ordering {
        self.0.len().cmp(&other.0.len()).then_with(|| self.0.cmp(&other.0))
    }
}

impl PartialOrd for Number {
    fn partial_cmp(&self, other: &Number) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<'a> HumanKey<'a> {
    /// Creates the key of `name`.
    pub fn new(name: &'a str) -> HumanKey<'a> {
        let mut parts = Vec::new();
        let mut rest = name;
        while let Some(start) = rest.find(is_digit) {
            let (text, tail) = rest.split_at(start);
            let end = tail.find(|c| !is_digit(c)).unwrap_or(tail.len());
            let (digits, after) = tail.split_at(end);
            parts.extend([Part::Text(text), Part::Number(Number::new(digits))]);
            rest = after;
        }
        parts.push(Part::Text(rest));
        HumanKey { parts, name }
    }
}

impl Number {
    fn new(digits: &str) -> Number {
        Number(digits.chars().map(digit_value).skip_while(|&value| value == 0).collect())
    }
}

/// Returns true if `c` is a decimal digit of any script.
fn is_digit(c: char) -> bool {
    c.is_ascii_digit() || (!c.is_ascii() && c.general_category() == GeneralCategory::DecimalNumber)
}

/// Returns the value of the decimal digit `c`. Unicode has each script's ten digits in a row, zero
/// first.
fn digit_value(c: char) -> u8 {
    if let Some(value) = c.to_digit(10) {
        return u8::try_from(value).unwrap_or(0);
    }
    let before = (1..=u32::from(c))
        .take_while(|back| char::from_u32(u32::from(c) - back).is_some_and(is_digit))
        .count();
    u8::try_from(before % 10).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sorted<'a>(names: &[&'a str]) -> Vec<&'a str> {
        let mut names = names.to_vec();
        names.sort_by_key(|name| HumanKey::new(name));
        names
    }

    #[test]
    fn numbers_in_names_count_as_numbers() {
        assert_eq!(sorted(&["a10", "a9", "a", "b", "a09"]), ["a", "a09", "a9", "a10", "b"]);
        assert_eq!(sorted(&["1a", "a", "", "10"]), ["", "1a", "10", "a"]);
        assert_eq!(sorted(&["x٣", "x2", "x10"]), ["x2", "x٣", "x10"]);
    }

    #[test]
    fn numbers_of_any_length_are_compared() {
        let (long, longer) = ("9".repeat(50), format!("1{}", "0".repeat(50)));
        assert_eq!(sorted(&[&longer, &long]), [&long, &longer]);
    }

    #[test]
    fn unprintable_characters_become_question_marks() {
        assert_eq!(printable("plain näme.py"), "plain näme.py");
        assert_eq!(printable("a\x1b[31m\n\u{a0}\u{202e}\u{e000}b"), "a?[31m????b");
    }
}
