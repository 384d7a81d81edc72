//! A browser's WebDriver, started for one visit and ended after it.

use std::fs;
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

use crate::browser::Browser;

/// A running driver.
pub(crate) struct Driver {
    process: Child,
    pub(crate) port: u16,
}

impl Driver {
    /// Starts the driver of `browser` on a port of its own choice.
    pub(crate) fn start(browser: &Browser) -> Driver {
        let (program, arguments) = browser.driver;
        let mut process = Command::new(program)
            .args(arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap_or_else(|error| panic!("{program} does not start: {error}"));
        let mut lines = BufReader::new(process.stdout.take().unwrap()).lines();
        let port = lines.by_ref().map_while(Result::ok).find_map(|line| {
            let (_, after) = line.split_once(browser.port_after)?;
            after.trim_end_matches('.').trim().parse().ok()
        });
        // What it says later must be read, or it would wait for a reader.
        std::thread::spawn(move || lines.map_while(Result::ok).for_each(drop));
        Driver { process, port: port.unwrap_or_else(|| panic!("{program} tells no port")) }
    }
}

impl Driver {
    /// The most memory that a page of the browser has had so far, with its workers, in MiB: the
    /// peak of the largest renderer process, as Linux tells it.
    pub(crate) fn peak(&self) -> u64 {
        let pids = fs::read_dir("/proc")
            .unwrap()
            .filter_map(|entry| entry.ok()?.file_name().to_str()?.parse::<u32>().ok());
        let renderers = pids.filter(|pid| {
            let command = fs::read(format!("/proc/{pid}/cmdline")).unwrap_or_default();
            String::from_utf8_lossy(&command).contains("--type=renderer") && self.is_above(*pid)
        });
        let peak = renderers.filter_map(|pid| status(pid, "VmHWM:"));
        peak.max().unwrap_or_else(|| panic!("no renderer is found")) >> 10
    }

    /// Whether a process was started by the driver, or by one that was.
    fn is_above(&self, pid: u32) -> bool {
        let parent = |pid: &u64| status(u32::try_from(*pid).ok()?, "PPid:");
        std::iter::successors(Some(u64::from(pid)), parent)
            .any(|pid| pid == u64::from(self.process.id()))
    }
}

/// A number that Linux tells of a process; sizes are in KiB.
fn status(pid: u32, name: &str) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{pid}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix(name))?;
    line.split_whitespace().next()?.parse().ok()
}

impl Drop for Driver {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
