//! Toasts: messages over the lower edge of the page for running work, failures, and changes to
//! undo. They move nothing else when they appear.

use std::rc::Rc;

use covdrop_protocol::{Command, display_name};
use yew::prelude::*;

use super::copy_button::CopyButton;
use crate::dispatch::use_dispatch;
use crate::state::{Action, Fault, Undoable, Work};
use crate::words::{self, header, notices, undo};

#[derive(PartialEq, Properties)]
pub(crate) struct ToastsProps {
    pub(crate) fault: Option<Fault>,
    pub(crate) undoable: Option<Undoable>,
    /// The work to announce.
    pub(crate) work: Option<Work>,
    pub(crate) copied: Rc<str>,
}

#[component]
pub(crate) fn Toasts(props: &ToastsProps) -> Html {
    let dispatch = use_dispatch();
    html! {
        <div class="toasts">
            if let Some(fault) = &props.fault {
                <p class="fault" role="alert">
                    {fault.sentence.clone()}{" "}
                    if let Some(text) = fault.details.clone() {
                        <CopyButton
                            label={notices::COPY_DETAILS}
                            {text}
                            copied={props.copied.clone()}
                        />
                    }
                    <button
                        type="button"
                        class="close"
                        aria-label={words::CLOSE}
                        onclick={dispatch.on(Action::DismissFault)}
                    >{"✕"}</button>
                </p>
            }
            <div role="status">
                if let Some(undoable) = &props.undoable {
                    <p class="undo">
                        <span>{undoable.sentence.clone()}</span>
                        <button type="button" onclick={dispatch.on(Action::Undo)}>{undo::UNDO}</button>
                        <button
                            type="button"
                            class="close"
                            aria-label={words::CLOSE}
                            onclick={dispatch.on(Action::DismissUndo)}
                        >{"✕"}</button>
                    </p>
                }
            </div>
            <div class="working" role="status">
                if let Some(work) = &props.work {
                    { working(work) }
                    <button
                        type="button"
                        onclick={dispatch.on(Action::SendCommand(Command::Cancel))}
                    >{words::CANCEL}</button>
                }
            </div>
        </div>
    }
}

/// The progress of the work.
fn working(work: &Work) -> Html {
    let at = match work {
        Work::Requested => {
            return html! {
                <><progress aria-label={header::WORKING} /><span>{header::WORKING_ON}</span></>
            };
        }
        Work::Running(at) => at,
    };
    let (value, max) = match at.total_bytes {
        0 => (u64::from(at.done), u64::from(at.total)),
        total => (at.bytes, total),
    };
    html! {
        <>
            <progress
                aria-label={header::stage(at.stage)}
                value={value.to_string()}
                max={max.to_string()}
            />
            <span>{header::progress(at)}<bdi>{display_name(&at.name)}</bdi></span>
        </>
    }
}
