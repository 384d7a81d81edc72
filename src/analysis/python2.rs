//! Recognises Python 2 sources.
//!
//! A source that is not valid Python 3 may be valid Python 2. Syntax that only Python 2 has is easy
//! to recognise, so the error can say that instead of pointing at a syntax error.

use ruff_python_ast::token::{Token, TokenKind};
use ruff_text_size::Ranged;

/// Returns the offset and description of the first syntax in a source that only Python 2 has. Call
/// it only for sources that Python 3 refuses.
pub(crate) fn evidence(text: &str, tokens: &[Token]) -> Option<(usize, &'static str)> {
    tokens
        .split(|token| matches!(token.kind(), TokenKind::Newline | TokenKind::Semi))
        .find_map(|line| in_line(text, line))
}

fn in_line(text: &str, line: &[Token]) -> Option<(usize, &'static str)> {
    let significant = |token: &&Token| {
        !matches!(
            token.kind(),
            TokenKind::NonLogicalNewline
                | TokenKind::Comment
                | TokenKind::Indent
                | TokenKind::Dedent
        )
    };
    let mut tokens = line.iter().filter(significant);
    // A suite on the line of its colon also starts a statement.
    let starts_statement =
        |before: Option<&Token>| before.is_none_or(|token| token.kind() == TokenKind::Colon);
    let mut before: Option<&Token> = None;
    let mut nesting = 0_i32;
    let mut head = None;
    while let Some(token) = tokens.next() {
        let next = tokens.clone().next();
        let at = token.start().to_usize();
        if before.is_none() {
            head = Some(token.kind());
        }
        match token.kind() {
            TokenKind::Lpar | TokenKind::Lsqb | TokenKind::Lbrace => nesting += 1,
            TokenKind::Rpar | TokenKind::Rsqb | TokenKind::Rbrace => nesting -= 1,
            TokenKind::Name if starts_statement(before) && next.is_some_and(starts_operand) => {
                match word(text, token) {
                    "print" => return Some((at, "print is a statement")),
                    "exec" => return Some((at, "exec is a statement")),
                    _ => {}
                }
            }
            TokenKind::Name
                if matches!(word(text, token), "ur" | "uR" | "Ur" | "UR")
                    && next.is_some_and(|next| is_glued(token, next, TokenKind::String)) =>
            {
                return Some((at, "a string has the prefix 'ur'"));
            }
            TokenKind::Less
                if next.is_some_and(|next| is_glued(token, next, TokenKind::Greater)) =>
            {
                return Some((at, "'<>' stands for '!='"));
            }
            TokenKind::Int if next.is_some_and(|next| is_long_suffix(text, token, next)) => {
                return Some((at, "an integer ends in 'L'"));
            }
            TokenKind::Unknown if word(text, token).starts_with('`') => {
                return Some((at, "backquotes stand for repr()"));
            }
            TokenKind::Comma if nesting == 0 && head == Some(TokenKind::Raise) => {
                return Some((at, "raise has its arguments after a comma"));
            }
            TokenKind::Comma
                if nesting == 0
                    && head == Some(TokenKind::Except)
                    && next.is_some_and(|next| is_variable(text, next)) =>
            {
                return Some((at, "except names its variable after a comma"));
            }
            _ => {}
        }
        before = Some(token);
    }
    None
}

fn word<'t>(text: &'t str, token: &Token) -> &'t str {
    text.get(token.start().to_usize()..token.end().to_usize()).unwrap_or_default()
}

/// Returns true if a token can follow `print` or `exec` as an operand, but cannot follow a name in
/// Python 3.
fn starts_operand(token: &Token) -> bool {
    matches!(
        token.kind(),
        TokenKind::String
            | TokenKind::Name
            | TokenKind::Int
            | TokenKind::Float
            | TokenKind::None
            | TokenKind::True
            | TokenKind::False
            | TokenKind::Lambda
            | TokenKind::Lbrace
            | TokenKind::RightShift
    )
}

fn is_glued(token: &Token, next: &Token, kind: TokenKind) -> bool {
    next.kind() == kind && next.start() == token.end()
}

fn is_long_suffix(text: &str, token: &Token, next: &Token) -> bool {
    is_glued(token, next, TokenKind::Name) && matches!(word(text, next), "L" | "l")
}

/// Returns true if a token is a name that is no likely name of an exception class.
fn is_variable(text: &str, token: &Token) -> bool {
    token.kind() == TokenKind::Name
        && word(text, token).starts_with(|first: char| first.is_lowercase() || first == '_')
}

#[cfg(test)]
mod tests {
    use crate::{AnalysisError, Options, Source, TargetVersion, analyze, analyze_python2};

    fn evidence(text: &str) -> Option<(u32, &'static str)> {
        let source = Source::decode(text.as_bytes()).unwrap();
        match analyze(&source, &Options::new(TargetVersion::Py313).unwrap()) {
            Err(AnalysisError::Python2 { line, evidence }) => Some((line.get(), evidence)),
            _ => None,
        }
    }

    #[test]
    fn python_2_is_recognised() {
        assert_eq!(evidence("x = 1\nif x: print 'x'\n"), Some((2, "print is a statement")));
        assert_eq!(evidence("exec code in scope\n"), Some((1, "exec is a statement")));
        assert_eq!(evidence("raise E, 'x'\n"), Some((1, "raise has its arguments after a comma")));
        assert_eq!(
            evidence("try: pass\nexcept E, e: pass\n"),
            Some((2, "except names its variable after a comma"))
        );
        assert_eq!(evidence("x = `y`\n"), Some((1, "backquotes stand for repr()")));
        assert_eq!(evidence("x = 10L\n"), Some((1, "an integer ends in 'L'")));
        assert_eq!(evidence("x <> y\n"), Some((1, "'<>' stands for '!='")));
        assert_eq!(evidence("x = ur'y'\n"), Some((1, "a string has the prefix 'ur'")));
    }

    #[test]
    fn broken_sources_are_not_python_2() {
        assert_eq!(evidence("x = = 1\n"), None);
        assert_eq!(evidence("try: pass\nexcept (E, f): x y\n"), None);
        assert_eq!(evidence("try: pass\nexcept A, B: pass\n"), None);
    }

    #[test]
    fn python_2_is_analysed_approximately() {
        let source =
            Source::decode(b"def f(x):\n    print 'x'\n    return x\nprint f(1)\n").unwrap();
        let analysis =
            analyze_python2(&source, &Options::new(TargetVersion::Py313).unwrap()).unwrap();
        assert!(analysis.is_approximate());
        assert_eq!(format!("{:?}", analysis.statements()), "{1, 2, 3, 4}");
    }
}
