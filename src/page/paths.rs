//! How recorded paths were found in the source, and rules of one's own for it.

use covdrop_protocol::{DoubtfulPath, PathRule, PathRuleRow, PathsView, Request};
use web_sys::HtmlFormElement;
use yew::prelude::*;

use crate::state::{Action, State};

/// What was found, the rules, and what stays open.
pub(crate) fn paths(state: &State, act: &Callback<Action>) -> Html {
    let paths = &state.overview.paths;
    if paths.rules.is_empty() && paths.open == 0 && paths.doubtful == 0 {
        return Html::default();
    }
    html! {
        <section class="paths" aria-labelledby="paths">
            <h2 id="paths">{ "Where recorded paths belong" }</h2>
            <p>{ format!("{} files were found in your source as they are, or by your settings.", paths.found) }</p>
            if !paths.rules.is_empty() {
                <table>
                    <thead><tr><th scope="col">{ "Use" }</th><th scope="col">{ "Recorded below" }</th><th scope="col">{ "Is here" }</th><th scope="col">{ "Files" }</th><td></td></tr></thead>
                    <tbody>{ for paths.rules.iter().map(|row| rule(paths, row, act)) }</tbody>
                </table>
            }
            { form(paths, act) }
            { doubtful(paths) }
            { open(paths) }
            if !paths.section.is_empty() {
                <p>{ "The same for your settings file, so that coverage.py finds them too:" }</p>
                <pre>{ &paths.section }</pre>
            }
        </section>
    }
}

/// The person's own rules, with `changed` in place of the one of the same pattern and target.
fn own(paths: &PathsView, changed: Option<PathRule>, gone: Option<&PathRule>) -> Request {
    let is_same = |a: &PathRule, b: &PathRule| a.pattern == b.pattern && a.target == b.target;
    let mut rules: Vec<PathRule> = paths
        .rules
        .iter()
        .filter(|row| row.own && gone.is_none_or(|gone| !is_same(gone, &row.rule)))
        .map(|row| row.rule.clone())
        .collect();
    if let Some(changed) = changed {
        match rules.iter_mut().find(|rule| is_same(rule, &changed)) {
            Some(rule) => *rule = changed,
            None => rules.push(changed),
        }
    }
    Request::SetPathRules(rules)
}

fn rule(paths: &PathsView, row: &PathRuleRow, act: &Callback<Action>) -> Html {
    let PathRuleRow { rule, own: is_own, files, sure, fault } = row;
    let switched = own(paths, Some(PathRule { on: !rule.on, ..rule.clone() }), None);
    let onchange = act.reform(move |_: Event| Action::Asked(switched.clone()));
    let without = own(paths, None, Some(rule));
    let remove = act.reform(move |_: MouseEvent| Action::Asked(without.clone()));
    let pattern = if rule.pattern.is_empty() { "(relative paths)" } else { &rule.pattern };
    html! {
        <tr key={format!("{}\n{}", rule.pattern, rule.target)}>
            <td><input type="checkbox" checked={rule.on} {onchange} aria-label={format!("Use the rule for {pattern}")} /></td>
            <td><bdi><code>{ pattern }</code></bdi></td>
            <td><bdi><code>{ if rule.target == "." { "the top" } else { &rule.target } }</code></bdi></td>
            <td class="number">{ files }</td>
            <td>
                if let Some(fault) = fault {
                    <span class="bad">{ fault }</span>
                } else if *is_own {
                    <button type="button" class="link" onclick={remove}>{ "Remove" }</button>
                } else {
                    <small>{ if *sure { "sure" } else { "a guess" } }</small>
                }
            </td>
        </tr>
    }
}

/// A rule of one's own.
fn form(paths: &PathsView, act: &Callback<Action>) -> Html {
    let (paths, act) = (paths.clone(), act.clone());
    let onsubmit = move |event: SubmitEvent| {
        event.prevent_default();
        let Some(form) = event.target_dyn_into::<HtmlFormElement>() else { return };
        let text = |name: &str| {
            let field = form.get_with_name(name);
            let field = field.map(|field| {
                wasm_bindgen::JsCast::unchecked_into::<web_sys::HtmlInputElement>(field)
            });
            field.map(|field| field.value().trim().to_owned()).unwrap_or_default()
        };
        let target = Some(text("target")).filter(|target| !target.is_empty());
        let rule = PathRule {
            pattern: text("pattern"),
            target: target.unwrap_or_else(|| ".".to_owned()),
            on: true,
        };
        form.reset();
        act.emit(Action::Asked(own(&paths, Some(rule), None)));
    };
    html! {
        <form {onsubmit}>
            <label>{ "Recorded below " }<input name="pattern" required=true placeholder="/builds/group/project" /></label>
            <label>{ " is here below " }<input name="target" placeholder="the top" /></label>
            <button>{ "Add a rule" }</button>
        </form>
    }
}

fn doubtful(paths: &PathsView) -> Html {
    let row = |doubt: &DoubtfulPath| {
        html! { <li><bdi>{ &doubt.path }</bdi>{ " could be " }{ doubt.candidates.join(", ") }</li> }
    };
    html! {
        if paths.doubtful > 0 {
            <details open=true>
                <summary>{ format!("{} in doubt, and left out", paths.doubtful) }</summary>
                <ul>{ for paths.first_doubtful.iter().map(row) }</ul>
            </details>
        }
    }
}

fn open(paths: &PathsView) -> Html {
    html! {
        if paths.open > 0 {
            <details>
                <summary>{ format!("{} not in your source: most often installed packages", paths.open) }</summary>
                <ul>{ for paths.first_open.iter().map(|path| html! { <li><bdi>{ path }</bdi></li> }) }</ul>
            </details>
        }
    }
}
