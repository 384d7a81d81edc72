//! How recorded paths were found in the source, and rules of one's own for it.

use covdrop_protocol::{DoubtfulPath, PathRule, PathRuleRow, PathsView, Request};
use wasm_bindgen::JsCast;
use web_sys::{HtmlFormElement, HtmlInputElement};
use yew::virtual_dom::ListenerKind;
use yew::{Callback, Event, Html, TargetCast};

use crate::copy::to_copy;
use crate::page::heads;
use crate::state::{Action, State};
use crate::tag::{button, count, tag, text};

/// What was found, the rules, and what stays open.
pub(crate) fn paths(state: &State, act: &Callback<Action>) -> Html {
    let paths = &state.overview.paths;
    if paths.rules.is_empty() && paths.open == 0 && paths.doubtful == 0 {
        return Html::default();
    }
    let found = format!(
        "Found in your source as they are, or by your settings: {}.",
        count(paths.found.into(), "file")
    );
    let mut section = tag("section; class=paths; aria-labelledby=paths")
        .tag(tag("h2; id=paths").text("Where recorded paths belong"))
        .tag(tag("p").say(found));
    if !paths.rules.is_empty() {
        let rules = paths.rules.iter().map(|row| rule(paths, row, act));
        let table = tag("table")
            .child(heads(&["Use", "Recorded below", "Is here", "Files", ""]))
            .tag(tag("tbody").all(rules));
        section = section.tag(table);
    }
    section =
        section.child(form(state.edited.as_ref(), act)).child(doubtful(paths)).child(open(paths));
    // Always there, so that the form before it stays what it is.
    let mut same = tag("div").tag(tag("p; class=change").say(paths.change.clone()));
    if !paths.section.is_empty() {
        let words = "The same for your settings file, so that coverage.py finds them too:";
        same = same.tag(tag("p").text(words)).tag(to_copy(state, &paths.section, act));
    }
    section.tag(same).html()
}

/// The person's own rules once `old` has become `new`: it stays where it stood among the others, a
/// rule without an old one comes last, and a proposal that was edited is followed no more.
pub(crate) fn changed(paths: &PathsView, old: Option<&PathRule>, new: Option<PathRule>) -> Request {
    let are_same = |one: &PathRule, other: &PathRule| {
        one.pattern == other.pattern && one.target == other.target
    };
    let is_of = |rule: &PathRule, other: Option<&PathRule>| {
        other.is_some_and(|other| are_same(rule, other))
    };
    let mut rules = Vec::new();
    let mut is_placed = false;
    for row in &paths.rules {
        let (rule, is_old) = (&row.rule, is_of(&row.rule, old));
        if is_old {
            rules.extend(new.clone());
            is_placed = true;
            if !row.own && !is_of(rule, new.as_ref()) {
                rules.push(PathRule { on: false, ..rule.clone() });
            }
        } else if row.own && !is_of(rule, new.as_ref()) {
            rules.push(rule.clone());
        }
    }
    if !is_placed {
        rules.extend(new);
    }
    Request::SetPathRules(rules)
}

fn rule(paths: &PathsView, row: &PathRuleRow, act: &Callback<Action>) -> Html {
    let PathRuleRow { rule, own, files, sure, fault } = row;
    let pattern = if rule.pattern.is_empty() { "(relative paths)" } else { &rule.pattern };
    let target = if rule.target == "." { "the top" } else { &rule.target };
    let switched = changed(paths, Some(rule), Some(PathRule { on: !rule.on, ..rule.clone() }));
    let switch = tag("input; type=checkbox")
        .owned("aria-label", format!("Use the rule for {pattern}"))
        .checked(rule.on)
        .on_change(act, Action::Asked(switched));
    let about = match (own, sure) {
        (true, _) => {
            let without = Action::Asked(changed(paths, Some(rule), None));
            button("Remove", act, without).class("link")
        }
        (false, true) => tag("small").text("sure"),
        (false, false) => tag("small").text("a guess"),
    };
    let fault = fault.iter().map(|fault| tag("span; class=bad").say(fault.clone()).html());
    let edit = button("Edit", act, Action::EditPathRule(Some(rule.clone()))).class("link");
    let edit = edit.owned("aria-label", format!("Edit the rule for {pattern}"));
    let code = |path: &str| tag("td").tag(tag("bdi").tag(tag("code").say(path.to_owned())));
    tag("tr")
        .key(format!("{}\n{}", rule.pattern, rule.target))
        .tag(tag("td").tag(switch))
        .tag(code(pattern))
        .tag(code(target))
        .tag(tag("td; class=number").say(files.to_string()))
        .tag(tag("td").all(fault).text(" ").tag(about).text(" ").tag(edit))
        .html()
}

/// A rule of one's own, or another one in place of that which is `edited`.
fn form(edited: Option<&PathRule>, act: &Callback<Action>) -> Html {
    let rule = edited.cloned().unwrap_or_default();
    let field = |name: &'static str, placeholder: &'static str, value: &str| {
        tag("input")
            .set("name", name)
            .set("placeholder", placeholder)
            .owned("value", value.to_owned())
    };
    let needed = (edited.is_none() || !rule.pattern.is_empty()).then_some("");
    let pattern =
        field("pattern", "/builds/group/project", &rule.pattern).maybe("required", needed);
    let target = field("target", "the top", &rule.target);
    let label = if edited.is_some() { "Save the rule" } else { "Add a rule" };
    let leave = button("Cancel", act, Action::EditPathRule(None));
    tag("form")
        .key(format!("{}\n{}", rule.pattern, rule.target))
        .tag(tag("label").text("Recorded below ").tag(pattern))
        .tag(tag("label").text(" is here below ").tag(target))
        .tag(tag("button").text(label))
        .all(edited.map(|_| leave.html()))
        .ask(ListenerKind::onsubmit, act, submitted)
        .html()
}

/// The rule that was written into the form.
fn submitted(event: &Event) -> Option<Action> {
    event.prevent_default();
    let form = event.target_dyn_into::<HtmlFormElement>()?;
    let written = |name: &str| {
        let field = form.get_with_name(name)?;
        Some(field.unchecked_into::<HtmlInputElement>().value().trim().to_owned())
    };
    let (pattern, target) = (written("pattern")?, written("target")?);
    form.reset();
    let target = if target.is_empty() { ".".to_owned() } else { target };
    Some(Action::SetPathRule(PathRule { pattern, target, on: true }))
}

fn doubtful(paths: &PathsView) -> Html {
    let row = |DoubtfulPath { path, candidates }: &DoubtfulPath| {
        let words = format!(" could be {}", candidates.join(", "));
        tag("li").tag(tag("bdi").say(path.clone())).say(words).html()
    };
    if paths.doubtful == 0 {
        return Html::default();
    }
    tag("details; open")
        .tag(tag("summary").say(format!("{} in doubt, and left out", paths.doubtful)))
        .tag(tag("ul").all(paths.first_doubtful.iter().map(row)))
        .html()
}

fn open(paths: &PathsView) -> Html {
    if paths.open == 0 {
        return Html::default();
    }
    let why = if paths.found > 0 { ": most often installed packages" } else { "" };
    let title = format!("{} not in your source{why}", paths.open);
    let rows = paths.first_open.iter();
    let rows = rows.map(|path| tag("li").tag(tag("bdi").child(text(path.clone().into()))).html());
    tag("details").tag(tag("summary").say(title)).tag(tag("ul").all(rows)).html()
}
