//! What every component needs and no component changes: the way to the reducer, and the elements that
//! effects move the focus to. A context carries both, so that they need no props.

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, HtmlInputElement};
use yew::prelude::*;

use crate::state::{Action, FocusTarget};

/// Sends actions to the reducer. It is the same from the first to the last drawing of the page.
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

    /// A callback that sends `action`.
    pub(crate) fn on<E>(&self, action: Action) -> Callback<E> {
        let callback = self.callback.clone();
        Callback::from(move |_| callback.emit(action.clone()))
    }

    /// A callback that sends the action that `from` makes of its argument.
    pub(crate) fn map<E>(&self, from: impl Fn(E) -> Action + 'static) -> Callback<E> {
        self.callback.reform(from)
    }
}

/// The dispatcher that the page provides.
///
#[hook]
pub(crate) fn use_dispatch() -> Dispatch {
    use_context::<Dispatch>()
        .unwrap_or_else(|| Dispatch::new(Callback::noop(), Elements::default()))
}

/// The elements that effects move the focus to or scroll to; the components that draw them fill these
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
    /// The list of the lines of the open file.
    pub(crate) lines: NodeRef,
    /// What the matrix is scrolled in.
    pub(crate) matrix: NodeRef,
}

impl Elements {
    /// Moves the focus.
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
            // Firefox would write before what is there.
            let end = u32::try_from(field.value().encode_utf16().count()).unwrap_or(u32::MAX);
            // Fails only for an input that holds no text.
            let _ = field.set_selection_range(end, end);
        }
    }

    /// The list of the lines of the open file.
    pub(crate) fn lines(&self) -> Option<Element> {
        self.lines.cast()
    }

    /// What the matrix is scrolled in.
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
