//! The JSON of coverage.py 4.0 to 5.0a1: a line of words, then one object.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::plain::PlainFiles;
use super::{JSON, ReadError};
use crate::{Format, Kind, Recording};

/// The object; `lines` and `arcs` are never both there.
#[derive(Deserialize)]
struct Document {
    lines: Option<BTreeMap<String, Vec<i64>>>,
    arcs: Option<BTreeMap<String, Vec<(i64, i64)>>>,
    #[serde(default)]
    file_tracers: BTreeMap<String, String>,
}

/// Reads the JSON behind its head.
pub(super) fn read(bytes: &[u8]) -> Result<Recording, ReadError> {
    let text = bytes.get(JSON.len()..).unwrap_or_default();
    let document: Document =
        serde_json::from_slice(text).map_err(|error| ReadError::Damaged(error.to_string()))?;
    let kind = match (&document.lines, &document.arcs) {
        (_, Some(_)) => Kind::Arcs,
        (Some(_), None) => Kind::Lines,
        (None, None) => Kind::Neither,
    };
    let mut found = PlainFiles::default();
    for (path, lines) in document.lines.unwrap_or_default() {
        found.lines(path, lines);
    }
    for (path, arcs) in document.arcs.unwrap_or_default() {
        found.arcs(path, arcs);
    }
    for (path, tracer) in document.file_tracers {
        found.tracer(path, tracer);
    }
    Ok(found.into_recording(Format::Json, None, kind))
}
