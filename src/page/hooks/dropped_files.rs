//! Files that are dragged over the page and dropped, or pasted.

use gloo::events::{EventListener, EventListenerOptions};
use gloo::utils::window;
use wasm_bindgen::JsCast;
use web_sys::{ClipboardEvent, DragEvent};
use yew::prelude::*;

use super::worker::WorkerHandle;
use crate::dropped_files;

/// How many elements under the pointer a drag has entered and not left.
#[derive(Default)]
struct DragDepth(u32);

/// A change of the depth.
enum Drag {
    Entered,
    Left,
    Dropped,
}

impl Reducible for DragDepth {
    type Action = Drag;

    fn reduce(self: std::rc::Rc<Self>, drag: Drag) -> std::rc::Rc<Self> {
        let depth = match drag {
            Drag::Entered => self.0 + 1,
            Drag::Left => self.0.saturating_sub(1),
            Drag::Dropped => 0,
        };
        DragDepth(depth).into()
    }
}

/// Hands dropped and pasted files to the worker. Returns true while files are dragged over the page.
#[hook]
pub(crate) fn use_dropped_files(worker: &WorkerHandle) -> bool {
    let depth = use_reducer(DragDepth::default);
    let (worker, dispatcher) = (worker.clone(), depth.dispatcher());
    use_effect_with((), move |()| {
        let cancelable = EventListenerOptions::enable_prevent_default();
        let (entered, left) = (dispatcher.clone(), dispatcher.clone());
        let pasting = worker.clone();
        let listeners = [
            EventListener::new(&window(), "dragenter", move |_| entered.dispatch(Drag::Entered)),
            EventListener::new(&window(), "dragleave", move |_| left.dispatch(Drag::Left)),
            // Only where this is prevented can anything be dropped.
            EventListener::new_with_options(&window(), "dragover", cancelable, |event| {
                event.prevent_default();
            }),
            EventListener::new_with_options(&window(), "drop", cancelable, move |event| {
                event.prevent_default();
                dispatcher.dispatch(Drag::Dropped);
                let transfer = event.dyn_ref::<DragEvent>().and_then(DragEvent::data_transfer);
                if let Some(walk) = transfer.as_ref().and_then(dropped_files::walk_drop) {
                    worker.import_walk(walk);
                }
            }),
            EventListener::new(&window(), "paste", move |event| {
                let transfer =
                    event.dyn_ref::<ClipboardEvent>().and_then(ClipboardEvent::clipboard_data);
                let transfer = transfer
                    .filter(|transfer| transfer.files().is_some_and(|files| files.length() > 0));
                if let Some(walk) = transfer.as_ref().and_then(dropped_files::walk_drop) {
                    pasting.import_walk(walk);
                }
            }),
        ];
        move || drop(listeners)
    });
    depth.0 > 0
}
