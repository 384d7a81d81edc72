//! Reads the files that the worker wants, in the order in which it asked for them: small ones
//! together, as one by one thousands of them would take seconds on their way through the browser.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::Rc;

use js_sys::{Array, ArrayBuffer};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::File;
use yew::Callback;

use crate::browser;
use crate::browser::bindings::read_files;

/// The most bytes that are read and that the worker has not taken: 64 MiB. What is read and not
/// taken is memory twice; a single file may be larger, and then goes alone.
const MAX_AHEAD: u64 = 64 << 20;

/// How much is read at once, in files or in groups of small ones: each takes its time on the way
/// through the browser.
const AT_ONCE: usize = 16;

/// The most bytes of files that are read together, and the most files: 256 KiB, which is some dozens
/// of sources and a moment's work for whoever takes them apart.
const TOGETHER: (u64, usize) = (256 << 10, 64);

/// How long to wait for the worker to take some, in milliseconds.
const WAIT_MS: i32 = 10;

/// A file that the worker wants.
pub(crate) struct Wanted {
    /// The drop that it belongs to.
    pub(crate) batch: u32,
    /// Its place in there.
    pub(crate) index: u32,
    pub(crate) size: u64,
    pub(crate) file: File,
}

/// A file that was read: its bytes, or why it cannot be.
pub(crate) struct Read {
    pub(crate) batch: u32,
    pub(crate) index: u32,
    pub(crate) bytes: Result<ArrayBuffer, String>,
}

/// What is read for one worker.
#[derive(Clone, Default)]
pub(crate) struct Reading(Rc<Line>);

#[derive(Default)]
struct Line {
    waiting: RefCell<VecDeque<Wanted>>,
    /// How many bytes are being read, or were and the worker has not taken them.
    ahead: Cell<u64>,
    is_busy: Cell<bool>,
}

impl Reading {
    /// Reads these after those before, and gives each to `send`.
    pub(crate) fn read(&self, wanted: Vec<Wanted>, send: Callback<Read>) {
        self.0.waiting.borrow_mut().extend(wanted);
        if !self.0.is_busy.replace(true) {
            let line = Rc::clone(&self.0);
            spawn_local(async move { line.work(send).await });
        }
    }

    /// The worker has taken so many bytes.
    pub(crate) fn took(&self, bytes: u64) {
        self.0.took(bytes);
    }

    /// Forgets what was not begun.
    pub(crate) fn cancel(&self) {
        self.0.waiting.borrow_mut().clear();
    }
}

impl Line {
    fn took(&self, bytes: u64) {
        self.ahead.set(self.ahead.get().saturating_sub(bytes));
    }

    async fn work(&self, send: Callback<Read>) {
        let mut begun = VecDeque::new();
        loop {
            if begun.len() < AT_ONCE
                && let Some(group) = self.next()
            {
                let files: Array = group.iter().map(|wanted| &wanted.file).collect();
                begun.push_back((read_files(&files), group));
            } else if let Some((read, group)) = begun.pop_front() {
                let read = match read {
                    Ok(read) => JsFuture::from(read).await.ok(),
                    Err(_) => None,
                };
                let read: Array = read.map(JsCast::unchecked_into).unwrap_or_default();
                for (at, Wanted { batch, index, size, .. }) in (0..).zip(group) {
                    let bytes = read.get(at).dyn_into::<ArrayBuffer>().map_err(|error| {
                        self.took(size);
                        error.as_string().unwrap_or_default()
                    });
                    send.emit(Read { batch, index, bytes });
                }
            } else if self.waiting.borrow().is_empty() {
                return self.is_busy.set(false);
            } else {
                browser::pause(WAIT_MS).await;
            }
        }
    }

    /// The next ones that there is room for: a file, or several small ones.
    fn next(&self) -> Option<Vec<Wanted>> {
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
