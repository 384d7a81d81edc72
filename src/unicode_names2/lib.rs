//! Stands in for the crate of this name: a table of all names of Unicode, half a megabyte of the
//! worker after gzip.
//!
//! The Python parser calls it for the character of `\N{…}` in a string. The text of a string
//! affects no statement, branch or region, so any character will do. It still refuses text that
//! cannot be a name, as that is not valid Python.

/// Returns some character, if `name` has the form of a name of Unicode.
pub fn character(name: &str) -> Option<char> {
    let is_part = |byte: u8| byte.is_ascii_alphanumeric() || byte == b' ' || byte == b'-';
    (!name.is_empty() && name.bytes().all(is_part)).then_some('\u{fffd}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_has_the_form_of_a_name_is_taken_for_one() {
        assert!(character("GREEK SMALL LETTER ALPHA").is_some());
        assert!(character("latin small letter a with diaeresis").is_some());
        assert!(character("CJK UNIFIED IDEOGRAPH-4E00").is_some());
        assert!(character("").is_none());
        assert!(character("what?").is_none());
    }
}
