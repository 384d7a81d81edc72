//! The records of the saved session. Other versions of the page read them too: a change of their form
//! is a step of the database's upgrade.

use js_sys::{Array, Object, Uint8Array};
use wasm_bindgen::prelude::*;
use web_sys::Blob;

use super::error::Error;
use crate::dropped_files::DroppedFile;

#[wasm_bindgen]
extern "C" {
    /// The record of a drop.
    #[wasm_bindgen(extends = Object)]
    pub(super) type Record;

    /// Pairs of path and size.
    #[wasm_bindgen(method, getter, js_name = files)]
    fn pairs(this: &Record) -> JsValue;
    #[wasm_bindgen(method, setter, js_name = files)]
    fn set_pairs(this: &Record, pairs: &Array);

    /// Returns the files, one after the other.
    #[wasm_bindgen(method, getter)]
    fn bytes(this: &Record) -> JsValue;
    #[wasm_bindgen(method, setter)]
    fn set_bytes(this: &Record, bytes: &Blob);

    /// The record of the session.
    #[wasm_bindgen(extends = Object)]
    pub(super) type SessionRecord;

    #[wasm_bindgen(method, getter)]
    fn keys(this: &SessionRecord) -> JsValue;
    #[wasm_bindgen(method, setter)]
    fn set_keys(this: &SessionRecord, keys: &Array);

    #[wasm_bindgen(method, getter)]
    fn chosen(this: &SessionRecord) -> JsValue;
    #[wasm_bindgen(method, setter)]
    fn set_chosen(this: &SessionRecord, choices: &Uint8Array);

    #[wasm_bindgen(method, getter)]
    fn size(this: &SessionRecord) -> JsValue;
    #[wasm_bindgen(method, setter)]
    fn set_size(this: &SessionRecord, size: f64);
}

impl Record {
    #[allow(clippy::cast_precision_loss, reason = "sizes are below 2^53")]
    pub(super) fn of(files: &[&DroppedFile]) -> Result<Record, Error> {
        let blobs: Array = files.iter().map(|file| &file.file).collect();
        let bytes = Blob::new_with_blob_sequence(&blobs).map_err(|_| Error::NoRoom)?;
        let pair = |file: &&DroppedFile| {
            Array::of2(&JsValue::from_str(&file.path), &JsValue::from_f64(file.size() as f64))
        };
        let record: Record = Object::new().unchecked_into();
        record.set_pairs(&files.iter().map(pair).collect());
        record.set_bytes(&bytes);
        Ok(record)
    }

    pub(super) fn read(value: JsValue) -> Result<Record, Error> {
        let record = value.dyn_into::<Object>().map_err(|_| Error::Damaged)?;
        Ok(record.unchecked_into())
    }

    /// Returns the files of the drop.
    pub(super) fn files(&self) -> Result<Vec<DroppedFile>, Error> {
        let bytes = self.bytes().dyn_into::<Blob>().map_err(|_| Error::Damaged)?;
        let pairs = self.pairs().dyn_into::<Array>().map_err(|_| Error::Damaged)?;
        let (mut files, mut at) = (Vec::new(), 0.0);
        for pair in pairs.iter() {
            let pair = pair.dyn_into::<Array>().map_err(|_| Error::Damaged)?;
            let path = pair.get(0).as_string().ok_or(Error::Damaged)?;
            let end = at + pair.get(1).as_f64().ok_or(Error::Damaged)?;
            let file = bytes.slice_with_f64_and_f64(at, end).map_err(|_| Error::Damaged)?;
            // A page reads a part of a blob like a file.
            files.push(DroppedFile::new(path, file.unchecked_into()));
            at = end;
        }
        if at.to_bits() == bytes.size().to_bits() { Ok(files) } else { Err(Error::Damaged) }
    }
}

/// The session: the keys of its drops, and the person's choices.
pub(super) struct Session {
    pub(super) keys: Vec<String>,
    pub(super) choices: Vec<u8>,
    /// The number of bytes of its drops.
    pub(super) size: u64,
}

impl Session {
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a whole number")]
    pub(super) fn read(value: JsValue) -> Result<Session, Error> {
        let record: SessionRecord =
            value.dyn_into::<Object>().map_err(|_| Error::Damaged)?.unchecked_into();
        let keys = record.keys().dyn_into::<Array>().map_err(|_| Error::Damaged)?;
        let keys: Option<Vec<String>> = keys.iter().map(|key| key.as_string()).collect();
        let choices = record.chosen().dyn_into::<Uint8Array>().map_err(|_| Error::Damaged)?;
        Ok(Session {
            keys: keys.ok_or(Error::Damaged)?,
            choices: choices.to_vec(),
            size: record.size().as_f64().ok_or(Error::Damaged)? as u64,
        })
    }

    #[allow(clippy::cast_precision_loss, reason = "sizes are below 2^53")]
    pub(super) fn to_js(&self) -> SessionRecord {
        let record: SessionRecord = Object::new().unchecked_into();
        record.set_keys(&self.keys.iter().map(|key| JsValue::from_str(key)).collect());
        record.set_chosen(&Uint8Array::from(self.choices.as_slice()));
        record.set_size(self.size as f64);
        record
    }
}
