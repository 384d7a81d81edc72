//! Standard output and standard error.
//!
//! A report that standard output did not take ends the program with an error; it never panics.
//! Names in messages come from inputs, so that every message has its invisible characters escaped
//! before a terminal sees it.

use std::io::{self, Write as _};
use std::sync::atomic::{AtomicBool, Ordering};

use covdrop_protocol::display_text;

/// Why standard output did not take what was written to it.
#[derive(Debug, thiserror::Error)]
pub(crate) enum PrintError {
    /// It was closed when the program started.
    #[error("Standard output is closed")]
    Closed,
    /// The program that read it is gone, and asked for no more.
    #[error("Nobody reads standard output any more")]
    Unread,
    /// The system refused.
    #[error("Standard output could not be written: {0}")]
    Refused(io::Error),
}

impl From<io::Error> for PrintError {
    fn from(error: io::Error) -> PrintError {
        match error.kind() {
            io::ErrorKind::BrokenPipe => PrintError::Unread,
            _ => PrintError::Refused(error),
        }
    }
}

/// Writes `bytes` to standard output, all of them or with an error.
pub(crate) fn print(mut bytes: &[u8]) -> Result<(), PrintError> {
    print_all(&mut bytes)
}

/// Writes `content` to standard output, all of it or with an error.
pub(crate) fn print_all(content: &mut dyn io::Read) -> Result<(), PrintError> {
    if STDOUT_IS_CLOSED.load(Ordering::Relaxed) {
        return Err(PrintError::Closed);
    }
    let mut stdout = io::stdout().lock();
    io::copy(content, &mut stdout)?;
    stdout.flush()?;
    Ok(())
}

/// Writes help to standard output, or with an error.
pub(crate) fn print_help(help: &clap::Error) -> Result<(), PrintError> {
    print(b"")?;
    help.print()?;
    io::stdout().flush()?;
    Ok(())
}

/// Says something about what is done, in one line on standard error.
///
/// A message that standard error does not take is lost, and the command goes on: its exit status
/// still says how it ended.
pub(crate) fn tell(message: &str) {
    let line = format!("{}\n", display_text(message));
    let _ = io::stderr().lock().write_all(line.as_bytes());
}

/// Whether `--quiet` was given.
static IS_QUIET: AtomicBool = AtomicBool::new(false);

/// Lets [`inform`] say nothing from now on.
pub(crate) fn be_quiet() {
    IS_QUIET.store(true, Ordering::Relaxed);
}

/// Says what was done, as [`tell`] does, unless `--quiet` was given.
pub(crate) fn inform(message: &str) {
    if !IS_QUIET.load(Ordering::Relaxed) {
        tell(message);
    }
}

/// Says several lines, such as clap's, on standard error.
pub(crate) fn tell_lines(text: &str) {
    text.lines().for_each(tell);
}

/// Whether standard output was closed when the program started.
static STDOUT_IS_CLOSED: AtomicBool = AtomicBool::new(false);

/// Looks at standard output before Rust's runtime does: where it is closed, the runtime puts
/// `/dev/null` in its place, and from then on nothing tells it from a `/dev/null` that was asked for.
// Nothing of std may be relied on before the main function; this is one call of the system.
#[cfg(unix)]
#[ctor::ctor]
fn look_at_stdout() {
    let is_closed = rustix::io::fcntl_getfd(rustix::stdio::stdout()).is_err();
    STDOUT_IS_CLOSED.store(is_closed, Ordering::Relaxed);
}
