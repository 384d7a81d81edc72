//! Reads a diff: its patches in order, and the change that they make together.

use std::collections::{BTreeMap, HashSet};

use covdrop_lines::Line;
use diffy::patch_set::{FileOperation, FilePatch, ParseOptions, PatchKind, PatchSet};
use diffy::{Hunk, Line as HunkLine};

use crate::file_change::{Content, FileChange, TextChange};
use crate::paths::Prefixes;
use crate::prepare::{Patch, is_diff, patches};
use crate::series::Series;
use crate::{Alignment, DiffError, Edit};

/// The files that a diff changes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Diff {
    /// The files, by the path afterwards, then the deleted ones by the path before.
    pub files: Vec<FileChange>,
}

/// Reads a unified diff: of git, of `diff -u`, or mails with patches, which follow one another. A
/// diff without content changes nothing.
pub fn read(bytes: &[u8]) -> Result<Diff, DiffError> {
    if bytes.trim_ascii().is_empty() {
        return Ok(Diff::default());
    }
    let patches = patches(bytes)?;
    let mut prefixes = Prefixes::default();
    let mut read = Vec::new();
    for patch in &patches {
        let files = file_patches(patch)?;
        for file in &files {
            prefixes.learn(file.operation());
        }
        read.push(files);
    }
    if read.iter().all(Vec::is_empty) && !is_diff(bytes) {
        return Err(DiffError::NotADiff);
    }
    let mut series = Series::default();
    for files in read {
        let mut changes: Vec<FileChange> = Vec::new();
        let mut paths = HashSet::new();
        for file in &files {
            let change = file_change(file, &prefixes)?;
            // A second change of a file applies to the result of the first.
            if !paths.insert(change.path().to_owned()) {
                series.add(std::mem::take(&mut changes))?;
                paths = HashSet::from([change.path().to_owned()]);
            }
            changes.push(change);
        }
        series.add(changes)?;
    }
    Ok(Diff { files: series.into_files() })
}

/// Reads the files of one patch.
fn file_patches(patch: &Patch) -> Result<Vec<FilePatch<'_, [u8]>>, DiffError> {
    if !is_diff(&patch.text) && !patch.is_git {
        return Ok(Vec::new());
    }
    let options = if patch.is_git { ParseOptions::gitdiff() } else { ParseOptions::unidiff() };
    let mut files: Vec<FilePatch<'_, [u8]>> = Vec::new();
    for file in PatchSet::parse_bytes(&patch.text, options) {
        let file = file.map_err(|error| {
            let after = files.last().map(|file| path(file.operation()));
            let error = error.to_string();
            let reason = error.rsplit_once(": ").map_or(error.as_str(), |(_, reason)| reason);
            DiffError::damaged(after.as_deref(), reason)
        })?;
        files.push(file);
    }
    Ok(files)
}

/// Returns the path of a file, for messages.
fn path(operation: &FileOperation<'_, [u8]>) -> String {
    let (FileOperation::Create(path)
    | FileOperation::Delete(path)
    | FileOperation::Modify { modified: path, .. }
    | FileOperation::Rename { to: path, .. }
    | FileOperation::Copy { to: path, .. }) = operation;
    String::from_utf8_lossy(path).into_owned()
}

fn file_change(file: &FilePatch<'_, [u8]>, prefixes: &Prefixes) -> Result<FileChange, DiffError> {
    let (old_path, new_path) = prefixes.strip(file.operation());
    let content = match file.patch() {
        PatchKind::Binary(_) => Content::Binary,
        PatchKind::Text(patch) if patch.hunks().is_empty() => Content::Same,
        PatchKind::Text(patch) => {
            let damaged = || {
                let name = new_path.as_deref().or(old_path.as_deref());
                DiffError::damaged(name, "line numbers contradict each other")
            };
            Content::Text(text_change(patch.hunks()).ok_or_else(damaged)?)
        }
    };
    Ok(FileChange { old_path, new_path, is_copy: file.operation().is_copy(), content })
}

/// Returns the change of some hunks, or `None` if their line numbers contradict each other.
fn text_change(hunks: &[Hunk<'_, [u8]>]) -> Option<TextChange> {
    let mut edits: Vec<Edit> = Vec::new();
    let mut shown = BTreeMap::new();
    for hunk in hunks {
        let (old, new) = (hunk.old_range(), hunk.new_range());
        let mut old_index = index(old.start(), old.len())?;
        let mut new_index = index(new.start(), new.len())?;
        for line in hunk.lines() {
            let (text, removed, added) = match line {
                HunkLine::Context(text) => (Some(*text), 0, 0),
                HunkLine::Delete(_) => (None, 1, 0),
                HunkLine::Insert(text) => (Some(*text), 0, 1),
            };
            if let Some(text) = text {
                shown.insert(new_index, text.strip_suffix(b"\n").unwrap_or(text).into());
            }
            if removed + added == 0 {
                (old_index, new_index) = (old_index + 1, new_index + 1);
                continue;
            }
            let (old_end, new_end) = (old_index + removed, new_index + added);
            match edits
                .last_mut()
                .filter(|last| last.old.end == old_index && last.new.end == new_index)
            {
                Some(last) => (last.old.end, last.new.end) = (old_end, new_end),
                None => edits.push(Edit { old: old_index..old_end, new: new_index..new_end }),
            }
            (old_index, new_index) = (old_end, new_end);
        }
    }
    Some(TextChange { alignment: Alignment::new(edits)?, shown })
}

/// Returns the index of the first line of a hunk. An empty range names the line before it.
fn index(start: usize, len: usize) -> Option<u32> {
    let end = start.checked_add(len).filter(|end| *end < Line::MAX as usize)?;
    let start = if len == 0 { end } else { start.checked_sub(1)? };
    u32::try_from(start).ok()
}
