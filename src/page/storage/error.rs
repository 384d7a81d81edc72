//! The errors of the saved session.

use crate::words::session;

/// An error of the saved session, as the end of a sentence.
#[derive(Debug, thiserror::Error)]
pub(super) enum Error {
    #[error("{}", session::TOO_LARGE)]
    TooLarge,
    #[error("{}", session::DAMAGED)]
    Damaged,
    #[error("{}", session::NO_ROOM)]
    NoRoom,
    #[error("{0}")]
    Browser(String),
}

impl From<idb::Error> for Error {
    fn from(error: idb::Error) -> Error {
        let text = error.to_string();
        // The library wraps the browser's error in a dozen variants; all print its name.
        if text.contains("QuotaExceededError") { Error::NoRoom } else { Error::Browser(text) }
    }
}
