//! Reasons to doubt a total, each with the sentence that page and command line show.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A reason to doubt the total.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Doubt {
    /// Jobs recorded lines of a file that have no code in this source.
    Stale {
        /// The path in the source tree.
        file: String,
        /// The lines of the source.
        lines: u32,
        /// Each job that recorded such lines, the one with most of them first.
        jobs: Vec<StrayLines>,
    },
    /// Jobs recorded a file of this project that the source does not have.
    Missing {
        /// The path as recorded.
        file: String,
        /// The number of its lines that ran.
        recorded: u32,
        /// The jobs that recorded it.
        jobs: Vec<String>,
    },
    /// A job recorded files, and the source tree has hardly any of them.
    WrongSource {
        /// The job.
        job: String,
        /// The recorded files that the source has.
        found: u32,
        /// The recorded files in all, without third-party code.
        recorded: u32,
    },
    /// A path alias that was inferred from the recorded paths.
    Inferred {
        /// The alias in words.
        alias: String,
    },
    /// A file tracer plugin measured a file.
    Traced {
        /// The path in the source tree, or as recorded.
        file: String,
        /// The plugin's name in the data.
        plugin: String,
        /// The lines that ran, ascending.
        ran: Vec<u32>,
    },
    /// The settings name a plugin that may change settings, and Covdrop does not know how.
    UnknownPlugin {
        /// The plugin's name in the settings.
        plugin: String,
    },
    /// The settings of a configurer plugin were applied for an assumed platform and Python.
    AssumedHost {
        /// The plugin's name in the settings.
        plugin: String,
        /// The assumed platform and Python.
        host: String,
    },
    /// Some jobs recorded branches and others only lines.
    Mixed,
}

/// The recorded lines of one file and job that have no code in the source.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StrayLines {
    /// The job.
    pub job: String,
    /// The number of recorded lines that have no code.
    pub stray: u32,
    /// The number of recorded lines.
    pub recorded: u32,
    /// The last recorded line.
    pub last: u32,
}

/// The kinds of doubts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum DoubtKind {
    /// A source is of another version.
    Stale,
    /// A source is missing.
    Missing,
    /// The source is of another project.
    WrongSource,
    /// A path alias was inferred.
    Inferred,
    /// A plugin decides something that Covdrop cannot know.
    Plugin,
    /// Line data and branch data are counted together.
    Mixed,
}

impl DoubtKind {
    /// Every kind, the gravest first.
    pub const ALL: [DoubtKind; 6] = [
        DoubtKind::WrongSource,
        DoubtKind::Stale,
        DoubtKind::Missing,
        DoubtKind::Plugin,
        DoubtKind::Mixed,
        DoubtKind::Inferred,
    ];

    /// Returns the kind as one word, which `data-doubt` on the page and JSON contain.
    pub const fn as_str(self) -> &'static str {
        match self {
            DoubtKind::Stale => "stale",
            DoubtKind::Missing => "missing",
            DoubtKind::WrongSource => "wrong-source",
            DoubtKind::Inferred => "inferred",
            DoubtKind::Plugin => "plugin",
            DoubtKind::Mixed => "mixed",
        }
    }

    /// Returns the advice, in a sentence.
    pub const fn advice(self) -> &'static str {
        match self {
            DoubtKind::Stale | DoubtKind::Missing => {
                "Use the source of the commit that the tests ran on."
            }
            DoubtKind::WrongSource => "Use the source that the tests ran on.",
            DoubtKind::Inferred => {
                "Write the alias into [paths] of the settings file to make it certain."
            }
            DoubtKind::Plugin => {
                "Run coverage.py with its plugins where these numbers have to be exact."
            }
            DoubtKind::Mixed => "Record branches in every job, or in none.",
        }
    }
}

impl Doubt {
    /// Returns the kind.
    pub const fn kind(&self) -> DoubtKind {
        match self {
            Doubt::Stale { .. } => DoubtKind::Stale,
            Doubt::Missing { .. } => DoubtKind::Missing,
            Doubt::WrongSource { .. } => DoubtKind::WrongSource,
            Doubt::Inferred { .. } => DoubtKind::Inferred,
            Doubt::Traced { .. } | Doubt::UnknownPlugin { .. } | Doubt::AssumedHost { .. } => {
                DoubtKind::Plugin
            }
            Doubt::Mixed => DoubtKind::Mixed,
        }
    }

    /// Returns the file that it concerns, if any.
    pub fn file(&self) -> Option<&str> {
        match self {
            Doubt::Stale { file, .. }
            | Doubt::Missing { file, .. }
            | Doubt::Traced { file, .. } => Some(file),
            _ => None,
        }
    }
}

impl fmt::Display for Doubt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Doubt::Stale { file, lines, jobs } => {
                let Some(StrayLines { job, stray, recorded, last }) = jobs.first() else {
                    return write!(f, "{file}: another version?");
                };
                write!(
                    f,
                    "{file}: {stray} of {recorded} recorded lines are no code in this source"
                )?;
                if last > lines {
                    write!(f, ", which ends at line {lines}")?;
                }
                write!(f, " ({}): another version?", of_jobs(job, jobs.len()))
            }
            Doubt::Missing { file, recorded, jobs } => {
                let job = jobs.first().map(String::as_str).unwrap_or_default();
                let of_jobs = of_jobs(job, jobs.len());
                write!(
                    f,
                    "{file}: {recorded} recorded lines, but this source has no such file \
                     ({of_jobs}): another version? The total leaves it out"
                )
            }
            Doubt::WrongSource { job, found, recorded } => write!(
                f,
                "{found} of {recorded} recorded files found in this source (job {job}): another \
                 project?"
            ),
            Doubt::Inferred { alias } => write!(f, "Inferred path mapping: {alias}"),
            Doubt::Traced { file, plugin, ran } => {
                let ran = if ran.is_empty() { "no line".to_owned() } else { ranges(ran) };
                write!(
                    f,
                    "{file}: {ran} ran, measured by plugin {plugin}, which alone knows its \
                     statements. The total leaves it out"
                )
            }
            Doubt::UnknownPlugin { plugin } => write!(
                f,
                "Settings of plugin {plugin} are not known here. If it changes exclusions or \
                 thresholds, the total does not follow it"
            ),
            Doubt::AssumedHost { plugin, host } => {
                write!(f, "Settings of plugin {plugin} are applied as on {host}")
            }
            Doubt::Mixed => f.write_str("Some jobs recorded branches, others only lines"),
        }
    }
}

/// The maximum number of line ranges in a sentence.
const MAX_RANGES: usize = 20;

/// Formats lines for a sentence, consecutive ones as a range.
fn ranges(lines: &[u32]) -> String {
    let stretches: Vec<&[u32]> =
        lines.chunk_by(|line, next| line.checked_add(1) == Some(*next)).collect();
    let shown = stretches.iter().take(MAX_RANGES).map(|stretch| match stretch {
        [first, .., last] => format!("{first}-{last}"),
        [only] => only.to_string(),
        [] => String::new(),
    });
    let word = if lines.len() == 1 { "line" } else { "lines" };
    let more = if stretches.len() > MAX_RANGES { ", …" } else { "" };
    format!("{word} {}{more}", shown.collect::<Vec<String>>().join(", "))
}

/// Formats the first of `count` jobs and the number of the others.
fn of_jobs(job: &str, count: usize) -> String {
    match count {
        0 | 1 => format!("job {job}"),
        2 => format!("job {job} and one other"),
        count => format!("job {job} and {} others", count - 1),
    }
}

/// The doubts of one kind: the first of them, and their number.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DoubtGroup {
    /// The kind.
    pub kind: DoubtKind,
    /// The first of them.
    pub first: Vec<DoubtRow>,
    /// The number of all of them.
    pub count: u32,
}

/// A doubt, ready to be shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DoubtRow {
    /// The doubt, in a sentence. It has invisible characters of names escaped.
    pub what: String,
    /// The path of the source to open for it, if the source tree has one.
    pub file: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stray(job: &str, stray: u32, recorded: u32, last: u32) -> StrayLines {
        StrayLines { job: job.to_owned(), stray, recorded, last }
    }

    #[test]
    fn a_stale_file_is_told_with_its_lines_and_job() {
        let doubt = Doubt::Stale {
            file: "core.py".to_owned(),
            lines: 3_000,
            jobs: vec![stray("py311", 160, 572, 2_990)],
        };
        assert_eq!(
            doubt.to_string(),
            "core.py: 160 of 572 recorded lines are no code in this source (job py311): another \
             version?"
        );
    }

    #[test]
    fn a_source_that_was_cut_short_is_told_with_its_end() {
        let jobs = vec![stray("a", 90, 100, 400), stray("b", 9, 10, 300), stray("c", 1, 10, 200)];
        let doubt = Doubt::Stale { file: "a.py".to_owned(), lines: 38, jobs };
        assert_eq!(
            doubt.to_string(),
            "a.py: 90 of 100 recorded lines are no code in this source, which ends at line 38 (job \
             a and 2 others): another version?"
        );
    }
}
