//! The line to the worker.

use covdrop_protocol::{Answer, BadMessage, Request, decode, encode};
use gloo::events::EventListener;
use js_sys::{Array, ArrayBuffer, Function, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{ErrorEvent, MessageEvent, Worker};
use yew::Callback;

/// What the page says when the worker cannot run at all.
#[derive(Debug, thiserror::Error)]
#[error(
    "Covdrop could not start its worker. Your browser may not allow WebAssembly or web workers."
)]
pub(crate) struct NoWorker;

/// A started worker.
pub(crate) struct Link {
    worker: Worker,
    /// What was asked before the worker could hear; nothing once it can.
    early: Option<Vec<(Array, Array)>>,
    /// They listen as long as they are held.
    _listeners: [EventListener; 2],
}

impl Link {
    /// Starts a worker. `heard` is called with each of its answers, `broken`
    /// with the error's text when it has ended.
    pub(crate) fn start(
        heard: Callback<Result<Answer, BadMessage>>,
        broken: Callback<String>,
    ) -> Result<Link, NoWorker> {
        let worker = spawn().map_err(|_| NoWorker)?;
        let panicked = broken.clone();
        let message = EventListener::new(&worker, "message", move |event| {
            let data = event.dyn_ref::<MessageEvent>().map(MessageEvent::data);
            // Answers are bytes; a string is what a panic says.
            if let Some(panic) = data.as_ref().and_then(JsValue::as_string) {
                return panicked.emit(panic);
            }
            let bytes = data.map(|data| Uint8Array::new(&data).to_vec());
            heard.emit(bytes.ok_or(BadMessage).and_then(|bytes| decode(&bytes)));
        });
        // Traps and stack overflows are no panics.
        let error = EventListener::new(&worker, "error", move |event| {
            let error = event.dyn_ref::<ErrorEvent>().map(ErrorEvent::message);
            broken.emit(error.unwrap_or_default());
        });
        Ok(Link { worker, early: Some(Vec::new()), _listeners: [message, error] })
    }

    /// Returns true once the worker has said that it is ready.
    pub(crate) fn is_ready(&self) -> bool {
        self.early.is_none()
    }

    /// Sends what was asked before the worker could hear.
    pub(crate) fn ready(&mut self) {
        for (message, hand_over) in self.early.take().into_iter().flatten() {
            self.post(&message, &hand_over);
        }
    }

    /// Asks the worker.
    pub(crate) fn ask(&mut self, request: &Request) {
        self.send(request, None);
    }

    /// Asks the worker, and hands `bytes` over to it.
    pub(crate) fn hand_over(&mut self, request: &Request, bytes: &ArrayBuffer) {
        self.send(request, Some(bytes));
    }

    fn send(&mut self, request: &Request, bytes: Option<&ArrayBuffer>) {
        // A request holds nothing that could fail to be written.
        let Ok(head) = encode(request) else { return };
        let head = Uint8Array::from(head.as_slice());
        let message = Array::of1(&head);
        let hand_over = Array::of1(&head.buffer());
        if let Some(bytes) = bytes {
            message.push(bytes);
            hand_over.push(bytes);
        }
        match &mut self.early {
            Some(early) => early.push((message, hand_over)),
            None => self.post(&message, &hand_over),
        }
    }

    fn post(&self, message: &Array, hand_over: &Array) {
        // Fails only for what cannot be cloned or was handed over before; neither is sent.
        let _ = self.worker.post_message_with_transfer(message, hand_over);
    }
}

impl Drop for Link {
    fn drop(&mut self) {
        self.worker.terminate();
    }
}

/// A worker, started as the page's start script says: from its own file, or from within the
/// one-file page.
fn spawn() -> Result<Worker, JsValue> {
    Reflect::get(&js_sys::global(), &"covdropWorker".into())?
        .dyn_into::<Function>()?
        .call0(&JsValue::UNDEFINED)?
        .dyn_into()
}
