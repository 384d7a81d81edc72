//! Cases with hand-written expectations.

use super::*;

fn tree(paths: &[&str]) -> SourceTree {
    SourceTree::new(paths.iter().filter_map(|path| SourcePath::new(path)))
}

/// Returns the proposal for paths with the number of their data file. Relative paths that name
/// files are known.
fn propose(paths: &[(u32, &str)], files: &[&str]) -> Proposal {
    let tree = tree(files);
    let mut uses: BTreeMap<RecordedPath, Vec<DataFileId>> = BTreeMap::new();
    for (of, path) in paths {
        uses.entry(RecordedPath::new(*path)).or_default().push(DataFileId(*of));
    }
    let uses: Vec<PathUse<'_>> = uses.iter().map(|(path, of)| (path, of.clone())).collect();
    let known =
        |path: &RecordedPath| tree.named(path.as_str()).map_or(KnownPath::Unknown, KnownPath::File);
    reconcile(&uses, &tree, known, |_| false)
}

/// Returns the applied aliases: the recorded folder, the target, and the number of paths they
/// explain.
fn followed(proposal: &Proposal) -> Vec<(&str, &str, usize)> {
    let followed = proposal.rules.iter().filter(|rule| !rule.applied_to.is_empty());
    followed.map(|p| (p.rule.prefix.as_str(), p.rule.target.as_str(), p.files)).collect()
}

/// Returns the ambiguous paths, each with the reason and the candidates.
fn ambiguities(proposal: &Proposal) -> Vec<(&str, Ambiguity, Vec<&str>)> {
    let ambiguities = proposal.ambiguous.iter();
    ambiguities
        .map(|path| {
            let candidates = path.candidates.iter().map(SourcePath::as_str).collect();
            (path.path.as_str(), path.ambiguity, candidates)
        })
        .collect()
}

#[test]
fn a_build_directory_is_the_root() {
    let proposal = propose(
        &[
            (0, "/builds/acme/acme/pkg/a.py"),
            (0, "/builds/acme/acme/pkg/__init__.py"),
            (0, "/builds/acme/acme/setup.py"),
            (0, "/usr/lib/python3/other.py"),
        ],
        &["pkg/a.py", "pkg/__init__.py", "setup.py", "lib/__init__.py"],
    );
    assert_eq!(followed(&proposal), [("/builds/acme/acme", "", 3)]);
    assert_eq!(proposal.unexplained, [RecordedPath::new("/usr/lib/python3/other.py")]);
}

#[test]
fn data_files_with_different_roots_name_the_same_files() {
    let proposal = propose(
        &[
            (0, "/ci/1/pkg/a.py"),
            (1, r"C:\w\pkg\a.py"),
            (2, r"\\server\share\acme\pkg\a.py"),
            (3, "//server/share/acme/pkg/a.py"),
        ],
        &["pkg/a.py"],
    );
    let expected = [
        ("//server/share/acme", "", 1),
        ("/ci/1", "", 1),
        (r"C:\w", "", 1),
        (r"\\server\share\acme", "", 1),
    ];
    assert_eq!(followed(&proposal), expected);
    assert_eq!(proposal.ambiguous, []);
}

#[test]
fn one_path_may_name_different_files_in_two_data_files() {
    let files = [
        "services/billing/app/__init__.py",
        "services/billing/app/main.py",
        "services/users/app/__init__.py",
        "services/users/app/db.py",
        "services/users/app/main.py",
    ];
    let billing = [(0, "/app/app/__init__.py"), (0, "/app/app/main.py")];
    let users = [(1, "/app/app/__init__.py"), (1, "/app/app/main.py"), (1, "/app/app/db.py")];
    let proposal = propose(&[&billing[..], &users[..]].concat(), &files);
    assert_eq!(followed(&proposal), [("/app", "services/users", 3)]);
    let main = &proposal.places[&RecordedPath::new("/app/app/main.py")];
    let file = SourcePath::new("services/users/app/main.py").unwrap();
    assert_eq!(*main, [(DataFileId(1), file)]);
    // The other data file is as ambiguous as it is alone.
    let both = vec!["services/billing/app/main.py", "services/users/app/main.py"];
    let alone = propose(&billing, &files);
    assert_eq!(ambiguities(&alone)[1], ("/app/app/main.py", Ambiguity::Several, both.clone()));
    assert_eq!(ambiguities(&proposal)[1], ("/app/app/main.py", Ambiguity::Several, both));
    assert_eq!(proposal.ambiguous[1].only, [DataFileId(0)]);
    // With a path of its own, it is not ambiguous.
    let billing = [(0, "/app/app/main.py"), (0, "/app/app/invoice.py")];
    let files = [&files[..], &["services/billing/app/invoice.py"]].concat();
    let proposal = propose(&[&billing[..], &users[..]].concat(), &files);
    let expected = [("/app", "services/users", 3), ("/app", "services/billing", 2)];
    assert_eq!(followed(&proposal), expected);
    assert_eq!(proposal.ambiguous, []);
}

#[test]
fn a_missing_file_is_not_searched_elsewhere() {
    let files = ["pkg/foo/mod.py", "pkg/sub/foo/mod.py", "pkg/a.py", "pkg/b.py", "pkg/c.py"];
    // In the tree itself.
    let proposal = propose(
        &[(0, "pkg/a.py"), (0, "pkg/gone/foo/mod.py"), (0, "pkg/gone/sub/foo/mod.py")],
        &files,
    );
    assert_eq!((followed(&proposal), proposal.unexplained.len()), (vec![], 2));
    // In an aliased folder.
    let proposal = propose(
        &[
            (0, "/b/pkg/a.py"),
            (0, "/b/pkg/b.py"),
            (0, "/b/pkg/c.py"),
            (0, "/b/pkg/gone/foo/mod.py"),
            (0, "/b/pkg/gone/sub/foo/mod.py"),
        ],
        &files,
    );
    assert_eq!((followed(&proposal), proposal.unexplained.len()), (vec![("/b", "", 3)], 2));
    assert_eq!(proposal.ambiguous, []);
    // Either of two folders could be aliased.
    let proposal = propose(
        &[(0, "/b/pkg/a.py"), (0, "/b/pkg/gone/foo/mod.py"), (0, "/b/pkg/gone/sub/foo/mod.py")],
        &files,
    );
    assert_eq!((followed(&proposal), proposal.ambiguous.len()), (vec![], 3));
}

#[test]
fn third_party_code_is_neither_evidence_nor_a_target() {
    let packages = "/v/lib/python3.9/site-packages";
    let paths = [format!("{packages}/pkg/a.py"), format!("{packages}/pkg/b.py")];
    let proposal = propose(
        &[(0, &paths[0]), (0, &paths[1]), (0, "tests/test_a.py")],
        &["src/pkg/a.py", "src/pkg/b.py", "tests/test_a.py"],
    );
    assert_eq!((followed(&proposal), proposal.ambiguous.len()), (vec![], 0));
    let targets = ["pkg/_vendor/six/a.py", "pkg/_vendor/six/b.py"];
    for targets in [targets, ["node_modules/x/six/a.py", "node_modules/x/six/b.py"]] {
        let proposal = propose(&[(0, "/opt/six/a.py"), (0, "/opt/six/b.py")], &targets);
        assert_eq!((followed(&proposal), proposal.ambiguous.len()), (vec![], 0));
    }
    // The same installed package is the same code.
    let tox = ".tox/py38/lib/site-packages/pkg/a.py";
    let proposal = propose(&[(0, &format!("/builds/acme/{tox}"))], &["pkg/a.py", tox]);
    assert_eq!(followed(&proposal), [("/builds/acme", "", 1)]);
    // But an alias applies to every path in its folder.
    let proposal = propose(
        &[(0, "/b/pkg/a.py"), (0, "/b/pkg/_vendor/six/a.py")],
        &["pkg/a.py", "pkg/_vendor/six/a.py"],
    );
    assert_eq!(followed(&proposal), [("/b", "", 2)]);
}

#[test]
fn two_folders_of_one_name_are_not_merged() {
    // Paths that could name either file stay open.
    let files = ["a/utils/x.py", "a/utils/y.py", "b/utils/x.py", "b/utils/y.py"];
    let proposal = propose(&[(0, "/x/utils/x.py"), (0, "/x/utils/y.py")], &files);
    assert_eq!(followed(&proposal), []);
    let both = vec!["a/utils/x.py", "b/utils/x.py"];
    assert_eq!(ambiguities(&proposal)[0], ("/x/utils/x.py", Ambiguity::Several, both));
    // Two folders of one data file do not become one.
    let proposal = propose(
        &[(0, "/x/one/utils/a.py"), (0, "/x/two/utils/a.py"), (0, "/x/one/utils/b.py")],
        &["utils/a.py", "utils/b.py"],
    );
    assert_eq!(followed(&proposal), [("/x/one", "", 2)]);
    assert_eq!(
        ambiguities(&proposal),
        [("/x/two/utils/a.py", Ambiguity::Taken, vec!["utils/a.py"])]
    );
    // Of two equally good aliases, neither applies.
    let proposal = propose(&[(0, "/x/utils/a.py"), (0, "/y/utils/a.py")], &["utils/a.py"]);
    assert_eq!((followed(&proposal), proposal.ambiguous.len()), (vec![], 2));
    // A file that a known path names is taken.
    let proposal = propose(&[(0, "utils/a.py"), (0, "/y/utils/a.py")], &["utils/a.py"]);
    assert_eq!(ambiguities(&proposal), [("/y/utils/a.py", Ambiguity::Taken, vec!["utils/a.py"])]);
}

#[test]
fn common_file_names_are_no_evidence() {
    let proposal = propose(
        &[
            (0, "/usr/share/six/__init__.py"),
            (0, "/usr/share/one/conftest.py"),
            (0, "/elsewhere/setup.py"),
            (1, "/other/tests/conftest.py"),
            (1, "/other/other/core.py"),
            (1, "/other/other/util.py"),
        ],
        &["pkg/__init__.py", "setup.py", "conftest.py", "tests/conftest.py", "pkg/core.py"],
    );
    assert_eq!(followed(&proposal), []);
}

#[test]
fn bare_names_are_evidence_at_the_top_of_the_tree() {
    let proposal =
        propose(&[(0, "/ci/a.py"), (0, "/ci/b.py"), (0, "/lib/six.py")], &["a.py", "b.py"]);
    assert_eq!(followed(&proposal), [("/ci", "", 2)]);
    let proposal = propose(&[(0, "/ci/a.py")], &["a.py"]);
    assert_eq!(followed(&proposal), [("/ci", "", 1)]);
    let proposal = propose(&[(0, "/ci/a.py"), (0, "/lib/six.py")], &["a.py"]);
    assert_eq!(ambiguities(&proposal), [("/ci/a.py", Ambiguity::Weak, vec!["a.py"])]);
}

#[test]
fn more_paths_decide_between_two_folders() {
    let proposal = propose(
        &[(0, "/x/utils/__init__.py"), (0, "/x/utils/only_a.py")],
        &["a/utils/__init__.py", "b/utils/__init__.py", "a/utils/only_a.py"],
    );
    assert_eq!(followed(&proposal), [("/x", "a", 2)]);
    // But not if each explains a path that the other does not.
    let proposal = propose(
        &[(0, "/x/utils/a.py"), (0, "/x/utils/b.py"), (0, "/x/utils/c.py")],
        &["a/utils/a.py", "a/utils/b.py", "b/utils/b.py", "b/utils/c.py"],
    );
    assert_eq!(followed(&proposal), []);
}

#[test]
fn a_folder_with_the_name_of_a_package_is_not_mapped() {
    let proposal = propose(
        &[(0, "/ci/old/pkg/a.py"), (0, "/ci/old/pkg/new.py")],
        &["pkg/a.py", "pkg/new.py", "old/pkg/a.py"],
    );
    assert_eq!(followed(&proposal), [("/ci/old", "", 2)]);
}

#[test]
fn an_alias_applies_below_its_prefix() {
    let tree = tree(&["src/pkg/a.py"]);
    let apply = |prefix: &str, path: &str| {
        let rule = PathAlias { prefix: prefix.to_owned(), target: "src".to_owned() };
        rule.apply(&RecordedPath::new(path), &tree).is_some()
    };
    assert!(apply("/ci", "/ci/pkg/a.py"));
    assert!(apply(r"C:\ci", r"C:\ci\pkg\a.py"));
    assert!(apply("", "pkg/a.py"));
    assert!(apply("/", "/pkg/a.py"));
    assert!(apply("/", "//pkg/a.py"));
    assert!(!apply("", "/pkg/a.py"));
    assert!(!apply("/c", "/ci/pkg/a.py"));
    assert!(!apply("/ci", "/ci/pkg/none.py"));
}

/// Each pair of such names was once a candidate, which took gigabytes for a megabyte of names.
#[test]
fn names_shared_by_thousands_of_files_are_no_evidence() {
    for shared in ["b.py", "a/b.py"] {
        let files: Vec<String> = (0..5_000).map(|n| format!("p{n}/{shared}")).collect();
        let paths: Vec<String> = (0..5_000).map(|n| format!("/r{n}/{shared}")).collect();
        let files: Vec<&str> = files.iter().map(String::as_str).chain(["top/c/d.py"]).collect();
        let paths = paths.iter().map(|path| (0, path.as_str())).chain([(0, "/ci/top/c/d.py")]);
        let proposal = propose(&paths.collect::<Vec<_>>(), &files);
        assert_eq!(followed(&proposal), [("/ci", "", 1)]);
        assert_eq!(proposal.unexplained.len(), 5_000);
    }
}
