//! The origin of a settings file, which decides how far it is trusted.

/// The origin of a settings file. The first origin in this order that has a file is followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum SettingsOrigin {
    /// The user named it.
    CommandLine,
    /// It lies in the source folder, on disk.
    SourceFolder,
    /// It came in an archive, in a folder of inputs or by a drop.
    Input,
}
