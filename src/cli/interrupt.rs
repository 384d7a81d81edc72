//! Removes unfinished files when a signal ends the program.

use std::collections::BTreeSet;
use std::io;
use std::path::PathBuf;
use std::sync::{Mutex, MutexGuard, PoisonError};

use tempfile::NamedTempFile;

/// The temporary files that the program has created. Most are renamed by now, so their paths no
/// longer exist.
static STAGED: Mutex<BTreeSet<PathBuf>> = Mutex::new(BTreeSet::new());

fn staged() -> MutexGuard<'static, BTreeSet<PathBuf>> {
    STAGED.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Creates a temporary file with `make`. If a signal ends the program, the file is removed.
pub(crate) fn create(
    make: impl FnOnce() -> io::Result<NamedTempFile>,
) -> io::Result<NamedTempFile> {
    let mut staged = staged();
    if staged.is_empty() {
        // Without a handler, a signal ends the program and leaves the file.
        let _ = listen();
    }
    let file = make()?;
    staged.insert(file.path().to_owned());
    Ok(file)
}

/// Starts a thread that waits for a signal.
#[cfg(unix)]
fn listen() -> io::Result<()> {
    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
    use signal_hook::iterator::Signals;
    use signal_hook::low_level::emulate_default_handler;

    let ignored = ignored();
    let is_heard = |signal: &i32| ignored >> (signal - 1) & 1 == 0;
    let mut signals = Signals::new([SIGHUP, SIGINT, SIGTERM].into_iter().filter(is_heard))?;
    std::thread::Builder::new().spawn(move || {
        if let Some(signal) = signals.forever().next() {
            // From here on, the lock keeps other threads from creating a file.
            let staged = staged();
            for path in staged.iter() {
                let _ = std::fs::remove_file(path);
            }
            let _ = emulate_default_handler(signal);
        }
    })?;
    Ok(())
}

/// Returns the signals that the parent process has set to be ignored, as `nohup` does: one bit
/// each, from Linux's `/proc`. Returns 0 on other systems.
#[cfg(unix)]
fn ignored() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok()).unwrap_or(0)
}

#[cfg(not(unix))]
fn listen() -> io::Result<()> {
    Ok(())
}
