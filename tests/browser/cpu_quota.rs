//! Slows a whole browser down by a CPU quota on all its processes, as Linux's control groups give it.
//!
//! The browser's own throttling slows the page alone and leaves its workers at full speed.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// The length of one accounting period. The kernel stops processes that have used up their part of
/// it, and a short one keeps these stops below the time of a frame.
const PERIOD_IN_MICROSECONDS: u64 = 10_000;

/// A control group with a CPU quota. Dropping it lifts the quota.
pub(crate) struct CpuQuota {
    group: PathBuf,
    /// The file that takes the quota, and the value that lifts it.
    unlimited: (PathBuf, &'static str),
}

impl CpuQuota {
    /// Slows these processes, and those that they start from now on, as if each processor of this
    /// machine were `times` slower. Fails if control groups are not writable, as for most users.
    pub(crate) fn slow_down(processes: &[u32], times: u64) -> io::Result<CpuQuota> {
        let processors = std::thread::available_parallelism()?.get() as u64;
        let quota = processors * PERIOD_IN_MICROSECONDS / times;
        let name = format!("covdrop-{}", std::process::id());
        let first_version = Path::new("/sys/fs/cgroup/cpu");
        let cpu_quota = if first_version.is_dir() {
            let group = first_version.join(name);
            let file = group.join("cpu.cfs_quota_us");
            let cpu_quota = CpuQuota { group, unlimited: (file, "-1") };
            cpu_quota.create()?;
            cpu_quota.write("cpu.cfs_period_us", &PERIOD_IN_MICROSECONDS.to_string())?;
            cpu_quota.write("cpu.cfs_quota_us", &quota.to_string())?;
            cpu_quota
        } else {
            let group = Path::new("/sys/fs/cgroup").join(name);
            let file = group.join("cpu.max");
            let cpu_quota = CpuQuota { group, unlimited: (file, "max") };
            cpu_quota.create()?;
            cpu_quota.write("cpu.max", &format!("{quota} {PERIOD_IN_MICROSECONDS}"))?;
            cpu_quota
        };
        for process in processes {
            // A process that has ended meanwhile needs no quota.
            let _ = cpu_quota.write("cgroup.procs", &process.to_string());
        }
        Ok(cpu_quota)
    }

    fn create(&self) -> io::Result<()> {
        match fs::create_dir(&self.group) {
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => Err(error),
            _ => Ok(()),
        }
    }

    fn write(&self, file: &str, value: &str) -> io::Result<()> {
        fs::write(self.group.join(file), value)
    }
}

impl Drop for CpuQuota {
    fn drop(&mut self) {
        let (file, value) = &self.unlimited;
        // The group itself is empty, and can be removed, only after the browser has ended.
        let _ = fs::write(file, value);
        let _ = fs::remove_dir(&self.group);
    }
}
