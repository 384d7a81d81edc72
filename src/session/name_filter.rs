//! Filters names by a few words, in order.

use covdrop_protocol::TextSearch;

/// Words that a name must contain, in this order. A word with upper case is matched
/// case-sensitively.
pub(crate) struct Filter<'a> {
    words: Vec<TextSearch<'a>>,
}

impl<'a> Filter<'a> {
    /// Creates a filter from the words in `text`, separated by white space.
    pub(crate) fn new(text: &'a str) -> Filter<'a> {
        Filter { words: text.split_whitespace().map(TextSearch::new).collect() }
    }

    /// Returns true if `parts` contain the words in order. No word may span two parts.
    pub(crate) fn matches(&self, parts: &[&str]) -> bool {
        let mut parts = parts.iter();
        let mut rest = parts.next().copied().unwrap_or_default();
        'words: for word in &self.words {
            loop {
                if let Some(found) = word.find(rest) {
                    rest = rest.get(found.end..).unwrap_or_default();
                    continue 'words;
                }
                match parts.next() {
                    Some(part) => rest = part,
                    None => return false,
                }
            }
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_in_order() {
        let matches = |filter: &str, parts: &[&str]| Filter::new(filter).matches(parts);
        assert!(matches("", &["pkg/a.py"]) && matches("  ", &["pkg/a.py"]));
        assert!(matches("pkg a", &["pkg/a.py"]) && !matches("a.py pkg", &["pkg/a.py"]));
        assert!(
            !matches("aa", &["a", "a"]) && !matches("a a", &["a"]) && matches("a a", &["a", "a"])
        );
        assert!(matches("mod run", &["pkg/mod.py", "Class.run"]));
        assert!(!matches("run mod", &["pkg/mod.py", "Class.run"]));
    }
}
