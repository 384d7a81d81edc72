//! The form to add or edit a path mapping.

use covdrop_protocol::PathRule;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::dispatch::focus;
use crate::words::{self, paths};

#[derive(PartialEq, Properties)]
pub(crate) struct PathFormProps {
    pub(crate) edited: Option<PathRule>,
    pub(crate) onsave: Callback<PathRule>,
    pub(crate) oncancel: Callback<()>,
}

#[component]
pub(crate) fn PathForm(props: &PathFormProps) -> Html {
    let draft = use_state(PathRule::default);
    let pattern_field = use_node_ref();
    {
        let (draft, pattern_field) = (draft.clone(), pattern_field.clone());
        use_effect_with(props.edited.clone(), move |edited| {
            draft.set(edited.clone().unwrap_or_default());
            if edited.is_some() {
                focus(&pattern_field);
            }
        });
    }
    let write = |change: fn(&mut PathRule, String)| {
        let draft = draft.clone();
        Callback::from(move |event: InputEvent| {
            if let Some(input) = event.target_dyn_into::<HtmlInputElement>() {
                let mut rule = (*draft).clone();
                change(&mut rule, input.value());
                draft.set(rule);
            }
        })
    };
    let onsubmit = {
        let (draft, onsave) = (draft.clone(), props.onsave.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let target = match draft.target.trim() {
                "" => ".",
                target => target,
            };
            let pattern = draft.pattern.trim().to_owned();
            onsave.emit(PathRule { pattern, target: target.to_owned(), on: true });
            draft.set(PathRule::default());
        })
    };
    // The mapping of relative paths has no pattern.
    let required = props.edited.as_ref().is_none_or(|edited| !edited.pattern.is_empty());
    html! {
        <form {onsubmit} aria-label={paths::FORM}>
            <label>
                {paths::FORM_FROM}{" "}
                <input
                    ref={pattern_field}
                    name="pattern"
                    placeholder={paths::FROM_EXAMPLE}
                    value={draft.pattern.clone()}
                    oninput={write(|rule, pattern| rule.pattern = pattern)}
                    {required}
                />
            </label>
            <label>
                {" "}{paths::FORM_TO}{" "}
                <input
                    name="target"
                    placeholder={paths::TOP}
                    value={draft.target.clone()}
                    oninput={write(|rule, target| rule.target = target)}
                />
            </label>
            <button>{if props.edited.is_some() { paths::SAVE } else { paths::ADD }}</button>
            if props.edited.is_some() {
                <button type="button" onclick={props.oncancel.reform(|_| ())}>{words::CANCEL}</button>
            }
        </form>
    }
}
