//! The errors of bundling the page.

use std::io;
use std::path::PathBuf;

/// The reason why the page could not be bundled.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Error {
    #[error("Usage: covdrop-bundle page|onefile DIST, covdrop-bundle archive DIST FILE")]
    Usage,
    #[error("The archive could not be written: {0}")]
    Archive(zip::result::ZipError),
    #[error("{path}: {error}", path = path.display())]
    File { path: PathBuf, error: io::Error },
    #[error("The built page has no {0}. Was it built by another version of Trunk?")]
    Missing(&'static str),
}
