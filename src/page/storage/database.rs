//! The database of the saved session.

use idb::{Factory, ObjectStore, ObjectStoreParams, TransactionMode};
use wasm_bindgen::JsValue;

use super::error::Error;
use super::record::{Record, Session};

/// The store of the records: one for each drop, and the session that names them.
const STORE: &str = "kept";

/// The key of the session.
const SESSION: &str = "session";

/// A step from one version of the database to the next.
type Step = fn(&idb::Database) -> Result<(), idb::Error>;

/// All steps, of which the database of an older page goes through the missing ones.
const STEPS: [Step; 1] = [create_store];

fn create_store(database: &idb::Database) -> Result<(), idb::Error> {
    database.create_object_store(STORE, ObjectStoreParams::new()).map(|_| ())
}

/// Returns the database's name. Pages in other folders of the same server have their own.
pub(super) fn name() -> String {
    let path = gloo::utils::window().location().pathname().unwrap_or_default();
    let folder = path.rfind('/').and_then(|slash| path.get(..=slash)).unwrap_or("/");
    format!("covdrop-session {folder}")
}

/// Returns true if the browser has databases for this page.
pub(super) fn is_allowed() -> bool {
    Factory::new().is_ok()
}

/// Deletes the database.
pub(super) async fn delete() -> Result<(), Error> {
    Ok(Factory::new()?.delete(&name())?.await?)
}

/// An open database.
pub(super) struct Database(idb::Database);

impl Database {
    pub(super) async fn open() -> Result<Database, Error> {
        let version = u32::try_from(STEPS.len()).unwrap_or(u32::MAX);
        let mut opening = Factory::new()?.open(&name(), Some(version))?;
        opening.on_upgrade_needed(|event| {
            use idb::DatabaseEvent as _;
            let (Ok(old), Ok(database)) = (event.old_version(), event.database()) else { return };
            for step in STEPS.iter().skip(old as usize) {
                // If a step fails, the database lacks a store, and the first access reports that.
                let _ = step(&database);
            }
        });
        Ok(Database(opening.await?))
    }

    pub(super) fn close(&self) {
        self.0.close();
    }

    /// Reads the session and the records that it names.
    pub(super) async fn read(&self) -> Result<Option<(Session, Vec<Record>)>, Error> {
        let transaction = self.0.transaction(&[STORE], TransactionMode::ReadOnly)?;
        let store = transaction.object_store(STORE)?;
        let Some(session) = get(&store, SESSION).await? else { return Ok(None) };
        let session = Session::read(session)?;
        let mut records = Vec::new();
        for key in &session.keys {
            let record = get(&store, key).await?.ok_or(Error::Damaged)?;
            records.push(Record::read(record)?);
        }
        Ok(Some((session, records)))
    }

    /// Writes the session and new records, and deletes all others, in one transaction.
    pub(super) async fn write(
        &self,
        session: &Session,
        records: Vec<(String, Record)>,
    ) -> Result<(), Error> {
        let transaction = self.0.transaction(&[STORE], TransactionMode::ReadWrite)?;
        let store = transaction.object_store(STORE)?;
        let old = store.get_all_keys(None, None)?.await?;
        let old: Vec<String> = old.iter().filter_map(JsValue::as_string).collect();
        for (key, record) in records {
            if !old.contains(&key) {
                store.put(record.as_ref(), Some(&key.into()))?.await?;
            }
        }
        store.put(session.to_js().as_ref(), Some(&SESSION.into()))?.await?;
        for key in old.iter().filter(|key| *key != SESSION && !session.keys.contains(key)) {
            store.delete(JsValue::from_str(key))?.await?;
        }
        if transaction.await?.is_committed() { Ok(()) } else { Err(Error::NoRoom) }
    }
}

async fn get(store: &ObjectStore, key: &str) -> Result<Option<JsValue>, Error> {
    Ok(store.get(JsValue::from_str(key))?.await?)
}
