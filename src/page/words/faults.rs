//! Failures of the page.

pub(crate) const NO_WORKER: &str = "Covdrop could not start its worker. Your browser may not allow \
    WebAssembly or web workers.";
pub(crate) const NOT_SENT: &str = "Covdrop could not reach its worker. Reload the page.";
pub(crate) const WORKER_STOPPED: &str = "Covdrop’s worker has stopped; it may have run out of \
    memory. The files being added are left out; all others are being read again.";
pub(crate) const WORKER_STUCK: &str = "The files being added are left out, as the worker could only \
    be ended; all others are being read again.";
pub(crate) const REPLY_LOST: &str = "An answer of Covdrop’s worker is missing. Reload the page if \
    what you see is not what you asked for.";

pub(crate) const NO_CLIPBOARD: &str =
    "The browser does not let this page copy. Select the text instead.";

pub(crate) const OPENED_AS_FILE: &str = "a page opened as a file can load no list of files";
pub(crate) const OTHER_SERVER: &str = "it must lie on this page’s own server";

pub(crate) fn server_status(status: u16) -> String {
    format!("the server says {status}")
}

/// The failure to load a site manifest, or a file of it.
pub(crate) fn not_loaded(name: &str, reason: &str) -> String {
    format!("{name} cannot be loaded: {reason}.")
}

pub(crate) const NOT_EMBEDDED: &str = "it is not in this page as a whole";
pub(crate) const NO_PLACE: &str = "The one-file page has no place for a report.";

pub(crate) fn no_report(reason: &str) -> String {
    format!("The report cannot be made: {reason}")
}
