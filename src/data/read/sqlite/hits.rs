//! Reads the two big tables of a database: the lines and the arcs that ran.
//!
//! They are read from the pages of the database if these are plain, and by SQLite otherwise.

use covdrop_lines::{Arc, Line, LineSet};

use super::open::plain_root;
use super::pages::{Fields, NotPlain};
use super::rows::RowUse;
use super::{Layout, Reader};
use crate::{ContextId, ReadWarning, RecordedFile};

/// The columns of `arc` in schema 7.
const ARC: [(&str, &str); 4] =
    [("file_id", "integer"), ("context_id", "integer"), ("fromno", "integer"), ("tono", "integer")];

/// The columns of `line_bits` in schema 7.
const LINE_BITS: [(&str, &str); 3] =
    [("file_id", "integer"), ("context_id", "integer"), ("numbits", "blob")];

/// The row ids of a file and a context.
type Ids = (i64, i64);

impl Reader<'_> {
    pub(super) fn read_lines(&mut self, layout: &Layout) {
        let budget = self.budget;
        if layout.schema == 7 && self.line_pages().is_ok() {
            return;
        }
        self.budget = budget;
        for file in &mut self.files {
            file.lines.clear();
            file.line_zero.clear();
        }
        let bits = layout.schema >= 3;
        self.scan(layout.lines_table, layout.lines, |reader, row| {
            let Some((file, context)) = row.ids().and_then(|ids| reader.file_and_context(ids))
            else {
                return RowUse::Odd;
            };
            if bits {
                let is_read = row.blob(2).is_some_and(|numbits| add_lines(file, context, numbits));
                return if is_read { RowUse::Used } else { RowUse::Odd };
            }
            let Some(line) = row.int(2).and_then(Line::from_i64) else {
                return RowUse::Odd;
            };
            match file.lines.last_mut() {
                Some((last, lines)) if *last == context => {
                    lines.insert(line);
                }
                _ => file.lines.push((context, LineSet::from_iter([line]))),
            }
            RowUse::Numbers
        });
    }

    pub(super) fn read_arcs(&mut self, layout: &Layout) {
        let budget = self.budget;
        if layout.schema == 7 && self.arc_pages().is_ok() {
            return;
        }
        self.budget = budget;
        self.files.iter_mut().for_each(|file| file.arcs.clear());
        self.scan_arcs(layout);
        let lacking = self.without_line.take();
        self.warnings
            .extend(lacking.map(|(file, count)| ReadWarning::ArcsWithoutLine { file, count }));
    }

    fn scan_arcs(&mut self, layout: &Layout) {
        self.scan("arc", layout.arcs, |reader, row| {
            let Some((file, context)) = row.ids().and_then(|ids| reader.file_and_context(ids))
            else {
                return RowUse::Odd;
            };
            if row.is_null(2) || row.is_null(3) {
                let path = file.path.clone();
                reader.without_line.get_or_insert((path, 0)).1 += 1;
                return RowUse::Numbers;
            }
            let (Some(from), Some(to)) = (row.int(2), row.int(3)) else {
                return RowUse::Odd;
            };
            let Some(arc) = Arc::new(from, to) else { return RowUse::Odd };
            add_arc(file, context, arc);
            RowUse::Numbers
        });
    }

    /// Reads the lines from the pages. After a failure, some of them may have been read.
    fn line_pages(&mut self) -> Result<(), NotPlain> {
        self.scan_pages("line_bits", &LINE_BITS, |reader, ids, mut row| {
            let numbits = row.blob()?;
            row.end()?;
            let (file, context) = reader.file_and_context(ids).ok_or(NotPlain)?;
            if !add_lines(file, context, numbits) || !reader.budget.spend(1 + numbits.len()) {
                return Err(NotPlain);
            }
            Ok(())
        })
    }

    /// Reads the arcs from the pages. After a failure, some of them may have been read.
    fn arc_pages(&mut self) -> Result<(), NotPlain> {
        self.scan_pages("arc", &ARC, |reader, ids, mut row| {
            let arc = Arc::new(row.int()?, row.int()?).ok_or(NotPlain)?;
            row.end()?;
            let (file, context) = reader.file_and_context(ids).ok_or(NotPlain)?;
            add_arc(file, context, arc);
            if reader.budget.spend(1) { Ok(()) } else { Err(NotPlain) }
        })
    }

    /// Calls `each` with the file, the context and the other fields of every row of a plain table.
    fn scan_pages(
        &mut self,
        table: &str,
        columns: &[(&str, &str)],
        mut each: impl FnMut(&mut Self, Ids, Fields<'_>) -> Result<(), NotPlain>,
    ) -> Result<(), NotPlain> {
        let pages = self.pages.ok_or(NotPlain)?;
        let root = plain_root(self.db, table, columns).ok_or(NotPlain)?;
        pages.scan(root, |mut row| {
            let ids = (row.int()?, row.int()?);
            each(self, ids, row)
        })
    }

    /// Returns the file and the context with which a row of lines or arcs begins.
    fn file_and_context(&mut self, ids: Ids) -> Option<(&mut RecordedFile, ContextId)> {
        let (file, context) = match self.last {
            Some((last, file_and_context)) if last == ids => file_and_context,
            _ => {
                let file_and_context =
                    (*self.file_ids.get(&ids.0)?, *self.context_ids.get(&ids.1)?);
                self.last = Some((ids, file_and_context));
                file_and_context
            }
        };
        Some((self.files.get_mut(file)?, context))
    }
}

/// Adds lines to a file. Returns false if `numbits` has no lines that can be.
fn add_lines(file: &mut RecordedFile, context: ContextId, numbits: &[u8]) -> bool {
    let Ok(lines) = LineSet::from_numbits(numbits) else { return false };
    if numbits.first().is_some_and(|byte| byte & 1 == 1) {
        file.line_zero.push(context);
    }
    file.lines.push((context, lines));
    true
}

fn add_arc(file: &mut RecordedFile, context: ContextId, arc: Arc) {
    match file.arcs.last_mut() {
        Some((last, arcs)) if *last == context => arcs.push(arc),
        _ => file.arcs.push((context, vec![arc])),
    }
}
