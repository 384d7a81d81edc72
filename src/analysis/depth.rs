//! Measures how deeply a source is nested, before it is parsed.
//!
//! The parser recurses for each bracket, block, unary operator, `lambda` and so on, and a stack
//! overflow cannot be caught, least of all in WebAssembly. CPython has limits as well, which this
//! scan applies (coverage.py also refuses a source beyond them), and one more limit applies to all
//! levels together. The scan reads only the grammar that it needs: strings, comments, brackets, and
//! the operators that nest to their right.
//!
//! The parser handles operators and calls that nest to their left (`a + b + c`, `a.b().c()`) in a
//! loop, so their number is not limited. But the tree is as deep as their number, so dropping it
//! needs care.

mod indents;
mod level;
mod strings;

use memchr::memchr;

use self::indents::{Indent, Indents, MAX_INDENTS};
use self::level::{Kind, Level};
use self::strings::is_prefix;

/// CPython's limit: "too many nested parentheses".
const MAX_BRACKETS: usize = 200;

/// The maximum number of levels of all kinds together: half of what the parser survived in a
/// browser.
const MAX_DEPTH: u32 = 500;

/// The deepest tree that is walked and dropped by recursion.
const MAX_TREE: u32 = 300;

/// The depth of a source that may be parsed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Depth {
    /// Whether the tree of some expression may be too deep for recursion.
    pub(crate) has_deep_tree: bool,
    /// The offset of an indentation that CPython refuses, but that the parser may accept.
    pub(crate) bad_indent: Option<usize>,
}

/// The place where a source exceeds a limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct TooDeep {
    /// The offset.
    pub(crate) at: usize,
    /// The message.
    pub(crate) what: &'static str,
}

/// Measures a source whose lines all end with a newline.
pub(crate) fn measure(text: &str) -> Result<Depth, TooDeep> {
    let mut scan = Scan {
        bytes: text.as_bytes(),
        at: 0,
        levels: vec![Level::new(Kind::Code, 0)],
        brackets: 0,
        indents: Indents::default(),
        bad_indent: None,
        after_operator: true,
        has_deep_tree: false,
    };
    scan.run()?;
    Ok(Depth { has_deep_tree: scan.has_deep_tree, bad_indent: scan.bad_indent })
}

struct Scan<'t> {
    bytes: &'t [u8],
    at: usize,
    /// The levels, the innermost last; never empty.
    levels: Vec<Level>,
    brackets: usize,
    /// The indentations of the current blocks.
    indents: Indents,
    bad_indent: Option<usize>,
    after_operator: bool,
    has_deep_tree: bool,
}

impl Scan<'_> {
    fn run(&mut self) -> Result<(), TooDeep> {
        self.indent()?;
        while let Some(&byte) = self.bytes.get(self.at) {
            let Some(level) = self.levels.last() else { return Ok(()) };
            match level.kind {
                Kind::Code => self.code(byte)?,
                Kind::FString { quote, triple } | Kind::FormatSpec { quote, triple } => {
                    self.literal(byte, quote, triple)?;
                }
            }
        }
        Ok(())
    }

    fn peek(&self, ahead: usize) -> u8 {
        self.bytes.get(self.at + ahead).copied().unwrap_or(b'\n')
    }

    fn level(&mut self) -> Option<&mut Level> {
        self.levels.last_mut()
    }

    /// Measures the indentation of the line that starts here, if a statement may start here.
    fn indent(&mut self) -> Result<(), TooDeep> {
        let mut indent = Indent::default();
        // Of lines that a backslash joins, the first indented one counts.
        let mut first = None;
        loop {
            match self.peek(0) {
                b' ' => indent.add_blank(),
                b'\t' => indent.add_tab(),
                b'\\' if self.peek(1) == b'\n' => {
                    first = first.or(indent.is_indented().then_some(indent));
                    self.at += 1;
                }
                _ => break,
            }
            self.at += 1;
        }
        if matches!(self.peek(0), b'\n' | b'#') {
            return Ok(());
        }
        if !self.indents.line(first.unwrap_or(indent)) {
            self.bad_indent = self.bad_indent.or(Some(self.at));
        }
        if self.indents.depth() > MAX_INDENTS {
            return Err(self.too_deep("too many levels of indentation"));
        }
        Ok(())
    }

    fn too_deep(&self, what: &'static str) -> TooDeep {
        TooDeep { at: self.at, what }
    }

    fn check(&self) -> Result<(), TooDeep> {
        let blocks = u32::try_from(self.indents.depth()).unwrap_or(u32::MAX);
        let depth = self.levels.last().map_or(0, Level::depth);
        if depth.saturating_add(blocks) > MAX_DEPTH {
            return Err(self.too_deep("too many operators and brackets inside each other"));
        }
        Ok(())
    }

    fn open(&mut self, kind: Kind) -> Result<(), TooDeep> {
        let base = self.levels.last().map_or(0, Level::depth) + 1;
        self.levels.push(Level::new(kind, base));
        self.check()
    }

    fn close(&mut self) {
        if self.levels.len() > 1
            && let Some(inner) = self.levels.pop()
            && let Some(outer) = self.levels.last_mut()
        {
            outer.tree = outer.tree.max(inner.deepest());
            self.grow();
        }
    }

    /// Counts an operator that nests to its left.
    fn left(&mut self) {
        if let Some(level) = self.level() {
            level.run = 0;
        }
        self.grow();
    }

    /// Counts a tree level: any operator puts either the text before it or the text after it one
    /// level deeper.
    fn grow(&mut self) {
        if let Some(level) = self.levels.last_mut() {
            level.tree += 1;
            self.has_deep_tree |= level.tree > MAX_TREE;
        }
    }

    /// Counts an operator that nests to its right.
    fn right(&mut self) -> Result<(), TooDeep> {
        if let Some(level) = self.level() {
            level.run = 0;
            level.chain += 1;
        }
        self.grow();
        self.check()
    }

    /// Counts a unary operator.
    fn unary(&mut self) -> Result<(), TooDeep> {
        if let Some(level) = self.level() {
            level.run += 1;
        }
        self.grow();
        self.check()
    }

    fn operand(&mut self) {
        if let Some(level) = self.level() {
            level.run = 0;
        }
        self.after_operator = false;
    }

    fn code(&mut self, byte: u8) -> Result<(), TooDeep> {
        match byte {
            b' ' | b'\t' => self.at += 1,
            b'a'..=b'z' | b'A'..=b'Z' | b'_' | 0x80.. => self.word()?,
            b'0'..=b'9' => {
                while matches!(self.peek(0), b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z' | b'_' | b'.')
                {
                    self.at += 1;
                }
                self.operand();
            }
            b'\'' | b'"' => self.string(b"")?,
            b'#' => {
                let rest = self.bytes.get(self.at..).unwrap_or_default();
                self.at += memchr(b'\n', rest).unwrap_or(rest.len());
            }
            b'\n' => {
                self.at += 1;
                if self.levels.len() == 1 {
                    if let Some(level) = self.level() {
                        *level = Level::new(Kind::Code, 0);
                    }
                    self.after_operator = true;
                    self.indent()?;
                }
            }
            b'\\' => self.at += 2,
            _ => self.punctuation(byte)?,
        }
        Ok(())
    }

    fn word(&mut self) -> Result<(), TooDeep> {
        let start = self.at;
        while matches!(self.peek(0), b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'_' | 0x80..) {
            self.at += 1;
        }
        let word = self.bytes.get(start..self.at).unwrap_or_default();
        if matches!(self.peek(0), b'\'' | b'"') && is_prefix(word) {
            return self.string(word);
        }
        match word {
            b"not" | b"await" | b"async" | b"yield" => self.unary()?,
            b"else" => self.right()?,
            b"lambda" => {
                if let Some(level) = self.level() {
                    level.lambdas += 1;
                }
                self.right()?;
            }
            _ => self.operand(),
        }
        Ok(())
    }

    fn punctuation(&mut self, byte: u8) -> Result<(), TooDeep> {
        let after_operator = std::mem::replace(&mut self.after_operator, true);
        let before = self.at;
        self.at += 1;
        match byte {
            b'(' | b'[' | b'{' => {
                self.left();
                self.brackets += 1;
                if self.brackets > MAX_BRACKETS {
                    return Err(TooDeep { at: before, what: "too many nested parentheses" });
                }
                self.open(Kind::Code)?;
            }
            b')' | b']' | b'}' => {
                self.brackets = self.brackets.saturating_sub(1);
                self.close();
                self.operand();
            }
            b',' | b';' => {
                if let Some(level) = self.level().filter(|level| level.lambdas == 0) {
                    level.reset();
                }
            }
            b':' => return self.colon(),
            b'.' => self.left(),
            b'*' if self.peek(0) == b'*' => {
                self.at += 1;
                if let Some(level) = self.level() {
                    level.run = 0;
                    level.powers += 1;
                }
                self.grow();
                self.check()?;
            }
            b'+' | b'-' | b'~' | b'*' if after_operator => self.unary()?,
            _ => {
                self.left();
                if let Some(level) = self.level() {
                    level.powers = 0;
                }
            }
        }
        Ok(())
    }

    fn colon(&mut self) -> Result<(), TooDeep> {
        if self.peek(0) == b'=' {
            self.at += 1;
            return self.right();
        }
        if let Some(level) = self.level().filter(|level| level.lambdas > 0) {
            level.lambdas -= 1;
            level.run = 0;
            return Ok(());
        }
        // Directly in the braces of an f-string, a colon ends the expression.
        let around = self.levels.len().checked_sub(2).and_then(|index| self.levels.get(index));
        if let Some(&Level {
            kind: Kind::FString { quote, triple } | Kind::FormatSpec { quote, triple },
            ..
        }) = around
        {
            self.open(Kind::FormatSpec { quote, triple })?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(text: &str) -> Option<&'static str> {
        measure(&format!("{text}\n")).err().map(|error| error.what)
    }

    fn is_deep(text: &str) -> bool {
        measure(&format!("{text}\n")).unwrap().has_deep_tree
    }

    #[test]
    fn brackets_and_blocks_have_cpythons_bounds() {
        assert_eq!(refusal(&("(".repeat(200) + &")".repeat(200))), None);
        assert_eq!(refusal(&"[".repeat(201)), Some("too many nested parentheses"));
        let blocks = |n: usize| (0..n).fold(String::new(), |s, i| s + &" ".repeat(i) + "if x:\n");
        assert_eq!(refusal(&blocks(100)), None);
        assert_eq!(refusal(&blocks(101)), Some("too many levels of indentation"));
    }

    #[test]
    fn indentation_is_cpythons() {
        let bad = |text: &str| measure(text).unwrap().bad_indent;
        assert_eq!(bad("if x:\n    y\n\t\n \t# note\n    z\n"), None);
        assert_eq!(bad("if x:\n    y = [\n\t1,\n  2]\n    z\n"), None);
        assert_eq!(bad("if x:\n    \\\n  y\n    z\n"), None);
        assert_eq!(bad("if x:\n\tif y:\n        z\n"), Some(21));
    }

    #[test]
    fn right_nested_operators_are_limited() {
        for part in ["not ", "- ", "~", "lambda: ", "lambda a, b: ", "x if y else ", "x ** "] {
            assert_eq!(refusal(&(part.repeat(400) + "x")), None, "{part}");
            assert!(refusal(&(part.repeat(10_000) + "x")).is_some(), "{part}");
        }
        assert!(refusal(&"async ".repeat(10_000)).is_some());
        let nested = (0..300).fold("x".to_owned(), |inner, _| format!("f\"{{{inner}}}\""));
        assert!(refusal(&nested).is_some());
    }

    #[test]
    fn adjacent_expressions_are_not_deep() {
        let list = |item: &str| refusal(&format!("[{}]", item.repeat(10_000)));
        for item in [
            "-1, ",
            "not x, ",
            "lambda: 1, ",
            "lambda a, b: 1, ",
            "x if y else z, ",
            "f'{a:{b}}', ",
        ] {
            assert_eq!(list(item), None, "{item}");
        }
        assert_eq!(refusal(&"x = -1\n".repeat(10_000)), None);
        assert_eq!(refusal(&("x**2*y**3 + ".repeat(1_000) + "1")), None);
        assert_eq!(refusal(&"((('".repeat(100)), None);
        assert_eq!(refusal(&"# ((((\n'''((((' ((('''\n".repeat(1_000)), None);
    }

    #[test]
    fn deep_trees_are_noted() {
        assert!(!is_deep("a + b + c"));
        assert!(!is_deep(&format!("[{}]", "a + b.c(), ".repeat(1_000))));
        assert!(is_deep(&("1 + ".repeat(10_000) + "1")));
        assert!(is_deep(&("a".to_owned() + &".b()".repeat(10_000))));
        assert!(is_deep(&("a".to_owned() + &"[0]".repeat(10_000))));
        let sums =
            (0..20).fold("x".to_owned(), |inner, _| format!("({inner}){}", " + y".repeat(20)));
        assert!(is_deep(&sums));
    }
}
