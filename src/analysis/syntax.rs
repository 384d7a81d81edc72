//! Parses text into tokens and a syntax tree.

use covdrop_lines::Line;
use ruff_python_ast::token::{Token, TokenKind};
use ruff_python_ast::{ModModule, Stmt};
use ruff_python_parser::{Mode, ParseError, ParseOptions, Parsed, parse_unchecked};
use ruff_text_size::Ranged;

use crate::depth::{Depth, measure};
use crate::dismantle::dismantle;
use crate::{AnalysisError, TargetVersion, compile, python2};

/// The tokens and the syntax tree of a source.
pub(crate) struct Tree {
    /// `None` only while the tree is dropped.
    parsed: Option<Parsed<ModModule>>,
    depth: Depth,
}

impl Tree {
    /// Returns the tokens, including comments and newlines.
    pub(crate) fn tokens(&self) -> &[Token] {
        self.parsed.as_ref().map_or(&[], |parsed| parsed.tokens())
    }

    /// Returns the statements of the module.
    pub(crate) fn module(&self) -> &[Stmt] {
        self.parsed.as_ref().map_or(&[], |parsed| parsed.suite())
    }

    fn first_error(&self) -> Option<&ParseError> {
        self.parsed.as_ref()?.errors().first()
    }
}

impl Drop for Tree {
    fn drop(&mut self) {
        if self.depth.has_deep_tree
            && let Some(parsed) = self.parsed.take()
        {
            dismantle(parsed.into_syntax());
        }
    }
}

/// Parses `text` as the given Python version does.
pub(crate) fn parse(text: &str, target: TargetVersion) -> Result<Tree, AnalysisError> {
    if let Some((at, message)) = unreadable(text) {
        return Err(AnalysisError::Syntax { line: line_at(text, at), message: message.to_owned() });
    }
    let mut tree = parse_leniently(text, target)?;
    if tree.first_error().is_some()
        && let Some(mended) = without_idle_semicolons(text, tree.tokens())
    {
        tree = parse_leniently(&mended, target)?;
    }
    if let Some(error) = tree.first_error() {
        if let Some((at, evidence)) = python2::evidence(text, tree.tokens()) {
            return Err(AnalysisError::Python2 { line: line_at(text, at), evidence });
        }
        let line = line_at(text, error.location.start().to_usize());
        return Err(AnalysisError::Syntax { line, message: error.error.to_string() });
    }
    let newer = tree.parsed.as_ref().and_then(|parsed| parsed.unsupported_syntax_errors().first());
    if let Some(error) = newer {
        if let Some((at, evidence)) = python2::evidence(text, tree.tokens()) {
            return Err(AnalysisError::Python2 { line: line_at(text, at), evidence });
        }
        return Err(AnalysisError::NewerSyntax {
            line: line_at(text, error.start().to_usize()),
            message: error.to_string(),
            target,
            accepted_by: accepting(text, target),
        });
    }
    if let Some(at) = tree.depth.bad_indent {
        let message = "its indentation is that of no block around it".to_owned();
        return Err(AnalysisError::Syntax { line: line_at(text, at), message });
    }
    // The checks for these errors recurse without limit. Such a deep tree is a long sum or the
    // like, which has none of these errors.
    if !tree.depth.has_deep_tree
        && let Some((at, message)) = compile::first_error(tree.module(), text, target)
    {
        return Err(AnalysisError::Syntax { line: line_at(text, at.to_usize()), message });
    }
    Ok(tree)
}

/// Replaces the semicolon of every line that ends in `raise;`, which the parser refuses, by a
/// blank. Returns `None` if no line does.
fn without_idle_semicolons(text: &str, tokens: &[Token]) -> Option<String> {
    let solid: Vec<&Token> = tokens.iter().filter(|t| t.kind() != TokenKind::Comment).collect();
    let mut mended = text.to_owned();
    for three in solid.windows(3) {
        if let [raise, semi, newline] = three
            && raise.kind() == TokenKind::Raise
            && semi.kind() == TokenKind::Semi
            && newline.kind() == TokenKind::Newline
        {
            let range = semi.range().start().to_usize()..semi.range().end().to_usize();
            mended.replace_range(range, " ");
        }
    }
    (mended != text).then_some(mended)
}

/// Finds text that Python refuses but the parser accepts. Returns its offset and a message.
fn unreadable(text: &str) -> Option<(usize, &'static str)> {
    // Decoding has removed the first mark.
    if text.starts_with('\u{feff}') {
        return Some((0, "invalid non-printable character U+FEFF"));
    }
    let at = memchr::memchr(0, text.as_bytes())?;
    Some((at, "source code cannot contain null bytes"))
}

/// Parses `text`, continuing after errors.
pub(crate) fn parse_leniently(text: &str, target: TargetVersion) -> Result<Tree, AnalysisError> {
    let depth = measure(text).map_err(|error| AnalysisError::TooDeep {
        line: line_at(text, error.at),
        what: error.what,
    })?;
    let options = ParseOptions::from(Mode::Module).with_target_version(target.syntax());
    Ok(Tree { parsed: parse_unchecked(text, options).try_into_module(), depth })
}

/// Returns the oldest Python version newer than `target` that accepts the syntax of `text`.
fn accepting(text: &str, target: TargetVersion) -> Option<TargetVersion> {
    TargetVersion::ALL.into_iter().filter(|&newer| newer > target).find(|&newer| {
        parse_leniently(text, newer)
            .is_ok_and(|tree| tree.parsed.as_ref().is_some_and(Parsed::has_no_syntax_errors))
    })
}

/// Returns the line at `offset`.
pub(crate) fn line_at(text: &str, offset: usize) -> Line {
    let before = text.as_bytes().get(..offset).unwrap_or(text.as_bytes());
    Line::from_index(memchr::memchr_iter(b'\n', before).count()).unwrap_or(Line::FIRST)
}
