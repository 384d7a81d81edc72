//! The default inputs of the commands: those that coverage.py would find in the working directory.

use std::fs;
use std::path::{Path, PathBuf};

use covdrop_data::{Environment, Settings};

use crate::args::Common;
use crate::console::tell;
use crate::files::{self, FileId};

/// The purpose of the inputs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Purpose<'a> {
    /// A report. If the command line and the inputs have no source, it is on the source in the
    /// working directory.
    Report,
    /// A new data file.
    Combine,
    /// An existing data file, to which the command adds the inputs.
    Append,
    /// A site in this folder, which is not an input.
    Publish(&'a Path),
}

/// The error if the command line names no input, and the working directory has none.
#[derive(Debug, thiserror::Error)]
#[error(
    "There is no data file '{file}' here. Name data files, or folders or archives with them",
    file = .0.display()
)]
pub(crate) struct NothingHere(PathBuf);

/// Returns the inputs of the command line, or those that coverage.py would find.
pub(crate) fn inputs(
    common: &Common,
    purpose: Purpose<'_>,
    rcfile: Option<&Path>,
    environment: &Environment,
) -> Result<Vec<PathBuf>, NothingHere> {
    let data_file = || common.data_file.clone().unwrap_or_else(|| data_file(rcfile, environment));
    let mut inputs = common.inputs.clone();
    if purpose == Purpose::Combine && common.output.is_none() {
        leave_out_output(&mut inputs, &data_file());
    }
    if inputs.is_empty() {
        let data_file = data_file();
        inputs = parallel_files(&data_file);
        if purpose == Purpose::Report && data_file.is_file() {
            inputs.insert(0, data_file.clone());
        }
        if inputs.is_empty() {
            return Err(NothingHere(data_file));
        }
    }
    if purpose == Purpose::Append {
        let before = common.output.clone().unwrap_or_else(data_file);
        if before.is_file() && !inputs.contains(&before) {
            inputs.insert(0, before);
        }
    }
    Ok(inputs)
}

/// Removes the output from the inputs, as coverage.py does. A single input stays; the command
/// refuses it as an output later.
fn leave_out_output(inputs: &mut Vec<PathBuf>, output: &Path) {
    let Some(output) = FileId::of(output).ok().filter(|_| output.is_file()) else { return };
    let is_other = |path: &PathBuf| FileId::of(path).ok().is_none_or(|path| path != output);
    if !inputs.iter().any(is_other) {
        return;
    }
    for path in inputs.extract_if(.., |path| !is_other(path)) {
        let path = path.display();
        tell(&format!("'{path}' is made anew, and its data is left out. --append adds to it"));
    }
}

/// Returns the data file in the project's settings, as coverage.py would read them here, or
/// `.coverage`. The report reads the settings again, and reports their problems.
fn data_file(rcfile: Option<&Path>, environment: &Environment) -> PathBuf {
    let rcfile = rcfile.map(Path::to_string_lossy);
    let settings =
        Settings::find(rcfile.as_deref(), environment, |name| files::read(Path::new(name)).ok());
    PathBuf::from(settings.unwrap_or_default().run.data_file)
}

/// Returns the data files of parallel processes beside `data_file`, sorted: their names begin with
/// its name and a dot.
fn parallel_files(data_file: &Path) -> Vec<PathBuf> {
    let folder = data_file.parent().filter(|folder| !folder.as_os_str().is_empty());
    let (Some(name), folder) = (data_file.file_name(), folder.unwrap_or(Path::new("."))) else {
        return Vec::new();
    };
    let start = format!("{}.", name.to_string_lossy());
    let is_one = |path: &PathBuf| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        name.starts_with(&start) && !name.ends_with("-journal") && path.is_file()
    };
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.path()).filter(is_one).collect();
    files.sort();
    files
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

    use super::*;

    #[test]
    fn parallel_files_go_on_from_the_name_of_the_data_file() {
        let folder = tempfile::tempdir().unwrap();
        for name in [".coverage", ".coverage.b.1", ".coverage.a.1", ".coverage.a.1-journal", ".cov"]
        {
            fs::write(folder.path().join(name), "").unwrap();
        }
        fs::create_dir(folder.path().join(".coverage.d")).unwrap();
        let found = parallel_files(&folder.path().join(".coverage"));
        let names: Vec<_> = found.iter().map(|path| path.file_name().unwrap()).collect();
        assert_eq!(names, [".coverage.a.1", ".coverage.b.1"]);
    }
}
