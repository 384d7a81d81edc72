//! The path mappings, and ambiguous and unmatched recorded paths.

use std::rc::Rc;

use covdrop_protocol::{DoubtfulPath, Overview, PathRule, PathRuleRow, PathsView, display_text};
use yew::prelude::*;

use super::copy_button::CopyBlock;
use super::path_form::PathForm;
use super::table_head::table_head;
use crate::dispatch::{Dispatch, use_dispatch};
use crate::path_rules::changed;
use crate::shared::Shared;
use crate::state::Action;
use crate::words;

/// The headings of the mappings; the last column has buttons.
const HEADINGS: [&str; 5] =
    [words::paths::USE, words::paths::FROM, words::paths::TO, words::paths::FILES, ""];

#[derive(PartialEq, Properties)]
pub(crate) struct PathMappingsProps {
    pub(crate) overview: Shared<Overview>,
    pub(crate) copied: Rc<str>,
}

#[component]
pub(crate) fn PathMappings(props: &PathMappingsProps) -> Html {
    let dispatch = use_dispatch();
    let edited = use_state(|| None::<PathRule>);
    let onsave = {
        let (dispatch, edited) = (dispatch.clone(), edited.clone());
        Callback::from(move |new| {
            dispatch.send(Action::PathRuleSaved { old: (*edited).clone(), new });
            edited.set(None);
        })
    };
    let oncancel = {
        let edited = edited.clone();
        Callback::from(move |()| edited.set(None))
    };
    let onedit = {
        let edited = edited.clone();
        Callback::from(move |rule| edited.set(Some(rule)))
    };
    let paths = &props.overview.paths;
    if paths.rules.is_empty() && paths.open == 0 && paths.doubtful == 0 {
        return Html::default();
    }
    html! {
        <section class="paths" aria-labelledby="paths">
            <h2 id="paths">{words::paths::MAPPING}</h2>
            <p>{words::paths::found(paths.found.into())}</p>
            if !paths.rules.is_empty() {
                <table aria-labelledby="paths">
                    { table_head(&HEADINGS) }
                    <tbody>
                        for row in &paths.rules {
                            { mapping(paths, row, &dispatch, &onedit) }
                        }
                    </tbody>
                </table>
            }
            <PathForm edited={(*edited).clone()} {onsave} {oncancel} />
            { ambiguous(paths) }
            { unmatched(paths) }
            <div>
                <p class="change">{paths.change.clone()}</p>
                if !paths.section.is_empty() {
                    <p>{words::paths::SECTION}</p>
                    <CopyBlock text={paths.section.clone()} copied={props.copied.clone()} />
                }
            </div>
        </section>
    }
}

/// A mapping, the person's own or a proposed one.
fn mapping(
    paths: &PathsView,
    row: &PathRuleRow,
    dispatch: &Dispatch,
    onedit: &Callback<PathRule>,
) -> Html {
    let PathRuleRow { rule, own, files, sure, fault } = row;
    let pattern = if rule.pattern.is_empty() { words::paths::RELATIVE } else { &rule.pattern };
    let target = if rule.target == "." { words::paths::TOP } else { &rule.target };
    let switched = changed(paths, Some(rule), Some(PathRule { on: !rule.on, ..rule.clone() }));
    let edit = onedit.reform({
        let rule = rule.clone();
        move |_: MouseEvent| rule.clone()
    });
    html! {
        <tr key={format!("{}\n{}", rule.pattern, rule.target)}>
            <td>
                <input
                    type="checkbox"
                    aria-label={words::paths::use_mapping(pattern)}
                    checked={rule.on}
                    onchange={dispatch.on(Action::SendCommand(switched))}
                />
            </td>
            <td><bdi><code>{display_text(pattern)}</code></bdi></td>
            <td><bdi><code>{display_text(target)}</code></bdi></td>
            <td class="number">{*files}</td>
            <td>
                if let Some(fault) = fault { <span class="bad">{display_text(fault)}</span> }
                {" "}
                if *own {
                    <button
                        type="button"
                        class="link"
                        onclick={dispatch.on(Action::SendCommand(changed(paths, Some(rule), None)))}
                    >{words::REMOVE}</button>
                } else {
                    <small>{if *sure { words::paths::INFERRED } else { words::paths::UNCERTAIN }}</small>
                }
                {" "}
                <button
                    type="button"
                    class="link"
                    aria-label={words::paths::edit_mapping(pattern)}
                    onclick={edit}
                >{words::paths::EDIT}</button>
            </td>
        </tr>
    }
}

/// Recorded paths that may be one of several files.
fn ambiguous(paths: &PathsView) -> Html {
    if paths.doubtful == 0 {
        return Html::default();
    }
    let path = |DoubtfulPath { path, candidates }: &DoubtfulPath| {
        let candidates = words::paths::candidates(&display_text(&candidates.join(", ")));
        html! { <li><bdi>{display_text(path)}</bdi>{" "}{candidates}</li> }
    };
    html! {
        <details open=true>
            <summary>{words::paths::ambiguous(paths.doubtful)}</summary>
            <ul>{ for paths.first_doubtful.iter().map(path) }</ul>
        </details>
    }
}

/// Recorded paths that no file of the source matches.
fn unmatched(paths: &PathsView) -> Html {
    if paths.open == 0 {
        return Html::default();
    }
    html! {
        <details>
            <summary>{words::paths::unmatched(paths.open, paths.found > 0)}</summary>
            <ul>
                for path in &paths.first_open { <li><bdi>{display_text(path)}</bdi></li> }
            </ul>
        </details>
    }
}
