//! The theme: light, dark, or as the system has it. It is stored in the browser.

use crate::memory;

/// The name of the stored theme.
const NAME: &str = "theme";

/// Returns the stored theme; empty for the system's.
pub(crate) fn stored() -> String {
    memory::get(NAME).unwrap_or_default()
}

/// Stores a theme and applies it.
pub(crate) fn store(theme: &str) {
    memory::set(NAME, theme);
    apply();
}

/// Applies the stored theme: sets the attribute that the style depends on. The style treats unknown
/// values as the system's theme.
pub(crate) fn apply() {
    if let Some(root) = gloo::utils::document().document_element() {
        // Fails only for names that no attribute can have.
        let _ = root.set_attribute("data-theme", &stored());
    }
}
