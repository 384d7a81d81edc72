//! The contexts that ran the selected lines. A click on one filters by it.

use std::rc::Rc;

use covdrop_protocol::{LineView, display_name};
use yew::prelude::*;

use crate::context_pattern::pattern_of;
use crate::dispatch::use_dispatch;
use crate::hooks::written;
use crate::shared::Shared;
use crate::state::Action;
use crate::words::{self, source};

/// The maximum number of contexts in a list without a search field.
const FEW: u32 = 10;

/// The number of characters at the end of a long name that stay visible in a narrow window.
const TAIL: usize = 24;

#[derive(PartialEq, Properties)]
pub(crate) struct ContextListProps {
    pub(crate) line: Shared<LineView>,
    pub(crate) search: Rc<str>,
    /// The filter for contexts.
    pub(crate) pattern: String,
}

#[component]
pub(crate) fn ContextList(props: &ContextListProps) -> Html {
    let dispatch = use_dispatch();
    let LineView { contexts, contexts_found, contexts_in_all, .. } = &*props.line;
    if *contexts_in_all == 0 {
        return Html::default();
    }
    let hidden = u64::from(*contexts_found).saturating_sub(contexts.len() as u64);
    html! {
        <details class="contexts" open=true>
            <summary>{words::contexts((*contexts_in_all).into())}</summary>
            if *contexts_in_all > FEW {
                <input
                    type="search"
                    placeholder={source::FIND_CONTEXTS}
                    aria-label={source::FIND_CONTEXTS}
                    value={props.search.to_string()}
                    oninput={dispatch.map(|event: InputEvent| {
                        Action::ContextSearchChanged(written(&event))
                    })}
                />
            }
            if contexts.is_empty() {
                <p>{source::NO_CONTEXTS}</p>
            } else {
                <ul>
                    for name in contexts {
                        <li key={name.clone()}>
                            <Context name={name.clone()} is_only={pattern_of(name) == props.pattern} />
                        </li>
                    }
                </ul>
            }
            if hidden > 0 { <p>{words::and_more(hidden)}</p> }
        </details>
    }
}

#[derive(PartialEq, Properties)]
struct ContextProps {
    name: String,
    /// Whether the filter selects only this context.
    is_only: bool,
}

/// The name of a context. A click filters by it, or ends that filter.
#[component]
fn Context(props: &ContextProps) -> Html {
    let dispatch = use_dispatch();
    let (pattern, title) = if props.is_only {
        (String::new(), source::COUNT_ALL_CONTEXTS)
    } else {
        (pattern_of(&props.name), source::COUNT_ONLY_CONTEXT)
    };
    let name = display_name(&props.name);
    let tail = name.char_indices().rev().nth(TAIL - 1).map_or(0, |(at, _)| at);
    let (head, tail) = name.split_at(tail);
    html! {
        <button
            type="button"
            class="link"
            title={format!("{title}: {name}")}
            aria-pressed={props.is_only.to_string()}
            onclick={dispatch.on(Action::ContextsChanged(pattern))}
        ><bdi><span class="head">{head}</span><span class="tail">{tail}</span></bdi></button>
    }
}
