//! The sample project and the example: the source of each, and the data of its jobs.

use std::fs;
use std::path::{Path, PathBuf};

/// Whether the sample's jobs measured branches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Lines.
    Lines,
    /// Lines and branches.
    Branch,
}

/// The example that comes with the page.
#[derive(Clone, Copy, Debug)]
pub struct Example;

impl Example {
    /// Its jobs.
    pub const JOBS: [&str; 3] = ["py38", "py310", "py313"];

    fn root() -> PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("data/example")
    }

    /// Returns the folder of the tested source.
    pub fn source() -> PathBuf {
        Example::root().join("source")
    }

    /// Returns the folder with the data of `job`.
    pub fn job(job: &str) -> PathBuf {
        Example::root().join("jobs").join(job)
    }
}

/// The sample project.
#[derive(Clone, Copy, Debug)]
pub struct Acme;

impl Acme {
    fn root() -> PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("data/acme")
    }

    /// Returns the folder of the source.
    pub fn source() -> PathBuf {
        Acme::root().join("source")
    }

    /// Returns the folder with the data files of `job`.
    pub fn job(kind: Kind, job: &str) -> PathBuf {
        let kind = match kind {
            Kind::Lines => "lines",
            Kind::Branch => "branch",
        };
        Acme::root().join("artifacts").join(kind).join(job)
    }

    /// Returns the data files of `jobs`, in order.
    pub fn data_files(kind: Kind, jobs: &[&str]) -> std::io::Result<Vec<PathBuf>> {
        let mut files = Vec::new();
        for job in jobs {
            let mut of_job = fs::read_dir(Acme::job(kind, job))?
                .map(|entry| entry.map(|entry| entry.path()))
                .collect::<Result<Vec<_>, _>>()?;
            of_job.sort();
            files.append(&mut of_job);
        }
        Ok(files)
    }
}
