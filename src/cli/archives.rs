//! The archives that are published, and their names.

use std::collections::BTreeSet;
use std::io::{Cursor, Write as _};
use std::path::{Path, PathBuf};

use zip::ZipWriter;
use zip::result::ZipError;
use zip::write::SimpleFileOptions;

use super::FOLDER;
use crate::site::Site;

/// The archives to publish, by name.
#[derive(Debug, Default)]
pub(super) struct Archives {
    pub(super) files: Vec<(String, Vec<u8>)>,
    /// The names in lower case, as some file systems know no other.
    names: BTreeSet<String>,
}

impl Archives {
    /// Adds the archive of what is called `label`.
    pub(super) fn add(&mut self, label: &str, bytes: Vec<u8>) {
        let name = name(label, &mut self.names);
        self.files.push((name, bytes));
    }

    /// The folder to put the archives into: the one that holds all of them already, as the `former`
    /// list names it, or else one where none of them takes the place of another file. Their names
    /// stay, for the page calls the jobs by them.
    pub(super) fn folder(&self, site: &Site, former: &[String]) -> String {
        let all = |folder: &str, is_good: &dyn Fn(&Path, &[u8]) -> bool| {
            let path = |name: &String| [folder, name].iter().collect::<PathBuf>();
            self.files.iter().all(|(name, bytes)| is_good(&path(name), bytes))
        };
        let known = former.first().and_then(|path| path.rsplit_once('/'));
        if let Some((folder, _)) = known
            && all(folder, &|path, bytes| site.has(path, bytes))
        {
            return folder.to_owned();
        }
        let is_free =
            |folder: &str| all(folder, &|path, bytes| site.is_free(path) || site.has(path, bytes));
        let mut folder = FOLDER.to_owned();
        let mut number = 2;
        while !is_free(&folder) {
            folder = format!("{FOLDER}/{number}");
            number += 1;
        }
        folder
    }
}

/// The archive of these files.
pub(super) fn pack<N: AsRef<str>, B: AsRef<[u8]>>(
    files: impl IntoIterator<Item = (N, B)>,
) -> Result<Vec<u8>, crate::error::Error> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        archive.start_file(name.as_ref(), SimpleFileOptions::default())?;
        archive.write_all(bytes.as_ref()).map_err(ZipError::Io)?;
    }
    Ok(archive.finish()?.into_inner())
}

/// The name under which a settings file that was followed as `file` is followed again.
pub(super) fn settings_name(file: &str) -> &str {
    let path = Path::new(file);
    if covdrop_data::SETTINGS_FILES.iter().any(|(name, _)| *name == file) {
        file
    } else if path.extension().is_some_and(|ending| ending == "toml") {
        ".coveragerc.toml"
    } else {
        ".coveragerc"
    }
}

/// The most bytes of a label in a name: file systems take names of 255 bytes, and an ending and a
/// number follow.
const MAX_LABEL: usize = 200;

/// A name for the archive of what is called `label`: one that every system and server takes, and
/// that none of `names` is.
fn name(label: &str, names: &mut BTreeSet<String>) -> String {
    let is_odd = |c: char| c.is_control() || r#"/\:*?"<>|#%"#.contains(c);
    let plain = label.replace(is_odd, "-");
    let plain = plain.trim_matches(['.', ' ']);
    let plain = plain.get(..plain.floor_char_boundary(MAX_LABEL)).unwrap_or(plain);
    let plain = if plain.is_empty() { "job" } else { plain };
    let mut name = format!("{plain}.zip");
    let mut number = 2;
    while !names.insert(name.to_lowercase()) {
        name = format!("{plain}-{number}.zip");
        number += 1;
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn archives_have_names_that_every_server_takes() {
        let mut names = BTreeSet::new();
        let mut name = |label| name(label, &mut names);
        assert_eq!(name("py38"), "py38.zip");
        assert_eq!(name("PY38"), "PY38-2.zip");
        assert_eq!(name("a/b: c"), "a-b- c.zip");
        assert_eq!(name(".."), "job.zip");
    }

    #[test]
    fn long_labels_are_shortened_and_stay_apart() {
        let mut names = BTreeSet::new();
        let label = "\u{fc}".repeat(500);
        let short = "\u{fc}".repeat(MAX_LABEL / 2);
        assert_eq!(name(&label, &mut names), format!("{short}.zip"));
        assert_eq!(name(&label, &mut names), format!("{short}-2.zip"));
    }

    #[test]
    fn settings_are_found_again_whatever_they_were_called() {
        assert_eq!(settings_name("tox.ini"), "tox.ini");
        assert_eq!(settings_name("ci/tox.ini"), ".coveragerc");
        assert_eq!(settings_name("coverage.cfg"), ".coveragerc");
        assert_eq!(settings_name("cov.toml"), ".coveragerc.toml");
    }
}
