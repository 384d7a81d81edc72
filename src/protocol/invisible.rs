//! Characters that are invisible, or that change the order of the text beside them.
//!
//! They can make code or names look like others ("Trojan Source"), and send commands to a terminal.
//! Page and command line show their code points instead: in source lines, in names of files, jobs
//! and contexts, and in messages.

/// Returns true if `c` has no shape of its own, or changes how other characters are shown.
pub fn is_invisible(c: char) -> bool {
    let is_named = matches!(
        c,
        // Joiners of letters and emoji, marks of the text direction, and spaces without width.
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}'
        // Separators of lines and paragraphs, embeddings, overrides and isolates.
        | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}'
        // Fillers, which are letters to Python.
        | '\u{115f}' | '\u{1160}' | '\u{3164}' | '\u{ffa0}'
        // Interlinear annotations, tags, and variation selectors.
        | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}'
    );
    is_named || c.is_control() && c != '\t'
}

/// Escapes invisible characters, as `U+202E`. Use the result to show a name, not to look up a file.
pub fn escape_invisible(text: &str) -> String {
    if text.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
        return text.to_owned();
    }
    let escaped = |c: char| {
        if is_invisible(c) { format!("U+{:04X}", u32::from(c)) } else { c.to_string() }
    };
    text.chars().map(escaped).collect()
}

/// The maximum number of characters of a shown name. File names are no longer on most systems.
const MAX_NAME: usize = 250;

/// The longest word, in bytes, that a message shows whole: the longest path on Linux, since people
/// copy paths from messages.
const MAX_WORD: usize = 4_096;

/// The maximum number of characters of a shown message.
const MAX_TEXT: usize = 20_000;

/// Returns a name to show: escapes invisible characters, and drops the middle of a long name.
pub fn display_name(name: &str) -> String {
    shorten(&escape_invisible(name), MAX_NAME)
}

/// Returns a text to show that may contain names: escapes invisible characters, and drops the
/// middle of long words and of a long text.
pub fn display_text(text: &str) -> String {
    let escaped = escape_invisible(text);
    if escaped.len() <= MAX_WORD {
        return escaped;
    }
    let words = escaped
        .split_inclusive(' ')
        .map(|word| if word.len() > MAX_WORD { shorten(word, MAX_NAME) } else { word.to_owned() });
    shorten(&words.collect::<String>(), MAX_TEXT)
}

/// Replaces the middle of a text of more than `most` characters by an ellipsis.
fn shorten(text: &str, most: usize) -> String {
    let (first, last) = (most / 2, most - most / 2 - 1);
    if text.len() <= most || text.chars().nth(most).is_none() {
        return text.to_owned();
    }
    let end = text.char_indices().nth(first).map_or(text.len(), |(at, _)| at);
    let start = text.char_indices().rev().take(last).last().map_or(text.len(), |(at, _)| at);
    let part = |range: std::ops::Range<usize>| text.get(range).unwrap_or_default();
    format!("{}…{}", part(0..end), part(start..text.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_names_lose_their_middle() {
        let usual = "é".repeat(250);
        assert_eq!(display_name(&usual), usual);
        let long = format!("a{}z", "é".repeat(900_000));
        assert_eq!(display_name(&long), format!("a{}…{}z", "é".repeat(124), "é".repeat(123)));
        let told = display_text(&format!("Jobs: {long}, other\n"));
        assert!(told.starts_with("Jobs: aé") && told.ends_with(" otherU+000A"), "{told}");
        assert!(told.chars().count() < 300);
        let path = format!("/builds/{}.py", "folder/".repeat(500));
        assert_eq!(display_text(&path), path);
        let list = "job (1), ".repeat(1_000);
        assert_eq!(display_text(&list), list);
        assert_eq!(display_text(&"job (1), ".repeat(100_000)).chars().count(), 20_000);
    }

    #[test]
    fn invisible_characters_are_escaped() {
        assert_eq!(escape_invisible("a/\u{202e}gnp.py"), "a/U+202Egnp.py");
        assert_eq!(escape_invisible("\u{e0041}\n\x1b[2J"), "U+E0041U+000AU+001B[2J");
        assert_eq!(escape_invisible("pkg/\u{fc}bung.py \t"), "pkg/\u{fc}bung.py \t");
    }
}
