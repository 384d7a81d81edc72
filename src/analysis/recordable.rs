//! The lines of a source that a measurement can record, whichever Python ran it.
//!
//! Data that records any other line was measured on another version of the source. So the set errs
//! on the side of too many lines: every line that a token of a statement starts or ends on is in
//! it, statement or not by the rules of one Python. Blank lines, comments and the inner lines of a
//! string are left, and no Python gives code to these.

use covdrop_lines::{Line, LineSet};
use ruff_python_ast::token::{Token, TokenKind};
use ruff_text_size::Ranged;

use crate::logical::{LineMap, is_blank, to_u32};

/// The recordable lines of the text of `map`, whose tokens are `tokens`.
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
                    // Up to 3.7 Python counts the lines of the braces' content from the last line of
                    // the string, later versions count them from the first.
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
    fn every_line_of_a_statement_counts_but_blanks_and_comments_in_it() {
        assert_eq!(recordable("\n\nx = f(\n    1,\n\n    # why\n    2,\n)\n"), [1, 3, 4, 7, 8]);
        assert_eq!(recordable("x = 1 + \\\n    2\n"), [1, 2]);
    }

    #[test]
    fn what_only_some_pythons_give_code_to_counts() {
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
    fn a_docstring_has_code_on_its_first_line_or_before_3_8_on_its_last() {
        let text = "'''One\ntwo\nthree\n'''\nx = '''\na\nb'''\n";
        assert_eq!(recordable(text), [1, 4, 5, 7]);
    }

    #[test]
    fn expressions_in_an_f_string_before_3_8_lie_below_it() {
        assert_eq!(recordable("x = f'''\n{a}\n{b}'''\n\n# end\n\n"), [1, 2, 3, 4, 5]);
        assert_eq!(recordable("x = (f'{a}'\n     f'{b}')\n\n"), [1, 2]);
    }

    #[test]
    fn python_2_has_them_too() {
        assert_eq!(recordable("# -*-\nprint 'a'\n\nexec 'b'\n"), [1, 2, 4]);
    }
}
