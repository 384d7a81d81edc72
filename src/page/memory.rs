//! Small choices that the page stores in the browser, such as the theme. It stores no data here.
//!
//! Some browsers allow no storage for pages opened as files, and forget the choices.

use wasm_bindgen::JsValue;
use web_sys::Storage;

fn storage() -> Option<Storage> {
    gloo::utils::window().local_storage().ok().flatten()
}

/// Returns the value of a key; fails if the browser allows no storage.
pub(crate) fn try_get(key: &str) -> Result<Option<String>, JsValue> {
    match gloo::utils::window().local_storage()? {
        Some(storage) => storage.get_item(key),
        None => Err(JsValue::UNDEFINED),
    }
}

/// Stores the value of a key; fails if the browser allows no storage.
pub(crate) fn try_set(key: &str, value: &str) -> Result<(), JsValue> {
    match gloo::utils::window().local_storage()? {
        Some(storage) => storage.set_item(key, value),
        None => Err(JsValue::UNDEFINED),
    }
}

/// Removes the value of a key.
pub(crate) fn remove(key: &str) {
    if let Some(storage) = storage() {
        // Fails only if nothing is stored.
        let _ = storage.remove_item(key);
    }
}

/// Returns the stored choice of a name.
pub(crate) fn get(name: &str) -> Option<String> {
    storage()?.get_item(&format!("covdrop-{name}")).ok().flatten()
}

/// Stores a choice.
pub(crate) fn set(name: &str, value: &str) {
    if let Some(storage) = storage() {
        // If the storage is full, the choice is lost.
        let _ = storage.set_item(&format!("covdrop-{name}"), value);
    }
}
