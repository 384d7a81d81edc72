//! The keyboard shortcuts: those of coverage.py's HTML report, and a few more.

use crate::annotations::STATUSES;
use crate::columns::COLUMNS;
use crate::state::{Action, State};
use crate::words::help;

/// The shortcuts and their descriptions for the help: those of lists, of files, and of both.
pub(crate) const HELP: [(&str, &[(&str, &str)]); 3] = [
    (help::IN_LIST, &[("n s m x b p c", help::SORT), ("/", help::FILTER)]),
    (
        help::IN_FILE,
        &[
            ("r m x p", help::SHOW_LINES),
            ("j k", help::ADJACENT_PLACE),
            ("1 0", help::FIRST_PLACE_OR_TOP),
            ("u", help::UP),
            ("/", help::FIND),
            (":", help::GO_TO_LINE),
            ("↑ ↓ Enter", help::LINE_DETAILS),
        ],
    ),
    (help::EVERYWHERE, &[("[ ]", help::ADJACENT_FILE), ("?", help::HELP), ("Esc", help::CLOSE)]),
];

/// The shortcut to go to a line, besides `:`, as in editors.
pub(crate) const GO_TO_LINE: &str = "Ctrl+g";

/// Returns the action of a key. `in_field` is true if the person types into a field.
pub(crate) fn key(key: &str, in_field: bool, state: &State) -> Option<Action> {
    match key {
        "Escape" if in_field => return Some(Action::BlurField),
        // The field that this is meant for is not drawn yet.
        letters if state.ui.queued_search.is_some() => {
            return letter_of(letters).map(Action::SearchLetterQueued);
        }
        "Escape" if state.ui.is_help_open => return Some(Action::ToggleHelp(false)),
        "Escape" if state.ui.is_sidebar_open => return Some(Action::ToggleSidebar(false)),
        "Escape" => return state.route.lines.is_some().then_some(Action::CloseDetails),
        "?" if !in_field => return Some(Action::ToggleHelp(!state.ui.is_help_open)),
        _ if state.ui.is_help_open => return None,
        "Enter" | "Shift+Enter" if in_field && !state.open_file.find.is_empty() => {
            return Some(Action::JumpToMatch { forward: key == "Enter" });
        }
        "/" if !in_field => return Some(Action::FocusSearch),
        GO_TO_LINE => return state.route.file.is_some().then_some(Action::StartGoToLine),
        _ => {}
    }
    let letter = letter_of(key).filter(|_| !in_field)?;
    match letter {
        '[' => return Some(Action::OpenAdjacentFile { forward: false }),
        ']' => return Some(Action::OpenAdjacentFile { forward: true }),
        _ => {}
    }
    if state.route.file.is_some() { in_file(letter, state) } else { in_list(letter, state) }
}

/// Returns the line that a key moves to from `line`, in a file of `last` lines.
pub(crate) fn moved_line(key: &str, line: u32, last: usize) -> Option<u32> {
    match key {
        "ArrowDown" => line.checked_add(1),
        "ArrowUp" => line.checked_sub(1),
        "Home" => Some(1),
        "End" => u32::try_from(last).ok(),
        _ => None,
    }
}

/// Returns the character that a key types, if any.
fn letter_of(key: &str) -> Option<char> {
    let mut letters = key.chars();
    letters.next().filter(|_| letters.next().is_none())
}

fn in_file(letter: char, state: &State) -> Option<Action> {
    Some(match letter {
        ':' => Action::StartGoToLine,
        'j' => Action::JumpToMatch { forward: true },
        'k' => Action::JumpToMatch { forward: false },
        '1' => Action::JumpToFirstMatch,
        '0' => Action::ScrollToTop,
        'u' => Action::Navigate { to: state.route.without_file(), push: true },
        _ => Action::StatusToggled(STATUSES.iter().find(|status| status.2 == letter)?.0),
    })
}

fn in_list(letter: char, state: &State) -> Option<Action> {
    state.route.view.shape()?;
    // coverage.py has two keys for names: `f` of files, `n` of functions and classes.
    let letter = if letter == 'f' { 'n' } else { letter };
    let column = COLUMNS.iter().find(|column| column.2 == Some(letter))?.0;
    Some(Action::SortBy(column))
}

#[cfg(test)]
mod tests {
    use covdrop_protocol::{Column, Status};

    use super::*;
    use crate::route::Route;

    fn state(hash: &str) -> State {
        State { route: Route::parse(hash).into(), ..State::default() }
    }

    fn goes(name: &str, hash: &str) -> Option<String> {
        match key(name, false, &state(hash))? {
            Action::Navigate { to, .. } => Some(to.to_string()),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn lists_are_sorted_by_coverage_pys_keys() {
        let sorts = |name: &str, hash: &str| key(name, false, &state(hash));
        assert_eq!(sorts("c", "#"), Some(Action::SortBy(Column::Cover)));
        assert_eq!(sorts("m", "#view=tree"), Some(Action::SortBy(Column::Miss)));
        assert_eq!(sorts("f", "#sort=-miss"), Some(Action::SortBy(Column::Name)));
        assert_eq!(sorts("m", "#view=compare"), None);
        assert_eq!(sorts("q", "#"), None);
        assert!(matches!(
            key("]", false, &state("#")),
            Some(Action::OpenAdjacentFile { forward: true })
        ));
    }

    #[test]
    fn files_have_keys_of_their_own() {
        let in_file = |name: &str| key(name, false, &state("#file=a.py&L3"));
        assert!(matches!(in_file("j"), Some(Action::JumpToMatch { forward: true })));
        assert!(matches!(in_file("["), Some(Action::OpenAdjacentFile { forward: false })));
        assert!(matches!(in_file("m"), Some(Action::StatusToggled(Status::Miss))));
        assert!(matches!(in_file("/"), Some(Action::FocusSearch)));
        assert!(in_file("s").is_none());
        assert_eq!(goes("u", "#sort=cover&file=a.py&L3").as_deref(), Some("#sort=cover"));
        assert_eq!(in_file("Escape"), Some(Action::CloseDetails));
        assert_eq!(key("Escape", false, &state("#file=a.py")), None);
        assert_eq!(in_file(":"), Some(Action::StartGoToLine));
        assert_eq!(in_file(GO_TO_LINE), Some(Action::StartGoToLine));
        assert_eq!(key(GO_TO_LINE, false, &state("#")), None);
    }

    #[test]
    fn escape_closes_what_is_open_first() {
        let mut open = state("#file=a.py");
        open.ui.is_sidebar_open = true;
        assert_eq!(key("Escape", false, &open), Some(Action::ToggleSidebar(false)));
        open.ui.is_help_open = true;
        assert_eq!(key("Escape", false, &open), Some(Action::ToggleHelp(false)));
        assert_eq!(key("u", false, &open), None, "what lies under the help does not hear");
    }

    #[test]
    fn what_is_typed_before_the_field_is_drawn_is_held() {
        let mut early = state("#file=a.py");
        early.ui.queued_search = Some(String::new());
        assert_eq!(key("m", false, &early), Some(Action::SearchLetterQueued('m')));
        assert_eq!(key("/", false, &early), Some(Action::SearchLetterQueued('/')));
        assert_eq!(key("Shift", false, &early), None);
    }

    #[test]
    fn what_is_written_into_a_field_is_no_key() {
        let mut find = state("#file=a.py");
        find.open_file.find = "def".into();
        assert_eq!(key("Enter", true, &find), Some(Action::JumpToMatch { forward: true }));
        assert_eq!(key("Shift+Enter", true, &find), Some(Action::JumpToMatch { forward: false }));
        assert_eq!(key("Enter", true, &state("#file=a.py")), None);
        assert!(key("m", true, &state("#")).is_none());
        assert!(matches!(key("Escape", true, &state("#")), Some(Action::BlurField)));
    }
}
