//! Compares a change with the source that it should have led to.

use std::borrow::Cow;

use crate::TextChange;

/// The byte order mark of UTF-8, which is not in the text of a source.
const BOM: &[u8] = b"\xef\xbb\xbf";

/// How well a change fits a source.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Fit {
    /// The lines that the diff shows of the new source.
    pub shown: usize,
    /// Those of them that the source does not have in their place.
    pub misfits: usize,
}

impl Fit {
    /// Returns true if the source has all lines.
    pub const fn is_exact(self) -> bool {
        self.misfits == 0
    }
}

impl TextChange {
    /// Compares the lines that the diff shows, added ones and those around them, with the lines of
    /// a source.
    ///
    /// Line ends do not count. In lines that were not added, no white space counts, since a diff
    /// that ignores white space may show the old lines.
    pub fn fit<'a>(&self, source: impl Iterator<Item = &'a str>) -> Fit {
        let mut fit = Fit { shown: self.shown.len(), misfits: self.shown.len() };
        let mut shown = self.shown.iter().peekable();
        let mut edits = self.alignment.edits().iter().peekable();
        for (index, text) in (0_u32..).zip(source) {
            let Some((_, line)) = shown.next_if(|(at, _)| **at == index) else {
                if shown.peek().is_none() {
                    break;
                }
                continue;
            };
            while edits.next_if(|edit| edit.new.end <= index).is_some() {}
            let is_added = edits.peek().is_some_and(|edit| edit.new.contains(&index));
            let line = if index == 0 { line.strip_prefix(BOM).unwrap_or(line) } else { line };
            fit.misfits -= usize::from(is_equal(line, text, is_added));
        }
        fit
    }

    /// Compares with a source of which only the number of lines is known.
    pub fn fit_length(&self, lines: usize) -> Fit {
        let is_beyond = |index: u32| index as usize >= lines;
        let misfits = self.shown.keys().rev().take_while(|index| is_beyond(**index)).count();
        Fit { shown: self.shown.len(), misfits }
    }
}

/// Returns true if a line of a diff is a line of a source.
fn is_equal(line: &[u8], text: &str, is_added: bool) -> bool {
    let line = line.strip_suffix(b"\r").unwrap_or(line);
    // As the source's line was decoded.
    let line: Cow<'_, [u8]> = if line.contains(&b'\x0c') {
        line.iter().map(|&byte| if byte == b'\x0c' { b' ' } else { byte }).collect()
    } else {
        line.into()
    };
    if *line == *text.as_bytes() {
        return true;
    }
    let Ok(line) = std::str::from_utf8(&line) else {
        // The source has another encoding. All of them extend ASCII.
        let ascii = line.iter().take_while(|byte| byte.is_ascii()).count();
        return line.get(..ascii) == text.as_bytes().get(..ascii);
    };
    let letters = |text: &str| text.split_whitespace().collect::<String>();
    !is_added && letters(line) == letters(text)
}
