//! What the page remembers from visit to visit: small choices, no data.
//!
//! A browser that allows no storage, as some do for pages opened as files, forgets them.

use wasm_bindgen::JsValue;
use web_sys::Storage;

fn storage() -> Option<Storage> {
    gloo::utils::window().local_storage().ok().flatten()
}

/// What is stored under this key; fails if the browser allows no storage.
pub(crate) fn try_get(key: &str) -> Result<Option<String>, JsValue> {
    match gloo::utils::window().local_storage()? {
        Some(storage) => storage.get_item(key),
        None => Err(JsValue::UNDEFINED),
    }
}

/// Stores this under a key; fails if the browser allows no storage.
pub(crate) fn try_set(key: &str, value: &str) -> Result<(), JsValue> {
    match gloo::utils::window().local_storage()? {
        Some(storage) => storage.set_item(key, value),
        None => Err(JsValue::UNDEFINED),
    }
}

/// Forgets what is stored under a key.
pub(crate) fn remove(key: &str) {
    if let Some(storage) = storage() {
        // Fails only where nothing is stored.
        let _ = storage.remove_item(key);
    }
}

/// What is remembered by this name.
pub(crate) fn get(name: &str) -> Option<String> {
    storage()?.get_item(&format!("covdrop-{name}")).ok().flatten()
}

/// Remembers this.
pub(crate) fn set(name: &str, value: &str) {
    if let Some(storage) = storage() {
        // A full storage forgets.
        let _ = storage.set_item(&format!("covdrop-{name}"), value);
    }
}
