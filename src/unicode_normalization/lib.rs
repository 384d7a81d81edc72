//! Stands in for the crate of this name, whose tables are 56 kB of the worker after gzip.
//!
//! The Python parser asks it for the normal form of each name that is not ASCII. Every browser has
//! such tables of its own; the command line takes those of ICU.

/// The part of the crate's trait of this name that the Python parser calls.
pub trait UnicodeNormalization {
    /// The characters of the text's normal form NFKC.
    fn nfkc(self) -> std::vec::IntoIter<char>;
}

impl UnicodeNormalization for &str {
    fn nfkc(self) -> std::vec::IntoIter<char> {
        normal_form(self).chars().collect::<Vec<_>>().into_iter()
    }
}

#[cfg(target_family = "wasm")]
fn normal_form(text: &str) -> String {
    js_sys::JsString::from(text).normalize("NFKC").into()
}

#[cfg(not(target_family = "wasm"))]
fn normal_form(text: &str) -> String {
    icu_normalizer::ComposingNormalizerBorrowed::new_nfkc().normalize(text).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_put_into_pythons_normal_form() {
        let normal = |name: &str| name.nfkc().collect::<String>();
        assert_eq!(normal("plain"), "plain");
        assert_eq!(normal("\u{fb01}n"), "fin");
        assert_eq!(normal("e\u{301}t\u{e9}"), "\u{e9}t\u{e9}");
    }
}
