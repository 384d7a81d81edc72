//! Refuses folders in which `publish` could damage its inputs.

use std::fs;
use std::path::{Path, PathBuf};

use crate::args::Publish;
use crate::error::{Error, PlaceError};
use crate::output::{is_stdout, resolve};
use crate::site::SiteError;

/// Checks that `publish` may write to `output`; returns its path after following links.
pub(super) fn check(output: &Path, args: &Publish) -> Result<PathBuf, Error> {
    let real =
        |path: &Path| resolve(path).map_err(|error| Error::File { path: path.to_owned(), error });
    if is_stdout(output) {
        return Err(PlaceError::Stdout.into());
    }
    if output.is_symlink() {
        return Err(SiteError::Link(output.to_owned()).into());
    }
    let place = real(output)?;
    if place.exists() && !place.is_dir() {
        return Err(SiteError::InTheWay(output.to_owned()).into());
    }
    let output = output.to_owned();
    if let Some(page) = &args.page {
        let error = |error| Error::File { path: page.clone(), error };
        let folder = fs::canonicalize(page).map_err(error)?;
        if folder.starts_with(&place) || place.starts_with(&folder) {
            return Err(PlaceError::Page { output, page: page.clone() }.into());
        }
    }
    let common = &args.common;
    for input in common.source.iter().chain(&common.inputs).chain(&common.rcfile) {
        if real(input)?.starts_with(&place) {
            return Err(PlaceError::HoldsInput { output, input: input.clone() }.into());
        }
    }
    let here = real(Path::new("."))?;
    for source in common.source.iter().filter(|source| source.is_dir()) {
        let folder = real(source)?;
        if place.starts_with(&folder) && !may_lie_in(&place, &folder, &here) {
            return Err(PlaceError::AmongSources { output, folder: source.clone() }.into());
        }
    }
    Ok(place)
}

/// Returns true if the output `place` may be in the source folder `source`.
///
/// It may if the working directory is the source folder or inside it, as in CI, and the output
/// neither contains Python sources nor is inside a folder that does.
fn may_lie_in(place: &Path, source: &Path, here: &Path) -> bool {
    let mut around = place.ancestors().skip(1).take_while(|folder| *folder != source);
    here.starts_with(source) && !holds_python_below(place) && !around.any(holds_python)
}

/// Returns true if Python sources are in `folder` itself.
fn holds_python(folder: &Path) -> bool {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    entries.into_iter().any(|entry| is_python(&entry.path()))
}

/// Returns true if Python sources are in `folder` or below.
fn holds_python_below(folder: &Path) -> bool {
    let entries = walkdir::WalkDir::new(folder).into_iter().flatten();
    entries.into_iter().any(|entry| is_python(entry.path()))
}

fn is_python(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending == "py" || ending == "pyw")
}
