//! Reads the files that the worker wants, in the order in which it asked for them.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::Rc;

use js_sys::ArrayBuffer;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{DomException, File};
use yew::Callback;

use crate::browser;

/// The most bytes that are read and that the worker has not taken: 64 MiB. What is read and not
/// taken is memory twice; a single file may be larger, and then goes alone.
const MAX_AHEAD: u64 = 64 << 20;

/// How many files are read at once: most are small, and each takes its time on the way through the
/// browser.
const AT_ONCE: usize = 16;

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
                && let Some(Wanted { batch, index, size, file }) = self.next()
            {
                self.ahead.set(self.ahead.get() + size);
                begun.push_back((batch, index, size, JsFuture::from(file.array_buffer())));
            } else if let Some((batch, index, size, bytes)) = begun.pop_front() {
                let bytes = bytes.await.map(JsCast::unchecked_into).map_err(|error| {
                    self.took(size);
                    error.dyn_into::<DomException>().map(|error| error.message())
                });
                let bytes = bytes.map_err(Result::unwrap_or_default);
                send.emit(Read { batch, index, bytes });
            } else if self.waiting.borrow().is_empty() {
                return self.is_busy.set(false);
            } else {
                browser::pause(WAIT_MS).await;
            }
        }
    }

    /// The next one that there is room for.
    fn next(&self) -> Option<Wanted> {
        let ahead = self.ahead.get();
        let mut waiting = self.waiting.borrow_mut();
        waiting.pop_front_if(|next| ahead == 0 || ahead + next.size <= MAX_AHEAD)
    }
}
