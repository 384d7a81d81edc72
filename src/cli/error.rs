//! The errors of commands.

use std::io;
use std::path::PathBuf;

use covdrop_analysis::PatternError;
use covdrop_data::WriteError;
use covdrop_session::ManifestError;

use crate::console::PrintError;
use crate::defaults::NothingHere;
use crate::git::GitError;
use crate::inputs::InputError;
use crate::output::OutputError;
use crate::read_diff::ReadDiffError;
use crate::site::SiteError;

/// The reason why a command failed.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Error {
    #[error(transparent)]
    Input(#[from] InputError),
    #[error(
        "There is no usable data file in what was given. Name data files, or folders or archives \
         with them"
    )]
    NoData,
    #[error("There is no usable data file in what was given. {0}")]
    NoDataFor(String),
    #[error(transparent)]
    NothingHere(#[from] NothingHere),
    #[error(
        "No source for code: '{0}'. Name the folder with the sources by --source DIR, or leave out \
         files without a source by -i"
    )]
    NoSource(String),
    #[error(
        "No source for code: '{0}'. No folder named by --source has this file. Name one that has it by \
         another --source DIR, or leave out files without a source by -i"
    )]
    NotInSource(String),
    #[error("The source is not the one that was tested, and --strict-source asks for that one")]
    OtherSource,
    #[error("{0}")]
    Problem(String),
    #[error("{0}. {advice}", advice = .0.advice())]
    Write(#[from] WriteError),
    #[error("{0}")]
    Contexts(#[from] PatternError),
    #[error(transparent)]
    Report(#[from] covdrop_report::Error),
    #[error("{0}. {advice}", advice = .0.advice())]
    List(#[from] ManifestError),
    #[error(transparent)]
    Diff(#[from] ReadDiffError),
    #[error(
        "The base has other sources than these. Name the folder with them by --base-source DIR"
    )]
    NoBaseSource,
    #[error(transparent)]
    Git(#[from] GitError),
    #[error("An archive could not be written: {0}")]
    Archive(#[from] zip::result::ZipError),
    #[error(transparent)]
    NoPage(#[from] NoPage),
    #[error("The page in this program has no place for a report. It was built from other sources")]
    PageWithoutPlace,
    #[error("SOURCE_DATE_EPOCH is no number of seconds")]
    Epoch,
    #[error("The browser could not be opened: {0}")]
    Browser(io::Error),
    #[error("No server could be started on port {port}: {reason}")]
    Server { port: u16, reason: String },
    #[error("{path}: {error}", path = path.display())]
    File { path: PathBuf, error: io::Error },
    #[error(transparent)]
    Output(#[from] OutputError),
    #[error(transparent)]
    Print(#[from] PrintError),
    #[error(transparent)]
    Site(#[from] SiteError),
    #[error(transparent)]
    Place(#[from] PlaceError),
    #[error("'{path}' is a link that leads out of the page's folder. Copy what it leads to", path = .0.display())]
    PageLink(PathBuf),
}

impl Error {
    /// Returns true if the reader of standard output has ended, as `head` does. This needs no
    /// message.
    pub(crate) fn is_unread(&self) -> bool {
        matches!(
            self,
            Error::Print(PrintError::Unread)
                | Error::Output(OutputError::Print(PrintError::Unread))
        )
    }
}

/// The error if this program was built without the page.
#[derive(Debug, thiserror::Error)]
#[error(
    "This covdrop was built without the page. Install the one of PyPI (pip install covdrop), or \
     build it after ./dev build"
)]
pub(crate) struct NoPage;

/// The reason why `publish` refuses a folder.
#[derive(Debug, thiserror::Error)]
pub(crate) enum PlaceError {
    /// It is standard output.
    #[error("Standard output takes no folder. Name one with -o")]
    Stdout,
    /// It is the folder of the page, or contains it, or is inside it.
    #[error(
        "'{output}' and the page in '{page}' lie in one another. Name another folder with -o",
        output = output.display(), page = page.display()
    )]
    Page { output: PathBuf, page: PathBuf },
    /// It contains an input.
    #[error(
        "'{output}' holds '{input}', which is an input. Name another folder with -o",
        output = output.display(), input = input.display()
    )]
    HoldsInput { output: PathBuf, input: PathBuf },
    /// It is among the sources.
    #[error(
        "'{output}' lies among the sources in '{source}'. Name another folder with -o",
        output = output.display(), source = folder.display()
    )]
    AmongSources { output: PathBuf, folder: PathBuf },
}
