//! The inputs view: a card for each input, the last one first.

use covdrop_protocol::{Card, Command, Overview};
use yew::prelude::*;

use super::input_card::InputCard;
use crate::dispatch::{focus, use_dispatch};
use crate::shared::Shared;
use crate::state::Action;
use crate::words::{self, inputs};

/// The maximum number of cards: nobody reads more of them.
const MAX_CARDS: usize = 500;

#[derive(PartialEq, Properties)]
pub(crate) struct InputsViewProps {
    pub(crate) inputs: Shared<Vec<Card>>,
    pub(crate) overview: Shared<Overview>,
}

#[component]
pub(crate) fn InputsView(props: &InputsViewProps) -> Html {
    let dispatch = use_dispatch();
    let shown: Vec<&Card> = props.inputs.iter().rev().take(MAX_CARDS).collect();
    let hidden = props.inputs.len().saturating_sub(MAX_CARDS);
    let buttons =
        use_memo(shown.len(), |count| (0..*count).map(|_| NodeRef::default()).collect::<Vec<_>>());
    let card = |(index, input): (usize, &&Card)| {
        let onremove = {
            let (dispatch, buttons, id) = (dispatch.clone(), buttons.clone(), input.id);
            Callback::from(move |()| {
                // Removing the card removes the focused button, so the focus moves to the previous
                // or the next card.
                let neighbour = index.checked_sub(1).unwrap_or(index + 1);
                if let Some(neighbour) = buttons.get(neighbour) {
                    focus(neighbour);
                }
                dispatch.send(Action::SendCommand(Command::RemoveInput { input: id }));
            })
        };
        html! {
            <InputCard
                key={input.id.0}
                input={(**input).clone()}
                overview={props.overview.clone()}
                remove_button={buttons.get(index).cloned().unwrap_or_default()}
                {onremove}
            />
        }
    };
    html! {
        <section class="cards" aria-labelledby="came">
            <h2 id="came">{inputs::INPUTS}</h2>
            <ul>{ for shown.iter().enumerate().map(card) }</ul>
            if hidden > 0 { <p>{words::and_more(hidden as u64)}</p> }
        </section>
    }
}
