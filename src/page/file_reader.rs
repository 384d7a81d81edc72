//! Reads requested files in the order of the requests. It reads several small files together, since
//! a browser takes seconds for thousands of single reads.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::Rc;

use covdrop_protocol::{FileIndex, ImportId};
use js_sys::{Array, ArrayBuffer};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::File;
use yew::Callback;

use crate::browser;
use crate::browser::bindings::read_files;

/// The maximum number of bytes that the page reads ahead of the worker: 64 MiB, which take memory
/// twice. A larger file is read alone.
const MAX_AHEAD: u64 = 64 << 20;

/// The number of reads at once, each of a file or of a group of small ones.
const AT_ONCE: usize = 16;

/// The maximum number of bytes, and of files, of one read: 256 KiB are some dozens of sources.
const TOGETHER: (u64, usize) = (256 << 10, 64);

/// The time to wait until the worker consumes bytes, in milliseconds.
const WAIT_MS: i32 = 10;

/// A requested file.
pub(crate) struct RequestedFile {
    pub(crate) import: ImportId,
    pub(crate) index: FileIndex,
    pub(crate) size: u64,
    pub(crate) file: File,
}

/// The result of reading a file: its bytes, or the browser's error.
pub(crate) struct ReadFile {
    pub(crate) import: ImportId,
    pub(crate) index: FileIndex,
    pub(crate) bytes: Result<ArrayBuffer, String>,
}

/// Reads files for one worker.
#[derive(Clone, Default)]
pub(crate) struct FileReader(Rc<Queue>);

#[derive(Default)]
struct Queue {
    waiting: RefCell<VecDeque<RequestedFile>>,
    /// The number of bytes that are being read, or that the worker has not consumed yet.
    ahead: Cell<u64>,
    is_busy: Cell<bool>,
}

impl FileReader {
    /// Queues files, and calls `send` with each result.
    pub(crate) fn read(&self, requested: Vec<RequestedFile>, send: Callback<ReadFile>) {
        self.0.waiting.borrow_mut().extend(requested);
        if !self.0.is_busy.replace(true) {
            let queue = Rc::clone(&self.0);
            spawn_local(async move { queue.work(send).await });
        }
    }

    /// Notes that the worker has consumed a number of bytes.
    pub(crate) fn consumed(&self, bytes: u64) {
        self.0.consumed(bytes);
    }

    /// Forgets the queued files.
    pub(crate) fn cancel(&self) {
        self.0.waiting.borrow_mut().clear();
    }
}

impl Queue {
    fn consumed(&self, bytes: u64) {
        self.ahead.set(self.ahead.get().saturating_sub(bytes));
    }

    async fn work(&self, send: Callback<ReadFile>) {
        let mut begun = VecDeque::new();
        loop {
            if begun.len() < AT_ONCE
                && let Some(group) = self.next()
            {
                let files: Array = group.iter().map(|requested| &requested.file).collect();
                begun.push_back((read_files(&files), group));
            } else if let Some((read, group)) = begun.pop_front() {
                let read = match read {
                    Ok(read) => JsFuture::from(read).await.ok(),
                    Err(_) => None,
                };
                let read: Array = read.map(JsCast::unchecked_into).unwrap_or_default();
                for (at, RequestedFile { import, index, size, .. }) in (0..).zip(group) {
                    let bytes = read.get(at).dyn_into::<ArrayBuffer>().map_err(|error| {
                        self.consumed(size);
                        error.as_string().unwrap_or_default()
                    });
                    send.emit(ReadFile { import, index, bytes });
                }
            } else if self.waiting.borrow().is_empty() {
                return self.is_busy.set(false);
            } else {
                browser::pause(WAIT_MS).await;
            }
        }
    }

    /// Returns the next file that fits the limit, or several small ones.
    fn next(&self) -> Option<Vec<RequestedFile>> {
        let mut waiting = self.waiting.borrow_mut();
        let (most, count) = TOGETHER;
        let (mut group, mut bytes) = (Vec::new(), 0);
        let ahead = self.ahead.get();
        while let Some(file) = waiting.pop_front_if(|next| {
            let sum = bytes + next.size;
            (sum <= most || bytes == 0) && (ahead + sum <= MAX_AHEAD || ahead + bytes == 0)
        }) {
            bytes += file.size;
            group.push(file);
            if group.len() == count {
                break;
            }
        }
        self.ahead.set(ahead + bytes);
        (!group.is_empty()).then_some(group)
    }
}
