//! An open file: its head, its source, its minimap, and the details of the selected line.

use std::rc::Rc;

use covdrop_protocol::{DoubtKind, FileView, LineView, Overview, ProjectInfo, TextSearch};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};
use yew::prelude::*;

use super::file_head::FileHead;
use super::line_details::LineDetails;
use super::minimap::Minimap;
use super::source_line::SourceLine;
use super::spacer::{print_bound, source_lines};
use crate::annotations::{Annotations, ColouredStatuses, STATUSES};
use crate::browser::Scroller;
use crate::dispatch::use_dispatch;
use crate::hooks::{VirtualList, use_focus_request, use_virtual_rows};
use crate::keys;
use crate::route::Route;
use crate::scale::Scale;
use crate::shared::Shared;
use crate::state::{Action, FocusRequest, State};
use crate::virtual_list::{LINE_HEIGHT, ListPosition, SOURCE};
use crate::words;

/// The parts of the state that an open file shows.
#[derive(PartialEq, Properties)]
pub(crate) struct SourceViewProps {
    pub(crate) file: Shared<FileView>,
    pub(crate) overview: Shared<Overview>,
    pub(crate) route: Rc<Route>,
    pub(crate) annotations: Rc<Annotations>,
    pub(crate) project: Shared<ProjectInfo>,
    pub(crate) copied: Rc<str>,
    pub(crate) line: Option<Shared<LineView>>,
    pub(crate) context_search: Rc<str>,
    pub(crate) tab_stop: u32,
    pub(crate) line_focus: FocusRequest,
    pub(crate) details_focus: FocusRequest,
    /// The text in the search field, and the part that is a text to find.
    pub(crate) find: Rc<str>,
    pub(crate) search: Rc<str>,
    pub(crate) coloured: ColouredStatuses,
    pub(crate) position: ListPosition,
    pub(crate) is_printing: bool,
}

impl SourceViewProps {
    /// Returns the props for the open file, if the worker has sent it.
    pub(crate) fn of(state: &State) -> Option<SourceViewProps> {
        let open = &state.open_file;
        Some(SourceViewProps {
            file: open.view.clone()?,
            overview: state.overview.clone(),
            route: Rc::clone(&state.route),
            annotations: Rc::clone(&open.annotations),
            project: state.project.clone(),
            copied: Rc::clone(&state.ui.copied),
            line: open.line.clone(),
            context_search: Rc::clone(&open.context_search),
            tab_stop: open.tab_stop,
            line_focus: open.line_focus,
            details_focus: open.details_focus,
            find: Rc::clone(&open.find),
            search: open.search(),
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
        <article class="file" aria-label={props.file.path.clone()}>
            <FileHead
                file={props.file.clone()}
                route={props.route.clone()}
                annotations={props.annotations.clone()}
                find={props.find.clone()}
                coloured={props.coloured}
                has_branches={props.overview.totals.has_branches}
            />
            { doubts(props) }
            <div class="sheet">
                <div class={classes!("source", hidden)}>
                    <SourceLines
                        file={props.file.clone()}
                        route={props.route.clone()}
                        has_contexts={props.annotations.has_contexts}
                        search={props.search.clone()}
                        tab_stop={props.tab_stop}
                        line_focus={props.line_focus}
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
                project={props.project.clone()}
                copied={props.copied.clone()}
                line={props.line.clone()}
                context_search={props.context_search.clone()}
                focus={props.details_focus}
            />
        </article>
    }
}

/// The reasons to doubt the numbers of this file, except a plugin, which the head names.
fn doubts(props: &SourceViewProps) -> Html {
    let groups = props.overview.doubts.iter().filter(|group| group.kind != DoubtKind::Plugin);
    let rows = groups.flat_map(|group| group.first.iter().map(move |row| (group.kind, row)));
    let of_file = rows.filter(|(_, row)| row.file.as_ref() == Some(&props.file.path));
    let notices = of_file.map(|(kind, row)| {
        html! {
            <p class="notice" data-doubt={kind.as_str()}>
                <bdi>{row.what.clone()}</bdi>{" "}{kind.advice()}
            </p>
        }
    });
    notices.collect()
}

#[derive(PartialEq, Properties)]
struct SourceLinesProps {
    file: Shared<FileView>,
    route: Rc<Route>,
    has_contexts: bool,
    search: Rc<str>,
    tab_stop: u32,
    line_focus: FocusRequest,
    position: ListPosition,
    is_printing: bool,
}

/// The lines of the file.
#[component]
fn SourceLines(props: &SourceLinesProps) -> Html {
    let dispatch = use_dispatch();
    let SourceLinesProps { file, route, tab_stop, search, .. } = props;
    let list = dispatch.elements.lines.clone();
    let rows = use_virtual_rows(VirtualList {
        list: &list,
        scroller: Scroller::Page,
        scale: Scale::new(file.lines.len(), LINE_HEIGHT),
        whole: SOURCE,
        position: &props.position,
        tab_stop: tab_stop.checked_sub(1).map(|line| line as usize),
        is_printing: props.is_printing,
    });
    {
        let (list, line) = (list.clone(), *tab_stop);
        use_focus_request(props.line_focus, move || line_number(&list.cast()?, line));
    }
    let base = format!("{}&", Route { lines: None, ..(**route).clone() });
    let base = use_memo(base, |base| AttrValue::from(base.clone()));
    let text_search = (!search.is_empty()).then(|| TextSearch::new(search));
    let line = |index: usize| {
        let text = file.lines.get(index)?;
        let number = u32::try_from(index + 1).ok()?;
        let is_match = text_search.as_ref().is_some_and(|search| search.find(text).is_some());
        let is_selected = route.lines.is_some_and(|(first, last)| (first..=last).contains(&number));
        Some(html! {
            <SourceLine
                key={number}
                file={file.clone()}
                {index}
                {number}
                base={(*base).clone()}
                {is_selected}
                is_tab_stop={number == *tab_stop}
                has_contexts={props.has_contexts}
                find={is_match.then(|| search.clone())}
            />
        })
    };
    let onfocusin = {
        let (keep, dispatch) = (rows.onfocusin.clone(), dispatch.clone());
        Callback::from(move |event: FocusEvent| {
            if let Some(line) = line_of(&event) {
                dispatch.send(Action::LineFocused(line));
            }
            keep.emit(event);
        })
    };
    let onkeydown = {
        let (dispatch, last) = (dispatch.clone(), file.lines.len());
        Callback::from(move |event: KeyboardEvent| {
            if let Some(line) = moved_to(&event, last) {
                event.prevent_default();
                dispatch.send(Action::MoveToLine { line, extend: event.shift_key() });
            }
        })
    };
    let onclick = Callback::from(move |event: MouseEvent| {
        if let Some(line) = clicked_line(&event) {
            // A browser would follow the link, or open another window.
            event.prevent_default();
            dispatch.send(if event.shift_key() {
                Action::ExtendSelection(line)
            } else {
                Action::OpenLine(line)
            });
        }
    });
    html! {
        <>
            <ol
                ref={list}
                onfocusin={onfocusin}
                onfocusout={rows.onfocusout}
                onkeydown={onkeydown}
                onclick={onclick}
            >
                { source_lines(&rows.window, LINE_HEIGHT, line) }
            </ol>
            { print_bound(file.lines.len(), words::source::printed_lines, props.is_printing) }
        </>
    }
}

/// Returns the link with the number of a line.
fn line_number(list: &Element, line: u32) -> Option<HtmlElement> {
    let number = list.query_selector(&format!("[data-line='{line}'] .at")).ok()??;
    number.dyn_into().ok()
}

/// Returns the line of an event.
fn line_of(event: &Event) -> Option<u32> {
    let line = event.target()?.dyn_into::<Element>().ok()?.closest("[data-line]").ok()??;
    line.get_attribute("data-line")?.parse().ok()
}

/// Returns the line if the person clicked its number, mark or note. With Ctrl or another such key,
/// the link behaves as any link.
fn clicked_line(event: &MouseEvent) -> Option<u32> {
    if event.ctrl_key() || event.meta_key() || event.alt_key() {
        return None;
    }
    let target = event.target()?.dyn_into::<Element>().ok()?;
    target.closest(".at, .mark, .jobs-of, .contexts-of, .note").ok()??;
    line_of(event)
}

/// Returns the line that a key moves to from the focused line.
fn moved_to(event: &KeyboardEvent, last: usize) -> Option<u32> {
    if event.ctrl_key() || event.meta_key() || event.alt_key() {
        return None;
    }
    keys::moved_line(&event.key(), line_of(event)?, last)
}
