//! Access to the browser: the address, scrolling, reports to save, and stored choices.

pub(crate) mod bindings;
mod scroller;

use covdrop_protocol::Export;
use gloo::timers::callback::Timeout;
use gloo::utils::{document, window};
use js_sys::{Array, Date, Promise, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, BlobPropertyBag, Element, HtmlAnchorElement, HtmlElement, Url};

use crate::annotations::ColouredStatuses;
use crate::columns::OptionalColumns;
use crate::dispatch::Elements;
use crate::memory;
use crate::route::Route;
use crate::scale::Scale;
use crate::virtual_list::{LINE_HEIGHT, ListPosition};
pub(crate) use scroller::{Scroller, top_of};

/// The distance from the edges of the window within which a line does not count as visible, in
/// pixels.
const MARGIN: f64 = 160.0;

/// The width of a window that has the sidebar beside the views, and the space around the treemap,
/// in pixels.
const WIDE: f64 = 900.0;
const BESIDE_WIDE: f64 = 312.0;
const BESIDE_NARROW: f64 = 32.0;
const ABOVE: f64 = 248.0;
const SMALLEST: f64 = 240.0;

/// The name of the stored coloured statuses.
const COLOURED: &str = "shown";

/// The name of the stored optional columns.
const COLUMNS: &str = "columns";

/// Returns the route of the address. If it names no optional columns, the route has those that the
/// person chose last.
pub(crate) fn route_of_address() -> Route {
    let mut route = Route::parse(&window().location().hash().unwrap_or_default());
    if route.columns == OptionalColumns::default()
        && let Some(words) = memory::get(COLUMNS)
    {
        route.columns = OptionalColumns::parse(&words);
    }
    route
}

/// Stores the optional columns of lists.
pub(crate) fn store_columns(columns: OptionalColumns) {
    memory::set(COLUMNS, &columns.to_string());
}

/// Returns the whole address of a route.
pub(crate) fn link_to(route: &Route) -> String {
    let address = window().location().href().unwrap_or_default();
    let page = address.split('#').next().unwrap_or_default();
    format!("{page}{route}")
}

/// Writes a route into the address, as a new entry of the history or in place of the present one.
pub(crate) fn set_address(route: &Route, push: bool) {
    let Ok(history) = window().history() else { return };
    let hash = route.to_string();
    // A browser refuses too frequent changes; the next one brings the address up to date.
    let _ = if push {
        history.push_state_with_url(&JsValue::NULL, "", Some(&hash))
    } else {
        history.replace_state_with_url(&JsValue::NULL, "", Some(&hash))
    };
}

/// Returns the available width and height of the treemap, in pixels.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "pixels are few")]
pub(crate) fn viewport() -> (u32, u32) {
    let width = pixels(window().inner_width());
    let width = if width > WIDE { width - BESIDE_WIDE } else { width - BESIDE_NARROW };
    (width.max(SMALLEST) as u32, (window_height() - ABOVE).max(SMALLEST) as u32)
}

fn pixels(length: Result<JsValue, JsValue>) -> f64 {
    length.ok().and_then(|length| length.as_f64()).unwrap_or(800.0)
}

pub(crate) fn window_height() -> f64 {
    pixels(window().inner_height())
}

/// Returns the first and the last slot of the open file's lines that are in the window.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "lines are few")]
pub(crate) fn visible_slots(lines: &Element) -> (u32, u32) {
    let top = top_of(lines);
    let slot = |pixels: f64| pixels as u32 / LINE_HEIGHT as u32;
    (slot(-top), slot(window_height() - top))
}

/// Scrolls to a line of the open file, unless it is visible. Returns the position of the list there.
#[allow(clippy::cast_precision_loss, reason = "lines are few")]
pub(crate) fn scroll_to_line(
    lines: &Element,
    line: u32,
    scale: Scale,
    position: &ListPosition,
) -> Option<ListPosition> {
    let (top, height) = (top_of(lines), window_height());
    let row = (line as usize).saturating_sub(1);
    let below_top = |skipped| top + (row as f64 - skipped as f64) * scale.row_height as f64;
    if (MARGIN..=height - MARGIN).contains(&below_top(position.skipped)) {
        return None;
    }
    let position = position.at(scale, row);
    window().scroll_by_with_x_and_y(0.0, below_top(position.skipped) - height / 2.0);
    Some(position)
}

/// Returns the scroll position of the page, in pixels.
pub(crate) fn scrolled() -> f64 {
    document().document_element().map_or(0.0, |page| -top_of(&page))
}

/// Scrolls the page.
pub(crate) fn scroll_to(top: f64) {
    window().scroll_to_with_x_and_y(0.0, top);
}

/// Removes the first screen that `index.html` shows until the program has drawn the page.
pub(crate) fn remove_static_screen() {
    if let Some(screen) = document().get_element_by_id("shell") {
        screen.remove();
    }
}

/// Returns the date and the time, as the person's browser writes them.
pub(crate) fn now() -> String {
    Date::new_0().to_locale_string("default", &JsValue::UNDEFINED).into()
}

/// Scrolls to the top of the page. In a narrow window, which shows everything else above an open
/// file, scrolls to the top of the main part.
pub(crate) fn scroll_to_top(elements: &Elements) {
    let is_narrow = pixels(window().inner_width()) <= WIDE;
    let main = elements.main.cast::<Element>().filter(|_| is_narrow);
    scroll_to(main.map_or(0.0, |main| scrolled() + top_of(&main)));
}

/// Waits for a number of milliseconds.
pub(crate) async fn pause(milliseconds: i32) {
    let passed = Promise::new(&mut |done, _| {
        // Fails only for an argument that is no function.
        let _ = window().set_timeout_with_callback_and_timeout_and_arguments_0(&done, milliseconds);
    });
    let _ = JsFuture::from(passed).await;
}

/// Takes the focus from the field that has it.
pub(crate) fn blur_field() {
    if let Some(element) = document().active_element() {
        let _ = element.unchecked_ref::<HtmlElement>().blur();
    }
}

/// Returns the stored coloured statuses.
pub(crate) fn stored_coloured() -> ColouredStatuses {
    memory::get(COLOURED).map_or_else(ColouredStatuses::default, |word| ColouredStatuses::of(&word))
}

/// Stores the coloured statuses.
pub(crate) fn store_coloured(coloured: ColouredStatuses) {
    memory::set(COLOURED, &coloured.word());
}

/// Creates an address within this page for bytes, and returns it.
pub(crate) fn offer(bytes: &[u8], media_type: &str) -> Option<String> {
    let parts = Array::of1(&Uint8Array::from(bytes));
    let options = BlobPropertyBag::new();
    options.set_type(media_type);
    let blob = Blob::new_with_u8_array_sequence_and_options(&parts, &options).ok()?;
    Url::create_object_url_with_blob(&blob).ok()
}

/// Revokes such an address, and frees its memory.
pub(crate) fn withdraw(url: &str) {
    let _ = Url::revoke_object_url(url);
}

/// Lets the person save a report.
pub(crate) fn save_export(export: Export) {
    let Ok(bytes) = export.bytes else { return };
    let Some(url) = offer(&bytes, &export.media_type) else { return };
    if let Ok(link) = document().create_element("a") {
        let link: HtmlAnchorElement = link.unchecked_into();
        link.set_href(&url);
        link.set_download(&export.name);
        link.click();
    }
    // The browser reads the bytes some time after the click.
    Timeout::new(60_000, move || withdraw(&url)).forget();
}
