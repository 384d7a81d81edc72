//! Finding names by a few words, in order.

/// Words that a name must hold, in this order. Upper case is minded only where a word has some.
pub(crate) struct Filter<'a> {
    words: Vec<Word<'a>>,
}

struct Word<'a> {
    text: &'a str,
    minds_case: bool,
}

impl<'a> Filter<'a> {
    /// The filter of the words in `text`, parted by white space.
    pub(crate) fn new(text: &'a str) -> Filter<'a> {
        let word = |text: &'a str| Word { text, minds_case: text.chars().any(char::is_uppercase) };
        Filter { words: text.split_whitespace().map(word).collect() }
    }

    /// Whether `parts`, one after the other, hold the words. No word lies across two parts.
    pub(crate) fn takes(&self, parts: &[&str]) -> bool {
        let mut parts = parts.iter();
        let mut rest = parts.next().copied().unwrap_or_default();
        'words: for word in &self.words {
            loop {
                if let Some(end) = word.end_in(rest) {
                    rest = rest.get(end..).unwrap_or_default();
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

impl Word<'_> {
    /// Where the first occurrence in `text` ends.
    fn end_in(&self, text: &str) -> Option<usize> {
        if self.minds_case {
            return text.find(self.text).map(|start| start + self.text.len());
        }
        if text.is_ascii() {
            let word = self.text.as_bytes();
            let mut windows = text.as_bytes().windows(word.len().max(1));
            let start = windows.position(|window| window.eq_ignore_ascii_case(word));
            return start.map(|start| start + word.len());
        }
        // A letter may be longer in lower case: places are looked for in the text as it is.
        text.char_indices().find_map(|(start, _)| {
            let mut word = self.text.chars();
            let mut next = word.next();
            for (at, c) in text.get(start..)?.char_indices() {
                for lower in c.to_lowercase() {
                    match next {
                        Some(wanted) if wanted == lower => next = word.next(),
                        Some(_) => return None,
                        None => {}
                    }
                }
                if next.is_none() {
                    return Some(start + at + c.len_utf8());
                }
            }
            None
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_in_order() {
        let takes = |filter: &str, parts: &[&str]| Filter::new(filter).takes(parts);
        assert!(takes("", &["pkg/a.py"]) && takes("  ", &["pkg/a.py"]));
        assert!(takes("pkg a", &["pkg/a.py"]) && !takes("a.py pkg", &["pkg/a.py"]));
        assert!(!takes("aa", &["a", "a"]) && !takes("a a", &["a"]) && takes("a a", &["a", "a"]));
        assert!(takes("mod run", &["pkg/mod.py", "Class.run"]));
        assert!(!takes("run mod", &["pkg/mod.py", "Class.run"]));
    }

    #[test]
    fn only_upper_case_minds_case() {
        let takes = |filter: &str, text: &str| Filter::new(filter).takes(&[text]);
        assert!(takes("readme", "README.py") && !takes("Readme", "README.py"));
        assert!(takes("übung", "ÜBUNG.py") && !takes("Übung", "übung.py"));
        assert!(takes("i b", "İ/b") && takes("é", "caf\u{e9}.py") && !takes("é", "cafe.py"));
    }
}
