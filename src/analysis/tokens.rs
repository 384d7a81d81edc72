//! Returns tokens for syntax colouring.

use covdrop_lines::Line;
use ruff_python_ast::token::TokenKind as Kind;
use ruff_text_size::Ranged;

use crate::logical::to_u32;
use crate::{Source, TargetVersion, syntax};

/// The kind of a token, in the detail that colouring needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TokenKind {
    /// A keyword; a soft keyword only where it acts as one.
    Keyword,
    /// A name.
    Name,
    /// An operator, bracket or delimiter.
    Operator,
    /// A number.
    Number,
    /// A string or bytes literal.
    String,
    /// The literal parts of an f-string or t-string, quotes included.
    FString,
    /// A comment.
    Comment,
}

/// The part of a token that lies on one line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// The line.
    pub line: Line,
    /// The start within the line, in bytes of UTF-8.
    pub start: u32,
    /// The end within the line, in bytes of UTF-8.
    pub end: u32,
    /// The kind.
    pub kind: TokenKind,
}

/// Returns the tokens of a source in order, split at line ends. Text between them has no colour.
///
/// A broken source has tokens as far as the parser gets; a source that is nested too deeply has
/// none.
pub fn tokens(source: &Source) -> Vec<Token> {
    let text = source.text();
    let Ok(tree) = syntax::parse_leniently(text, TargetVersion::Py315) else { return vec![] };
    let mut found = Vec::with_capacity(tree.tokens().len());
    let (mut line, mut line_start) = (0_usize, 0_usize);
    let mut newlines = memchr::memchr_iter(b'\n', text.as_bytes()).peekable();
    for token in tree.tokens() {
        let Some(kind) = kind(token.kind()) else { continue };
        let mut start = token.start().to_usize();
        let end = token.end().to_usize();
        while let Some(newline) = newlines.next_if(|&newline| newline < start) {
            (line, line_start) = (line + 1, newline + 1);
        }
        loop {
            let stop = newlines.peek().map_or(end, |&newline| newline.min(end));
            if let Some(line) = Line::from_index(line)
                && start < stop
            {
                let column = |offset: usize| to_u32(offset - line_start);
                found.push(Token { line, start: column(start), end: column(stop), kind });
            }
            match newlines.next_if(|&newline| newline < end) {
                Some(newline) => {
                    (line, line_start) = (line + 1, newline + 1);
                    start = line_start;
                }
                None => break,
            }
        }
    }
    found
}

fn kind(kind: Kind) -> Option<TokenKind> {
    Some(match kind {
        Kind::Name => TokenKind::Name,
        Kind::Int | Kind::Float | Kind::Complex => TokenKind::Number,
        Kind::String => TokenKind::String,
        Kind::FStringStart
        | Kind::FStringMiddle
        | Kind::FStringEnd
        | Kind::TStringStart
        | Kind::TStringMiddle
        | Kind::TStringEnd => TokenKind::FString,
        Kind::Comment => TokenKind::Comment,
        Kind::Newline
        | Kind::NonLogicalNewline
        | Kind::Indent
        | Kind::Dedent
        | Kind::EndOfFile
        | Kind::IpyEscapeCommand
        | Kind::Unknown => return None,
        kind if kind.is_keyword() || kind.is_soft_keyword() => TokenKind::Keyword,
        _ => TokenKind::Operator,
    })
}
