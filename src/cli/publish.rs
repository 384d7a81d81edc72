//! `covdrop publish`: the page with its data, as a folder for a web server.
//!
//! Each job becomes an archive with its data combined, the measured sources become one with their
//! settings, and `covdrop.json` lists these for the page. Nothing else of the source is published.

use std::collections::BTreeSet;
use std::fs;
use std::io::{Cursor, Write as _};
use std::path::{Path, PathBuf};

use covdrop_analysis::decode_foreign;
use covdrop_data::WriteOptions;
use covdrop_session::{Manifest, Session};
use walkdir::WalkDir;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::args::Publish;
use crate::run::{Error, read, take_in, tell, write};

/// The folder for the archives, beside the list.
const FOLDER: &str = "covdrop";

/// The list that the page looks for.
const LIST: &str = "covdrop.json";

/// Publishes all that is given.
pub(crate) fn publish(args: &Publish) -> Result<(), Error> {
    let mut session = Session::new(decode_foreign);
    take_in(&mut session, &args.common)?;
    let output = args.common.output.clone().unwrap_or_else(|| PathBuf::from("public"));
    if let Some(page) = &args.page {
        copy(page, &output)?;
    }
    let folder = output.join(FOLDER);
    fs::create_dir_all(&folder).map_err(|error| Error::File { path: folder.clone(), error })?;
    let mut listed = Vec::new();
    let mut put = |name: String, bytes: &[u8]| {
        write(&folder.join(&name), bytes)?;
        listed.push(format!("{FOLDER}/{name}"));
        Ok::<(), Error>(())
    };
    let options = WriteOptions { jobs_as_contexts: false, lines_only: args.common.mixed };
    let labels: Vec<String> = session.jobs().map(|(label, _)| label.to_owned()).collect();
    let mut names = BTreeSet::new();
    for (job, label) in (0..).zip(labels) {
        let data = session.write_job(job, options)?;
        put(name(&label, &mut names), &pack([(".coverage", data)])?)?;
    }
    for source in &args.common.source {
        if source.is_dir() {
            put(name("source", &mut names), &sources(&session, source, args)?)?;
        } else {
            let label = source.file_stem().unwrap_or_default().to_string_lossy();
            put(name(&label, &mut names), &read(source)?)?;
        }
    }
    let count = listed.len();
    let list = Manifest::new(listed)?.to_json();
    write(&output.join(LIST), list.as_bytes())?;
    tell(&format!("Wrote {LIST} and the {count} archives that it lists to {}", output.display()));
    Ok(())
}

/// The archive of the measured sources below `folder`, and of the settings that are followed.
fn sources(session: &Session, folder: &Path, args: &Publish) -> Result<Vec<u8>, Error> {
    let mut files = Vec::new();
    for path in session.sources_in_use() {
        // The folder may be a package, whose name then is a part of the path.
        let around = folder.parent().unwrap_or(folder);
        let places = [folder.join(path), around.join(path)];
        if let Some(place) = places.iter().find(|place| place.is_file()) {
            files.push((path.to_owned(), read(place)?));
        }
    }
    match (&args.common.rcfile, &session.settings().file) {
        (Some(rcfile), _) => files.push((".coveragerc".to_owned(), read(rcfile)?)),
        (None, Some(name)) => files.push((name.clone(), read(&folder.join(name))?)),
        (None, None) => {}
    }
    // In a folder of their own, so that where the tree begins does not depend on what is in it.
    let files = files.iter().map(|(path, bytes)| (format!("source/{path}"), bytes));
    pack(files)
}

/// The archive of these files.
fn pack<N: AsRef<str>, B: AsRef<[u8]>>(
    files: impl IntoIterator<Item = (N, B)>,
) -> Result<Vec<u8>, Error> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        archive.start_file(name.as_ref(), SimpleFileOptions::default())?;
        archive.write_all(bytes.as_ref()).map_err(zip::result::ZipError::Io)?;
    }
    Ok(archive.finish()?.into_inner())
}

/// A name for the archive of what is called `label`: one that every system and server takes, and
/// that none of `names` is.
fn name(label: &str, names: &mut BTreeSet<String>) -> String {
    let is_odd = |c: char| c.is_control() || r#"/\:*?"<>|#%"#.contains(c);
    let plain = label.replace(is_odd, "-");
    let plain = plain.trim_matches(['.', ' ']);
    let plain = if plain.is_empty() { "job" } else { plain };
    let mut name = format!("{plain}.zip");
    let mut number = 2;
    while !names.insert(name.to_lowercase()) {
        name = format!("{plain}-{number}.zip");
        number += 1;
    }
    name
}

/// Copies all that lies in the folder `from` into the folder `to`.
fn copy(from: &Path, to: &Path) -> Result<(), Error> {
    for entry in WalkDir::new(from) {
        let entry =
            entry.map_err(|error| Error::File { path: from.to_owned(), error: error.into() })?;
        let target = to.join(entry.path().strip_prefix(from).unwrap_or(entry.path()));
        let copied = if entry.file_type().is_dir() {
            fs::create_dir_all(&target)
        } else {
            fs::copy(entry.path(), &target).map(drop)
        };
        copied.map_err(|error| Error::File { path: entry.path().to_owned(), error })?;
    }
    Ok(())
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
}
