//! What can go wrong with the saved session.

/// What went wrong with the saved session; ends a sentence.
#[derive(Debug, thiserror::Error)]
pub(super) enum Error {
    #[error("it is more than 512 MB")]
    TooLarge,
    #[error("it is damaged")]
    Damaged,
    #[error("the browser has no room for it")]
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
