//! `covdrop publish`: the page with its data, as a folder for a web server.
//!
//! Each job becomes an archive with its data combined, the measured sources become one with their
//! settings, and `covdrop.json` lists these for the page. Nothing else of the source is published.
//! The list is written last, and no archive that a former list names is written over: who loads the
//! page meanwhile gets the former data or the new, never both.

mod archive;
mod place;

use std::fs;
use std::path::{Path, PathBuf};

use covdrop_analysis::decode_foreign;
use covdrop_data::WriteOptions;
use covdrop_session::{Manifest, Session};
use walkdir::WalkDir;

use crate::args::Publish;
use crate::console::tell;
use crate::defaults::Purpose;
use crate::error::Error;
use crate::load::{read, take_in, words};
use crate::site::Site;
use archive::Archives;

/// The folder for the archives, beside the list.
const FOLDER: &str = "covdrop";

/// The list that the page looks for.
const LIST: &str = "covdrop.json";

/// Publishes all that is given.
pub(crate) fn publish(args: &Publish) -> Result<(), Error> {
    let output = args.common.output.as_deref().unwrap_or(Path::new("public"));
    // Without a separator at the end, which would hide that it is a link.
    let output: PathBuf = output.components().collect();
    let real = place::check(&output, args)?;
    let mut session = Session::new(decode_foreign);
    take_in(&mut session, &args.common, Purpose::Publish(&real), |_| None)?;
    if let Some(fault) = session.settings_problem() {
        tell(&words(&fault));
    }

    let mut archives = Archives::default();
    let options = WriteOptions { jobs_as_contexts: false, lines_only: args.common.mixed };
    let labels: Vec<String> = session.jobs().map(|(label, _)| label.to_owned()).collect();
    for (job, label) in (0..).zip(labels) {
        let data = session.write_job(job, options)?;
        archives.add(&label, archive::pack([(".coverage", data)])?);
    }
    let mut settings = session.settings_file();
    for source in &args.common.source {
        if source.is_dir() {
            archives.add("source", sources(&session, source, settings.take())?);
        } else {
            let label = source.file_stem().unwrap_or_default().to_string_lossy();
            archives.add(&label, read(source)?);
        }
    }

    let former = former(&output);
    let mut site = Site::open(&output)?;
    let folder = archives.folder(&site, &former);
    let mut listed = Vec::new();
    for (name, bytes) in &archives.files {
        let path = format!("{folder}/{name}");
        site.add(Path::new(&path), bytes)?;
        listed.push(path);
    }
    if let Some(page) = &args.page {
        add_page(&mut site, page)?;
    }
    let count = listed.len();
    let list = Manifest::new(listed.clone())?;
    site.add(Path::new(LIST), list.to_json().as_bytes())?;
    site.publish()?;
    remove(&output, former.iter().filter(|path| !listed.contains(path)));
    tell(&format!("Wrote {LIST} and the {count} archives that it lists to {}", output.display()));
    Ok(())
}

/// The archive of the measured sources below `folder`, and of the settings that are followed.
fn sources(
    session: &Session,
    folder: &Path,
    settings: Option<(&str, &[u8])>,
) -> Result<Vec<u8>, Error> {
    let at = |path: &Path| fs::canonicalize(path);
    let real = at(folder).map_err(|error| Error::File { path: folder.to_owned(), error })?;
    // The folder may be a package, whose name then is a part of the path.
    let around = real.parent().unwrap_or(&real);
    let (mut files, mut outside) = (Vec::new(), Vec::new());
    for path in session.sources_in_use() {
        let places = [real.join(path), around.join(path)];
        for place in places.iter().filter_map(|place| at(place).ok()) {
            if !place.is_file() {
                continue;
            }
            if place.starts_with(&real) {
                files.push((path.to_owned(), read(&place)?));
                break;
            }
            if real.join(path).exists() {
                outside.push(path);
                break;
            }
        }
    }
    if let Some(first) = outside.first() {
        let what = match outside.len() {
            1 => "This source is not published: a link leads".to_owned(),
            n => format!("This source and {} more are not published: links lead", n - 1),
        };
        tell(&format!("{first}: {what} out of the source folder {}", folder.display()));
    }
    if let Some((name, bytes)) = settings {
        files.push((archive::settings_name(name).to_owned(), bytes.to_owned()));
    }
    // In a folder of their own, so that where the tree begins does not depend on what is in it; but
    // a package is no mere folder.
    let is_package = files.iter().any(|(path, _)| path == "__init__.py");
    let top = if is_package { "" } else { "source/" };
    archive::pack(files.iter().map(|(path, bytes)| (format!("{top}{path}"), bytes)))
}

/// Adds all files of the page in the folder `from`, those that lead to others last.
fn add_page(site: &mut Site, from: &Path) -> Result<(), Error> {
    let refused = |path: &Path, error| Error::File { path: path.to_owned(), error };
    let real = fs::canonicalize(from).map_err(|error| refused(from, error))?;
    let mut files = Vec::new();
    for entry in WalkDir::new(&real).sort_by_file_name() {
        let entry = entry.map_err(|error| refused(from, error.into()))?;
        let inner = entry.path().strip_prefix(&real).unwrap_or(entry.path()).to_owned();
        if entry.file_type().is_dir() || inner.starts_with(FOLDER) || inner == Path::new(LIST) {
            continue;
        }
        let target =
            fs::canonicalize(entry.path()).map_err(|error| refused(entry.path(), error))?;
        if !target.starts_with(&real) {
            return Err(Error::PageLink(entry.path().to_owned()));
        }
        files.push((inner, entry.into_path()));
    }
    files.sort_by_key(|(inner, _)| inner.extension().is_some_and(|ending| ending == "html"));
    for (inner, path) in files {
        site.add(&inner, &read(&path)?)?;
    }
    Ok(())
}

/// The archives in our folder that the list at `output` names; none where it is no list.
fn former(output: &Path) -> Vec<String> {
    let list = read(&output.join(LIST)).ok().and_then(|bytes| Manifest::read(&bytes).ok());
    let files = list.map(Manifest::into_files).unwrap_or_default();
    let is_ours = |path: &String| {
        path.strip_prefix(FOLDER).is_some_and(|rest| rest.starts_with('/'))
            && Path::new(path).extension().is_some_and(|ending| ending == "zip")
    };
    files.into_iter().filter(is_ours).collect()
}

/// Removes archives that no list names any more. One that cannot be removed does no harm.
fn remove<'a>(output: &Path, archives: impl Iterator<Item = &'a String>) {
    for archive in archives {
        let path = output.join(archive);
        let parts = path.ancestors().take_while(|part| *part != output).skip(1);
        let mut folders = parts.map(fs::symlink_metadata);
        if folders.all(|found| found.is_ok_and(|found| found.is_dir())) {
            let _ = fs::remove_file(&path);
            // A folder that it was the last one in.
            let _ =
                path.parent().filter(|folder| *folder != output.join(FOLDER)).map(fs::remove_dir);
        }
    }
}
