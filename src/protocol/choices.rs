//! What a person chose, as bytes that the page holds on to without reading them.
//!
//! A worker that was started anew, or a page that was opened again, is told it before anything
//! else. The bytes may have been written by another version of Covdrop, and say so.

use serde::{Deserialize, Serialize};

use crate::{BadMessage, PathRule, Trial, decode, encode};

/// The version of [`Choices`] as bytes; to be raised whenever what is in them changes.
const VERSION: u32 = 4;

/// What makes data files one job.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum JobsBy {
    /// Each data file is one.
    File,
    /// The folder or archive that they lie in.
    Folder,
    /// The machine that wrote them.
    Host,
    /// The folder that their paths were recorded in.
    Root,
}

/// What a person chose beside what the address says, and of the example what is there.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choices {
    /// What jobs are called otherwise than they came in: the name as it came, then the other.
    pub names: Vec<(String, String)>,
    /// What makes data files one job, where that was chosen.
    pub jobs_by: Option<JobsBy>,
    /// The person's own rules for paths.
    pub path_rules: Vec<PathRule>,
    /// Whether Python 2 sources count.
    pub with_approximate: bool,
    /// What is tried in place of the project's settings.
    pub trial: Option<Trial>,
    /// The things of the example that are there, by name.
    pub example: Vec<String>,
}

impl Choices {
    /// The choices as bytes; none where nothing was chosen.
    pub fn to_bytes(&self) -> Vec<u8> {
        if *self == Choices::default() {
            return Vec::new();
        }
        // They hold nothing that could fail to be written.
        encode(&(VERSION, self)).unwrap_or_default()
    }

    /// The choices that `bytes` spell.
    ///
    /// # Errors
    /// They are none, or of another version.
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
