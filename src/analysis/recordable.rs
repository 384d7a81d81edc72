//! Finds the lines of a source that a measurement can record under any Python version.
//!
//! Data with any other line was recorded from another version of the source. The set errs on the
//! side of too many lines: it has every line on which a token of a statement starts or ends, even
//! if some versions have no statement there. Only blank lines, comments and the inner lines of
//! strings remain, and no version gives code to these.

use covdrop_lines::{Line, LineSet};
use ruff_python_ast::token::{Token, TokenKind};
use ruff_text_size::Ranged;

use crate::logical::{LineMap, is_blank, to_u32};

/// Returns the recordable lines of the text of `map`, whose tokens are `tokens`.
pub(crate) fn recordable_lines(map: &LineMap, tokens: &[Token]) -> LineSet {
    // Every module has a first line, even an empty one: up to 3.10 its code starts there.
    let mut lines = LineSet::from_iter([Line::FIRST]);
    let mut f_strings = Vec::new();
    let mut cursor = 0;
    for token in tokens.iter().filter(|token| !is_blank(token.kind())) {
        cursor = map.advance(cursor, token.start());
        let first = to_u32(cursor + 1);
        cursor = map.advance(cursor, token.end());
        let last = to_u32(cursor + 1);
        lines.extend([first, last].into_iter().filter_map(Line::new));
        match token.kind() {
            TokenKind::FStringStart | TokenKind::TStringStart => f_strings.push(first),
            TokenKind::FStringEnd | TokenKind::TStringEnd => {
                if let Some(first) = f_strings.pop() {
                    // Python 3.7 and older numbers the lines inside the braces from the last line
                    // of the string, newer versions from the first.
                    let height = last - first;
                    lines.extend((first..=last + height).filter_map(Line::new));
                }
            }
            _ => {}
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use covdrop_lines::Line;

    use crate::{Options, Source, TargetVersion, analyze, analyze_python2};

    fn recordable(text: &str) -> Vec<u32> {
        let source = Source::decode(text.as_bytes()).unwrap();
        let options = Options::new(TargetVersion::default()).unwrap();
        let analysis =
            analyze(&source, &options).or_else(|_| analyze_python2(&source, &options)).unwrap();
        analysis.recordable_lines().iter().map(Line::get).collect()
    }

    #[test]
    fn an_empty_module_has_a_first_line() {
        assert_eq!(recordable(""), [1]);
        assert_eq!(recordable("# A comment\n\n# Another\n"), [1]);
    }

    #[test]
    fn lines_of_statements_are_recordable_except_blanks_and_comments() {
        assert_eq!(recordable("\n\nx = f(\n    1,\n\n    # why\n    2,\n)\n"), [1, 3, 4, 7, 8]);
        assert_eq!(recordable("x = 1 + \\\n    2\n"), [1, 2]);
    }

    #[test]
    fn lines_with_code_in_only_some_versions_are_recordable() {
        let text = "\
@decorator
def f():
    '''Text.'''
    global x
    try:
        pass
    except E:
        raise
    else:
        if 0:
            x = 1  # pragma: no cover
    finally:
        return
        x = 2
";
        assert_eq!(recordable(text), (1..=14).collect::<Vec<u32>>());
    }

    #[test]
    fn a_docstring_is_recordable_on_its_first_and_last_line() {
        let text = "'''One\ntwo\nthree\n'''\nx = '''\na\nb'''\n";
        assert_eq!(recordable(text), [1, 4, 5, 7]);
    }

    #[test]
    fn f_string_expressions_are_also_recordable_below_the_string() {
        assert_eq!(recordable("x = f'''\n{a}\n{b}'''\n\n# end\n\n"), [1, 2, 3, 4, 5]);
        assert_eq!(recordable("x = (f'{a}'\n     f'{b}')\n\n"), [1, 2]);
    }

    #[test]
    fn python_2_sources_have_recordable_lines() {
        assert_eq!(recordable("# -*-\nprint 'a'\n\nexec 'b'\n"), [1, 2, 4]);
    }
}
