//! Reads the files that the worker wants.

use std::cell::Cell;
use std::collections::VecDeque;

use js_sys::ArrayBuffer;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::DomException;

use crate::browser;
use crate::gather::Gathered;

/// The most bytes that are read and that the worker has not taken: 64 MiB. What is read and not
/// taken is memory twice; a single file may be larger, and then goes alone.
const MAX_AHEAD: u64 = 64 << 20;

/// How many files are read at once: most are small, and each takes its time on the way through the
/// browser.
const AT_ONCE: usize = 16;

/// How long to wait for the worker to take some, in milliseconds.
const WAIT_MS: i32 = 10;

/// Reads those of `files`, and gives each to `send` in the order of `indexes`: its bytes, or why
/// they cannot be read. `ahead` is how many bytes the worker has not taken.
pub(crate) async fn read(
    files: &[Gathered],
    indexes: Vec<u32>,
    ahead: &Cell<u64>,
    send: impl Fn(u32, Result<ArrayBuffer, String>),
) {
    let finish = async |(index, size, bytes): (u32, u64, JsFuture)| {
        let bytes = bytes.await.map(JsCast::unchecked_into).map_err(|error| {
            ahead.set(ahead.get().saturating_sub(size));
            error.dyn_into::<DomException>().map(|error| error.message()).unwrap_or_default()
        });
        send(index, bytes);
    };
    let mut reading = VecDeque::new();
    for index in indexes {
        let Some(gathered) = files.get(index as usize) else { continue };
        let size = gathered.size();
        while reading.len() == AT_ONCE || ahead.get() > 0 && ahead.get() + size > MAX_AHEAD {
            match reading.pop_front() {
                Some(first) => finish(first).await,
                None => browser::pause(WAIT_MS).await,
            }
        }
        gathered.is_wanted.set(true);
        ahead.set(ahead.get() + size);
        reading.push_back((index, size, JsFuture::from(gathered.file.array_buffer())));
    }
    for first in reading {
        finish(first).await;
    }
}
