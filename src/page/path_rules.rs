//! The person's own path mappings, changed one at a time.

use covdrop_protocol::{Command, PathRule, PathsView};

/// Returns the command that replaces the path mapping `old` by `new`, or removes `old` if there is
/// no new one. The new mapping takes the place of `old`, or the last place if there is no old one.
/// The command switches off a proposed mapping that it replaces or removes.
pub(crate) fn changed(paths: &PathsView, old: Option<&PathRule>, new: Option<PathRule>) -> Command {
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
    Command::SetPathRules(rules)
}
