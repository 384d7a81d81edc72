//! Shows a panic of the page to the person.

use std::panic::PanicHookInfo;

use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen]
extern "C" {
    /// Opens the static dialog of `index.html`; see `www/panic.js`. A panicked program can draw
    /// nothing, so Yew cannot show it.
    #[wasm_bindgen(js_name = covdropPanicked)]
    fn show_panic(message: &str);
}

/// Reports every panic in the console and on the page. Yew would replace a hook that is set in
/// another way.
pub(crate) fn set_hook() {
    yew::set_custom_panic_hook(Box::new(report));
}

fn report(info: &PanicHookInfo<'_>) {
    console_error_panic_hook::hook(info);
    show_panic(&info.to_string());
}
