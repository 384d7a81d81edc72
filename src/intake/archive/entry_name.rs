//! Converts names of entries, which may be hostile, to paths.

use super::fault::ArchiveFault;
use super::limits::MAX_PATH;

/// Returns the path for an entry's name: parts with `/` between them, which never leaves the
/// archive.
///
/// Backslashes are separators too, because some programs on Windows write them.
pub(crate) fn entry_path(name: &str) -> Result<String, ArchiveFault> {
    if name.len() > MAX_PATH {
        return Err(ArchiveFault::LongName);
    }
    let has_drive = matches!(name.as_bytes(), [letter, b':', ..] if letter.is_ascii_alphabetic());
    if has_drive || name.starts_with(['/', '\\']) {
        return Err(ArchiveFault::Outside);
    }
    let parts: Vec<&str> =
        name.split(['/', '\\']).filter(|part| !matches!(*part, "" | ".")).collect();
    if parts.contains(&"..") { Err(ArchiveFault::Outside) } else { Ok(parts.join("/")) }
}

/// Shortens a name for display.
pub(crate) fn display_name(name: &str) -> String {
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
        assert_eq!(entry_path("a/./b//c.py"), Ok("a/b/c.py".into()));
        assert_eq!(entry_path(r"a\b.py"), Ok("a/b.py".into()));
        for name in ["/a.py", r"\a.py", "../a.py", "a/../../b.py", r"C:\a.py", "c:a.py"] {
            assert_eq!(entry_path(name), Err(ArchiveFault::Outside), "{name}");
        }
        assert_eq!(entry_path(&"a".repeat(5000)), Err(ArchiveFault::LongName));
    }
}
