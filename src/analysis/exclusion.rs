//! Finds excluded lines: the lines that match a pattern, and the lines excluded with them.
//!
//! A match on a line that opens a suite excludes the suite; a match on a decorator or signature
//! excludes the whole function or class; `case _:` is excluded if its whole suite is.

use covdrop_lines::{Line, LineSet};
use memchr::memchr_iter;
use ruff_python_ast::token::{Token, TokenKind};
use ruff_python_ast::{self as ast, Stmt};
use ruff_text_size::Ranged;

use crate::logical::{LineMap, is_blank, to_u32};
use crate::patterns::{PatternError, Patterns};
use crate::predicates::{is_docstring, is_irrefutable};
use crate::suites::{start_line, suites};

/// Returns the lines that a match of `patterns` touches.
pub(crate) fn matching_lines(text: &str, patterns: &Patterns) -> Result<LineSet, PatternError> {
    let mut found = LineSet::new();
    let (mut at, mut line) = (0, 1);
    let newlines = |from: usize, to: usize| {
        to_u32(memchr_iter(b'\n', text.as_bytes().get(from..to).unwrap_or_default()).count())
    };
    for span in patterns.find_in(text)? {
        line += newlines(at, span.start);
        at = span.start;
        let last = line + newlines(span.start, span.end);
        found.extend((line..=last).filter_map(Line::new));
    }
    Ok(found)
}

/// Extends excluded lines to the suites that they open, and maps them to first lines.
pub(crate) fn exclude_suites(matched: &LineSet, tokens: &[Token], lines: &LineMap) -> LineSet {
    if matched.is_empty() {
        return LineSet::new();
    }
    let mut excluded = matched.clone();
    let mut depth = 0_u32;
    let mut nesting = 0_i32;
    // The depth of the suite that is being excluded.
    let mut excluding: Option<u32> = None;
    // The current logical line: its first line, and the last line of its first token.
    let mut first: Option<u32> = None;
    for token in tokens {
        let kind = token.kind();
        match kind {
            TokenKind::Indent => depth += 1,
            TokenKind::Dedent => depth = depth.saturating_sub(1),
            TokenKind::Lpar | TokenKind::Lsqb | TokenKind::Lbrace => nesting += 1,
            TokenKind::Rpar | TokenKind::Rsqb | TokenKind::Rbrace => nesting -= 1,
            TokenKind::Colon if nesting == 0 && excluding.is_none() => {
                let here = lines.line(token.start());
                let start = first.unwrap_or(here);
                if (start..=here).filter_map(Line::new).any(|line| excluded.contains(line)) {
                    excluded.extend(Line::new(here));
                    excluding = Some(depth);
                }
            }
            TokenKind::Newline => first = None,
            _ => {}
        }
        if first.is_none() && !is_blank(kind) {
            let (start, end) = lines.span(token);
            first = Some(start);
            if excluding.is_some_and(|limit| depth <= limit) {
                excluding = None;
            }
            if excluding.is_some() {
                excluded.extend(Line::new(end));
            }
        }
    }
    lines.first_lines(&excluded)
}

/// Uses the syntax tree to find docstrings, and to add the lines to `excluded` that are excluded
/// with others.
pub(crate) fn complete_exclusion(
    module: &[Stmt],
    lines: &LineMap,
    code: &LineSet,
    excluded: &mut LineSet,
) -> LineSet {
    let mut walk = Walk { lines, code, excluded, docstrings: LineSet::new() };
    walk.docstring(module);
    walk.suite(module);
    walk.docstrings
}

struct Walk<'a> {
    lines: &'a LineMap,
    code: &'a LineSet,
    excluded: &'a mut LineSet,
    docstrings: LineSet,
}

impl Walk<'_> {
    fn suite(&mut self, body: &[Stmt]) {
        for stmt in body {
            match stmt {
                Stmt::FunctionDef(def) => self.definition(stmt, &def.decorator_list, &def.body),
                Stmt::ClassDef(def) => self.definition(stmt, &def.decorator_list, &def.body),
                Stmt::Match(node) if !self.excluded.is_empty() => {
                    node.cases.iter().for_each(|case| self.case(case));
                }
                _ => {}
            }
            suites(stmt).for_each(|suite| self.suite(suite));
        }
    }

    fn docstring(&mut self, body: &[Stmt]) {
        if let Some(first) = body.first().filter(|stmt| is_docstring(stmt)) {
            let (start, end) = self.lines.span(first);
            self.docstrings.extend((start..=end).filter_map(Line::new));
        }
    }

    fn definition(&mut self, stmt: &Stmt, decorators: &[ast::Decorator], body: &[Stmt]) {
        self.docstring(body);
        if self.excluded.is_empty() {
            return;
        }
        let def = start_line(stmt, self.lines);
        let first = decorators
            .iter()
            .map(|decorator| self.lines.line(decorator.expression.start()))
            .min()
            .unwrap_or(def);
        if (first..=def).filter_map(Line::new).any(|line| self.excluded.contains(line)) {
            let end = self.lines.line(stmt.end());
            self.excluded.extend((first..=end).filter_map(Line::new));
        }
    }

    fn case(&mut self, case: &ast::MatchCase) {
        let (Some(first), Some(last)) = (case.body.first(), case.body.last()) else { return };
        if !is_irrefutable(case) {
            return;
        }
        let mut with_code = (start_line(first, self.lines)..=self.lines.line(last.end()))
            .filter_map(Line::new)
            .filter(|&line| self.code.contains(line))
            .peekable();
        if with_code.peek().is_some() && with_code.all(|line| self.excluded.contains(line)) {
            let (start, end) = self.lines.span(&case.pattern);
            self.excluded.extend((start..=end).filter_map(Line::new));
        }
    }
}
