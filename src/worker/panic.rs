//! Tells the page about a panic of the worker.

use std::panic::{self, PanicHookInfo};

use crate::port::Port;

/// Reports every panic in the console and to the page.
pub(crate) fn set_hook() {
    panic::set_hook(Box::new(report));
}

/// The program ends right after this, and so says it itself: the page would only hear of a trap.
fn report(info: &PanicHookInfo<'_>) {
    console_error_panic_hook::hook(info);
    if let Some(port) = Port::of_this_worker() {
        port.post_panic(&info.to_string());
    }
}
