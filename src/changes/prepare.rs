//! Recognises diffs, and makes patches of them that a reader of the format takes.

use memchr::{memchr, memchr_iter};

use crate::DiffError;
use crate::limits::{MAX_BYTES, MAX_LINES};

/// The longest line with names of files, a bound of the work to tell them apart.
const MAX_HEADER: usize = 16 << 10;

/// The bytes in which a diff must start to be recognised.
const RECOGNISED: usize = 1 << 20;

/// The start of each file in a diff of git.
pub(crate) const GIT_HEADER: &[u8] = b"diff --git ";

/// Returns true if `bytes` seem to be a unified diff, or mails with patches, by their content.
pub fn is_diff(bytes: &[u8]) -> bool {
    let head = bytes.get(..RECOGNISED).unwrap_or(bytes);
    let mut before: [&[u8]; 2] = [b"", b""];
    lines(head).any(|line| {
        let is_header = before[0].starts_with(b"--- ") && before[1].starts_with(b"+++ ");
        before = [before[1], line];
        line.starts_with(GIT_HEADER) || is_combined(line) || is_header && line.starts_with(b"@@ -")
    })
}

/// One patch of a diff: all files of a commit.
#[derive(Default)]
pub(crate) struct Patch {
    /// Its text, with plain line ends.
    pub(crate) text: Vec<u8>,
    /// Whether it has headers of git.
    pub(crate) is_git: bool,
}

/// Splits a diff into its patches.
///
/// Lines of a hunk start with a blank, `+` or `-`, so that any line that starts otherwise is outside
/// of hunks, or says that a file ends without a line end, which is dropped.
pub(crate) fn patches(bytes: &[u8]) -> Result<Vec<Patch>, DiffError> {
    if bytes.len() > MAX_BYTES {
        return Err(DiffError::TooLarge);
    }
    if memchr_iter(b'\n', bytes).count() > MAX_LINES {
        return Err(DiffError::TooLong);
    }
    let has_crlf = has_crlf(bytes);
    let mut patches = Vec::new();
    let mut patch = Patch::default();
    // Whether a commit's message follows, up to the first file.
    let mut is_in_message = false;
    for line in lines(bytes) {
        if is_commit(line) {
            patches.push(std::mem::take(&mut patch));
            is_in_message = true;
        }
        if is_combined(line) {
            return Err(DiffError::Combined);
        }
        if line.starts_with(GIT_HEADER) {
            (patch.is_git, is_in_message) = (true, false);
        }
        if line.len() > MAX_HEADER && is_name_header(line) {
            return Err(DiffError::damaged(None, "a file name is too long"));
        }
        // Not all programs write "No newline at end of file" in English.
        if is_in_message || line.starts_with(b"\\ ") {
            continue;
        }
        let line = if has_crlf { line.strip_suffix(b"\r").unwrap_or(line) } else { line };
        patch.text.extend_from_slice(plain_mode(line));
        patch.text.push(b'\n');
    }
    patches.push(patch);
    Ok(patches)
}

/// Returns true if the diff itself has CRLF as line ends, and not only the sources in it.
fn has_crlf(bytes: &[u8]) -> bool {
    let mut headers = lines(bytes).filter(|line| {
        line.starts_with(GIT_HEADER) || line.starts_with(b"+++ ") || line.starts_with(b"@@ -")
    });
    headers.next().is_some_and(|line| line.ends_with(b"\r"))
}

/// Returns true if a line starts a commit: in mails of `git format-patch`, or in `git log`.
fn is_commit(line: &[u8]) -> bool {
    let hash = line.strip_prefix(b"From ").or_else(|| line.strip_prefix(b"commit "));
    let digits = hash.unwrap_or_default().iter().take_while(|byte| byte.is_ascii_hexdigit());
    digits.count() >= 40
}

/// Returns true if a line belongs to a combined diff.
fn is_combined(line: &[u8]) -> bool {
    [&b"diff --cc "[..], b"diff --combined ", b"@@@ -"].iter().any(|start| line.starts_with(start))
}

fn is_name_header(line: &[u8]) -> bool {
    [GIT_HEADER, b"rename ", b"copy "].iter().any(|start| line.starts_with(start))
}

/// Returns the header of a file's mode with a usual mode, and other lines as they are. Modes do not
/// matter here, and old repositories have some that readers refuse.
fn plain_mode(line: &[u8]) -> &[u8] {
    const PLAIN: [&[u8]; 4] = [
        b"old mode 100644",
        b"new mode 100644",
        b"new file mode 100644",
        b"deleted file mode 100644",
    ];
    let is_same = |plain: &&&[u8]| line.starts_with(plain.strip_suffix(b"100644").unwrap_or(plain));
    PLAIN.iter().find(is_same).map_or(line, |plain| *plain)
}

/// Iterates over the lines without their line feeds.
fn lines(bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    let mut rest = bytes;
    std::iter::from_fn(move || {
        let end = memchr(b'\n', rest).unwrap_or(rest.len());
        let line = rest.get(..end).filter(|_| !rest.is_empty())?;
        rest = rest.get(end + 1..).unwrap_or_default();
        Some(line)
    })
}
