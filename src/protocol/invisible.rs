//! Characters that are invisible, or that change the order of the text beside them.
//!
//! They make code or names look like others ("Trojan Source"), and command a terminal. Page and
//! command line show each by its number: in source lines, in names of files, jobs and contexts, and
//! in messages.

/// Returns true if `c` has no shape of its own, or changes how other characters are shown.
pub fn is_invisible(c: char) -> bool {
    let is_named = matches!(
        c,
        // What joins letters and emoji, and marks the order of text; spaces without width.
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}'
        // Separators of lines and paragraphs, embeddings, overrides and isolates.
        | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}'
        // Fillers, which are letters to Python.
        | '\u{115f}' | '\u{1160}' | '\u{3164}' | '\u{ffa0}'
        // Notes between lines, tags, and the variants that nothing shows.
        | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}'
    );
    is_named || c.is_control() && c != '\t'
}

/// Escapes invisible characters, as `U+202E`. The result is to be shown, not to find a file by.
pub fn escape_invisible(text: &str) -> String {
    if text.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
        return text.to_owned();
    }
    let escaped = |c: char| {
        if is_invisible(c) { format!("U+{:04X}", u32::from(c)) } else { c.to_string() }
    };
    text.chars().map(escaped).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn invisible_characters_are_escaped() {
        assert_eq!(escape_invisible("a/\u{202e}gnp.py"), "a/U+202Egnp.py");
        assert_eq!(escape_invisible("\u{e0041}\n\x1b[2J"), "U+E0041U+000AU+001B[2J");
        assert_eq!(escape_invisible("pkg/\u{fc}bung.py \t"), "pkg/\u{fc}bung.py \t");
    }
}
