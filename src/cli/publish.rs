//! `covdrop publish`: the page with its data, as a folder for a web server.
//!
//! The folder has an archive with the combined data of each job, one with the measured sources and
//! their settings, and the site manifest `covdrop.json`. It has nothing else of the source. The
//! command writes the manifest last, and overwrites no archive of the former manifest: a browser
//! that loads the page meanwhile gets either the former data or the new.

mod place;

use std::fs;
use std::path::{Path, PathBuf};

use covdrop_session::Manifest;
use walkdir::WalkDir;

use crate::archives::Archives;
use crate::args::Publish;
use crate::console::{inform, tell};
use crate::defaults::Purpose;
use crate::embedded_page::EmbeddedPage;
use crate::error::Error;
use crate::load::read;
use crate::project_info::project_info;
use crate::site::Site;

/// The folder for the archives, beside the manifest.
const FOLDER: &str = "covdrop";

/// The name of the site manifest.
const LIST: &str = "covdrop.json";

/// Publishes all inputs.
pub(crate) fn publish(args: &Publish) -> Result<(), Error> {
    let output = args.common.output.as_deref().unwrap_or(Path::new("public"));
    // Removes a separator at the end, which would hide that the path is a link.
    let output: PathBuf = output.components().collect();
    let real = place::check(&output, args)?;
    let (_, _, archives) = Archives::load(&args.common, Purpose::Publish(&real))?;

    let former = former(&output);
    let mut site = Site::open(&output)?;
    let folder = folder(&archives, &site, &former);
    let mut listed = Vec::new();
    for (name, bytes) in &archives.files {
        let path = format!("{folder}/{name}");
        site.add(Path::new(&path), bytes)?;
        listed.push(path);
    }
    match (&args.page, EmbeddedPage::open()) {
        (Some(page), _) => add_page(&mut site, page)?,
        (None, Ok(mut page)) => {
            for (path, bytes) in page.files()? {
                site.add(Path::new(&path), &bytes)?;
            }
        }
        (None, Err(missing)) => tell(&format!("Only the data is published. {missing}")),
    }
    let list = Manifest::write(&listed, &project_info(None)?)?;
    site.add(Path::new(LIST), list.as_bytes())?;
    site.publish()?;
    remove(&output, former.iter().filter(|path| !listed.contains(path)));
    let count = listed.len();
    inform(&format!("Wrote {LIST} and the {count} archives that it lists to {}", output.display()));
    Ok(())
}

/// Returns the folder for the archives: that of the `former` manifest if it has all of them
/// already, otherwise one in which they replace no other file. The names of the archives stay the
/// same, since the page takes the labels of jobs from them.
fn folder(archives: &Archives, site: &Site, former: &[String]) -> String {
    let all = |folder: &str, is_good: &dyn Fn(&Path, &[u8]) -> bool| {
        let path = |name: &String| [folder, name].iter().collect::<PathBuf>();
        archives.files.iter().all(|(name, bytes)| is_good(&path(name), bytes))
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

/// Adds all files of the page in the folder `from`, those that refer to others last.
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

/// Returns the archives in our folder that the manifest at `output` lists; none if it is not a
/// manifest.
fn former(output: &Path) -> Vec<String> {
    let list = read(&output.join(LIST)).ok().and_then(|bytes| Manifest::read(&bytes).ok());
    let files = list.map(|list| list.files).unwrap_or_default();
    let is_ours = |path: &String| {
        path.strip_prefix(FOLDER).is_some_and(|rest| rest.starts_with('/'))
            && Path::new(path).extension().is_some_and(|ending| ending == "zip")
    };
    files.into_iter().filter(is_ours).collect()
}

/// Removes archives that the manifest no longer lists. One that cannot be removed does no harm.
fn remove<'a>(output: &Path, archives: impl Iterator<Item = &'a String>) {
    for archive in archives {
        let path = output.join(archive);
        let parts = path.ancestors().take_while(|part| *part != output).skip(1);
        let mut folders = parts.map(fs::symlink_metadata);
        if folders.all(|found| found.is_ok_and(|found| found.is_dir())) {
            let _ = fs::remove_file(&path);
            // Removes the folder if it is empty now.
            let _ =
                path.parent().filter(|folder| *folder != output.join(FOLDER)).map(fs::remove_dir);
        }
    }
}
