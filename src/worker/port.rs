//! Exchanges messages with the page.

use covdrop_protocol::{Answer, Request, decode, encode};
use gloo::events::EventListener;
use js_sys::{Array, ArrayBuffer, Uint8Array};
use wasm_bindgen::JsCast;
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};

/// The worker's end of the message channel to the page.
pub(crate) struct Port {
    scope: DedicatedWorkerGlobalScope,
}

impl Port {
    /// Returns the port of the worker that runs this program, or `None` outside a worker.
    pub(crate) fn of_this_worker() -> Option<Port> {
        let scope = js_sys::global().dyn_into().ok()?;
        Some(Port { scope })
    }

    /// Calls `handle_request` with every request of the page and the bytes that came with it. Ignores
    /// messages that are not requests.
    pub(crate) fn listen(&self, handle_request: impl Fn(Request, Option<Vec<u8>>) + 'static) {
        EventListener::new(&self.scope, "message", move |event| {
            let Some(event) = event.dyn_ref::<MessageEvent>() else { return };
            let parts = Array::from(&event.data());
            let Ok(message) = parts.get(0).dyn_into::<Uint8Array>() else { return };
            let bytes = parts.get(1).dyn_into::<ArrayBuffer>().ok();
            if let Ok(request) = decode(&message.to_vec()) {
                handle_request(request, bytes.map(|bytes| Uint8Array::new(&bytes).to_vec()));
            }
        })
        .forget();
    }

    /// Sends answers, in order.
    pub(crate) fn post_all(&self, answers: &[Answer]) {
        for answer in answers {
            self.post(answer);
        }
    }

    /// Sends an answer.
    pub(crate) fn post(&self, answer: &Answer) {
        let bytes = match encode(answer) {
            Ok(bytes) => bytes,
            // Report the failure, because the page waits for an answer.
            Err(error) => encode(&Answer::Failed(error.to_string())).unwrap_or_default(),
        };
        let bytes = Uint8Array::from(bytes.as_slice());
        let hand_over = Array::of1(&bytes.buffer());
        if self.scope.post_message_with_transfer(&bytes, &hand_over).is_err() {
            // A string can always be sent.
            let _ = self.scope.post_message(&"An answer could not be sent.".into());
        }
    }

    /// Sends a panic message as a string, while answers are bytes.
    pub(crate) fn post_panic(&self, message: &str) {
        // A string can always be sent.
        let _ = self.scope.post_message(&message.into());
    }
}
