//! Elements, written as chains of calls.
//!
//! Yew's `html!` unrolls each element into a few hundred bytes of program, and people wait for this
//! program before they see anything. A chain of calls takes a fifth of that, at the cost of a
//! little time. What happens on an event is a value, an [`Action`] or a plain function to one, and no
//! closure.

use std::rc::Rc;

use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;
use yew::virtual_dom::{
    AttrValue, AttributeOrProperty, Attributes, Key, Listener, ListenerKind, VTag, VText,
};
use yew::{Callback, Event, Html};

use crate::state::Action;

/// An element that is being put together.
pub(crate) struct Tag(Box<Parts>);

/// Yew's element, and the attributes that it gets: to add each to an element of Yew's takes more.
struct Parts {
    tag: VTag,
    attributes: Vec<(AttrValue, AttributeOrProperty)>,
}

/// An element: its name, and attributes that are always the same, as in `"input; type=search"`.
///
/// One string takes less room than a call for each attribute.
#[inline(never)]
pub(crate) fn tag(spelled: &'static str) -> Tag {
    let mut parts = spelled.split(';');
    let tag = VTag::new(parts.next().unwrap_or_default());
    let mut tag = Tag(Box::new(Parts { tag, attributes: Vec::new() }));
    for part in parts {
        let (name, value) = part.split_once('=').unwrap_or((part, ""));
        tag = tag.set(name.trim_ascii_start(), value);
    }
    tag
}

/// A text.
#[inline(never)]
pub(crate) fn text(words: AttrValue) -> Html {
    VText::new(words).into()
}

/// A button with a label.
#[inline(never)]
pub(crate) fn button(label: &'static str, act: &Callback<Action>, action: Action) -> Tag {
    tag("button; type=button").text(label).on_click(act, action)
}

/// A link with a label.
pub(crate) fn link(label: impl Into<AttrValue>, href: String) -> Tag {
    tag("a").owned("href", href).child(text(label.into()))
}

/// A number of things.
#[inline(never)]
pub(crate) fn count(n: u64, what: &str) -> String {
    let end = match n {
        1 => "",
        _ if what.ends_with('h') => "es",
        _ => "s",
    };
    format!("{n} {what}{end}")
}

/// What an event comes to.
enum Does {
    Act(Action),
    Ask(fn(&Event) -> Option<Action>),
}

/// A listener that tells the state.
struct Teller {
    kind: ListenerKind,
    does: Does,
    act: Callback<Action>,
}

impl Listener for Teller {
    fn kind(&self) -> ListenerKind {
        self.kind.clone()
    }

    fn handle(&self, event: Event) {
        let action = match &self.does {
            Does::Act(action) => Some(action.clone()),
            Does::Ask(ask) => ask(&event),
        };
        if let Some(action) = action {
            self.act.emit(action);
        }
    }

    fn passive(&self) -> bool {
        false
    }
}

/// What stands in the field that an event comes from.
pub(crate) fn written(event: &Event) -> String {
    let field = event.target();
    // A text area and a choice have a value just as an input has.
    field.map(|field| field.unchecked_ref::<HtmlInputElement>().value()).unwrap_or_default()
}

impl Tag {
    /// Sets an attribute.
    #[inline(never)]
    pub(crate) fn set(self, name: &'static str, value: &'static str) -> Tag {
        self.put(name, AttrValue::Static(value))
    }

    /// Sets an attribute to something that differs from time to time.
    #[inline(never)]
    pub(crate) fn owned(self, name: &'static str, value: String) -> Tag {
        self.put(name, value.into())
    }

    #[inline(never)]
    fn put(mut self, name: &'static str, value: AttrValue) -> Tag {
        self.0.attributes.push((name.into(), AttributeOrProperty::Attribute(value)));
        self
    }

    /// Sets an attribute, if there is a value.
    #[inline(never)]
    pub(crate) fn maybe(self, name: &'static str, value: Option<&'static str>) -> Tag {
        match value {
            Some(value) => self.set(name, value),
            None => self,
        }
    }

    /// Sets the class.
    #[inline(never)]
    pub(crate) fn class(self, class: &'static str) -> Tag {
        self.set("class", class)
    }

    /// Tells the element from its neighbours when their order changes.
    #[inline(never)]
    pub(crate) fn key(mut self, key: String) -> Tag {
        self.0.tag.key = Some(Key::from(key));
        self
    }

    /// What stands in a field.
    #[inline(never)]
    pub(crate) fn value(mut self, value: String) -> Tag {
        self.0.tag.set_value(Some(AttrValue::from(value)));
        self
    }

    /// What stands in a field whose changes count once it is left: until then, what somebody writes
    /// stays, whatever else is drawn anew. A script of the page sees to it.
    #[inline(never)]
    pub(crate) fn fill(self, value: String) -> Tag {
        self.owned("data-value", value)
    }

    /// Whether a switch is on.
    #[inline(never)]
    pub(crate) fn checked(mut self, checked: bool) -> Tag {
        self.0.tag.set_checked(checked);
        self
    }

    /// Adds words.
    #[inline(never)]
    pub(crate) fn text(self, words: &'static str) -> Tag {
        self.child(text(AttrValue::Static(words)))
    }

    /// Adds words that differ from time to time.
    #[inline(never)]
    pub(crate) fn say(self, words: String) -> Tag {
        self.child(text(words.into()))
    }

    /// Adds an element.
    #[inline(never)]
    pub(crate) fn tag(self, tag: Tag) -> Tag {
        self.child(tag.html())
    }

    /// Adds anything.
    #[inline(never)]
    pub(crate) fn child(mut self, child: Html) -> Tag {
        self.0.tag.add_child(child);
        self
    }

    /// Adds all of these.
    pub(crate) fn all(self, children: impl IntoIterator<Item = Html>) -> Tag {
        children.into_iter().fold(self, Tag::child)
    }

    /// A click does this.
    pub(crate) fn on_click(self, act: &Callback<Action>, action: Action) -> Tag {
        self.on(ListenerKind::onclick, act, Does::Act(action))
    }

    /// A change of a switch does this.
    pub(crate) fn on_change(self, act: &Callback<Action>, action: Action) -> Tag {
        self.on(ListenerKind::onchange, act, Does::Act(action))
    }

    /// An event of this kind does what `ask` makes of it.
    pub(crate) fn ask(
        self,
        kind: ListenerKind,
        act: &Callback<Action>,
        ask: fn(&Event) -> Option<Action>,
    ) -> Tag {
        self.on(kind, act, Does::Ask(ask))
    }

    #[inline(never)]
    fn on(mut self, kind: ListenerKind, act: &Callback<Action>, does: Does) -> Tag {
        self.0.tag.add_listener(Rc::new(Teller { kind, does, act: act.clone() }));
        self
    }

    /// The element as it is.
    #[inline(never)]
    pub(crate) fn html(self) -> Html {
        let Parts { mut tag, attributes } = *self.0;
        tag.set_attributes(Attributes::IndexMap(Rc::new(attributes.into_iter().collect())));
        tag.into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_thing_is_said_as_one() {
        assert_eq!(count(0, "file"), "0 files");
        assert_eq!(count(1, "branch"), "1 branch");
        assert_eq!(count(2, "branch"), "2 branches");
    }
}
