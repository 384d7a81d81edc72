//! Chooses the output of a command, and writes it atomically.
//!
//! A command writes a file beside its destination and then renames it, so that nobody ever sees a
//! part of it, and a failure leaves the old file. It replaces a link at the destination, and never
//! follows it. A settings file chooses an output only if the user chose the settings file, and only
//! below the working directory.

use std::fs::{self, File};
use std::io::{self, Read, Write as _};
use std::path::{Path, PathBuf};

use covdrop_session::{Session, SettingsOrigin};
use tempfile::NamedTempFile;

use crate::console::{self, PrintError};
use crate::inputs::Inputs;
use crate::interrupt;

/// The reason why a command wrote nothing.
#[derive(Debug, thiserror::Error)]
pub(crate) enum OutputError {
    /// The settings of an input name an output.
    #[error(
        "{settings}: This settings file came with an input, which cannot choose where to write. It \
         sets [{section}] {option} to '{path}'. Name the output with -o"
    )]
    ChosenByInput { settings: String, section: &'static str, option: &'static str, path: String },
    /// The user's own settings name an output outside the working directory.
    #[error(
        "{settings}: [{section}] {option} is '{path}', which is not below the working directory. \
         Name the output with -o"
    )]
    Elsewhere { settings: String, section: &'static str, option: &'static str, path: String },
    /// The output is an input.
    #[error("'{path}' is one of the inputs, and is left as it is. Name another output with -o", path = .0.display())]
    IsInput(PathBuf),
    /// The output is a folder.
    #[error("'{path}' is a folder. Name a file with -o", path = .0.display())]
    IsFolder(PathBuf),
    /// The system refused.
    #[error("{path}: {error}", path = path.display())]
    Refused { path: PathBuf, error: io::Error },
    /// A write to standard output failed.
    #[error(transparent)]
    Print(#[from] PrintError),
}

/// A setting that names an output.
#[derive(Clone, Copy, Debug)]
pub(crate) struct OutputSetting<'a> {
    pub(crate) section: &'static str,
    pub(crate) option: &'static str,
    /// The value.
    pub(crate) value: &'a str,
    /// The default.
    pub(crate) default: &'static str,
}

/// Returns the path to write to: `asked`, which is the user's own choice, or that of the settings
/// of `session`, if these may choose it.
pub(crate) fn choose(
    asked: Option<PathBuf>,
    session: &Session,
    setting: OutputSetting<'_>,
) -> Result<PathBuf, OutputError> {
    let OutputSetting { section, option, value, default } = setting;
    if let Some(asked) = asked {
        return Ok(asked);
    }
    if value == default {
        return Ok(default.into());
    }
    let (settings, path) = (session.settings().file.clone().unwrap_or_default(), value.to_owned());
    match session.settings_origin() {
        Some(SettingsOrigin::CommandLine | SettingsOrigin::SourceFolder) => {
            if value == STDOUT || is_below_working_directory(Path::new(value)) {
                Ok(path.into())
            } else {
                Err(OutputError::Elsewhere { settings, section, option, path })
            }
        }
        Some(SettingsOrigin::Input) | None => {
            Err(OutputError::ChosenByInput { settings, section, option, path })
        }
    }
}

/// The path that means standard output.
const STDOUT: &str = "-";

/// Returns true if `path` is standard output.
pub(crate) fn is_stdout(path: &Path) -> bool {
    [STDOUT, "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"]
        .iter()
        .any(|name| path.as_os_str() == *name)
}

fn is_below_working_directory(path: &Path) -> bool {
    let below = || {
        let folder = fs::canonicalize(".")?;
        let path = resolve(&folder.join(path))?;
        Ok::<bool, io::Error>(path != folder && path.starts_with(&folder))
    };
    below().unwrap_or(false)
}

/// Returns the absolute target of `path`, after following links. Its last part need not exist.
///
/// # Errors
/// `path` is a broken link, or has `..` below a missing folder.
pub(crate) fn resolve(path: &Path) -> io::Result<PathBuf> {
    match fs::canonicalize(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            let is_link = fs::symlink_metadata(path).is_ok();
            let (Some(parent), Some(name), false) = (path.parent(), path.file_name(), is_link)
            else {
                return Err(error);
            };
            let parent = if parent.as_os_str().is_empty() { Path::new(".") } else { parent };
            Ok(resolve(parent)?.join(name))
        }
        resolved => resolved,
    }
}

/// Writes `content` to `path`, unless that is one of the inputs.
pub(crate) fn write_unless_input(
    path: &Path,
    content: &mut dyn Read,
    inputs: &Inputs,
    session: &Session,
) -> Result<(), OutputError> {
    if !is_stdout(path) && inputs.contains(path, session) {
        return Err(OutputError::IsInput(path.to_owned()));
    }
    write(path, content)
}

/// Writes `content` to `path`, where `-` is standard output. Creates missing folders above it.
///
/// Writes directly to a pipe, a device or the like.
pub(crate) fn write(path: &Path, content: &mut dyn Read) -> Result<(), OutputError> {
    if is_stdout(path) {
        return Ok(console::print_all(content)?);
    }
    let refused = |error| OutputError::Refused { path: path.to_owned(), error };
    let is_special = match fs::metadata(path) {
        Ok(found) if found.is_dir() => return Err(OutputError::IsFolder(path.to_owned())),
        Ok(found) => !found.is_file() || is_of_system(path),
        Err(_) => is_of_system(path),
    };
    if is_special {
        return write_directly(path, content).map_err(refused);
    }
    let ends_in_separator = path.as_os_str().to_string_lossy().ends_with(std::path::is_separator);
    if ends_in_separator || path.file_name().is_none() {
        return Err(OutputError::IsFolder(path.to_owned()));
    }
    let folder = folder_of(path);
    fs::create_dir_all(folder).map_err(refused)?;
    let file = stage(folder, path, content).map_err(refused)?;
    file.persist(path).map_err(|error| refused(error.error))?;
    Ok(())
}

/// Returns true if `path` is a name of the system for an open file or a device.
fn is_of_system(path: &Path) -> bool {
    let is_in = |folder: &str| path.parent() == Some(Path::new(folder));
    cfg!(unix) && (is_in("/dev") || is_in("/dev/fd") || path.starts_with("/proc"))
}

fn write_directly(path: &Path, content: &mut dyn Read) -> io::Result<()> {
    let mut file = File::options().write(true).truncate(true).open(path)?;
    io::copy(content, &mut file)?;
    file.flush()
}

/// Returns the folder that contains `path`.
pub(crate) fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    }
}

/// Writes `content` to a new file in `folder`, which will replace `path`. It has the permissions of
/// the replaced file, or those of any new file.
pub(crate) fn stage(
    folder: &Path,
    path: &Path,
    content: &mut dyn Read,
) -> io::Result<NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".covdrop-");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    let mut file = interrupt::create(|| builder.tempfile_in(folder))?;
    io::copy(content, &mut file)?;
    if let Ok(found) = fs::symlink_metadata(path)
        && found.is_file()
    {
        file.as_file().set_permissions(found.permissions())?;
    }
    file.as_file().sync_all()?;
    Ok(file)
}
