//! Packs a session into archives: the data of each job, and the sources with the settings. A page
//! that loads them has the same session.

use std::collections::BTreeSet;
use std::fs;
use std::io::{Cursor, Read as _, Write as _};
use std::path::{Path, PathBuf};

use covdrop_analysis::decode_foreign;
use covdrop_data::WriteOptions;
use covdrop_session::Session;
use zip::result::ZipError;
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use crate::args::Common;
use crate::console::tell;
use crate::defaults::Purpose;
use crate::error::Error;
use crate::files;
use crate::inputs::Inputs;
use crate::load::{read, take_in, words};

/// The maximum size of a module in a zip file: larger than any source that Covdrop can analyse.
const MAX_ZIPPED: u64 = 64 << 20;

/// Archives, each with a name from which the page takes the job's label.
#[derive(Debug, Default)]
pub(crate) struct Archives {
    pub(crate) files: Vec<(String, Vec<u8>)>,
    /// The names in lower case, since some file systems ignore case.
    names: BTreeSet<String>,
}

impl Archives {
    /// Loads the inputs, and packs them into archives. Reports problems with the settings, which
    /// the page also shows.
    pub(crate) fn load(
        common: &Common,
        purpose: Purpose<'_>,
    ) -> Result<(Session, Inputs, Archives), Error> {
        let mut session = Session::new(decode_foreign);
        let inputs = take_in(&mut session, common, purpose, |_| None)?;
        if let Some(fault) = session.settings_problem() {
            tell(&words(&fault));
        }
        tell_missing(&session);
        let mut archives = Archives::of_data(&session, common.mixed)?;
        archives.add_sources(&session, &inputs)?;
        Ok((session, inputs, archives))
    }

    /// Packs the data of `session`, reduced to lines if `lines_only`.
    pub(crate) fn of_data(session: &Session, lines_only: bool) -> Result<Archives, Error> {
        let mut archives = Archives::default();
        let options = WriteOptions { jobs_as_contexts: false, lines_only };
        let labels: Vec<&str> = session.jobs().map(|(label, _)| label).collect();
        for (job, label) in labels.into_iter().enumerate() {
            let data = session.write_job(job, options)?;
            archives.add(label, pack([(".coverage", data)])?);
        }
        Ok(archives)
    }

    /// Adds the sources of `session`, from the folders and archives of `inputs`, and its settings.
    pub(crate) fn add_sources(&mut self, session: &Session, inputs: &Inputs) -> Result<(), Error> {
        let mut settings = session.settings_file();
        let mut packed = BTreeSet::new();
        for source in inputs.sources() {
            if source.is_dir() {
                let files = sources(session, source, settings.take(), &mut packed)?;
                if !files.is_empty() {
                    self.add("source", pack(files)?);
                }
            } else {
                let label = source.file_stem().unwrap_or_default().to_string_lossy();
                self.add(&label, read(source)?);
            }
        }
        Ok(())
    }

    /// Adds the analyses of the sources of `session`, with or without their text, and its settings.
    pub(crate) fn add_analyses(
        &mut self,
        session: &Session,
        inputs: &Inputs,
        with_text: bool,
    ) -> Result<(), Error> {
        let outside = outside(session, inputs)?;
        let analyses = session.analyses(with_text).filter(|(path, _)| !outside.contains(path));
        let files = analyses.map(|(path, bytes)| (path.to_owned(), bytes)).collect();
        self.add("source", pack(in_tree(files, session.settings_file()))?);
        Ok(())
    }

    fn add(&mut self, label: &str, bytes: Vec<u8>) {
        let name = name(label, &mut self.names);
        self.files.push((name, bytes));
    }
}

/// Reports missing sources, for which the page has no numbers.
fn tell_missing(session: &Session) {
    let mut missing = session.without_source();
    let Some(first) = missing.next() else { return };
    let (more, they) = match missing.count() {
        0 => (String::new(), "is"),
        n => (format!(" and {n} more"), "are"),
    };
    tell(&format!(
        "No source for code: '{first}'{more}, which {they} in no total. Name a folder that has it \
         by --source DIR"
    ));
}

/// Returns the measured sources below `folder` that are not `packed`, and the settings that apply.
fn sources(
    session: &Session,
    folder: &Path,
    settings: Option<(&str, &[u8])>,
    packed: &mut BTreeSet<String>,
) -> Result<Vec<(String, Vec<u8>)>, Error> {
    let real = real(folder)?;
    let (mut files, mut outside) = (Vec::new(), Vec::new());
    for path in session.sources_in_use() {
        if packed.contains(path) {
            continue;
        }
        let bytes = match Place::of(path, &real) {
            Some(Place::File(place)) => Some(read(&place)?),
            Some(Place::Zipped(zip, inner)) => read_zipped(&zip, inner),
            Some(Place::Outside) => {
                outside.push(path);
                None
            }
            None => None,
        };
        if let Some(bytes) = bytes {
            packed.insert(path.to_owned());
            files.push((path.to_owned(), bytes));
        }
    }
    tell_outside(&outside, folder);
    Ok(in_tree(files, settings))
}

/// Returns the measured sources that are only reachable by links out of the source folders.
fn outside<'s>(session: &'s Session, inputs: &Inputs) -> Result<BTreeSet<&'s str>, Error> {
    let (mut inside, mut all) = (BTreeSet::new(), BTreeSet::new());
    for folder in inputs.sources().filter(|source| source.is_dir()) {
        let real = real(folder)?;
        let mut outside = Vec::new();
        for path in session.sources_in_use() {
            match Place::of(path, &real) {
                Some(Place::Outside) => outside.push(path),
                Some(_) => drop(inside.insert(path)),
                None => {}
            }
        }
        tell_outside(&outside, folder);
        all.extend(outside);
    }
    Ok(all.into_iter().filter(|path| !inside.contains(path)).collect())
}

fn tell_outside(outside: &[&str], folder: &Path) {
    if let Some(first) = outside.first() {
        let what = match outside.len() {
            1 => "This source is left out: a link leads".to_owned(),
            n => format!("This source and {} more are left out: links lead", n - 1),
        };
        tell(&format!("{first}: {what} out of the source folder {}", folder.display()));
    }
}

fn real(folder: &Path) -> Result<PathBuf, Error> {
    fs::canonicalize(folder).map_err(|error| Error::File { path: folder.to_owned(), error })
}

/// The place of a source in a source folder.
enum Place<'p> {
    /// A file in the folder, links followed.
    File(PathBuf),
    /// In a zip file in the folder, from which Python imports it.
    Zipped(PathBuf, &'p str),
    /// A link leads out of the folder.
    Outside,
}

impl Place<'_> {
    /// Returns the place of `path` of the source tree in `folder`, unless another folder has it.
    fn of<'p>(path: &'p str, folder: &Path) -> Option<Place<'p>> {
        // The folder may be a package, whose name then is a part of the path.
        let around = folder.parent().unwrap_or(folder);
        let inside = |file: &Path| {
            let real = fs::canonicalize(file).ok().filter(|real| real.is_file())?;
            Some(if real.starts_with(folder) { Place::File(real) } else { Place::Outside })
        };
        match inside(&folder.join(path)).or_else(|| inside(&around.join(path))) {
            // A file beside the folder is no part of it.
            Some(Place::Outside) if !folder.join(path).exists() => {}
            Some(place) => return Some(place),
            None => {}
        }
        let ends = path.match_indices('/');
        ends.filter_map(|(at, _)| Some((path.get(..at)?, path.get(at + 1..)?))).find_map(
            |(zip, inner)| {
                let zips = [folder.join(zip), around.join(zip)];
                match zips.iter().find_map(|zip| inside(zip))? {
                    Place::File(zip) => Some(Place::Zipped(zip, inner)),
                    _ => None,
                }
            },
        )
    }
}

/// Reads the file at `inner` of the archive `zip`.
fn read_zipped(zip: &Path, inner: &str) -> Option<Vec<u8>> {
    let mut archive = ZipArchive::new(files::open(zip).ok()?).ok()?;
    let mut bytes = Vec::new();
    archive.by_name(inner).ok()?.take(MAX_ZIPPED).read_to_end(&mut bytes).ok()?;
    Some(bytes)
}

/// Returns the files of a source tree, with its settings, at their paths in an archive.
fn in_tree(
    mut files: Vec<(String, Vec<u8>)>,
    settings: Option<(&str, &[u8])>,
) -> Vec<(String, Vec<u8>)> {
    if let Some((name, bytes)) = settings {
        files.push((settings_name(name).to_owned(), bytes.to_owned()));
    }
    // The files get a folder of their own, so that the root of the tree does not depend on its
    // files. A package gets none, as the folder would not be part of it.
    let is_package = files.iter().any(|(path, _)| path == "__init__.py");
    let top = if is_package { "" } else { "source/" };
    files.into_iter().map(|(path, bytes)| (format!("{top}{path}"), bytes)).collect()
}

/// Packs files into an archive.
fn pack<N: AsRef<str>, B: AsRef<[u8]>>(
    files: impl IntoIterator<Item = (N, B)>,
) -> Result<Vec<u8>, Error> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        archive.start_file(name.as_ref(), SimpleFileOptions::default())?;
        archive.write_all(bytes.as_ref()).map_err(ZipError::Io)?;
    }
    Ok(archive.finish()?.into_inner())
}

/// Returns the name for a settings file so that the session treats it as it treated `file`.
fn settings_name(file: &str) -> &str {
    let path = Path::new(file);
    if covdrop_data::SETTINGS_FILES.iter().any(|(name, _)| *name == file) {
        file
    } else if path.extension().is_some_and(|ending| ending == "toml") {
        ".coveragerc.toml"
    } else {
        ".coveragerc"
    }
}

/// The maximum size of a label in a name: file systems allow names of 255 bytes, and an extension
/// and a number follow.
const MAX_LABEL: usize = 200;

/// Returns a name for the archive with this label. Every system and server allows it, and it is not
/// in `names`.
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
