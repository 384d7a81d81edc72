//! What can go wrong with the saved session.

use crate::words::session;

/// What went wrong with the saved session; ends a sentence.
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
        // The library holds on to the browser's own error in a dozen variants; all print its name.
        if text.contains("QuotaExceededError") { Error::NoRoom } else { Error::Browser(text) }
    }
}
