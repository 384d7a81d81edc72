//! The rows of a list, each encoded separately.
//!
//! A list may have ten thousand rows of which fifty are visible. Decoding all of them after each
//! letter in the filter field would take longer than a frame, so the page decodes only those that
//! it draws.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::{BadMessage, Numbers, decode};

/// A file, folder, function or class.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Row {
    /// The path in the source tree of the file, or of the folder.
    pub path: String,
    /// The name to show: the path of a file, in a tree its last part, or the qualified name of a
    /// function or class; empty for the lines outside all functions or classes. Invisible
    /// characters are escaped, as `U+202E`.
    pub name: String,
    /// The first line of a function or class.
    pub line: Option<u32>,
    /// The depth in the tree, from 0.
    pub depth: u16,
    /// Whether it is a folder, whose numbers are the sums over the listed files in it.
    pub is_folder: bool,
    /// Whether it is Python 2, so that its numbers are only approximate.
    pub approximate: bool,
    /// Its numbers.
    pub numbers: Numbers,
}

/// Rows in order.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Rows {
    #[serde(with = "serde_bytes")]
    bytes: Vec<u8>,
    /// The end of each row in the bytes.
    ends: Vec<u32>,
}

impl Rows {
    /// Encodes rows.
    ///
    /// # Errors
    /// The rows have more than four gigabytes.
    pub fn new(rows: impl IntoIterator<Item = Row>) -> Result<Rows, BadMessage> {
        let mut all = Rows::default();
        for row in rows {
            all.bytes = postcard::to_extend(&row, all.bytes).map_err(|_| BadMessage)?;
            all.ends.push(u32::try_from(all.bytes.len()).map_err(|_| BadMessage)?);
        }
        Ok(all)
    }

    /// Returns the number of rows.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Returns true if there is none.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// Returns the row at an index.
    pub fn get(&self, place: usize) -> Option<Row> {
        decode(self.bytes_of(place)?).ok()
    }

    /// Returns the rows of a range, as far as there are any.
    pub fn part(&self, places: Range<usize>) -> impl Iterator<Item = Row> {
        places.filter_map(|place| self.get(place))
    }

    /// Returns all rows.
    pub fn iter(&self) -> impl Iterator<Item = Row> {
        self.part(0..self.len())
    }

    /// Returns the indexes of the rows that differ from those of `other`.
    pub fn differing(&self, other: &Rows) -> impl Iterator<Item = usize> {
        (0..self.len()).filter(|&place| self.bytes_of(place) != other.bytes_of(place))
    }

    fn bytes_of(&self, place: usize) -> Option<&[u8]> {
        let end = |place: usize| self.ends.get(place).map(|&end| end as usize);
        let start = place.checked_sub(1).map_or(Some(0), end)?;
        self.bytes.get(start..end(place)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(name: &str) -> Row {
        Row {
            path: format!("package/{name}"),
            name: name.into(),
            line: Some(300),
            depth: 1,
            is_folder: false,
            approximate: false,
            numbers: Numbers::default(),
        }
    }

    #[test]
    fn rows_are_read_one_by_one() {
        let all = [row("a.py"), row(""), row("ä.py")];
        let rows = Rows::new(all.clone()).unwrap();
        assert_eq!(rows.len(), 3);
        assert!(rows.iter().eq(all.clone()));
        assert!(rows.part(1..9).eq(all[1..].to_vec()));
        assert_eq!(rows.get(3), None);
        assert!(Rows::new([]).unwrap().is_empty());
    }

    #[test]
    fn differing_rows_are_found() {
        let rows = Rows::new([row("a"), row("b"), row("c")]).unwrap();
        let other = Rows::new([row("a"), row("longer"), row("c")]).unwrap();
        assert!(rows.differing(&other).eq([1]));
        assert!(rows.differing(&rows).eq([]));
    }
}
