//! All words of the page, for reviews and translations in one place.
//!
//! A word is any text that a person reads or hears: a label, a hint, a title, a message. Each
//! module has the words of one view or of one group of views. A constant is a whole text, and a
//! function makes one from numbers and names; it returns [`Html`](yew::Html) if part of the
//! sentence is marked up. Callers escape names, as by `display_text`.
//!
//! Problems, doubts and advice come from the worker in whole sentences, and are not here.

pub(crate) mod compare;
pub(crate) mod faults;
pub(crate) mod files;
pub(crate) mod header;
pub(crate) mod help;
pub(crate) mod inputs;
pub(crate) mod jobs;
pub(crate) mod notices;
pub(crate) mod paths;
pub(crate) mod print;
pub(crate) mod project;
pub(crate) mod reports;
pub(crate) mod session;
pub(crate) mod settings;
pub(crate) mod source;
pub(crate) mod tabs;
pub(crate) mod undo;
pub(crate) mod welcome;

pub(crate) const COVDROP: &str = "Covdrop";
pub(crate) const ALL_JOBS_OFF: &str = "All jobs are off.";
pub(crate) const CANCEL: &str = "Cancel";
pub(crate) const CLOSE: &str = "Close";
pub(crate) const COPIED: &str = "Copied";
pub(crate) const COPY: &str = "Copy";
pub(crate) const NOTHING_TO_REPORT: &str = "No file is left to report on.";
pub(crate) const REMOVE: &str = "Remove";

pub(crate) fn and_more(hidden: u64) -> String {
    format!("And {hidden} more.")
}

/// A number with its noun in the singular or the plural.
pub(crate) fn plural(number: u64, one: &str, others: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { others })
}

pub(crate) fn files(number: u64) -> String {
    plural(number, "file", "files")
}

pub(crate) fn data_files(number: u64) -> String {
    plural(number, "data file", "data files")
}

pub(crate) fn statements(number: u64) -> String {
    plural(number, "statement", "statements")
}

pub(crate) fn branches(number: u64) -> String {
    plural(number, "branch", "branches")
}

pub(crate) fn contexts(number: u64) -> String {
    plural(number, "context", "contexts")
}

/// A number of bytes, rounded up: `54 kB`.
pub(crate) fn size(bytes: u64) -> String {
    match bytes {
        0..1_000 => plural(bytes, "byte", "bytes"),
        1_000..1_000_000 => format!("{} kB", bytes.div_ceil(1_000)),
        _ => format!("{}.{} MB", bytes / 1_000_000, bytes / 100_000 % 10),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_one_is_singular() {
        assert_eq!([0, 1, 2].map(branches), ["0 branches", "1 branch", "2 branches"]);
    }

    #[test]
    fn sizes_are_rounded_up() {
        assert_eq!([0, 1].map(size), ["0 bytes", "1 byte"]);
        assert_eq!(size(53_248), "54 kB");
        assert_eq!(size(999_999), "1000 kB");
        assert_eq!(size(314_572_800), "314.5 MB");
    }
}
