//! The settings files of a project, and which of them is followed.
//!
//! A settings file that the user names, or that lies in the source folder, is the user's own. One
//! that comes with an input is somebody else's: it says how to count, and never names environment
//! variables or a file to write.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::sync::Arc;

use covdrop_data::{Environment, Settings, SettingsError};
use covdrop_intake::SettingsOrigin;
use covdrop_protocol::InputId;

use crate::file_versions::{Versions, hash};

/// The settings files that a project has.
#[derive(Clone, Debug)]
pub(super) struct SettingsFiles {
    /// The file that the user named.
    rcfile: Option<(String, Arc<[u8]>)>,
    /// The files at the top of the source tree.
    files: BTreeMap<(SettingsOrigin, String), Versions<Arc<[u8]>>>,
    /// The environment of the user.
    environment: Environment,
}

/// The settings to follow, with the origin of their file where there is one.
pub(super) type Followed = (Settings, Option<SettingsOrigin>);

impl SettingsFiles {
    /// No files, and an environment that nobody knows.
    pub(super) fn new() -> SettingsFiles {
        let environment = Environment::unknown();
        SettingsFiles { rcfile: None, files: BTreeMap::new(), environment }
    }

    /// Sets the file that the user named.
    pub(super) fn set_rcfile(&mut self, name: String, bytes: Vec<u8>) {
        self.rcfile = Some((name, bytes.into()));
    }

    /// Sets the environment that the user's own files may name variables of.
    pub(super) fn set_environment(&mut self, environment: Environment) {
        self.environment = environment;
    }

    /// Adds a file that came in `input`.
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

    /// Removes the files that came in `input`.
    pub(super) fn remove(&mut self, input: InputId) {
        super::without(&mut self.files, input);
    }

    /// Reads the settings to follow.
    ///
    /// Only the user's own files see the environment.
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

    /// The content of the file that [`follow`](SettingsFiles::follow) found.
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
