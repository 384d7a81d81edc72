//! Files on which an import decides once everything was read.

use covdrop_protocol::FileIndex;

use crate::input_path::InputPath;
use crate::unsupported::UnsupportedFile;

/// Where an imported file came from.
#[derive(Clone, Copy, Debug)]
pub(crate) struct FileOrigin {
    /// The dropped file that it came in.
    pub(crate) index: FileIndex,
    /// The number of archives around it.
    pub(crate) depth: usize,
    /// Whether it was dropped by itself.
    pub(crate) is_lone: bool,
}

/// Files on which an import decides once everything was read.
#[derive(Debug, Default)]
pub(crate) struct Undecided {
    /// Files of no known kind, which are sources if data names them.
    pub(crate) files: Vec<(InputPath, Vec<u8>, FileOrigin)>,
    /// Files that are named as archives and are none, each with what it is and its size.
    pub(crate) not_archives: Vec<(InputPath, Option<UnsupportedFile>, usize)>,
}

impl Undecided {
    /// Removes the files of which `is_removed` is true by their path.
    pub(crate) fn remove(&mut self, is_removed: impl Fn(&str) -> bool) {
        self.files.retain(|(path, ..)| !is_removed(&path.full()));
    }
}
