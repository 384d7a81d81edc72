//! Tests the reader on the diffs of several programs.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use covdrop_changes::{ChangeKind, Content, DiffError, FileChange, is_diff, read};

/// Reads a diff of one file.
fn one(diff: &str) -> FileChange {
    let mut files = read(diff.as_bytes()).unwrap().files;
    assert_eq!(files.len(), 1, "{files:?}");
    files.remove(0)
}

fn added(file: &FileChange) -> Vec<u32> {
    file.added().iter().map(covdrop_lines::Line::get).collect()
}

/// A diff of one line in the middle of a file, after these headers.
fn with_headers(headers: &str) -> String {
    format!("{headers}@@ -3,3 +3,4 @@ def f():\n a\n-b\n+B\n+C\n d\n")
}

#[test]
fn paths_have_no_prefixes() {
    for (headers, path) in [
        ("diff --git a/p/x.py b/p/x.py\n--- a/p/x.py\n+++ b/p/x.py\n", "p/x.py"),
        ("diff --git i/p/x.py w/p/x.py\n--- i/p/x.py\n+++ w/p/x.py\n", "p/x.py"),
        ("diff --git p/x.py p/x.py\n--- p/x.py\n+++ p/x.py\n", "p/x.py"),
        ("diff --git a/x.py a/x.py\n--- a/x.py\n+++ a/x.py\n", "a/x.py"),
        ("--- p-1.0/x.py\t2026-01-01 10:00\n+++ p-1.1/x.py\t2026-01-02 10:00\n", "x.py"),
        ("Index: p/x.py\n=====\n--- p/x.py\t(revision 1)\n+++ p/x.py\t(working copy)\n", "p/x.py"),
        ("diff -r 1a2b -r 3c4d x.py\n--- a/x.py\tMon\n+++ b/x.py\tTue\n", "x.py"),
        (
            "diff --git \"a/\\303\\244 \\\"b\\\".py\" \"b/\\303\\244 \\\"b\\\".py\"\n\
             --- \"a/\\303\\244 \\\"b\\\".py\"\n+++ \"b/\\303\\244 \\\"b\\\".py\"\n",
            "ä \"b\".py",
        ),
    ] {
        let diff = with_headers(headers);
        assert!(is_diff(diff.as_bytes()), "{headers}");
        let file = one(&diff);
        assert_eq!(file.new_path.as_deref(), Some(path));
        assert_eq!((file.kind(), added(&file)), (ChangeKind::Modified, vec![4, 5]), "{headers}");
    }
}

#[test]
fn a_new_file_shows_whether_there_are_prefixes_by_the_others() {
    let changed = with_headers("diff --git b/x.py b/x.py\n--- b/x.py\n+++ b/x.py\n");
    let new = "diff --git b/y.py b/y.py\nnew file mode 100644\n--- /dev/null\n+++ b/y.py\n\
               @@ -0,0 +1 @@\n+x\n";
    let diff = read(format!("{changed}{new}").as_bytes()).unwrap();
    let paths: Vec<&str> = diff.files.iter().map(FileChange::path).collect();
    assert_eq!(paths, ["b/x.py", "b/y.py"]);
    assert_eq!(one(new).path(), "y.py");
}

#[test]
fn crlf_in_the_diff_itself_means_nothing() {
    let headers = "diff --git a/x.py b/y.py\nsimilarity index 90%\nrename from x.py\nrename to y.py\n\
                   --- a/x.py\n+++ b/y.py\n";
    let diff = with_headers(headers);
    let file = one(&diff.replace('\n', "\r\n"));
    assert_eq!(file, one(&diff));
    assert_eq!((file.kind(), file.old_path.as_deref()), (ChangeKind::Renamed, Some("x.py")));
}

#[test]
fn an_end_without_a_line_end_may_be_in_any_language() {
    for words in ["No newline at end of file", "Kein Zeilenumbruch am Dateiende."] {
        let file = one(&format!(
            "--- a/x.py\n+++ b/x.py\n@@ -1,2 +1,2 @@\n a\n-b\n\\ {words}\n+c\n\\ {words}\n"
        ));
        assert_eq!(added(&file), [2]);
    }
}

#[test]
fn mails_follow_one_another() {
    let mail = |number: u32, diff: &str| {
        format!(
            "From {0} Mon Sep 17 00:00:00 2001\nFrom: A <a@example.org>\nSubject: [PATCH {number}/3] x\n\n\
             Text\n--- not a header\n---\n x.py | 2 +-\n\n{diff}-- \n2.47.3\n\n",
            "0123456789".repeat(4),
        )
    };
    let header = "diff --git a/x.py b/x.py\nindex 1..2 100644\n--- a/x.py\n+++ b/x.py\n";
    let mails = [
        mail(1, &format!("{header}@@ -1,2 +1,3 @@\n a\n+new\n b\n")),
        mail(2, &format!("{header}@@ -1,3 +1,4 @@\n+first\n a\n new\n b\n")),
        mail(
            3,
            "diff --git a/x.py b/y.py\nsimilarity index 80%\nrename from x.py\nrename to y.py\n\
             --- a/x.py\n+++ b/y.py\n@@ -2,3 +2,3 @@\n a\n new\n-b\n+B\n",
        ),
    ];
    let file = one(&mails.concat());
    assert_eq!((file.kind(), added(&file)), (ChangeKind::Renamed, vec![1, 3, 4]));
    let Content::Text(text) = &file.content else { panic!("{file:?}") };
    assert!(text.fit("first\na\nnew\nB\n".lines()).is_exact());
    assert_eq!(text.fit("first\na\nold\nB\n".lines()).misfits, 1);
}

#[test]
fn files_may_change_places() {
    let rename = |from: &str, to: &str| {
        format!(
            "diff --git a/{from} b/{to}\nsimilarity index 100%\nrename from {from}\nrename to {to}\n"
        )
    };
    let diff = read((rename("x.py", "y.py") + &rename("y.py", "x.py")).as_bytes()).unwrap();
    let moves: Vec<_> = diff
        .files
        .iter()
        .map(|file| (file.old_path.as_deref().unwrap(), file.new_path.as_deref().unwrap()))
        .collect();
    assert_eq!(moves, [("y.py", "x.py"), ("x.py", "y.py")]);
}

#[test]
fn combined_and_damaged_diffs_are_refused_with_advice() {
    let combined =
        "diff --cc x.py\nindex 1,2..3\n--- a/x.py\n+++ b/x.py\n@@@ -1,1 -1,1 +1,2 @@@\n  a\n++b\n";
    assert!(is_diff(combined.as_bytes()));
    let error = read(combined.as_bytes()).unwrap_err();
    assert_eq!(error, DiffError::Combined);
    assert!(error.advice().contains("--first-parent"));
    let header = "diff --git a/x.py b/x.py\n--- a/x.py\n+++ b/x.py\n";
    for hunks in [
        "@@ -1,2 +1,2 @@\n a\n",
        "@@ -1 +1 @@\n-a\n+b\n@@ -5 +9 @@\n-a\n+b\n",
        "@@ -1 +99999999 @@\n-a\n+b\n",
        "@@ -0 +0 @@\n-a\n+b\n",
        "@@ nonsense @@\n",
    ] {
        let diff = format!("{header}{hunks}");
        let error = read(diff.as_bytes());
        assert!(matches!(error, Err(DiffError::Damaged { .. })), "{hunks}: {error:?}");
    }
    assert_eq!(read(b"import os\n"), Err(DiffError::NotADiff));
    assert!(read(b" \n").unwrap().files.is_empty());
    assert!(!is_diff(b"--- a heading\n\ntext\n"));
}

#[test]
fn work_is_bounded() {
    let header = "diff --git a/x b/x\n--- a/x\n+++ b/x\n";
    let mut diff = format!("{header}@@ -0,0 +1,300000 @@\n{}", "+x\n".repeat(300_000));
    diff += &format!("{header}@@ -1 +1 @@\n-x\n+y\n").repeat(1000);
    assert_eq!(read(diff.as_bytes()), Err(DiffError::TooMuchWork));
    assert_eq!(read("\n".repeat(3_000_000).as_bytes()).unwrap().files, []);
    let long = format!("diff --git a{}\n", " a".repeat(100_000));
    assert!(matches!(read(long.as_bytes()), Err(DiffError::Damaged { .. })));
    let many = format!("{header}@@ -1 +1 @@\n{}", "+x\n".repeat(2_000_001));
    assert_eq!(read(many.as_bytes()), Err(DiffError::TooLong));
}

#[test]
fn lines_are_compared_as_sources_are_decoded() {
    let change = |lines: &[&[u8]]| {
        let mut diff =
            format!("--- a/x.py\n+++ b/x.py\n@@ -0,0 +1,{} @@\n", lines.len()).into_bytes();
        for line in lines {
            diff.push(b'+');
            diff.extend_from_slice(line);
            diff.push(b'\n');
        }
        let Content::Text(text) = read(&diff).unwrap().files.remove(0).content else { panic!() };
        text
    };
    assert!(change(&[b"\xef\xbb\xbfx\r", b"\x0cy"]).fit("x\n y".lines()).is_exact());
    assert!(
        change(&[b"# coding: latin-1", b"s = '\xe9'"])
            .fit("# coding: latin-1\ns = 'é'".lines())
            .is_exact()
    );
    assert!(!change(&[b"s = '\xe9'"]).fit("t = 'é'".lines()).is_exact());
    assert_eq!(change(&[b"a", b"b"]).fit("a".lines()).misfits, 1);
    assert_eq!(change(&[b"a", b"b"]).fit_length(1).misfits, 1);
    assert!(!change(&[b"  a"]).fit("a".lines()).is_exact());
}

#[test]
fn lines_around_a_change_may_differ_in_white_space() {
    let file = one("--- a/x.py\n+++ b/x.py\n@@ -1,2 +1,2 @@\n a\n-b\n+c\n");
    let Content::Text(text) = &file.content else { panic!("{file:?}") };
    assert!(text.fit("  a\nc".lines()).is_exact());
    assert!(!text.fit("a\n c".lines()).is_exact());
}
