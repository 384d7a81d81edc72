//! Adds tokens for invisible characters in source lines; the page shows each by its code point.

use covdrop_protocol::{Token, TokenKind, is_invisible};

/// Appends the tokens of `line` to `tokens`. `others` are the other tokens of the line, in order;
/// invisible characters are cut out of them.
pub(crate) fn add_tokens(tokens: &mut Vec<Token>, line: &str, others: &[Token]) {
    if line.bytes().all(|byte| matches!(byte, b'\t' | b' '..=b'~')) {
        return tokens.extend_from_slice(others);
    }
    let invisible = line.char_indices().filter(|(_, c)| is_invisible(*c));
    let mut invisible =
        invisible.map(|(start, c)| (to_u32(start), to_u32(start + c.len_utf8()))).peekable();
    let kind = TokenKind::Invisible;
    for other in others {
        let mut from = other.start;
        while let Some((start, end)) = invisible.next_if(|(start, _)| *start < other.end) {
            if from < start {
                tokens.push(Token { start: from, end: start, kind: other.kind });
            }
            tokens.push(Token { start, end, kind });
            from = from.max(end);
        }
        if from < other.end {
            tokens.push(Token { start: from, ..*other });
        }
    }
    tokens.extend(invisible.map(|(start, end)| Token { start, end, kind }));
}

fn to_u32(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(line: &str, others: &[(u32, u32)]) -> Vec<(u32, u32, bool)> {
        let others: Vec<Token> = others
            .iter()
            .map(|&(start, end)| Token { start, end, kind: TokenKind::String })
            .collect();
        let mut tokens = Vec::new();
        add_tokens(&mut tokens, line, &others);
        let shown = |token: &Token| (token.start, token.end, token.kind == TokenKind::Invisible);
        tokens.iter().map(shown).collect()
    }

    #[test]
    fn invisible_characters_are_cut_out_of_other_tokens() {
        assert_eq!(cut("x = 'ab'\t", &[(4, 8)]), [(4, 8, false)]);
        assert_eq!(
            cut("x = 'a\u{202e}b'", &[(4, 11)]),
            [(4, 6, false), (6, 9, true), (9, 11, false)]
        );
        assert_eq!(cut("\u{feff}''\0", &[(3, 5)]), [(0, 3, true), (3, 5, false), (5, 6, true)]);
        assert_eq!(cut("\x0c", &[]), [(0, 1, true)]);
        assert_eq!(cut("a\0'b'\0'c'", &[(2, 5), (6, 9)]).len(), 4);
        assert_eq!(cut("'\0\0'", &[(0, 4)]).len(), 4);
        assert_eq!(cut("\0\0'", &[(2, 3)]), [(0, 1, true), (1, 2, true), (2, 3, false)]);
        assert_eq!(cut("é = 'ü'", &[(5, 9)]), [(5, 9, false)]);
    }
}
