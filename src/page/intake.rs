//! The way of files from a drop to the worker: offered, read as they are wanted, handed over.

use covdrop_protocol::{Answer, Card, Closed, Offered, Request};
use js_sys::ArrayBuffer;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Blob, DomException};
use yew::Callback;

use crate::drops::{Drops, Reading};

/// What was dropped: the paths, and the browser's handles.
pub(crate) type Files = Vec<(Offered, Blob)>;

/// A file that was read, or not.
#[derive(Debug)]
pub(crate) struct Read {
    batch: u32,
    index: u32,
    size: u64,
    bytes: Result<ArrayBuffer, String>,
}

/// The way of files to the worker.
pub(crate) struct Intake {
    drops: Drops<Blob>,
    read: Callback<Read>,
}

impl Intake {
    /// A way on which nothing is. `read` is called with every file that was read.
    pub(crate) fn new(read: Callback<Read>) -> Intake {
        Intake { drops: Drops::default(), read }
    }

    /// Takes hold of a drop; gives back what to ask of the worker.
    pub(crate) fn add(&mut self, files: Files, closed: Vec<Closed>, is_own: bool) -> Request {
        self.drops.add(files, closed, is_own)
    }

    /// Takes hold of a drop that was kept under this number; gives back what to ask of the worker.
    pub(crate) fn add_kept(&mut self, batch: u32, files: Files) -> Request {
        self.drops.add_kept(batch, files)
    }

    /// Hears what the worker says of files.
    pub(crate) fn hear(&mut self, answer: &Answer) {
        match answer {
            Answer::Wanted { batch, indexes } => self.drops.want(*batch, indexes.clone()),
            Answer::Took { bytes } => self.drops.took(*bytes),
            Answer::Cards { cards, .. } => self.drops.hear(cards),
            _ => return,
        }
        self.read_on();
    }

    /// What is on its way is given up.
    pub(crate) fn cancel(&mut self) {
        self.drops.cancel();
    }

    /// What to tell the worker, with the bytes that go along, of a file that was read.
    pub(crate) fn read(&mut self, read: Read) -> (Request, Option<ArrayBuffer>) {
        let Read { batch, index, size, bytes } = read;
        let length = bytes.as_ref().map_or(0, |bytes| u64::from(bytes.byte_length()));
        self.drops.read(size, length);
        self.read_on();
        match bytes {
            Ok(bytes) => (Request::File { batch, index }, Some(bytes)),
            Err(reason) => (Request::Unreadable { batch, index, reason }, None),
        }
    }

    /// What to ask of a new worker so that it has all that `cards` tell of.
    pub(crate) fn again(&mut self, cards: &[Card]) -> Vec<Request> {
        self.drops.again(cards)
    }

    /// The files of each drop that is in and that the page does not bring along by itself.
    pub(crate) fn kept(&self) -> impl Iterator<Item = (u32, &[(Offered, Blob)])> {
        self.drops.kept()
    }

    /// Begins to read as many of the wanted files as there is room for.
    fn read_on(&mut self) {
        while let Some(Reading { batch, index, size, file }) = self.drops.next() {
            let read = self.read.clone();
            spawn_local(async move {
                let bytes = JsFuture::from(file.array_buffer()).await;
                let bytes = bytes.map(JsCast::unchecked_into).map_err(|error| reason(&error));
                read.emit(Read { batch, index, size, bytes });
            });
        }
    }
}

/// What the browser says of a failure.
pub(crate) fn reason(error: &JsValue) -> String {
    error.dyn_ref::<DomException>().map(DomException::message).unwrap_or_default()
}
