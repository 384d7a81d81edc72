//! Tests the order in which aliases apply.

use covdrop_data::DataFileId;

use covdrop_data::SourceTree;

use super::*;
use crate::source_links::Links;

/// Returns a tree at `root`.
fn at<'a>(files: &'a SourceTree, root: &'a str, links: &'a Links) -> TargetTree<'a> {
    TargetTree { files, root, more_roots: &[], links, is_strict: false }
}

/// Returns the files that paths of one data file name, and `-` for unmapped ones.
fn map(paths: &[&str], files: &[&str], settings: &Settings, root: &str) -> Vec<String> {
    let paths: Vec<(u32, &str)> = paths.iter().map(|path| (0, *path)).collect();
    map_each(&paths, files, settings, root)
}

/// Returns the files that paths name, each with the number of its data file.
fn map_each(paths: &[(u32, &str)], files: &[&str], settings: &Settings, root: &str) -> Vec<String> {
    let paths: Vec<(u32, RecordedPath)> =
        paths.iter().map(|(of, path)| (*of, RecordedPath::new(*path))).collect();
    let uses: Vec<PathUse<'_>> =
        paths.iter().map(|(of, path)| (path, vec![DataFileId(*of)])).collect();
    let tree = SourceTree::new(files.iter().filter_map(|path| SourcePath::new(path)));
    let mapping =
        PathMapping::new(&uses, at(&tree, root, &Links::default()), settings, &[]).unwrap();
    let name = |path| mapping.source(path).map_or("-".to_owned(), ToString::to_string);
    paths.iter().map(|(_, path)| path).map(name).collect()
}

#[test]
fn every_data_file_has_its_own_root() {
    let paths = [
        (0, "/ci/1/pkg/a.py"),
        (0, "/ci/1/pkg/b.py"),
        (1, "/ci/2/pkg/a.py"),
        (1, "/ci/2/pkg/b.py"),
        (2, r"C:\w\pkg\a.py"),
    ];
    assert_eq!(
        map_each(&paths, &["pkg/a.py", "pkg/b.py"], &Settings::default(), UNKNOWN_ROOT),
        ["pkg/a.py", "pkg/b.py", "pkg/a.py", "pkg/b.py", "pkg/a.py"]
    );
    // The same paths of one data file are different files, and it is unknown which ones.
    let paths = paths.map(|(_, path)| (0, path));
    assert_eq!(
        map_each(&paths, &["pkg/a.py", "pkg/b.py"], &Settings::default(), UNKNOWN_ROOT),
        ["-"; 5]
    );
}

#[test]
fn paths_of_other_machines_are_mapped_by_their_tails() {
    let plain = Settings::default();
    assert_eq!(
        map(&["/ci/acme/pkg/a.py", "pkg/b.py"], &["pkg/a.py", "pkg/b.py"], &plain, UNKNOWN_ROOT),
        ["pkg/a.py", "pkg/b.py"]
    );
    assert_eq!(map(&["/home/me/acme/a.py"], &["a.py"], &plain, "/home/me/acme"), ["a.py"]);
}

#[test]
fn a_tree_without_folders_is_mapped() {
    let plain = Settings::default();
    assert_eq!(map(&["/ci/x/a.py"], &["a.py"], &plain, UNKNOWN_ROOT), ["a.py"]);
    assert_eq!(
        map(&["/ci/x/a.py", "/ci/x/b.py", "/lib/six.py"], &["a.py", "b.py"], &plain, UNKNOWN_ROOT),
        ["a.py", "b.py", "-"]
    );
}

#[test]
fn ambiguous_paths_stay_unmapped() {
    let files = ["a/utils/__init__.py", "b/utils/__init__.py"];
    assert_eq!(map(&["/x/utils/__init__.py"], &files, &Settings::default(), UNKNOWN_ROOT), ["-"]);
}

#[test]
fn missing_files_of_the_tree_are_not_searched_elsewhere() {
    let plain = Settings::default();
    let files = ["pkg/foo/a.py", "pkg/foo/b.py"];
    let paths = ["/home/me/pkg/gone/foo/a.py", "/home/me/pkg/gone/foo/b.py"];
    assert_eq!(map(&paths, &files, &plain, "/home/me"), ["-", "-"]);
    assert_eq!(map(&paths, &files, &plain, "/home/you"), ["pkg/foo/a.py", "pkg/foo/b.py"]);
    // Nor below the target of `[paths]`.
    let paths = ["/ci/pkg/foo/a.py", "/ci/gone/foo/a.py", "/ci/gone/foo/b.py"];
    let rules = vec![("source".to_owned(), vec![".".to_owned(), "/ci".to_owned()])];
    let settings = Settings { paths: rules, ..Settings::default() };
    assert_eq!(map(&paths, &files, &settings, UNKNOWN_ROOT), ["pkg/foo/a.py", "-", "-"]);
    let own = [rule("/ci", ".", true)];
    assert_eq!(by_rules(&paths, &files, &own).0, ["pkg/foo/a.py", "-", "-"]);
}

#[test]
fn strict_paths_infer_nothing() {
    let paths = PATHS.map(RecordedPath::new);
    let uses: Vec<PathUse<'_>> = paths.iter().map(|path| (path, vec![DataFileId(0)])).collect();
    let files = SourceTree::new(FILES.iter().filter_map(|path| SourcePath::new(path)));
    let links = Links::default();
    let tree = TargetTree { is_strict: true, ..at(&files, UNKNOWN_ROOT, &links) };
    let mapping = PathMapping::new(&uses, tree, &Settings::default(), &[]).unwrap();
    assert!(paths.iter().all(|path| mapping.source(path).is_none()));
    assert!(mapping.rules.is_empty() && mapping.ambiguous.is_empty());
}

#[test]
fn additional_roots_are_used() {
    let path = RecordedPath::new("/work/tests/test_a.py");
    let uses = [(&path, vec![DataFileId(0)])];
    let files = SourceTree::new(SourcePath::new("test_a.py"));
    let roots = ["/work/tests".to_owned()];
    let links = Links::default();
    let tree =
        TargetTree { more_roots: &roots, is_strict: true, ..at(&files, "/work/src", &links) };
    let mapping = PathMapping::new(&uses, tree, &Settings::default(), &[]).unwrap();
    assert_eq!(mapping.source(&path).map(SourcePath::as_str), Some("test_a.py"));
}

#[test]
fn relative_windows_paths_equal_posix_paths() {
    let path = RecordedPath::new(r"pkg\core.py");
    let uses = [(&path, vec![DataFileId(0)])];
    let files = SourceTree::default();
    let mapping = PathMapping::new(
        &uses,
        at(&files, UNKNOWN_ROOT, &Links::default()),
        &Settings::default(),
        &[],
    )
    .unwrap();
    let name = ResolvedPath::Recorded(RecordedPath::new("pkg/core.py"));
    assert_eq!(mapping.resolve(&path), name.into());
}

#[test]
fn the_projects_own_aliases_come_first() {
    let paths = vec![("source".to_owned(), vec!["src".to_owned(), "/ci/build".to_owned()])];
    let settings = Settings { paths, ..Settings::default() };
    assert_eq!(
        map(&["/ci/build/a.py"], &["src/a.py", "other/build/a.py"], &settings, UNKNOWN_ROOT),
        ["src/a.py"]
    );
}

/// Maps paths of one data file by a user's aliases.
fn by_rules(paths: &[&str], files: &[&str], rules: &[PathRule]) -> (Vec<String>, PathsView) {
    let paths: Vec<RecordedPath> = paths.iter().map(|path| RecordedPath::new(*path)).collect();
    let uses: Vec<PathUse<'_>> = paths.iter().map(|path| (path, vec![DataFileId(0)])).collect();
    let tree = SourceTree::new(files.iter().filter_map(|path| SourcePath::new(path)));
    let settings = Settings::default();
    let mapping =
        PathMapping::new(&uses, at(&tree, UNKNOWN_ROOT, &Links::default()), &settings, rules)
            .unwrap();
    let name = |path| mapping.source(path).map_or("-".to_owned(), ToString::to_string);
    (paths.iter().map(name).collect(), mapping.view(&settings))
}

fn rule(pattern: &str, target: &str, on: bool) -> PathRule {
    PathRule { pattern: pattern.to_owned(), target: target.to_owned(), on }
}

const PATHS: [&str; 3] = ["/ci/acme/pkg/a.py", "/ci/acme/pkg/b.py", "/usr/lib/six.py"];
const FILES: [&str; 4] = ["pkg/a.py", "pkg/b.py", "old/pkg/a.py", "old/pkg/b.py"];

#[test]
fn proposed_aliases_are_listed_with_their_counts() {
    let (files, view) = by_rules(&PATHS, &["pkg/a.py", "pkg/b.py"], &[]);
    assert_eq!(files, ["pkg/a.py", "pkg/b.py", "-"]);
    let [row] = view.rules.as_slice() else { panic!("{view:?}") };
    assert_eq!(row.rule, rule("/ci/acme", ".", true));
    assert_eq!((row.own, row.files, row.sure), (false, 2, true));
    assert_eq!((view.open, view.first_open), (1, vec![PATHS[2].to_owned()]));
    assert_eq!(view.section, "[paths]\nsource =\n    .\n    /ci/acme\n");
}

#[test]
fn a_disabled_alias_stays_disabled() {
    let refused = [rule("/ci/acme", ".", false)];
    let (files, view) = by_rules(&PATHS, &["pkg/a.py", "pkg/b.py"], &refused);
    assert_eq!(files, ["-", "-", "-"]);
    let [row] = view.rules.as_slice() else { panic!("{view:?}") };
    assert_eq!((row.rule.on, row.own, row.files), (false, true, 2));
    assert_eq!((view.open, view.section.as_str()), (3, ""));
}

#[test]
fn an_edited_alias_is_applied() {
    // Both targets are equally good, so nothing is merged.
    let (files, view) = by_rules(&PATHS, &FILES, &[]);
    assert_eq!(files, ["-", "-", "-"]);
    assert_eq!(view.doubtful, 2);
    assert_eq!(view.first_doubtful[0].candidates, ["old/pkg/a.py", "pkg/a.py"]);
    for (pattern, target) in [("/ci/acme", "old"), ("/*/acme/", "./old/"), ("/CI/ac??", "old")] {
        let (files, view) = by_rules(&PATHS, &FILES, &[rule(pattern, target, true)]);
        assert_eq!(files, ["old/pkg/a.py", "old/pkg/b.py", "-"], "{pattern}");
        assert_eq!((view.rules.len(), view.rules[0].files, view.doubtful), (1, 2, 0));
    }
    let relative = by_rules(&["pkg/c.py"], &["src/pkg/c.py"], &[rule("", "src", true)]);
    assert_eq!(relative.0, ["src/pkg/c.py"]);
}

#[test]
fn an_invalid_alias_has_a_fault() {
    let (files, view) = by_rules(&PATHS, &["pkg/a.py"], &[rule("/ci/*", ".", true)]);
    assert_eq!(files[0], "pkg/a.py");
    let fault = "Pattern '/ci/*' of [paths] must not end with wildcards.";
    assert_eq!(view.rules[0].fault.as_deref(), Some(fault));
    let fault = |files: &[&str], target: &str| {
        by_rules(&PATHS, files, &[rule("/ci/acme", target, true)]).1.rules[0].fault.clone()
    };
    let none = Some("There is no folder old/pk in the source.".to_owned());
    assert_eq!(fault(&FILES, "old/pk"), none);
    for target in ["old/pkg/", "./old", ".", "/w/acme", r"C:\w"] {
        assert_eq!(fault(&FILES, target), None, "{target}");
    }
    assert_eq!(fault(&[], "old"), None, "the source is still to come");
}

#[test]
fn folders_of_one_name_are_never_merged_silently() {
    // coverage.py merges the files with an alias of two folders to one.
    let paths = ["/ci/one/utils/a.py", "/ci/two/utils/a.py"];
    let (files, view) = by_rules(&paths, &["one/utils/a.py", "two/utils/a.py"], &[]);
    assert_eq!(files, ["one/utils/a.py", "two/utils/a.py"]);
    assert_eq!(view.doubtful, 0);
    let (files, view) = by_rules(&paths, &["utils/a.py"], &[]);
    assert_eq!((files.as_slice(), view.doubtful), (&["-", "-"].map(str::to_owned)[..], 2));
}
