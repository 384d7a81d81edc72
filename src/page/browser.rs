//! What the page does in the browser beside drawing itself: it listens, scrolls, saves, remembers.

use std::cell::Cell;

use covdrop_protocol::{Export, Overview};
use gloo::events::{EventListener, EventListenerOptions};
use gloo::timers::callback::Timeout;
use gloo::utils::{document, window as the_window};
use js_sys::{Array, Promise, Uint8Array};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Blob, BlobPropertyBag, ClipboardEvent, DragEvent, Element, HtmlAnchorElement, HtmlElement,
    KeyboardEvent, Url,
};
use yew::{Callback, Event};

use crate::gather;
use crate::marks::Shown;
use crate::memory;
use crate::msg::Msg;
use crate::route::Route;
use crate::state::{Action, Effect, Phase};
use crate::window;

/// How high a line of a source is, and what stays free of it above and below, in pixels.
const LINE: f64 = 20.0;
const MARGIN: f64 = 160.0;

/// Under which name it is remembered which statuses are shown.
const SHOWN: &str = "shown";

thread_local! {
    /// How far the list was scrolled, in pixels, when it was left for a file.
    static LIST: Cell<f64> = const { Cell::new(0.0) };
}

/// Hears the whole window: drags, keys, its size, and changes of the address.
pub(crate) fn listen(hear: &Callback<Msg>) -> Vec<EventListener> {
    let window = the_window();
    let own = EventListenerOptions::enable_prevent_default();
    let on = |name: &'static str, options, what: fn(&Event) -> Option<Msg>| {
        let hear = hear.clone();
        EventListener::new_with_options(&window, name, options, move |event| {
            if let Some(msg) = what(event) {
                hear.emit(msg);
            }
        })
    };
    let plain = EventListenerOptions::default();
    // The matrix is scrolled by itself.
    let inside = EventListenerOptions::run_in_capture_phase();
    vec![
        on("dragenter", plain, |_| Some(Msg::Dragged { over: true })),
        on("dragleave", plain, |_| Some(Msg::Dragged { over: false })),
        on("dragover", own, |event| {
            event.prevent_default();
            None
        }),
        on("drop", own, |event| {
            event.prevent_default();
            let transfer = event.dyn_ref::<DragEvent>()?.data_transfer()?;
            gather::dropped(&transfer).map(Msg::Dropped)
        }),
        on("paste", plain, |event| {
            let transfer = event.dyn_ref::<ClipboardEvent>()?.clipboard_data()?;
            let has_files = transfer.files().is_some_and(|files| files.length() > 0);
            has_files.then(|| gather::dropped(&transfer))?.map(Msg::Dropped)
        }),
        on("hashchange", plain, |_| Some(Msg::Act(Action::Went(route_of_address())))),
        on("resize", plain, |_| Some(Msg::Act(room()))),
        on("scroll", inside, |_| in_sight().map(Msg::Act)),
        on("beforeprint", plain, |_| Some(Msg::Printing(true))),
        on("afterprint", plain, |_| Some(Msg::Printing(false))),
        on("keydown", own, pressed),
    ]
}

/// A key without others held, unless it is the system's to use.
fn pressed(event: &Event) -> Option<Msg> {
    let event = event.dyn_ref::<KeyboardEvent>()?;
    if event.ctrl_key() || event.alt_key() || event.meta_key() {
        return None;
    }
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    let in_field = target.is_some_and(|target| {
        let kind = target.get_attribute("type").unwrap_or_default();
        match target.tag_name().as_str() {
            "TEXTAREA" | "SELECT" => true,
            "INPUT" => !matches!(kind.as_str(), "checkbox" | "radio"),
            _ => false,
        }
    });
    let mut key = event.key();
    if key == "Enter" && event.shift_key() {
        key.insert_str(0, "Shift+");
    }
    if key == "/" && !in_field {
        // It would be written into the field that it leads to.
        event.prevent_default();
    }
    Some(Msg::Pressed { key, in_field })
}

/// The place that the address bar tells.
pub(crate) fn route_of_address() -> Route {
    Route::parse(&the_window().location().hash().unwrap_or_default())
}

/// Puts a place into the address.
pub(crate) fn set_address(route: &Route, new: bool) {
    let Ok(history) = the_window().history() else { return };
    let (hash, nothing) = (route.to_string(), wasm_bindgen::JsValue::NULL);
    // A browser that is asked too often refuses; the next change brings it up to date.
    let _ = if new {
        history.push_state_with_url(&nothing, "", Some(&hash))
    } else {
        history.replace_state_with_url(&nothing, "", Some(&hash))
    };
}

/// The room for the map.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "pixels are few")]
pub(crate) fn room() -> Action {
    let pixels = |length: Result<wasm_bindgen::JsValue, _>| {
        length.ok().and_then(|length| length.as_f64()).unwrap_or(800.0)
    };
    let (width, height) = (pixels(the_window().inner_width()), pixels(the_window().inner_height()));
    // Beside the jobs, where there is room for them.
    let width = if width > 900.0 { width - 312.0 } else { width - 32.0 };
    Action::Room(width.max(240.0) as u32, (height - 248.0).max(240.0) as u32)
}

/// The rows in sight of a list that is too long to be there as a whole; nothing where none is.
pub(crate) fn in_sight() -> Option<Action> {
    let list = document().query_selector("[data-row-height]").ok()??;
    let row = list.get_attribute("data-row-height")?.parse().ok()?;
    let top = list.get_bounding_client_rect().top();
    let height = the_window().inner_height().ok()?.as_f64()?;
    Some(Action::Scrolled(window::in_sight(top, height, row)))
}

/// The lines of the open file at the upper and the lower edge of the window; nothing where none is
/// open.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "lines are few")]
pub(crate) fn lines_in_sight() -> Option<(u32, u32)> {
    let source = document().query_selector(".source ol").ok()??;
    let top = source.get_bounding_client_rect().top();
    let height = the_window().inner_height().ok()?.as_f64()?;
    Some(((-top / LINE) as u32, ((height - top) / LINE) as u32))
}

/// Brings a line of the open file into sight, unless it is.
fn show_line(line: u32) {
    let Ok(Some(source)) = document().query_selector(".source ol") else { return };
    let height =
        the_window().inner_height().ok().and_then(|height| height.as_f64()).unwrap_or(800.0);
    let top = source.get_bounding_client_rect().top() + f64::from(line - 1) * LINE;
    if top < MARGIN || top > height - MARGIN {
        the_window().scroll_by_with_x_and_y(0.0, top - height / 2.0);
    }
}

/// Scrolls the page.
pub(crate) fn scroll_to(top: f64) {
    the_window().scroll_to_with_x_and_y(0.0, top);
}

/// Notes how far the list was scrolled that is left for a file.
pub(crate) fn leave_list() {
    if let Some(page) = document().document_element() {
        LIST.set(-page.get_bounding_client_rect().top());
    }
}

/// What can be done only once the page is drawn as it is to be.
pub(crate) fn once_drawn(effect: &Effect) {
    match *effect {
        Effect::ShowLine(line) => show_line(line),
        Effect::ShowList => scroll_to(LIST.get()),
        Effect::Focus(selector) => focus(selector),
        _ => {}
    }
}

/// Waits for so many milliseconds.
pub(crate) async fn pause(milliseconds: i32) {
    let passed = Promise::new(&mut |done, _| {
        // Fails only for what is no function.
        let _ =
            the_window().set_timeout_with_callback_and_timeout_and_arguments_0(&done, milliseconds);
    });
    let _ = JsFuture::from(passed).await;
}

/// Puts the cursor there.
pub(crate) fn focus(selector: &str) {
    if let Ok(Some(element)) = document().query_selector(selector)
        && let Ok(element) = element.dyn_into::<HtmlElement>()
    {
        // Fails only for what is no longer there.
        let _ = element.focus();
    }
}

/// Takes the cursor out of the field that it is in.
pub(crate) fn leave_field() {
    if let Some(element) = document().active_element() {
        let _ = element.unchecked_ref::<HtmlElement>().blur();
    }
}

/// Which statuses are shown, as remembered.
pub(crate) fn remembered() -> Shown {
    memory::get(SHOWN).map_or_else(Shown::default, |word| Shown::of(&word))
}

/// Remembers which statuses are shown.
pub(crate) fn remember(shown: Shown) {
    memory::set(SHOWN, &shown.word());
}

/// Tells the document what state the page is in, and its title.
pub(crate) fn tell(phase: Phase, overview: &Overview, file: Option<&str>) {
    let Some(body) = document().body() else { return };
    // Fails only for names that no attribute can have.
    let _ = body.set_attribute("data-state", phase.word());
    let name = file.and_then(|path| path.rsplit('/').next());
    let cover = overview.totals.as_ref().map(|totals| totals.cover.as_str());
    let parts: Vec<&str> = name.into_iter().chain(cover).chain(["Covdrop"]).collect();
    document().set_title(&parts.join(" · "));
}

/// Lets the person save a report.
pub(crate) fn save(export: Export) {
    let Ok(bytes) = export.bytes else { return };
    let parts = Array::of1(&Uint8Array::from(bytes.as_slice()));
    let options = BlobPropertyBag::new();
    options.set_type(&export.media_type);
    let Ok(blob) = Blob::new_with_u8_array_sequence_and_options(&parts, &options) else { return };
    let Ok(url) = Url::create_object_url_with_blob(&blob) else { return };
    if let Ok(link) = document().create_element("a") {
        let link: HtmlAnchorElement = link.unchecked_into();
        link.set_href(&url);
        link.set_download(&export.name);
        link.click();
    }
    // The browser takes hold of it some time after the click.
    Timeout::new(60_000, move || {
        let _ = Url::revoke_object_url(&url);
    })
    .forget();
}
