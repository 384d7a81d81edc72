//! The settings files of a project, and the choice of the one to use.
//!
//! A settings file that the user names, or that lies in the source folder, is the user's own. One
//! in an input may be somebody else's: it affects only the counting, and never reads environment
//! variables or names a file to write.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::sync::Arc;

use covdrop_data::{Environment, Settings, SettingsError};
use covdrop_intake::SettingsOrigin;
use covdrop_protocol::InputId;

use crate::file_versions::{Versions, hash};

/// The settings files of a project.
#[derive(Clone, Debug)]
pub(super) struct SettingsFiles {
    /// The file that the user named.
    rcfile: Option<(String, Arc<[u8]>)>,
    /// The files at the top of the source tree.
    files: BTreeMap<(SettingsOrigin, String), Versions<Arc<[u8]>>>,
    /// The environment of the user.
    environment: Environment,
}

/// The settings to use, with the origin of their file, if any.
pub(super) type Followed = (Settings, Option<SettingsOrigin>);

impl SettingsFiles {
    /// Creates an empty set of files with an unknown environment.
    pub(super) fn new() -> SettingsFiles {
        let environment = Environment::unknown();
        SettingsFiles { rcfile: None, files: BTreeMap::new(), environment }
    }

    /// Sets the file that the user named.
    pub(super) fn set_rcfile(&mut self, name: String, bytes: Vec<u8>) {
        self.rcfile = Some((name, bytes.into()));
    }

    /// Sets the environment whose variables the user's own files may use.
    pub(super) fn set_environment(&mut self, environment: Environment) {
        self.environment = environment;
    }

    /// Adds a file of `input`.
    pub(super) fn add(
        &mut self,
        input: InputId,
        origin: SettingsOrigin,
        name: String,
        bytes: Vec<u8>,
    ) {
        let (hash, bytes) = (hash(&bytes), Arc::from(bytes));
        match self.files.entry((origin, name)) {
            Entry::Occupied(mut versions) => {
                versions.get_mut().add(input, hash, bytes);
            }
            Entry::Vacant(entry) => {
                entry.insert(Versions::new(input, hash, bytes));
            }
        }
    }

    /// Removes the files of `input`.
    pub(super) fn remove(&mut self, input: InputId) {
        super::without(&mut self.files, input);
    }

    /// Reads the settings to use.
    ///
    /// Only the user's own files have access to the environment.
    pub(super) fn follow(&self) -> Result<Followed, SettingsError> {
        if let Some((name, bytes)) = &self.rcfile {
            let settings = Settings::of_file(name, bytes, &self.environment)?;
            return Ok((settings, Some(SettingsOrigin::CommandLine)));
        }
        let find = |origin, environment: &Environment| {
            Settings::find(None, environment, |name| Some(self.get(origin, name)?.to_vec()))
        };
        let own = find(SettingsOrigin::SourceFolder, &self.environment)?;
        if own.file.is_some() {
            return Ok((own, Some(SettingsOrigin::SourceFolder)));
        }
        let given = find(SettingsOrigin::Input, &Environment::unknown())?;
        if given.file.is_some() {
            return Ok((given, Some(SettingsOrigin::Input)));
        }
        Ok((own, None))
    }

    /// Returns the content of the file that [`follow`](SettingsFiles::follow) found.
    pub(super) fn content(&self, origin: SettingsOrigin, name: &str) -> Option<&[u8]> {
        match origin {
            SettingsOrigin::CommandLine => self.rcfile.as_ref().map(|(_, bytes)| &**bytes),
            origin => self.get(origin, name),
        }
    }

    fn get(&self, origin: SettingsOrigin, name: &str) -> Option<&[u8]> {
        Some(self.files.get(&(origin, name.to_owned()))?.current())
    }
}
