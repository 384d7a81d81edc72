//! The worker client: sends messages to the worker, and receives its answers.

use covdrop_protocol::{Answer, BadMessage, Request, decode, encode};
use gloo::events::EventListener;
use js_sys::{Array, ArrayBuffer, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{ErrorEvent, MessageEvent, Worker};
use yew::Callback;

use crate::browser::bindings::start_worker;
use crate::words::faults;

/// The error if the browser cannot start the worker.
#[derive(Debug, thiserror::Error)]
#[error("{}", faults::NO_WORKER)]
pub(crate) struct NoWorker;

/// The error if the page cannot send a request.
#[derive(Debug, thiserror::Error)]
#[error("{}", faults::NOT_SENT)]
pub(crate) struct NotSent;

/// A started worker.
pub(crate) struct WorkerClient {
    worker: Worker,
    /// The messages that wait until the worker is ready; `None` once it is.
    queued: Option<Vec<(Array, Array)>>,
    /// The listeners, which are removed when they are dropped.
    _listeners: [EventListener; 2],
}

impl WorkerClient {
    /// Starts a worker. Calls `heard` with each of its answers, and `broken` with the text of the error
    /// that ends it.
    pub(crate) fn start(
        heard: Callback<Result<Answer, BadMessage>>,
        broken: Callback<String>,
    ) -> Result<WorkerClient, NoWorker> {
        let worker = start_worker().map_err(|_| NoWorker)?;
        let panicked = broken.clone();
        let message = EventListener::new(&worker, "message", move |event| {
            let data = event.dyn_ref::<MessageEvent>().map(MessageEvent::data);
            // Answers are bytes; a string is the message of a panic.
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
        Ok(WorkerClient { worker, queued: Some(Vec::new()), _listeners: [message, error] })
    }

    /// Returns true once the worker has reported that it is ready.
    pub(crate) fn is_ready(&self) -> bool {
        self.queued.is_none()
    }

    /// Sends the queued messages.
    pub(crate) fn ready(&mut self) -> Result<(), NotSent> {
        let queued = self.queued.take().into_iter().flatten();
        queued.into_iter().try_for_each(|(message, transfer)| self.post(&message, &transfer))
    }

    /// Sends a request, and transfers bytes to the worker.
    pub(crate) fn send(
        &mut self,
        request: &Request,
        bytes: Option<&ArrayBuffer>,
    ) -> Result<(), NotSent> {
        let head = encode(request).map_err(|_| NotSent)?;
        let head = Uint8Array::from(head.as_slice());
        let message = Array::of1(&head);
        let transfer = Array::of1(&head.buffer());
        if let Some(bytes) = bytes {
            message.push(bytes);
            transfer.push(bytes);
        }
        match &mut self.queued {
            Some(queued) => {
                queued.push((message, transfer));
                Ok(())
            }
            None => self.post(&message, &transfer),
        }
    }

    fn post(&self, message: &Array, transfer: &Array) -> Result<(), NotSent> {
        self.worker.post_message_with_transfer(message, transfer).map_err(|_| NotSent)
    }
}

impl Drop for WorkerClient {
    fn drop(&mut self) {
        self.worker.terminate();
    }
}
