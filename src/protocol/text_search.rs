//! Searches text, ignoring case, in the same way on the page, in the worker and on the command
//! line.

use std::ops::Range;

/// A text to search for. Case is ignored unless the text has an upper-case letter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextSearch<'a> {
    text: &'a str,
    /// The text with its case folded; `None` if case matters.
    folded: Option<Vec<char>>,
}

impl<'a> TextSearch<'a> {
    /// Prepares a search for `text`.
    pub fn new(text: &'a str) -> TextSearch<'a> {
        let is_case_sensitive = text.chars().any(char::is_uppercase);
        let folded = (!is_case_sensitive).then(|| text.chars().map(fold_case).collect());
        TextSearch { text, folded }
    }

    /// Returns the first occurrence in `text`, in bytes.
    pub fn find(&self, text: &str) -> Option<Range<usize>> {
        if self.text.is_empty() {
            return Some(0..0);
        }
        let Some(folded) = &self.folded else {
            return text.find(self.text).map(|start| start..start + self.text.len());
        };
        if self.text.is_ascii() && text.is_ascii() {
            let length = self.text.len();
            let mut parts = text.as_bytes().windows(length);
            let start = parts.position(|part| part.eq_ignore_ascii_case(self.text.as_bytes()))?;
            return Some(start..start + length);
        }
        text.char_indices().find_map(|(start, _)| {
            let rest = text.get(start..)?;
            let mut characters = rest.char_indices();
            let mut wanted = folded.iter();
            loop {
                let Some(next) = wanted.next() else {
                    let length = characters.next().map_or(rest.len(), |(at, _)| at);
                    return Some(start..start + length);
                };
                if fold_case(characters.next()?.1) != *next {
                    return None;
                }
            }
        })
    }

    /// Returns all occurrences in `text` that do not overlap, in bytes, in order; none for an empty
    /// text.
    pub fn find_all(&self, text: &str) -> impl Iterator<Item = Range<usize>> {
        let mut from = 0;
        std::iter::from_fn(move || {
            let found = self.find(text.get(from..)?).filter(|found| !found.is_empty())?;
            let found = from + found.start..from + found.end;
            from = found.end;
            Some(found)
        })
    }
}

/// Returns the simple case folding of `c`, as Unicode defines it.
fn fold_case(c: char) -> char {
    unicode_case_mapping::case_folded(c)
        .and_then(|folded| char::from_u32(folded.get()))
        .unwrap_or(c)
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, HashSet};

    use regex_syntax::hir::{Class, ClassUnicode, ClassUnicodeRange, HirKind};

    use super::*;

    #[test]
    fn only_upper_case_minds_case() {
        let is_in = |search: &str, text: &str| TextSearch::new(search).find(text).is_some();
        assert!(is_in("readme", "README.py") && !is_in("Readme", "README.py"));
        assert!(is_in("übung", "ÜBUNG.py") && !is_in("Übung", "übung.py"));
        assert!(is_in("é", "caf\u{c9}.py") && !is_in("é", "cafe.py"));
        assert!(is_in("straße", "STRA\u{1e9e}E") && is_in("σας", "ΣΑΣ"));
        assert!(!is_in("i", "ı") && !is_in("abc", "ab") && is_in("", "ab"));
    }

    #[test]
    fn occurrences_are_told_by_their_bytes() {
        let all = |search: &str, text: &str| {
            TextSearch::new(search).find_all(text).map(|found| (found.start, found.end)).collect()
        };
        let found: Vec<(usize, usize)> = all("aa", "aaAAa");
        assert_eq!(found, [(0, 2), (2, 4)]);
        // The Kelvin sign has three bytes, and the letter that it is equal to has one.
        let found: Vec<(usize, usize)> = all("k", "é\u{212a}kK");
        assert_eq!(found, [(2, 5), (5, 6), (6, 7)]);
        assert_eq!(all("", "ab"), []);
    }

    #[test]
    fn characters_are_equal_where_unicodes_simple_case_folding_makes_them_equal() {
        let mut groups: BTreeMap<char, Vec<char>> = BTreeMap::new();
        for c in '\0'..=char::MAX {
            groups.entry(fold_case(c)).or_default().push(c);
        }
        // The two crates may have the data of different versions of Unicode.
        let unassigned = regex_syntax::parse(r"\p{Unassigned}").unwrap();
        let HirKind::Class(Class::Unicode(unassigned)) = unassigned.into_kind() else {
            panic!("a class")
        };
        let unassigned = unassigned.ranges().iter();
        let unassigned: HashSet<char> =
            unassigned.flat_map(|range| range.start()..=range.end()).collect();
        let is_known = |c: &char| !unassigned.contains(c);
        for c in ('\0'..=char::MAX).filter(is_known) {
            let mut class = ClassUnicode::new([ClassUnicodeRange::new(c, c)]);
            class.try_case_fold_simple().unwrap();
            let theirs = class.ranges().iter().flat_map(|range| range.start()..=range.end());
            let ours: Vec<char> = groups[&fold_case(c)].iter().copied().filter(is_known).collect();
            assert_eq!(ours, theirs.collect::<Vec<char>>(), "{c:?}");
        }
    }
}
