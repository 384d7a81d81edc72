//! Measures the indentation of lines as CPython does.
//!
//! A tab advances to the next multiple of eight columns. CPython also measures with tabs of one
//! column, and refuses a source if the two measures disagree.

/// CPython's limit: "too many levels of indentation".
pub(super) const MAX_INDENTS: usize = 99;

/// The indentation of a line.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Indent {
    column: usize,
    /// The column with tabs of one column.
    narrow: usize,
}

impl Indent {
    pub(super) const fn add_blank(&mut self) {
        self.column += 1;
        self.narrow += 1;
    }

    pub(super) const fn add_tab(&mut self) {
        self.column = (self.column / 8 + 1) * 8;
        self.narrow += 1;
    }

    /// Returns true if the line is indented.
    pub(super) const fn is_indented(self) -> bool {
        self.column > 0
    }
}

/// The indentations of the current blocks, the outermost first.
#[derive(Default)]
pub(super) struct Indents(Vec<Indent>);

impl Indents {
    /// Returns the number of blocks.
    pub(super) const fn depth(&self) -> usize {
        self.0.len()
    }

    /// Moves to a line of this indentation. Returns false if CPython refuses it.
    pub(super) fn line(&mut self, indent: Indent) -> bool {
        let top = self.top();
        if indent.column > top.column {
            self.0.push(indent);
            return indent.narrow > top.narrow;
        }
        while self.top().column > indent.column {
            self.0.pop();
        }
        let outer = self.top();
        if outer.column < indent.column {
            self.0.push(indent);
        }
        outer == indent
    }

    fn top(&self) -> Indent {
        self.0.last().copied().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns true if CPython accepts lines that begin with these blanks and tabs.
    fn are_taken(lines: &[&str]) -> bool {
        let mut indents = Indents::default();
        lines.iter().all(|line| {
            let mut indent = Indent::default();
            for byte in line.bytes() {
                if byte == b'\t' { indent.add_tab() } else { indent.add_blank() }
            }
            indents.line(indent)
        })
    }

    #[test]
    fn blocks_are_indented_and_dedented() {
        assert!(are_taken(&["", "    ", "        ", "    ", "", "  "]));
        assert!(!are_taken(&["", "    ", "  "]));
        assert!(are_taken(&["", "\t", "\t    ", "\t"]));
    }

    #[test]
    fn ambiguous_tabs_are_refused() {
        assert!(!are_taken(&["", "        ", "\t"]));
        assert!(!are_taken(&["", "    ", "\t"]));
        assert!(!are_taken(&["", "\t    ", "        "]));
    }
}
