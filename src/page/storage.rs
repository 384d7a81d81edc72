//! Saves the session in this browser, so that the page can load it after a reload; off until the
//! person turns it on.
//!
//! An `IndexedDB` database has the files of each drop as one blob, which is quicker than ten
//! thousand blobs, and the person's choices as bytes that only the worker parses.

mod database;
mod error;
mod record;

use std::cell::{Cell, RefCell};
use std::collections::HashMap;

use js_sys::{Date, Math};
use wasm_bindgen_futures::JsFuture;
use web_sys::File;

use self::database::Database;
use self::error::Error;
use self::record::Record;
use crate::dropped_files::DroppedFile;
use crate::memory;
use crate::state::SavedSession;
use crate::words::session;

/// The maximum size of a saved session, 512 MB: a browser takes longer to write more than a person
/// to drop it again, and may delete all data of a site when it needs the space.
const MAX_BYTES: u64 = 512_000_000;

/// The session to save.
pub(crate) struct Contents {
    /// The files of each drop, by its number.
    pub(crate) drops: Vec<(u32, Vec<DroppedFile>)>,
    /// The person's choices, as the worker wrote them.
    pub(crate) choices: Vec<u8>,
}

/// The session that the browser has saved.
#[derive(Default)]
pub(crate) struct Found {
    pub(crate) saved: SavedSession,
    /// The files of each drop.
    pub(crate) drops: Vec<Vec<DroppedFile>>,
    /// The person's choices, as the worker wrote them.
    pub(crate) choices: Vec<u8>,
}

/// A drop that is in the database.
struct Written {
    paths: Vec<String>,
    key: String,
}

/// The page's access to the saved session.
pub(crate) struct Storage {
    /// The drops in the database, by number. A drop with other files gets another key, so that two
    /// open pages never overwrite each other's records: the session is that of the page that saved
    /// last.
    written: RefCell<HashMap<u32, Written>>,
    /// The prefix of this page's keys.
    own_key: String,
    next_key: Cell<u32>,
    /// The number of saved bytes.
    size: Cell<u64>,
    /// The files that somebody changed or removed after the drop, so that the browser no longer
    /// reads them.
    lost: RefCell<Vec<File>>,
    /// The last requested change, which begins when the current one is done. It replaces earlier
    /// ones that wait.
    waiting: RefCell<Option<Change>>,
    is_busy: Cell<bool>,
}

/// A change of the saved session.
pub(crate) enum Change {
    /// Save this session in place of the saved one.
    Save(Contents),
    /// Delete the saved session, and save nothing from now on.
    Delete,
}

impl Storage {
    pub(crate) fn new() -> Storage {
        Storage {
            written: RefCell::default(),
            own_key: format!("{}{}", Date::now(), Math::random()),
            next_key: Cell::new(0),
            size: Cell::new(0),
            lost: RefCell::default(),
            waiting: RefCell::default(),
            is_busy: Cell::new(false),
        }
    }

    /// Loads the saved session.
    pub(crate) async fn load(&self) -> Found {
        match is_on() {
            Err(Unable) => {
                Found { saved: self.state(session::NOT_ALLOWED.to_owned()), ..Found::default() }
            }
            Ok(false) => Found { saved: self.state(String::new()), ..Found::default() },
            Ok(true) => self.read().await.unwrap_or_else(|error| {
                self.written.borrow_mut().clear();
                let fault = session::unreadable(&error.to_string());
                Found { saved: self.state(fault), ..Found::default() }
            }),
        }
    }

    /// Changes the saved session, once earlier changes are done. Returns the result, or nothing if
    /// a later change returns it.
    pub(crate) async fn change(&self, change: Change) -> Option<SavedSession> {
        self.waiting.replace(Some(change));
        if self.is_busy.replace(true) {
            return None;
        }
        let mut result = None;
        loop {
            let change = self.waiting.take();
            match change {
                Some(Change::Save(contents)) => result = Some(self.save(contents).await),
                Some(Change::Delete) => result = Some(self.delete().await),
                None => break,
            }
        }
        self.is_busy.set(false);
        result
    }

    async fn save(&self, contents: Contents) -> SavedSession {
        if memory::try_set(&database::name(), "on").is_err() {
            return self.state(session::NOT_ALLOWED.to_owned());
        }
        match self.write(&contents).await {
            Ok(fault) => self.state(fault),
            Err(error) => self.state(session::not_saved(&error.to_string())),
        }
    }

    async fn delete(&self) -> SavedSession {
        memory::remove(&database::name());
        self.written.borrow_mut().clear();
        self.size.set(0);
        match database::delete().await {
            Ok(()) => self.state(String::new()),
            Err(error) => self.state(session::not_deleted(&error.to_string())),
        }
    }

    fn state(&self, fault: String) -> SavedSession {
        SavedSession { on: is_on() == Ok(true), bytes: self.size.get(), fault }
    }

    async fn read(&self) -> Result<Found, Error> {
        let database = Database::open().await?;
        let read = database.read().await;
        database.close();
        let Some((session, records)) = read? else {
            return Ok(Found { saved: self.state(String::new()), ..Found::default() });
        };
        let mut drops = Vec::new();
        for ((number, key), record) in (0..).zip(session.keys).zip(records) {
            let files = record.files()?;
            let paths = files.iter().map(|file| file.path.clone()).collect();
            self.written.borrow_mut().insert(number, Written { paths, key });
            drops.push(files);
        }
        self.size.set(session.size);
        Ok(Found { saved: self.state(String::new()), drops, choices: session.choices })
    }

    /// Writes all files that the browser can still read; names those that it cannot.
    async fn write(&self, contents: &Contents) -> Result<String, Error> {
        if let Err(error) = self.put(contents).await {
            if !self.find_lost(contents).await {
                return Err(error);
            }
            self.put(contents).await?;
        }
        let files = contents.drops.iter().flat_map(|(_, files)| files);
        let lost: Vec<&str> =
            files.filter(|file| self.is_lost(file)).map(|file| file.path.as_str()).collect();
        let Some((first, others)) = lost.split_first() else { return Ok(String::new()) };
        Ok(session::lost(first, others.len()))
    }

    fn is_lost(&self, file: &DroppedFile) -> bool {
        self.lost.borrow().contains(&file.file)
    }

    /// Looks for files that the browser no longer reads; returns true if it finds new ones.
    async fn find_lost(&self, contents: &Contents) -> bool {
        let before = self.lost.borrow().len();
        for file in contents.drops.iter().flat_map(|(_, files)| files) {
            if self.is_lost(file) {
                continue;
            }
            let first = file.file.slice_with_i32_and_i32(0, 1);
            let is_read = match first {
                Ok(first) => JsFuture::from(first.array_buffer()).await.is_ok(),
                Err(_) => false,
            };
            if !is_read {
                self.lost.borrow_mut().push(file.file.clone());
            }
        }
        self.lost.borrow().len() > before
    }

    /// Writes all files that the browser can read, in one transaction.
    async fn put(&self, contents: &Contents) -> Result<(), Error> {
        let (mut keys, mut records, mut size) = (Vec::new(), Vec::new(), 0);
        for (number, files) in &contents.drops {
            let files: Vec<&DroppedFile> =
                files.iter().filter(|file| !self.is_lost(file)).collect();
            if files.is_empty() {
                continue;
            }
            size += files.iter().map(|file| file.size()).sum::<u64>();
            let key = self.key_of(*number, &files);
            records.push((key.clone(), files));
            keys.push(key);
        }
        if size > MAX_BYTES {
            return Err(Error::TooLarge);
        }
        let records = records.into_iter();
        let records: Result<Vec<(String, Record)>, Error> =
            records.map(|(key, files)| Ok((key, Record::of(&files)?))).collect();
        let session = record::Session { keys, choices: contents.choices.clone(), size };
        let database = Database::open().await?;
        let written = database.write(&session, records?).await;
        database.close();
        written?;
        self.size.set(size);
        Ok(())
    }

    /// Returns the key of a drop with these files.
    fn key_of(&self, number: u32, files: &[&DroppedFile]) -> String {
        let mut written = self.written.borrow_mut();
        let paths = || files.iter().map(|file| file.path.as_str());
        if let Some(known) = written.get(&number)
            && known.paths.iter().map(String::as_str).eq(paths())
        {
            return known.key.clone();
        }
        let next = self.next_key.get();
        self.next_key.set(next + 1);
        let key = format!("{}{next}", self.own_key);
        let paths = paths().map(str::to_owned).collect();
        written.insert(number, Written { paths, key: key.clone() });
        key
    }
}

/// The error if the browser allows no storage.
#[derive(Debug, PartialEq, Eq)]
struct Unable;

/// Returns true if the person saves the session in this browser.
fn is_on() -> Result<bool, Unable> {
    let word = memory::try_get(&database::name()).map_err(|_| Unable)?;
    if database::is_allowed() { Ok(word.is_some()) } else { Err(Unable) }
}
