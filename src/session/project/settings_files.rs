//! The settings files of a project, and which of them is followed.
//!
//! A settings file that the user names, or that lies in the source folder, is the user's own. One
//! that comes with an input is somebody else's: it says how to count, and never names environment
//! variables or a file to write.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::sync::Arc;

use covdrop_data::{Environment, Settings, SettingsError};

use crate::layers::{Layers, hash};

/// Where a settings file came from. The first origin in this order that has a file is followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum SettingsOrigin {
    /// The user named it.
    CommandLine,
    /// It lies in the source folder, on disk.
    SourceFolder,
    /// It came in an archive, in a folder of inputs or by a drop.
    Input,
}

/// The settings files that a project has.
#[derive(Clone, Debug)]
pub(super) struct SettingsFiles {
    /// The file that the user named.
    rcfile: Option<(String, Arc<[u8]>)>,
    /// The files at the top of the source tree.
    files: BTreeMap<(SettingsOrigin, String), Layers<Arc<[u8]>>>,
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

    /// Adds a file that came in the input of number `owner`.
    pub(super) fn add(&mut self, owner: u32, origin: SettingsOrigin, name: String, bytes: Vec<u8>) {
        let (hash, bytes) = (hash(&bytes), Arc::from(bytes));
        match self.files.entry((origin, name)) {
            Entry::Occupied(mut layers) => {
                layers.get_mut().put(owner, hash, bytes);
            }
            Entry::Vacant(entry) => {
                entry.insert(Layers::new(owner, hash, bytes));
            }
        }
    }

    /// Removes the files that came in the input of number `owner`.
    pub(super) fn remove(&mut self, owner: u32) {
        super::without(&mut self.files, owner);
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
        Some(self.files.get(&(origin, name.to_owned()))?.top())
    }
}
