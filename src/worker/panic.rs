//! Reports a panic of the worker to the page.

use std::panic::{self, PanicHookInfo};

use crate::port::Port;

/// Reports every panic in the console and to the page.
pub(crate) fn set_hook() {
    panic::set_hook(Box::new(report));
}

/// Sends the message to the page. The program aborts afterwards, and the page would only see a
/// trap.
fn report(info: &PanicHookInfo<'_>) {
    console_error_panic_hook::hook(info);
    if let Some(port) = Port::of_this_worker() {
        port.post_panic(&info.to_string());
    }
}
