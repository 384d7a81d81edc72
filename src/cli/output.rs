//! Where a command writes, and how: whole or not at all.
//!
//! A file is written beside its place and then renamed, so that nobody ever sees a part of it, and
//! a failure leaves what was there. A link in its place is replaced, never followed. A settings
//! file chooses a file to write only where the user chose the settings file, and only below the
//! working directory.

use std::fs::{self, File};
use std::io::{self, Read, Write as _};
use std::path::{Path, PathBuf};

use covdrop_session::{Session, SettingsOrigin};
use tempfile::NamedTempFile;

use crate::console::{self, PrintError};
use crate::inputs::Inputs;
use crate::interrupt;

/// Why nothing was written.
#[derive(Debug, thiserror::Error)]
pub(crate) enum OutputError {
    /// Settings that came with an input name a file.
    #[error(
        "{settings}: This settings file came with an input, which cannot choose where to write. It \
         sets [{section}] {option} to '{path}'. Name the output with -o"
    )]
    ChosenByInput { settings: String, section: &'static str, option: &'static str, path: String },
    /// The user's own settings name a file elsewhere.
    #[error(
        "{settings}: [{section}] {option} is '{path}', which is not below the working directory. \
         Name the output with -o"
    )]
    Elsewhere { settings: String, section: &'static str, option: &'static str, path: String },
    /// It would overwrite what it is made of.
    #[error("'{path}' is one of the inputs, and is left as it is. Name another output with -o", path = .0.display())]
    IsInput(PathBuf),
    /// A folder is in its place.
    #[error("'{path}' is a folder. Name a file with -o", path = .0.display())]
    IsFolder(PathBuf),
    /// The system refused.
    #[error("{path}: {error}", path = path.display())]
    Refused { path: PathBuf, error: io::Error },
    /// Standard output did not take it.
    #[error(transparent)]
    Print(#[from] PrintError),
}

/// A setting that names a file to write.
#[derive(Clone, Copy, Debug)]
pub(crate) struct OutputSetting<'a> {
    pub(crate) section: &'static str,
    pub(crate) option: &'static str,
    /// What is set.
    pub(crate) value: &'a str,
    /// What holds where nothing is set.
    pub(crate) default: &'static str,
}

/// The path to write to: `asked`, which is the user's own choice, or else what the settings of
/// `session` say, as far as these may choose it.
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

/// The path that stands for standard output.
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

/// The absolute path that `path` leads to, links followed; its end need not be there.
///
/// # Errors
/// A link to nothing, and `..` below what is not there.
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

/// Writes `content` to `path`, where `-` is standard output. Folders above it are made.
///
/// What is neither a file nor a folder, such as a pipe or a device, is written to directly.
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

/// Returns true if `path` is one of the names that the system gives open files and devices.
fn is_of_system(path: &Path) -> bool {
    let is_in = |folder: &str| path.parent() == Some(Path::new(folder));
    cfg!(unix) && (is_in("/dev") || is_in("/dev/fd") || path.starts_with("/proc"))
}

fn write_directly(path: &Path, content: &mut dyn Read) -> io::Result<()> {
    let mut file = File::options().write(true).truncate(true).open(path)?;
    io::copy(content, &mut file)?;
    file.flush()
}

/// The folder that `path` is in.
pub(crate) fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    }
}

/// Writes `content` to a new file in `folder`, which is to take the place of `path`. It has the
/// permissions of the file that is there, or else those of any new file.
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
