//! What each key does: coverage.py's own keys, and a few more.

use covdrop_protocol::{Column, Query};

use crate::marks::STATUSES;
use crate::route::{COLUMNS, Route};
use crate::state::{Action, State};

/// The keys and what they do, for the help: those of lists, of files, and of both.
pub(crate) const HELP: [(&str, &[(&str, &str)]); 3] = [
    (
        "In a list",
        &[
            (
                "n s m x b p c",
                "sort by name, statements, missing, excluded, branches, partial, cover",
            ),
            ("/", "filter"),
        ],
    ),
    (
        "In a file",
        &[
            ("r m x p", "show run, missing, excluded or partial lines"),
            ("j k", "next or previous place with missing lines, or found ones"),
            ("1 0", "first such place, top of the file"),
            ("u", "up to the list"),
            ("/", "find in the file; Enter and Shift+Enter go on and back"),
        ],
    ),
    (
        "Everywhere",
        &[("[ ]", "previous or next file"), ("?", "this help"), ("Esc", "close, or leave a field")],
    ),
];

/// What `key` asks for; `in_field` says whether it is written into a field.
pub(crate) fn key(key: &str, in_field: bool, state: &State) -> Option<Action> {
    match key {
        "Escape" if in_field => return Some(Action::Leave),
        "Escape" if state.help => return Some(Action::Help(false)),
        "Escape" if state.rail => return Some(Action::Rail(false)),
        "Escape" => return up(state),
        "?" if !in_field => return Some(Action::Help(!state.help)),
        _ if state.help => return None,
        "Enter" | "Shift+Enter" if in_field && !state.find.is_empty() => {
            return Some(Action::Step { forward: key == "Enter" });
        }
        "/" if !in_field => return Some(Action::Search),
        _ => {}
    }
    let mut letters = key.chars();
    let (letter, None, false) = (letters.next()?, letters.next(), in_field) else { return None };
    match letter {
        '[' => return Some(Action::Turn { forward: false }),
        ']' => return Some(Action::Turn { forward: true }),
        _ => {}
    }
    if state.route.file.is_some() { in_file(letter, state) } else { in_list(letter, state) }
}

fn in_file(letter: char, state: &State) -> Option<Action> {
    Some(match letter {
        'j' => Action::Step { forward: true },
        'k' => Action::Step { forward: false },
        '1' => Action::First,
        '0' => Action::Top,
        'u' => {
            Action::Go { to: Route { file: None, lines: None, ..state.route.clone() }, worth: true }
        }
        _ => Action::Show(STATUSES.iter().find(|status| status.2 == letter)?.0),
    })
}

fn in_list(letter: char, state: &State) -> Option<Action> {
    state.route.view.shape()?;
    // coverage.py has two keys for names: `f` of files, `n` of functions and classes.
    let letter = if letter == 'f' { 'n' } else { letter };
    let column = COLUMNS.iter().find(|column| column.2 == letter)?.0;
    Some(sort(&state.route, column))
}

/// Sorts a list by `column`, or the other way round if it is sorted by it already.
pub(crate) fn sort(route: &Route, column: Column) -> Action {
    let query = &route.query;
    // Of numbers the greatest is what people look for first, of percentages the least.
    let descending = if query.sort == column {
        !query.descending
    } else {
        !matches!(column, Column::Name | Column::Cover)
    };
    let query = Query { sort: column, descending, ..query.clone() };
    Action::Go { to: route.with_query(query), worth: false }
}

/// What Escape leaves: lines that are pointed at, then a file.
fn up(state: &State) -> Option<Action> {
    let route = &state.route;
    if route.lines.is_some() {
        return Some(Action::Go { to: Route { lines: None, ..route.clone() }, worth: false });
    }
    route
        .file
        .is_some()
        .then(|| Action::Go { to: Route { file: None, ..route.clone() }, worth: true })
}

#[cfg(test)]
mod tests {
    use covdrop_protocol::Status;

    use super::*;

    fn state(hash: &str) -> State {
        State { route: Route::parse(hash), ..State::default() }
    }

    fn goes(name: &str, hash: &str) -> Option<String> {
        match key(name, false, &state(hash))? {
            Action::Go { to, .. } => Some(to.to_string()),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn lists_are_sorted_by_coverage_pys_keys() {
        assert_eq!(goes("c", "#").as_deref(), Some("#sort=cover"));
        assert_eq!(goes("c", "#sort=cover").as_deref(), Some("#sort=-cover"));
        assert_eq!(goes("m", "#").as_deref(), Some("#sort=-miss"));
        assert_eq!(goes("f", "#sort=-miss").as_deref(), Some("#"));
        assert_eq!(goes("m", "#view=compare"), None);
        assert_eq!(goes("q", "#"), None);
        assert!(matches!(key("]", false, &state("#")), Some(Action::Turn { forward: true })));
    }

    #[test]
    fn files_have_keys_of_their_own() {
        let in_file = |name: &str| key(name, false, &state("#file=a.py&L3"));
        assert!(matches!(in_file("j"), Some(Action::Step { forward: true })));
        assert!(matches!(in_file("["), Some(Action::Turn { forward: false })));
        assert!(matches!(in_file("m"), Some(Action::Show(Status::Miss))));
        assert!(matches!(in_file("/"), Some(Action::Search)));
        assert!(in_file("s").is_none());
        assert_eq!(goes("u", "#sort=cover&file=a.py&L3").as_deref(), Some("#sort=cover"));
        assert_eq!(goes("Escape", "#file=a.py&L3").as_deref(), Some("#file=a.py"));
        assert_eq!(goes("Escape", "#file=a.py").as_deref(), Some("#"));
    }

    #[test]
    fn escape_closes_what_is_open_first() {
        let open = State { rail: true, ..state("#file=a.py") };
        assert_eq!(key("Escape", false, &open), Some(Action::Rail(false)));
        let open = State { help: true, ..open };
        assert_eq!(key("Escape", false, &open), Some(Action::Help(false)));
        assert_eq!(key("u", false, &open), None, "what lies under the help does not hear");
    }

    #[test]
    fn what_is_written_into_a_field_is_no_key() {
        let find = State { find: "def".to_owned(), ..state("#file=a.py") };
        assert_eq!(key("Enter", true, &find), Some(Action::Step { forward: true }));
        assert_eq!(key("Shift+Enter", true, &find), Some(Action::Step { forward: false }));
        assert_eq!(key("Enter", true, &state("#file=a.py")), None);
        assert!(key("m", true, &state("#")).is_none());
        assert!(matches!(key("Escape", true, &state("#")), Some(Action::Leave)));
    }
}
