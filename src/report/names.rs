//! How names are ordered and made safe to print.

use std::borrow::Cow;
use std::cmp::Ordering;

use unicode_properties::{GeneralCategory, UnicodeGeneralCategory};

/// `text` with a `?` in place of each character that Python does not call printable.
///
/// File names may hold control characters: they would command a terminal, break a line-based
/// format, and are not allowed in XML.
pub fn printable(text: &str) -> Cow<'_, str> {
    if text.chars().all(is_printable) {
        Cow::Borrowed(text)
    } else {
        text.chars().map(|c| if is_printable(c) { c } else { '?' }).collect::<String>().into()
    }
}

/// Returns true if `str.isprintable` holds: no control, format, private or unassigned character,
/// and no separator but the plain space.
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

/// What a name is sorted by in human order: its text and number parts in turn, then the name
/// itself, so that `x1y` and `x001y` are told apart.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct HumanKey<'a> {
    parts: Vec<Part<'a>>,
    name: &'a str,
}

/// A stretch of a name. Text, which may be empty, and numbers take turns, text first and last:
/// the two never meet when names are compared.
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
    /// The key of `name`.
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

/// The value of the decimal digit `c`. Unicode keeps each script's ten digits in one run, zero
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
    fn numbers_beyond_any_machine_word_are_compared() {
        let (long, longer) = ("9".repeat(50), format!("1{}", "0".repeat(50)));
        assert_eq!(sorted(&[&longer, &long]), [&long, &longer]);
    }

    #[test]
    fn what_does_not_print_becomes_a_question_mark() {
        assert_eq!(printable("plain näme.py"), "plain näme.py");
        assert_eq!(printable("a\x1b[31m\n\u{a0}\u{202e}\u{e000}b"), "a?[31m????b");
    }
}
