//! Starts a browser's WebDriver for one visit, and ends it afterwards.

use std::fs;
use std::io::{BufRead, BufReader};
use std::net::{TcpListener, TcpStream};
use std::os::unix::process::CommandExt;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU16, Ordering};
use std::thread::sleep;
use std::time::Duration;

use tempfile::TempDir;

use crate::browser::Browser;

/// A running driver.
pub(crate) struct Driver {
    process: Child,
    pub(crate) port: u16,
    /// Ends after the browser that uses it.
    _screen: Option<Screen>,
    /// Holds the browser's profile and other files.
    _folder: TempDir,
}

impl Driver {
    /// Starts the driver of `browser`.
    pub(crate) fn start(browser: &Browser) -> Driver {
        let (program, arguments) = browser.driver;
        let port = free_port();
        let screen = browser.needs_screen.then(Screen::start);
        let folder = tempfile::tempdir().unwrap();
        let mut command = Command::new(program);
        if let Some(screen) = &screen {
            command.env("DISPLAY", &screen.name);
        }
        let process = command
            .arg(format!("--port={port}"))
            .args(arguments)
            .envs(browser.environment.iter().copied())
            .env("TMPDIR", folder.path())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            // One process group with all its child processes.
            .process_group(0)
            .spawn()
            .unwrap_or_else(|error| panic!("{program} does not start: {error}"));
        let driver = Driver { process, port, _screen: screen, _folder: folder };
        for _ in 0..300 {
            if TcpStream::connect(("127.0.0.1", port)).is_ok() {
                return driver;
            }
            sleep(Duration::from_millis(100));
        }
        panic!("{program} takes no requests");
    }
}

/// Returns a port that nothing listens on. Some drivers do not report a port that they choose
/// themselves. These ports are below those that the system assigns.
fn free_port() -> u16 {
    static NEXT: AtomicU16 = AtomicU16::new(0);
    let first = 20_000 + u16::try_from(std::process::id() % 10_000).unwrap();
    std::iter::repeat_with(|| first + NEXT.fetch_add(1, Ordering::Relaxed))
        .find(|&port| TcpListener::bind(("127.0.0.1", port)).is_ok())
        .unwrap()
}

/// A virtual screen.
struct Screen {
    process: Child,
    /// The name for `DISPLAY`.
    name: String,
}

impl Screen {
    fn start() -> Screen {
        // Xvfb writes its number once it is ready.
        let mut process = Command::new("Xvfb")
            .args(["-displayfd", "1", "-screen", "0", "2560x1600x24", "-nolisten", "tcp"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap_or_else(|error| panic!("Xvfb does not start: {error}"));
        let mut number = String::new();
        BufReader::new(process.stdout.take().unwrap()).read_line(&mut number).unwrap();
        Screen { process, name: format!(":{}", number.trim()) }
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

impl Driver {
    /// Returns the peak memory of the browser's page with its workers, in MiB: that of the largest
    /// renderer process according to Linux.
    pub(crate) fn peak(&self) -> u64 {
        let is_renderer = |pid: &u32| {
            let command = fs::read(format!("/proc/{pid}/cmdline")).unwrap_or_default();
            String::from_utf8_lossy(&command).contains("--type=renderer")
        };
        let renderers = self.processes().into_iter().filter(is_renderer);
        let peak = renderers.filter_map(|pid| status(pid, "VmHWM:")).max();
        peak.unwrap_or_else(|| panic!("no renderer is found")) >> 10
    }

    /// Returns the ids of the driver's processes, the browser's among them.
    pub(crate) fn processes(&self) -> Vec<u32> {
        let pids = fs::read_dir("/proc")
            .unwrap()
            .filter_map(|entry| entry.ok()?.file_name().to_str()?.parse::<u32>().ok());
        pids.filter(|&pid| self.is_above(pid)).collect()
    }

    /// Returns true if the driver is an ancestor of the process.
    fn is_above(&self, pid: u32) -> bool {
        let parent = |pid: &u64| status(u32::try_from(*pid).ok()?, "PPid:");
        std::iter::successors(Some(u64::from(pid)), parent)
            .any(|pid| pid == u64::from(self.process.id()))
    }
}

/// Returns a field of a process's status in Linux; sizes are in KiB.
fn status(pid: u32, name: &str) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{pid}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix(name))?;
    line.split_whitespace().next()?.parse().ok()
}

impl Drop for Driver {
    fn drop(&mut self) {
        // Also ends the browser that a failed test leaves open.
        let group = format!("-{}", self.process.id());
        let _ = Command::new("kill").args(["-KILL", "--", &group]).stderr(Stdio::null()).status();
        let _ = self.process.wait();
    }
}
