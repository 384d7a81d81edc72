//! The page embedded in this program.

use std::io::{Cursor, Read as _};
use std::path::Path;

use zip::ZipArchive;
use zip::result::ZipError;

use crate::error::{Error, NoPage};

// `PAGE`: the built page as an archive, where it had been built before this program was.
include!(concat!(env!("OUT_DIR"), "/page.rs"));

/// The name of the one-file page among the page's files.
const ONE_FILE: &str = "covdrop.html";

/// The files of the page.
#[derive(Debug)]
pub(crate) struct EmbeddedPage(ZipArchive<Cursor<&'static [u8]>>);

impl EmbeddedPage {
    /// Opens the page.
    pub(crate) fn open() -> Result<EmbeddedPage, NoPage> {
        EmbeddedPage::in_archive(PAGE)
    }

    fn in_archive(archive: Option<&'static [u8]>) -> Result<EmbeddedPage, NoPage> {
        let page = ZipArchive::new(Cursor::new(archive.ok_or(NoPage)?));
        page.map(EmbeddedPage).map_err(|_| NoPage)
    }

    /// Returns all files by their paths, those that refer to others last.
    pub(crate) fn files(&mut self) -> Result<Vec<(String, Vec<u8>)>, Error> {
        let names = self.0.file_names().map(|name| Ok(name?.into_owned()));
        let mut paths = names.collect::<Result<Vec<String>, ZipError>>()?;
        let is_html =
            |path: &str| Path::new(path).extension().is_some_and(|ending| ending == "html");
        paths.sort_by_key(|path| (is_html(path), path.clone()));
        paths.into_iter().map(|path| Ok((path.clone(), self.read(&path)?))).collect()
    }

    /// Returns the one-file page.
    pub(crate) fn one_file(&mut self) -> Result<Vec<u8>, Error> {
        self.read(ONE_FILE)
    }

    fn read(&mut self, path: &str) -> Result<Vec<u8>, Error> {
        let mut bytes = Vec::new();
        let mut file = self.0.by_name(path)?;
        file.read_to_end(&mut bytes).map_err(ZipError::Io)?;
        Ok(bytes)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

    use super::*;

    #[test]
    fn a_program_without_a_page_says_so() {
        let error = EmbeddedPage::in_archive(None).unwrap_err();
        assert!(error.to_string().contains("built without the page"));
        assert!(EmbeddedPage::in_archive(Some(b"no archive")).is_err());
    }
}
