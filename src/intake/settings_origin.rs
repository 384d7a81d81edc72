//! The origin of a settings file, which determines how far it is trusted.

/// The origin of a settings file. The first origin in this order that has a file is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum SettingsOrigin {
    /// The user named it.
    CommandLine,
    /// It lies in the source folder, on disk.
    SourceFolder,
    /// It was part of a dropped archive or folder, or was dropped itself.
    Input,
}
