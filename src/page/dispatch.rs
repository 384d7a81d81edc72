//! The dispatcher for all components: it sends actions to the reducer, and has references to the
//! elements that effects move the focus to. A context provides it, so that components need no props
//! for it.

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, HtmlInputElement};
use yew::prelude::*;

use crate::state::{Action, FocusTarget};

/// Sends actions to the reducer. It stays the same value as long as the page is open.
#[derive(Clone, PartialEq)]
pub(crate) struct Dispatch {
    callback: Callback<Action>,
    pub(crate) elements: Elements,
}

impl Dispatch {
    pub(crate) fn new(callback: Callback<Action>, elements: Elements) -> Dispatch {
        Dispatch { callback, elements }
    }

    /// Sends an action now.
    pub(crate) fn send(&self, action: Action) {
        self.callback.emit(action);
    }

    /// Returns a callback that sends `action`.
    pub(crate) fn on<E>(&self, action: Action) -> Callback<E> {
        let callback = self.callback.clone();
        Callback::from(move |_| callback.emit(action.clone()))
    }

    /// Returns a callback that sends the action that `from` makes of its argument.
    pub(crate) fn map<E>(&self, from: impl Fn(E) -> Action + 'static) -> Callback<E> {
        self.callback.reform(from)
    }
}

/// Returns the dispatcher of the page.
///
#[hook]
pub(crate) fn use_dispatch() -> Dispatch {
    use_context::<Dispatch>()
        .unwrap_or_else(|| Dispatch::new(Callback::noop(), Elements::default()))
}

/// The elements that effects focus or scroll to. The components that draw them set these
/// references.
#[derive(Clone, Default, PartialEq)]
pub(crate) struct Elements {
    pub(crate) search: NodeRef,
    pub(crate) file_heading: NodeRef,
    pub(crate) last_opened_row: NodeRef,
    pub(crate) main: NodeRef,
    pub(crate) sidebar_toggle: NodeRef,
    pub(crate) help_button: NodeRef,
    pub(crate) help_close: NodeRef,
    /// Returns the list of the lines of the open file.
    pub(crate) lines: NodeRef,
    /// Returns the element that scrolls the matrix.
    pub(crate) matrix: NodeRef,
}

impl Elements {
    /// Moves the focus to an element, and the cursor of a field to the end of its text.
    pub(crate) fn focus(&self, target: FocusTarget) {
        let reference = match target {
            FocusTarget::Search => &self.search,
            FocusTarget::FileHeading => &self.file_heading,
            FocusTarget::LastOpenedRow => &self.last_opened_row,
            FocusTarget::Main => &self.main,
            FocusTarget::SidebarToggle => &self.sidebar_toggle,
            FocusTarget::HelpButton => &self.help_button,
            FocusTarget::HelpClose => &self.help_close,
        };
        focus(reference);
        let field = reference.get().and_then(|node| node.dyn_into::<HtmlInputElement>().ok());
        if let Some(field) = field {
            // Firefox would put the cursor before the text.
            let end = u32::try_from(field.value().encode_utf16().count()).unwrap_or(u32::MAX);
            // Fails only for an input that has no text.
            let _ = field.set_selection_range(end, end);
        }
    }

    /// Returns the list of the lines of the open file.
    pub(crate) fn lines(&self) -> Option<Element> {
        self.lines.cast()
    }

    /// Returns the element that scrolls the matrix.
    pub(crate) fn matrix(&self) -> Option<Element> {
        self.matrix.cast()
    }
}

/// Moves the focus to an element, if it is drawn.
pub(crate) fn focus(element: &NodeRef) {
    if let Some(element) = element.cast::<HtmlElement>() {
        // Fails only for an element that is gone.
        let _ = element.focus();
    }
}
