//! Packs the built page into a zip archive, which the command line embeds.

use std::fs;
use std::io::{Cursor, Write as _};
use std::path::Path;

use zip::result::ZipError;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use crate::error::Error;
use crate::files::read;

/// The extensions of Python packages, which are published beside the page.
const PACKAGES: [&str; 2] = ["whl", "tar.gz"];

/// The site manifest, which `covdrop publish` writes itself.
const LIST: &str = "covdrop.json";

/// The endings of files that are compressed already.
const COMPRESSED: [&str; 2] = ["br", "gz"];

/// Packs the files of the folder `dist` in the order of their names, so that equal pages give equal
/// archives.
pub(crate) fn pack(dist: &Path) -> Result<Vec<u8>, Error> {
    let error = |error| Error::File { path: dist.to_owned(), error };
    let mut paths = Vec::new();
    for entry in fs::read_dir(dist).map_err(error)? {
        paths.push(entry.map_err(error)?.path());
    }
    let is_package = |path: &Path| {
        PACKAGES.iter().any(|ending| path.to_string_lossy().ends_with(&format!(".{ending}")))
    };
    let is_list = |path: &Path| path.file_name().is_some_and(|name| name == LIST);
    paths.retain(|path| path.is_file() && !is_package(path) && !is_list(path));
    paths.sort();
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for path in paths {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let ending = path.extension().unwrap_or_default();
        let is_compressed = COMPRESSED.iter().any(|known| ending == *known);
        let method =
            if is_compressed { CompressionMethod::Stored } else { CompressionMethod::Deflated };
        let options = SimpleFileOptions::default().compression_method(method);
        archive.start_file(name, options).map_err(Error::Archive)?;
        let written = archive.write_all(&read(&path)?);
        written.map_err(|error| Error::Archive(ZipError::Io(error)))?;
    }
    Ok(archive.finish().map_err(Error::Archive)?.into_inner())
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use super::*;

    #[test]
    fn the_same_page_gives_the_same_archive() {
        let dist = tempfile::tempdir().unwrap();
        let write = |name: &str, text: &str| fs::write(dist.path().join(name), text).unwrap();
        write("b.js", "b");
        write("a.js.br", "a");
        let first = pack(dist.path()).unwrap();
        write("b.js", "b");
        assert_eq!(pack(dist.path()).unwrap(), first);
        let mut archive = zip::ZipArchive::new(Cursor::new(first)).unwrap();
        let names: Vec<_> = archive.file_names().map(Result::unwrap).collect();
        assert_eq!(names, ["a.js.br", "b.js"]);
        let mut text = String::new();
        archive.by_name("b.js").unwrap().read_to_string(&mut text).unwrap();
        assert_eq!(text, "b");
    }
}
