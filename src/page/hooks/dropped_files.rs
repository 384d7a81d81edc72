//! Handles dragged and pasted files. `www/drop_target.js` handles drops.

use gloo::events::EventListener;
use gloo::utils::window;
use wasm_bindgen::JsCast;
use web_sys::ClipboardEvent;
use yew::prelude::*;

use super::worker::WorkerHandle;
use crate::dropped_files;

/// The number of elements that a drag has entered and not left.
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

/// Hands pasted files to the worker. Returns true while files are dragged over the page.
#[hook]
pub(crate) fn use_dropped_files(worker: &WorkerHandle) -> bool {
    let depth = use_reducer(DragDepth::default);
    let (worker, dispatcher) = (worker.clone(), depth.dispatcher());
    use_effect_with((), move |()| {
        let (entered, left) = (dispatcher.clone(), dispatcher.clone());
        let listeners = [
            EventListener::new(&window(), "dragenter", move |_| entered.dispatch(Drag::Entered)),
            EventListener::new(&window(), "dragleave", move |_| left.dispatch(Drag::Left)),
            EventListener::new(&window(), "drop", move |_| dispatcher.dispatch(Drag::Dropped)),
            EventListener::new(&window(), "paste", move |event| {
                let transfer =
                    event.dyn_ref::<ClipboardEvent>().and_then(ClipboardEvent::clipboard_data);
                let transfer = transfer
                    .filter(|transfer| transfer.files().is_some_and(|files| files.length() > 0));
                if let Some(walk) = transfer.as_ref().and_then(dropped_files::walk_pasted) {
                    worker.import_walk(walk);
                }
            }),
        ];
        move || drop(listeners)
    });
    depth.0 > 0
}
