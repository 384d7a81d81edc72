//! Sorts the data files of an import in the order of the drop.

use crate::data_file::DataFile;
use crate::file_table::FileTable;
use crate::input::Inputs;

/// Sorts data files by the order in which their inputs were dropped, and within a folder by path,
/// independent of the order of arrival. Numbers are compared by value: `py39` precedes `py310`.
pub(crate) fn sort_data(data: &mut [DataFile], inputs: &Inputs, files: &FileTable) {
    data.sort_by_cached_key(|data| {
        let path = files.path(data.index).unwrap_or_default();
        let parts: Vec<_> = path.split('/').map(natural_order).collect();
        (inputs.position(path), parts, data.index)
    });
}

/// Returns the sort key of a name in natural order: alternating texts and numbers, with numbers by
/// value.
fn natural_order(name: &str) -> Vec<(usize, String)> {
    let is_digit = |c: char| c.is_ascii_digit();
    let mut parts = Vec::new();
    let mut rest = name;
    while !rest.is_empty() {
        let (text, after) = rest.split_at(rest.find(is_digit).unwrap_or(rest.len()));
        let (digits, after) = after.split_at(after.find(|c| !is_digit(c)).unwrap_or(after.len()));
        let number = digits.trim_start_matches('0');
        parts.push((0, text.to_owned()));
        parts.push((number.len(), number.to_owned()));
        rest = after;
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_sorted_by_their_numbers() {
        let mut names = ["py310", "py39", "py", "pypy39", "py3", "py038b", "a1.10.x", "a1.9.x"];
        names.sort_by_key(|name| natural_order(name));
        assert_eq!(names, ["a1.9.x", "a1.10.x", "py", "py3", "py038b", "py39", "py310", "pypy39"]);
    }
}
