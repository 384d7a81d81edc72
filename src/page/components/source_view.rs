//! An open file: its head, its source, its minimap, and the details of the selected line.

use std::rc::Rc;

use covdrop_protocol::{FileView, LineView, Overview, TextSearch};
use wasm_bindgen::JsCast;
use web_sys::Element;
use yew::prelude::*;

use super::file_head::FileHead;
use super::line_details::LineDetails;
use super::minimap::Minimap;
use super::source_line::SourceLine;
use super::spacer::{print_bound, source_lines};
use crate::annotations::{Annotations, ColouredStatuses, STATUSES};
use crate::browser::Scroller;
use crate::dispatch::use_dispatch;
use crate::hooks::{VirtualList, use_virtual_rows};
use crate::route::Route;
use crate::scale::Scale;
use crate::shared::Shared;
use crate::state::{Action, State};
use crate::virtual_list::{LINE_HEIGHT, ListPosition, SOURCE};
use crate::words;

/// The parts of the state that an open file shows.
#[derive(PartialEq, Properties)]
pub(crate) struct SourceViewProps {
    pub(crate) file: Shared<FileView>,
    pub(crate) overview: Shared<Overview>,
    pub(crate) route: Rc<Route>,
    pub(crate) annotations: Rc<Annotations>,
    pub(crate) line: Option<Shared<LineView>>,
    pub(crate) find: Rc<str>,
    pub(crate) coloured: ColouredStatuses,
    pub(crate) position: ListPosition,
    pub(crate) is_printing: bool,
}

impl SourceViewProps {
    /// The props of the open file, if it has come.
    pub(crate) fn of(state: &State) -> Option<SourceViewProps> {
        let open = &state.open_file;
        Some(SourceViewProps {
            file: open.view.clone()?,
            overview: state.overview.clone(),
            route: Rc::clone(&state.route),
            annotations: Rc::clone(&open.annotations),
            line: open.line.clone(),
            find: Rc::clone(&open.find),
            coloured: open.coloured,
            position: state.listings.position.clone(),
            is_printing: state.listings.is_printing,
        })
    }
}

#[component]
pub(crate) fn SourceView(props: &SourceViewProps) -> Html {
    let hidden = STATUSES.iter().enumerate().filter(|(index, _)| !props.coloured.has(*index));
    let hidden: Vec<String> = hidden.map(|(_, status)| format!("no-{}", status.1)).collect();
    html! {
        <article class="file">
            <FileHead
                file={props.file.clone()}
                route={props.route.clone()}
                annotations={props.annotations.clone()}
                find={props.find.clone()}
                coloured={props.coloured}
                has_branches={props.overview.branches}
            />
            <div class="sheet">
                <div class={classes!("source", hidden)}>
                    <SourceLines
                        file={props.file.clone()}
                        route={props.route.clone()}
                        find={props.find.clone()}
                        position={props.position.clone()}
                        is_printing={props.is_printing}
                    />
                </div>
                <Minimap file={props.file.clone()} annotations={props.annotations.clone()} />
            </div>
            <LineDetails
                file={props.file.clone()}
                overview={props.overview.clone()}
                route={props.route.clone()}
                line={props.line.clone()}
            />
        </article>
    }
}

#[derive(PartialEq, Properties)]
struct SourceLinesProps {
    file: Shared<FileView>,
    route: Rc<Route>,
    find: Rc<str>,
    position: ListPosition,
    is_printing: bool,
}

/// The lines of the file.
#[component]
fn SourceLines(props: &SourceLinesProps) -> Html {
    let dispatch = use_dispatch();
    let SourceLinesProps { file, route, find, .. } = props;
    let list = dispatch.elements.lines.clone();
    let rows = use_virtual_rows(VirtualList {
        list: &list,
        scroller: Scroller::Page,
        scale: Scale::new(file.lines.len(), LINE_HEIGHT),
        whole: SOURCE,
        position: &props.position,
        is_printing: props.is_printing,
    });
    let base = format!("{}&", Route { lines: None, ..(**route).clone() });
    let base = use_memo(base, |base| AttrValue::from(base.clone()));
    let search = (!find.is_empty()).then(|| TextSearch::new(find));
    let line = |index: usize| {
        let text = file.lines.get(index)?;
        let number = u32::try_from(index + 1).ok()?;
        let is_match = search.as_ref().is_some_and(|search| search.find(text).is_some());
        let is_selected = route.lines.is_some_and(|(first, last)| (first..=last).contains(&number));
        Some(html! {
            <SourceLine
                key={number}
                file={file.clone()}
                {index}
                {number}
                base={(*base).clone()}
                {is_selected}
                find={is_match.then(|| find.clone())}
            />
        })
    };
    html! {
        <>
            <ol
                ref={list}
                onfocusin={rows.onfocusin}
                onfocusout={rows.onfocusout}
                onclick={Callback::from(move |event| {
                    if let Some(line) = extended_to(&event) {
                        dispatch.send(Action::ExtendSelection(line));
                    }
                })}
            >
                { source_lines(&rows.window, LINE_HEIGHT, line) }
            </ol>
            { print_bound(file.lines.len(), words::source::printed_lines, props.is_printing) }
        </>
    }
}

/// The number of a line that was clicked with the shift key.
fn extended_to(event: &MouseEvent) -> Option<u32> {
    if !event.shift_key() {
        return None;
    }
    let number = event.target()?.dyn_into::<Element>().ok()?.closest(".at").ok()??;
    // A browser would open another window.
    event.prevent_default();
    number.text_content()?.parse().ok()
}
