//! Copies text to the clipboard.

use wasm_bindgen_futures::spawn_local;

use crate::browser::bindings::Clipboard;
use crate::dispatch::Dispatch;
use crate::state::Action;
use crate::words;

/// Copies `text`, and tells the state the result.
pub(crate) fn copy(text: String, dispatch: Dispatch) {
    spawn_local(async move {
        let is_copied = match Clipboard::of_browser() {
            Some(clipboard) => clipboard.write_text(&text).await.is_ok(),
            None => false,
        };
        dispatch.send(if is_copied {
            Action::Copied(text)
        } else {
            Action::Failed(words::faults::NO_CLIPBOARD.to_owned())
        });
    });
}
