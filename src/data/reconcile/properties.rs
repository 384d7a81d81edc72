//! Compares the inferred aliases of random data files with a plain implementation of this module's
//! rules.

use proptest::prelude::*;

use super::*;
use crate::third_party::{is_in_environment, is_third_party};

/// A file of the tree by its components.
type Parts<'a> = Vec<&'a str>;

/// An alias, with the paths of one data file that it explains, and their files.
#[derive(Debug)]
struct Alias {
    prefix: String,
    target: String,
    hits: BTreeMap<usize, String>,
    shared: usize,
    longest: usize,
    has_own_name: bool,
}

const COMMON: [&str; 2] = ["__init__.py", "setup.py"];

fn parts(path: &str) -> Parts<'_> {
    path.split('/').filter(|part| !part.is_empty()).collect()
}

fn folder(path: &str, parts: &[&str]) -> String {
    let joined = parts.join("/");
    if path.starts_with('/') { format!("/{joined}") } else { joined }
}

fn is_inside(inner: &str, outer: &str) -> bool {
    match outer {
        "" => !inner.starts_with('/'),
        "/" => inner.starts_with('/'),
        outer => inner == outer || inner.starts_with(&format!("{outer}/")),
    }
}

/// Counts the components that both share at their ends.
fn common_end(one: &[&str], other: &[&str]) -> usize {
    one.iter().rev().zip(other.iter().rev()).take_while(|(a, b)| a == b).count()
}

/// Returns true if `shared`, the part of a path below the aliased folder, is evidence.
fn is_evidence(prefix: &str, shared: &str) -> bool {
    is_in_environment(shared) || !is_in_environment(prefix) && !is_third_party(shared)
}

/// Returns the aliases that the paths of one data file suggest, each with all paths that it
/// explains.
fn aliases(paths: &[&str], files: &[&str]) -> Vec<Alias> {
    let mut aliases: BTreeMap<(String, String), Alias> = BTreeMap::new();
    for path in paths {
        let own = parts(path);
        let longest = files.iter().map(|file| common_end(&own, &parts(file))).max().unwrap_or(0);
        for file in files.iter().filter(|file| common_end(&own, &parts(file)) == longest) {
            let theirs = parts(file);
            let prefix = folder(path, &own[..own.len() - longest]);
            let target = theirs[..theirs.len() - longest].join("/");
            let shared = theirs[theirs.len() - longest..].join("/");
            let is_bare = longest == 1 && (!target.is_empty() || COMMON.contains(&&*shared));
            if longest > 0 && !is_bare && !is_third_party(&target) && is_evidence(&prefix, &shared)
            {
                let alias = Alias {
                    prefix: prefix.clone(),
                    target: target.clone(),
                    hits: BTreeMap::new(),
                    shared: 0,
                    longest: 0,
                    has_own_name: false,
                };
                aliases.insert((prefix, target), alias);
            }
        }
    }
    for alias in aliases.values_mut() {
        for (at, path) in paths.iter().enumerate() {
            let own = parts(path);
            let inner = (0..own.len()).find_map(|length| {
                (folder(path, &own[..length]) == alias.prefix).then(|| own[length..].join("/"))
            });
            let Some(inner) = inner else { continue };
            let target = &alias.target;
            let file = if target.is_empty() { inner.clone() } else { format!("{target}/{inner}") };
            if files.contains(&&*file) && is_evidence(&alias.prefix, &inner) {
                let length = parts(&inner).len();
                alias.shared += length;
                alias.longest = alias.longest.max(length);
                alias.has_own_name |= !COMMON.contains(own.last().unwrap());
                alias.hits.insert(at, file);
            }
        }
    }
    aliases.into_values().collect()
}

fn is_supported(alias: &Alias, paths: &[&str]) -> bool {
    let counting: Vec<&&str> = paths.iter().filter(|path| !is_in_environment(path)).collect();
    // A folder counts a path if the path lies inside it.
    let below = counting.iter().filter(|path| is_inside(path, &alias.prefix)).count();
    let is_telling = alias.has_own_name || alias.hits.len() == below;
    let count = alias.hits.len();
    match alias.longest {
        1 => is_telling && (count > 1 || counting.len() == 1),
        _ => is_telling && (alias.target.is_empty() || count > 1),
    }
}

fn excludes(one: &Alias, other: &Alias) -> bool {
    is_inside(&one.prefix, &other.prefix)
        || is_inside(&other.prefix, &one.prefix)
        || one.hits.values().any(|file| other.hits.values().any(|theirs| theirs == file))
}

fn beats(one: &Alias, other: &Alias) -> bool {
    let explains_all =
        |one: &Alias, other: &Alias| other.hits.keys().all(|path| one.hits.contains_key(path));
    let (hits, theirs) = (one.hits.len(), other.hits.len());
    if one.prefix == other.prefix {
        return hits > theirs && explains_all(one, other);
    }
    if !is_inside(&one.prefix, &other.prefix) && !is_inside(&other.prefix, &one.prefix) {
        return hits > theirs;
    }
    if explains_all(one, other) && explains_all(other, one) {
        return one.shared > other.shared;
    }
    let is_outer = is_inside(&other.prefix, &one.prefix);
    explains_all(one, other) || is_outer && hits > theirs && !explains_all(other, one)
}

/// Returns the file that each path of one data file names.
fn expected(paths: &[&str], files: &[&str]) -> BTreeMap<String, String> {
    let known: Vec<&str> = paths.iter().copied().filter(|path| files.contains(path)).collect();
    let is_missing = |path: &str| {
        let own = parts(path);
        let is_below = |file: &&str| parts(file).len() > 1 && parts(file)[0] == own[0];
        !path.starts_with('/') && (!known.is_empty() || files.iter().any(is_below))
    };
    let open: Vec<&str> =
        paths.iter().copied().filter(|path| !known.contains(path) && !is_missing(path)).collect();
    let mut left = aliases(&open, files);
    left.retain(|alias| is_supported(alias, &open));
    let is_claimed = |alias: &Alias| alias.hits.values().any(|file| known.contains(&&**file));
    let mut found = BTreeMap::new();
    loop {
        let wins = |alias: &&Alias| {
            let rivals = left.iter().filter(|other| !std::ptr::eq(*other, *alias));
            !is_claimed(alias)
                && rivals.filter(|other| excludes(alias, other)).all(|o| beats(alias, o))
        };
        let Some(at) = left.iter().position(|alias| wins(&alias)) else { return found };
        let winner = left.remove(at);
        for path in &open {
            let inner =
                path.strip_prefix(&winner.prefix).map(|inner| inner.trim_start_matches('/'));
            let Some(inner) = inner.filter(|_| is_inside(path, &winner.prefix)) else { continue };
            let target = &winner.target;
            let file =
                if target.is_empty() { inner.to_owned() } else { format!("{target}/{inner}") };
            if files.contains(&&*file) {
                found.insert((*path).to_owned(), file);
            }
        }
        left.retain(|other| !excludes(&winner, other));
    }
}

/// Generates a path from a few folder names that projects use too, and a file name.
fn path() -> impl Strategy<Value = String> {
    let folders = prop::sample::select(vec!["a", "b", "src", "pkg", "vendor", "venv"]);
    let files = prop::sample::select(vec!["m.py", "n.py", "__init__.py", "setup.py"]);
    (prop::collection::vec(folders, 0..4), files)
        .prop_map(|(folders, file)| [folders.as_slice(), &[file]].concat().join("/"))
}

/// Generates the recorded paths of a job: below a root, or relative.
fn data_file() -> impl Strategy<Value = BTreeSet<String>> {
    let roots = prop::sample::select(vec!["/", "/ci/", "/ci/a/", "/b/src/", ""]);
    let paths = prop::collection::btree_set((roots, path()), 1..6);
    paths.prop_map(|paths| paths.into_iter().map(|(root, path)| format!("{root}{path}")).collect())
}

fn tree_of(files: &BTreeSet<String>) -> SourceTree {
    SourceTree::new(files.iter().filter_map(|path| SourcePath::new(path)))
}

/// Returns the inferred file of each path, by data file.
fn inferred(data_files: &[BTreeSet<String>], tree: &SourceTree) -> Vec<BTreeMap<String, String>> {
    let mut uses: BTreeMap<RecordedPath, Vec<DataFileId>> = BTreeMap::new();
    for (id, paths) in (0..).zip(data_files) {
        for path in paths {
            uses.entry(RecordedPath::new(path.as_str())).or_default().push(DataFileId(id));
        }
    }
    let uses: Vec<PathUse<'_>> = uses.iter().map(|(path, of)| (path, of.clone())).collect();
    let known =
        |path: &RecordedPath| tree.named(path.as_str()).map_or(KnownPath::Unknown, KnownPath::File);
    let proposal = reconcile(&uses, tree, known, |_| false);
    let mut found = vec![BTreeMap::new(); data_files.len()];
    for (path, places) in &proposal.places {
        for (id, file) in places {
            found[id.0 as usize].insert(path.as_str().to_owned(), file.as_str().to_owned());
        }
    }
    found
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn aliases_follow_the_rules_for_each_data_file(
        files in prop::collection::btree_set(path(), 1..8),
        data_files in prop::collection::vec(data_file(), 1..4),
    ) {
        let tree = tree_of(&files);
        let names: Vec<&str> = files.iter().map(String::as_str).collect();
        let found = inferred(&data_files, &tree);
        for (paths, found) in data_files.iter().zip(found) {
            let paths: Vec<&str> = paths.iter().map(String::as_str).collect();
            prop_assert_eq!(&found, &expected(&paths, &names), "{:?} {:?}", paths, names);
            // No two paths of a data file name the same file.
            let places: BTreeSet<&String> = found.values().collect();
            prop_assert_eq!(places.len(), found.len());
        }
    }
}
