//! Visits that edit path rules.

use super::*;

fn path_rule(pattern: &str, target: &str, on: bool) -> PathRule {
    PathRule { pattern: pattern.into(), target: target.into(), on }
}

/// Returns the mappings that the page sends after `new` replaces `old`, among two own mappings and
/// a proposed one.
fn rules_after(old: Option<PathRule>, new: PathRule) -> Vec<PathRule> {
    let rules = [("/a", "a", true), ("/b", "b", true), ("/c", "c", false)];
    let rules = rules.map(|(pattern, target, own)| PathRuleRow {
        rule: path_rule(pattern, target, true),
        own,
        files: 1,
        sure: true,
        fault: None,
    });
    let paths = PathsView { rules: rules.into(), ..PathsView::default() };
    let mut state = State::default();
    state.hear(Answer::Overview(Overview { paths, ..loaded() }));
    let effects = state.play(Action::PathRuleSaved { old, new });
    match effects.into_iter().next() {
        Some(Effect::Send(Command::SetPathRules(rules))) => rules,
        other => panic!("{other:?}"),
    }
}

#[test]
fn an_edited_rule_stays_where_it_stood() {
    let [a, b, c] = [("/a", "a"), ("/b", "b"), ("/c", "c")].map(|(p, t)| path_rule(p, t, true));
    let x = path_rule("/x", "x", true);
    let off = path_rule("/c", "c", false);
    assert_eq!(rules_after(None, x.clone()), [a.clone(), b.clone(), x.clone()]);
    assert_eq!(rules_after(Some(a.clone()), x.clone()), [x.clone(), b.clone()]);
    assert_eq!(rules_after(Some(a.clone()), a.clone()), [a.clone(), b.clone()]);
    let both = rules_after(Some(a.clone()), b.clone());
    assert_eq!(both, std::slice::from_ref(&b), "two are made the same");
    assert_eq!(rules_after(Some(c.clone()), x.clone()), [a.clone(), b.clone(), x.clone(), off]);
    assert_eq!(rules_after(Some(c.clone()), c.clone()), [a.clone(), b.clone(), c]);
    let gone = path_rule("/gone", ".", true);
    assert_eq!(rules_after(Some(gone), x.clone()), [a, b, x]);
}
