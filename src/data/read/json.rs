//! Reads the JSON of coverage.py 4.0 to 5.0a1: a line of text, then one object.

use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;

use covdrop_lines::{Line, LineSet};
use serde::Deserialize;
use serde::de::{Deserializer, Error, MapAccess, SeqAccess, Visitor};

use super::budget::MAX_FILES;
use super::plain::PlainFiles;
use super::{JSON, ReadError};
use crate::{CoverageData, DataFormat, DataKind};

/// The top-level object. It never has both `lines` and `arcs`.
#[derive(Deserialize)]
struct Document {
    lines: Option<Files<Lines>>,
    arcs: Option<Files<Vec<(i64, i64)>>>,
    #[serde(default)]
    file_tracers: Files<String>,
}

/// A map with a value for each file, of which there may be at most [`MAX_FILES`].
struct Files<T>(BTreeMap<String, T>);

impl<T> Default for Files<T> {
    fn default() -> Files<T> {
        Files(BTreeMap::new())
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Files<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Files<T>, D::Error> {
        deserializer.deserialize_map(FilesVisitor(PhantomData))
    }
}

struct FilesVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for FilesVisitor<T> {
    type Value = Files<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a map of files")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Files<T>, A::Error> {
        let mut files = BTreeMap::new();
        while let Some((path, value)) = map.next_entry()? {
            if files.len() >= MAX_FILES {
                return Err(A::Error::custom(format_args!("it has more than {MAX_FILES} files")));
            }
            files.insert(path, value);
        }
        Ok(Files(files))
    }
}

/// The lines of a file, parsed straight into a set.
#[derive(Default)]
struct Lines {
    lines: LineSet,
    /// The count of numbers that are not lines.
    odd: u64,
}

impl<'de> Deserialize<'de> for Lines {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Lines, D::Error> {
        deserializer.deserialize_seq(LinesVisitor)
    }
}

struct LinesVisitor;

impl<'de> Visitor<'de> for LinesVisitor {
    type Value = Lines;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of lines")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut numbers: A) -> Result<Lines, A::Error> {
        let mut found = Lines::default();
        while let Some(number) = numbers.next_element()? {
            found.add(number);
        }
        Ok(found)
    }
}

impl Lines {
    fn add(&mut self, number: i64) {
        match Line::from_i64(number) {
            Some(line) => {
                self.lines.insert(line);
            }
            // A number that is not positive is the end of an arc.
            None => self.odd += u64::from(number > 0),
        }
    }
}

/// Reads the JSON after its first line.
pub(super) fn read(bytes: &[u8]) -> Result<CoverageData, ReadError> {
    let text = bytes.get(JSON.len()..).unwrap_or_default();
    let document: Document =
        serde_json::from_slice(text).map_err(|error| ReadError::Damaged(error.to_string()))?;
    let kind = match (&document.lines, &document.arcs) {
        (_, Some(_)) => DataKind::Arcs,
        (Some(_), None) => DataKind::Lines,
        (None, None) => DataKind::Neither,
    };
    let mut found = PlainFiles::default();
    for (path, Lines { lines, odd }) in document.lines.unwrap_or_default().0 {
        found.line_set(path, lines, odd);
    }
    for (path, arcs) in document.arcs.unwrap_or_default().0 {
        found.arcs(path, arcs);
    }
    for (path, tracer) in document.file_tracers.0 {
        found.tracer(path, tracer);
    }
    Ok(found.into_data_file(DataFormat::Json, None, kind))
}
