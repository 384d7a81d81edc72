//! Maps physical lines to logical lines.
//!
//! coverage.py reports a statement that spans several lines by its first line only. Its map from
//! lines to first lines comes from the tokens: a logical line reaches from its first token to the
//! newline that ends it, and statements joined by `;` are one logical line.

use covdrop_lines::{Line, LineSet};
use memchr::memchr_iter;
use ruff_python_ast::token::{Token, TokenKind};
use ruff_text_size::{Ranged, TextSize};
use serde::{Deserialize, Serialize};

/// The line starts of a text, and the first line of each line's logical line.
pub(crate) struct LineMap {
    /// The offset of each line, ascending; the first is 0.
    starts: Vec<u32>,
    /// For each line number, the first line of its logical line; index 0 is unused.
    firsts: Vec<u32>,
    /// The first and last lines of logical lines with more than one line, ascending.
    ranges: Vec<(u32, u32)>,
}

impl LineMap {
    /// Builds the map of `text` from its `tokens`.
    pub(crate) fn new(text: &str, tokens: &[Token]) -> LineMap {
        let mut starts = Vec::with_capacity(text.len() / 32 + 1);
        starts.push(0);
        // A source has at most 64 MiB, so offsets fit.
        starts.extend(memchr_iter(b'\n', text.as_bytes()).map(|at| to_u32(at + 1)));
        let mut map =
            LineMap { firsts: (0..=to_u32(starts.len())).collect(), starts, ranges: vec![] };
        map.read(tokens);
        map
    }

    fn read(&mut self, tokens: &[Token]) {
        let mut cursor = 0;
        let mut first: Option<u32> = None;
        for token in tokens {
            match token.kind() {
                TokenKind::Newline => {
                    if let Some(first) = first.take() {
                        cursor = self.advance(cursor, token.start());
                        self.join(first, to_u32(cursor + 1));
                    }
                }
                kind if is_blank(kind) => {}
                _ if first.is_none() => {
                    cursor = self.advance(cursor, token.start());
                    first = Some(to_u32(cursor + 1));
                }
                _ => {}
            }
        }
    }

    /// Returns the index of the line that holds `offset`, searching forward from the line at index
    /// `cursor`.
    pub(crate) fn advance(&self, mut cursor: usize, offset: TextSize) -> usize {
        while self.starts.get(cursor + 1).is_some_and(|&next| next <= offset.to_u32()) {
            cursor += 1;
        }
        cursor
    }

    fn join(&mut self, first: u32, last: u32) {
        if first == last {
            return;
        }
        self.ranges.push((first, last));
        if let Some(firsts) = self.firsts.get_mut(first as usize..=last as usize) {
            firsts.fill(first);
        }
    }

    /// Returns the line at `offset`.
    pub(crate) fn line(&self, offset: TextSize) -> u32 {
        to_u32(self.starts.partition_point(|&start| start <= offset.to_u32()))
    }

    /// Returns the first line of the logical line that `line` belongs to.
    pub(crate) fn first(&self, line: u32) -> u32 {
        self.firsts.get(line as usize).copied().unwrap_or(line)
    }

    /// Returns the first lines of the logical lines that `lines` belong to.
    pub(crate) fn first_lines(&self, lines: &LineSet) -> LineSet {
        lines.iter().filter_map(|line| Line::new(self.first(line.get()))).collect()
    }

    /// Returns the first line of the logical line at `offset`.
    pub(crate) fn first_at(&self, offset: TextSize) -> u32 {
        self.first(self.line(offset))
    }

    /// Returns the lines at the start and at the end of `node`.
    pub(crate) fn span(&self, node: &impl Ranged) -> (u32, u32) {
        (self.line(node.start()), self.line(node.end()))
    }

    /// Returns the part that the analysis keeps.
    pub(crate) fn into_multiline(self) -> Multiline {
        Multiline { ranges: self.ranges }
    }
}

/// Returns true if a token cannot start a logical line.
pub(crate) fn is_blank(kind: TokenKind) -> bool {
    matches!(
        kind,
        TokenKind::Comment
            | TokenKind::Newline
            | TokenKind::NonLogicalNewline
            | TokenKind::Indent
            | TokenKind::Dedent
            | TokenKind::EndOfFile
    )
}

/// The logical lines with more than one line.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Multiline {
    ranges: Vec<(u32, u32)>,
}

impl Multiline {
    /// Returns the first line of the logical line that `line` belongs to.
    pub(crate) fn first(&self, line: u32) -> u32 {
        let after = self.ranges.partition_point(|&(first, _)| first <= line);
        match after.checked_sub(1).and_then(|index| self.ranges.get(index)) {
            Some(&(first, last)) if line <= last => first,
            _ => line,
        }
    }

    /// Returns the first and last lines, ascending.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (Line, Line)> {
        self.ranges.iter().filter_map(|&(first, last)| Some((Line::new(first)?, Line::new(last)?)))
    }
}

/// Converts a count of bytes or lines of a source, which never overflows.
pub(crate) fn to_u32(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}
