//! Names of entries, which may say anything.

use super::fault::Fault;
use super::limits::MAX_PATH;

/// The path that an entry's name is: parts with `/` between them, never out of the archive.
///
/// Backslashes separate too, as some packers on Windows write them.
pub(crate) fn path(name: &str) -> Result<String, Fault> {
    if name.len() > MAX_PATH {
        return Err(Fault::LongName);
    }
    let has_drive = matches!(name.as_bytes(), [letter, b':', ..] if letter.is_ascii_alphabetic());
    if has_drive || name.starts_with(['/', '\\']) {
        return Err(Fault::Outside);
    }
    let parts: Vec<&str> =
        name.split(['/', '\\']).filter(|part| !matches!(*part, "" | ".")).collect();
    if parts.contains(&"..") { Err(Fault::Outside) } else { Ok(parts.join("/")) }
}

/// A name to be shown: of reasonable length, whatever it says.
pub(crate) fn shown(name: &str) -> String {
    const MOST: usize = 200;
    let mut shown: String = name.chars().take(MOST).collect();
    if shown.len() < name.len() {
        shown.push('…');
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_stay_inside() {
        assert_eq!(path("a/./b//c.py"), Ok("a/b/c.py".into()));
        assert_eq!(path(r"a\b.py"), Ok("a/b.py".into()));
        for name in ["/a.py", r"\a.py", "../a.py", "a/../../b.py", r"C:\a.py", "c:a.py"] {
            assert_eq!(path(name), Err(Fault::Outside), "{name}");
        }
        assert_eq!(path(&"a".repeat(5000)), Err(Fault::LongName));
    }
}
