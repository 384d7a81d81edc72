//! Collects files with lines or arcs from the formats before SQLite, which have no contexts.

use std::collections::BTreeMap;

use covdrop_lines::{Arc, Line, LineSet};

use crate::{
    ContextId, CoverageData, DataFormat, DataKind, Meta, ReadWarning, RecordedFile, RecordedPath,
};

/// Files collected from a format without contexts.
#[derive(Default)]
pub(super) struct PlainFiles {
    files: BTreeMap<RecordedPath, RecordedFile>,
    odd_lines: u64,
    odd_arcs: u64,
}

impl PlainFiles {
    fn file(&mut self, path: String) -> &mut RecordedFile {
        let path = RecordedPath::new(path);
        self.files.entry(path).or_insert_with_key(|path| RecordedFile::new(path.clone()))
    }

    /// Adds the lines of a file. Skips numbers that are not positive: coverage.py 3.x lists the
    /// ends of arcs among the lines.
    pub(super) fn lines(&mut self, path: String, numbers: impl IntoIterator<Item = i64>) {
        let mut lines = LineSet::new();
        let mut odd = 0;
        for number in numbers.into_iter().filter(|number| *number > 0) {
            match Line::from_i64(number) {
                Some(line) => {
                    lines.insert(line);
                }
                None => odd += 1,
            }
        }
        self.line_set(path, lines, odd);
    }

    /// Adds the lines of a file, and counts odd entries.
    pub(super) fn line_set(&mut self, path: String, lines: LineSet, odd: u64) {
        self.odd_lines += odd;
        let file = self.file(path);
        if !lines.is_empty() {
            file.lines.push((ContextId(0), lines));
        }
    }

    /// Adds the arcs of a file, without those of line 0.
    pub(super) fn arcs(&mut self, path: String, pairs: impl IntoIterator<Item = (i64, i64)>) {
        let mut arcs = Vec::new();
        let mut odd = 0;
        for (from, to) in pairs.into_iter().filter(|&(from, to)| from != 0 && to != 0) {
            match Arc::new(from, to) {
                Some(arc) => arcs.push(arc),
                None => odd += 1,
            }
        }
        self.odd_arcs += odd;
        let file = self.file(path);
        if !arcs.is_empty() {
            file.arcs.push((ContextId(0), arcs));
        }
    }

    /// Sets the file tracer plugin of a file.
    pub(super) fn tracer(&mut self, path: String, tracer: String) {
        if let Some(file) = self.files.get_mut(&RecordedPath::new(path)) {
            file.tracer = Some(tracer).filter(|name| !name.is_empty());
        }
    }

    /// Returns the collected files as coverage data.
    pub(super) fn into_data_file(
        self,
        format: DataFormat,
        version: Option<String>,
        kind: DataKind,
    ) -> CoverageData {
        let mut warnings = Vec::new();
        for (table, count) in [("lines", self.odd_lines), ("arcs", self.odd_arcs)] {
            if count > 0 {
                warnings.push(ReadWarning::OddEntries { table, count });
            }
        }
        let mut files: Vec<RecordedFile> = self.files.into_values().collect();
        files.iter_mut().for_each(RecordedFile::tidy);
        let contexts = vec![String::new()];
        CoverageData { format, version, kind, contexts, files, meta: Meta::default(), warnings }
    }
}
