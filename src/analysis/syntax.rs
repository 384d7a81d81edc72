//! From text to tokens and syntax tree, or to the reason why not.

use covdrop_lines::Line;
use ruff_python_ast::ModModule;
use ruff_python_parser::{Mode, ParseOptions, Parsed, parse_unchecked};
use ruff_text_size::Ranged;

use crate::{AnalysisError, RuleSet, compile};

/// Parses `text` as the Python of `rules` does.
pub(crate) fn parse(text: &str, rules: RuleSet) -> Result<Parsed<ModModule>, AnalysisError> {
    let parsed = parse_leniently(text, rules)?;
    if let Some(error) = parsed.errors().first() {
        let line = line_at(text, error.location.start().to_usize());
        return Err(AnalysisError::Syntax { line, message: error.error.to_string() });
    }
    if let Some(error) = parsed.unsupported_syntax_errors().first() {
        let line = line_at(text, error.start().to_usize());
        return Err(AnalysisError::NewerSyntax {
            line,
            message: error.to_string(),
            rules,
            accepted_by: None,
        });
    }
    if let Some((at, message)) = compile::first_error(parsed.suite(), text, rules) {
        return Err(AnalysisError::Syntax { line: line_at(text, at.to_usize()), message });
    }
    Ok(parsed)
}

/// Parses `text`, going on after errors.
pub(crate) fn parse_leniently(
    text: &str,
    rules: RuleSet,
) -> Result<Parsed<ModModule>, AnalysisError> {
    let options = ParseOptions::from(Mode::Module).with_target_version(rules.syntax());
    parse_unchecked(text, options).try_into_module().ok_or_else(|| AnalysisError::Syntax {
        line: Line::FIRST,
        message: "it is an expression alone".to_owned(),
    })
}

/// The line at `offset`.
pub(crate) fn line_at(text: &str, offset: usize) -> Line {
    let before = text.as_bytes().get(..offset).unwrap_or(text.as_bytes());
    Line::from_index(memchr::memchr_iter(b'\n', before).count()).unwrap_or(Line::FIRST)
}
