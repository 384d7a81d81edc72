//! A button that copies a text.

use std::rc::Rc;

use yew::prelude::*;

use crate::dispatch::use_dispatch;
use crate::state::Action;
use crate::words;

#[derive(PartialEq, Properties)]
pub(crate) struct CopyButtonProps {
    pub(crate) text: AttrValue,
    /// The text that the page copied last. If it is that of the button, the button says so.
    pub(crate) copied: Rc<str>,
    #[prop_or(words::COPY)]
    pub(crate) label: &'static str,
}

#[component]
pub(crate) fn CopyButton(props: &CopyButtonProps) -> Html {
    let dispatch = use_dispatch();
    let is_copied = *props.copied == *props.text && !props.text.is_empty();
    let onclick = dispatch.on(Action::CopyRequested(props.text.to_string()));
    html! {
        <button type="button" {onclick}>{if is_copied { words::COPIED } else { props.label }}</button>
    }
}

/// Several lines of text with a button that copies them.
#[component]
pub(crate) fn CopyBlock(props: &CopyButtonProps) -> Html {
    html! {
        <div>
            <pre>{&props.text}</pre>
            <p><CopyButton text={props.text.clone()} copied={props.copied.clone()} /></p>
        </div>
    }
}
