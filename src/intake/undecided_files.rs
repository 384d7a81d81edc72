//! Files whose kind an import decides after everything was read.

use covdrop_protocol::FileIndex;

use crate::input_path::InputPath;
use crate::unsupported::UnsupportedFile;

/// The origin of an imported file.
#[derive(Clone, Copy, Debug)]
pub(crate) struct FileOrigin {
    /// The dropped file that contained it.
    pub(crate) index: FileIndex,
    /// The number of archives around it.
    pub(crate) depth: usize,
    /// Whether it was dropped by itself.
    pub(crate) is_lone: bool,
}

/// Files whose kind is decided after everything was read.
#[derive(Debug, Default)]
pub(crate) struct Undecided {
    /// Files of unknown kind, which are sources if data names them.
    pub(crate) files: Vec<(InputPath, Vec<u8>, FileOrigin)>,
    /// Files with names of archives that are none, with their kind, if known, and their size.
    pub(crate) not_archives: Vec<(InputPath, Option<UnsupportedFile>, usize)>,
}

impl Undecided {
    /// Removes the files for whose paths `is_removed` is true.
    pub(crate) fn remove(&mut self, is_removed: impl Fn(&str) -> bool) {
        self.files.retain(|(path, ..)| !is_removed(&path.full()));
    }
}
