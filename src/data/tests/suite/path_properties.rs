//! Compares `[paths]` on random rules and paths with a plain implementation of coverage.py's rules.

use covdrop_data::Aliases;
use proptest::prelude::*;

const ROOT: &str = "/here";

/// A rule: the start of a path, and its replacement.
#[derive(Clone, Debug)]
struct Rule {
    pattern: Vec<char>,
    result: String,
    /// The directory for which a relative path added it.
    learned: Option<String>,
}

fn is_separator(c: char) -> bool {
    c == '/' || c == '\\'
}

fn separator(path: &str) -> char {
    path.chars().find(|c| is_separator(*c)).unwrap_or('/')
}

fn is_absolute(path: &str) -> bool {
    path.starts_with(is_separator)
        || path.get(1..2) == Some(":") && path[2..].starts_with(is_separator)
}

/// Returns a path below the root, unless it is absolute.
fn absolute(path: &str) -> String {
    let full = if path.starts_with('/') { path.to_owned() } else { format!("{ROOT}/{path}") };
    let mut parts = Vec::new();
    for part in full.split('/').filter(|part| !part.is_empty() && *part != ".") {
        if part == ".." {
            parts.pop();
        } else {
            parts.push(part);
        }
    }
    format!("/{}", parts.join("/"))
}

/// Returns the end of `pattern` in `path` if it matches from `at` on; stars are greedy.
fn end(pattern: &[char], path: &[char], at: usize, is_start: bool) -> Option<usize> {
    match pattern {
        [] => Some(at),
        ['*', '*', '/', rest @ ..] | ['*', '/', rest @ ..]
            if is_start || pattern.starts_with(&['*', '*']) =>
        {
            let behind = |after: &usize| is_separator(path[*after - 1]);
            let mut starts = (at + 1..=path.len()).rev().filter(behind).chain([at]);
            starts.find_map(|after| end(rest, path, after, false))
        }
        ['*', rest @ ..] => {
            let stop = (at..path.len()).find(|place| is_separator(path[*place]));
            let mut stops = (at..=stop.unwrap_or(path.len())).rev();
            stops.find_map(|after| end(rest, path, after, false))
        }
        [first, rest @ ..] => {
            let fits = path.get(at).is_some_and(|c| match first {
                '?' => !is_separator(*c),
                '/' | '\\' => is_separator(*c),
                first => first.eq_ignore_ascii_case(c),
            });
            if fits { end(rest, path, at + 1, false) } else { None }
        }
    }
}

/// Maps a path by coverage.py's rules.
fn expected(
    rules: &mut Vec<Rule>,
    path: &str,
    is_relative: bool,
    exists: &dyn Fn(&str) -> bool,
) -> String {
    let chars: Vec<char> = path.chars().collect();
    for rule in rules.iter() {
        let Some(end) = end(&rule.pattern, &chars, 0, true) else { continue };
        let rest: String = chars[end..].iter().collect();
        let joined = format!("{}{rest}", rule.result);
        let joined = joined.replace(separator(path), &separator(&rule.result).to_string());
        let joined = if is_relative { joined } else { absolute(&joined) };
        let joined = joined.strip_prefix("./").map(str::to_owned).unwrap_or(joined);
        if exists(&joined) {
            return joined;
        }
    }
    if !is_relative {
        return path.to_owned();
    }
    let below = path.strip_prefix(&format!("{ROOT}/")).unwrap_or(path);
    let first = below.split_once(is_separator).map(|(first, _)| first.to_owned());
    match first.filter(|_| !is_absolute(below)) {
        Some(first) if !rules.iter().any(|rule| rule.learned.as_deref() == Some(&*first)) => {
            let pattern = format!("**/{first}/").chars().collect();
            let result = format!("{first}/");
            rules.push(Rule { pattern, result, learned: Some(first) });
            expected(rules, below, is_relative, exists)
        }
        _ => below.to_owned(),
    }
}

fn words(
    words: &'static [&'static str],
    count: std::ops::Range<usize>,
) -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(words), count).prop_map(|words| words.join("/"))
}

fn pattern() -> impl Strategy<Value = String> {
    let start = prop::sample::select(vec!["/", "*/", "**/", "", "c:/"]);
    (
        start,
        words(&["ci", "a", "s*", "b?", "**", "*"], 0..3),
        prop::sample::select(vec!["src", "A", "b"]),
    )
        .prop_map(|(start, middle, end)| match middle.as_str() {
            "" => format!("{start}{end}"),
            middle => format!("{start}{middle}/{end}"),
        })
        // coverage.py refuses two components of stars in a row.
        .prop_filter("stars", |pattern| !pattern.contains("**/**") && !pattern.contains("*/**"))
}

fn path() -> impl Strategy<Value = String> {
    let start = prop::sample::select(vec!["/", "/here/", "", "C:/"]);
    let path = words(&["ci", "a", "src", "b1", "b"], 0..4);
    let file = prop::sample::select(vec!["m.py", "n.py"]);
    (start, path, file, any::<bool>()).prop_map(|(start, path, file, is_windows)| {
        let path = if path.is_empty() {
            format!("{start}{file}")
        } else {
            format!("{start}{path}/{file}")
        };
        if is_windows && !path.starts_with("/here") { path.replace('/', "\\") } else { path }
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3_000))]

    #[test]
    fn the_first_rule_that_leads_to_a_file_maps_a_path(
        rules in prop::collection::vec((pattern(), words(&["src", "lib", "."], 1..2)), 0..4),
        paths in prop::collection::vec(path(), 1..6),
        files in prop::collection::btree_set(words(&["src", "lib", "a", "m.py", "b"], 1..3), 0..4),
        is_relative in any::<bool>(),
    ) {
        let files: Vec<String> = files.into_iter().flat_map(|folder| {
            ["m.py", "n.py"].map(|name| format!("{folder}/{name}"))
        }).collect();
        let exists = |path: &str| {
            let path = if is_relative { absolute(path) } else { path.to_owned() };
            path.strip_prefix("/here/").is_some_and(|path| files.iter().any(|file| file == path))
        };
        let mut aliases = Aliases::new(is_relative, ROOT);
        let mut plain = Vec::new();
        for (pattern, result) in &rules {
            prop_assert!(aliases.add(pattern, result).is_ok(), "{pattern}");
            let is_anywhere = pattern.starts_with('*') || is_absolute(&format!("{pattern}/"));
            let full = if is_relative || is_anywhere { pattern.clone() } else { absolute(pattern) };
            let learned = pattern.strip_prefix("*/").map(str::to_owned);
            plain.push(Rule {
                pattern: format!("{full}/").chars().collect(),
                result: format!("{result}/"),
                learned,
            });
        }
        for path in &paths {
            let ours = aliases.map(path, exists);
            prop_assert_eq!(ours, expected(&mut plain, path, is_relative, &exists), "{:?} {}", rules, path);
        }
    }
}
