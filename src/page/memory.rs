//! What the page remembers from visit to visit: small choices, no data.
//!
//! A browser that allows no storage, as some do for pages opened as files, forgets them.

use web_sys::Storage;

fn storage() -> Option<Storage> {
    gloo::utils::window().local_storage().ok().flatten()
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
