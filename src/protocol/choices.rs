//! The choices of a person, as bytes that the page stores without parsing them.
//!
//! The page sends them to a new worker before anything else, as when a person opens the page again.
//! They begin with a version, since another version of Covdrop may have written them.

use serde::{Deserialize, Serialize};

use crate::{BadMessage, PathRule, Trial, decode, encode};

/// The version of [`Choices`] as bytes. Raise it when the fields change.
const VERSION: u32 = 4;

/// The rule that groups data files into jobs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum JobsBy {
    /// Each data file is a job.
    File,
    /// The data files of one folder or archive are a job.
    Folder,
    /// The data files of one machine are a job.
    Host,
    /// The data files whose paths were recorded below the same folder are a job.
    Root,
}

/// The choices that are not in the address, and the loaded inputs of the example.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choices {
    /// The renamed jobs: the detected label, then the name that the person gave.
    pub names: Vec<(String, String)>,
    /// The rule that groups data files into jobs, if the person chose one.
    pub jobs_by: Option<JobsBy>,
    /// The person's own path aliases.
    pub path_rules: Vec<PathRule>,
    /// Whether the totals count Python 2 sources.
    pub with_approximate: bool,
    /// The trial settings, which replace settings of the project.
    pub trial: Option<Trial>,
    /// The names of the loaded inputs of the example.
    pub example: Vec<String>,
}

impl Choices {
    /// Encodes the choices; returns no bytes if all are defaults.
    pub fn to_bytes(&self) -> Vec<u8> {
        if *self == Choices::default() {
            return Vec::new();
        }
        // No field can fail to be encoded.
        encode(&(VERSION, self)).unwrap_or_default()
    }

    /// Decodes choices.
    ///
    /// # Errors
    /// The bytes are not choices, or have another version.
    pub fn read(bytes: &[u8]) -> Result<Choices, BadMessage> {
        if bytes.is_empty() {
            return Ok(Choices::default());
        }
        let (version, choices): (u32, Choices) = decode(bytes)?;
        if version == VERSION { Ok(choices) } else { Err(BadMessage) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn choices_survive_as_bytes() {
        let choices = Choices {
            names: vec![("py38".into(), "old".into())],
            trial: Some(Trial { precision: Some("2".into()), ..Trial::default() }),
            ..Choices::default()
        };
        let bytes = choices.to_bytes();
        assert_eq!(Choices::read(&bytes), Ok(choices));
        assert_eq!(Choices::read(&[]), Ok(Choices::default()));
        assert_eq!(Choices::default().to_bytes(), [0u8; 0]);
    }

    #[test]
    fn what_another_version_wrote_is_refused() {
        let other = encode(&(VERSION + 1, Choices::default())).unwrap();
        assert_eq!(Choices::read(&other), Err(BadMessage));
        assert_eq!(Choices::read(b"no choices"), Err(BadMessage));
    }
}
