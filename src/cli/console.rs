//! Standard output and standard error.
//!
//! If standard output fails, the program ends with an error; it never panics. Messages contain
//! names from inputs, so their invisible characters are escaped for the terminal.

use std::io::{self, Write as _};
use std::sync::atomic::{AtomicBool, Ordering};

use covdrop_protocol::display_text;

/// The reason why a write to standard output failed.
#[derive(Debug, thiserror::Error)]
pub(crate) enum PrintError {
    /// It was closed when the program started.
    #[error("Standard output is closed")]
    Closed,
    /// The program that read it has ended.
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

/// Writes all `bytes` to standard output.
pub(crate) fn print(mut bytes: &[u8]) -> Result<(), PrintError> {
    print_all(&mut bytes)
}

/// Writes all of `content` to standard output.
pub(crate) fn print_all(content: &mut dyn io::Read) -> Result<(), PrintError> {
    if STDOUT_IS_CLOSED.load(Ordering::Relaxed) {
        return Err(PrintError::Closed);
    }
    let mut stdout = io::stdout().lock();
    io::copy(content, &mut stdout)?;
    stdout.flush()?;
    Ok(())
}

/// Writes help to standard output.
pub(crate) fn print_help(help: &clap::Error) -> Result<(), PrintError> {
    print(b"")?;
    help.print()?;
    io::stdout().flush()?;
    Ok(())
}

/// Prints a message in one line on standard error.
///
/// If standard error fails, the message is lost, and the command goes on: its exit status still
/// reports the result.
pub(crate) fn tell(message: &str) {
    let line = format!("{}\n", display_text(message));
    let _ = io::stderr().lock().write_all(line.as_bytes());
}

/// Whether `--quiet` was given.
static IS_QUIET: AtomicBool = AtomicBool::new(false);

/// Silences [`inform`].
pub(crate) fn be_quiet() {
    IS_QUIET.store(true, Ordering::Relaxed);
}

/// Prints a message about the progress, as [`tell`] does, unless `--quiet` was given.
pub(crate) fn inform(message: &str) {
    if !IS_QUIET.load(Ordering::Relaxed) {
        tell(message);
    }
}

/// Prints several lines, such as clap's, on standard error.
pub(crate) fn tell_lines(text: &str) {
    text.lines().for_each(tell);
}

/// Whether standard output was closed when the program started.
static STDOUT_IS_CLOSED: AtomicBool = AtomicBool::new(false);

/// Checks standard output before Rust's runtime starts. If it is closed, the runtime replaces it by
/// `/dev/null`, and the program cannot tell this from a `/dev/null` that the user chose.
// Code that runs before the main function must not rely on std; this is a single system call.
#[cfg(unix)]
#[ctor::ctor]
fn look_at_stdout() {
    let is_closed = rustix::io::fcntl_getfd(rustix::stdio::stdout()).is_err();
    STDOUT_IS_CLOSED.store(is_closed, Ordering::Relaxed);
}
