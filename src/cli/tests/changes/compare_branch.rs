//! Tests `--compare-branch`: the compared files, the advice in shallow clones, hostile checkouts.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;

use crate::repository::{Repository, git_in};

/// A repository whose branch `feature` changes one line, while `main` went on too.
fn branches() -> Repository {
    let repository = Repository::new(&[("src/p/m.py", "a = 1\nb = 2\nc = 3\n")]);
    repository.git(["checkout", "--quiet", "-b", "feature"]);
    repository.write(&[("src/p/m.py", "a = 1\nb = 2\nc = 4\n")]);
    repository.commit();
    repository.git(["checkout", "--quiet", "main"]);
    repository.write(&[("src/p/m.py", "a = 0\nb = 2\nc = 3\n")]);
    repository.commit();
    repository.git(["checkout", "--quiet", "feature"]);
    repository
}

fn words(output: &Output) -> String {
    String::from_utf8_lossy(&[&output.stdout[..], &output.stderr].concat()).into_owned()
}

fn missing(output: &Output) -> Value {
    assert!(output.status.success(), "{}", words(output));
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    report["files"][0]["coverage"]["missing"].clone()
}

#[test]
fn the_checkout_is_compared_with_the_commit_where_it_left_the_branch() {
    let repository = branches();
    let data = repository.lines(&[("src/p/m.py", &[])]);
    let options = ["--compare-branch=main", "--format=json"];
    assert_eq!(missing(&repository.diff(&data, &options)), serde_json::json!([[3, 3]]));
    // Uncommitted changes are compared too.
    repository.write(&[("src/p/m.py", "a = 1\nb = 3\nc = 4\n")]);
    assert_eq!(missing(&repository.diff(&data, &options)), serde_json::json!([[2, 2], [3, 3]]));
    // The source may be a folder of the checkout.
    let mut run = Command::new(env!("CARGO_BIN_EXE_covdrop"));
    run.args(["diff", "--strict-paths"]).args(options).arg("--source");
    run.arg(repository.path().join("src"));
    let data = repository.beside("data/.coverage");
    fs::create_dir(data.parent().unwrap()).unwrap();
    let head = "!coverage.py: This is a private format, don't read it directly!";
    fs::write(&data, format!("{head}{{\"lines\":{{\"p/m.py\":[1]}}}}")).unwrap();
    let output = run.arg(&data).output().unwrap();
    assert_eq!(missing(&output), serde_json::json!([[2, 2], [3, 3]]));
}

#[test]
fn several_folders_of_a_checkout_may_be_the_source() {
    let repository = branches();
    repository.write(&[("lib/q/n.py", "x = 1\n"), ("other/o.py", "y = 1\n")]);
    repository.git(["add", "--all"]);
    let data = repository.lines(&[("src/p/m.py", &[]), ("lib/q/n.py", &[])]);
    let mut run = Command::new(env!("CARGO_BIN_EXE_covdrop"));
    run.args(["diff", "--compare-branch=main", "--format=json"]).arg(&data);
    for folder in ["src", "lib"] {
        run.arg("--source").arg(repository.path().join(folder));
    }
    let base = repository.beside("base.coverage");
    let head = "!coverage.py: This is a private format, don't read it directly!";
    fs::write(&base, format!("{head}{{\"lines\":{{\"p/m.py\":[1]}}}}")).unwrap();
    let output = run.arg("--base").arg(&base).output().unwrap();
    assert!(output.status.success(), "{}", words(&output));
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    let files: Vec<_> = report["files"].as_array().unwrap().iter().collect();
    let names: Vec<_> = files.iter().map(|file| (&file["path"], &file["source"])).collect();
    let expected = serde_json::json!([["lib/q/n.py", "q/n.py"], ["src/p/m.py", "p/m.py"]]);
    assert_eq!(serde_json::to_value(names).unwrap(), expected);
    assert!(files.iter().all(|file| file["result"] == "measured"));
}

#[test]
fn the_base_has_the_sources_of_the_branch() {
    let repository = branches();
    let head = "!coverage.py: This is a private format, don't read it directly!";
    let text = format!("{head}{{\"lines\":{{\"/builds/acme/src/p/m.py\":[1,2,3]}}}}");
    fs::write(repository.beside("base.coverage"), text).unwrap();
    let data = repository.lines(&[("src/p/m.py", &[1])]);
    let options = ["--compare-branch=main", "--base=base.coverage", "--format=json"];
    let index = fs::read(repository.path().join(".git/index")).unwrap();
    let output = repository.diff(&data, &options);
    assert_eq!(missing(&output), serde_json::json!([[3, 3]]));
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    let expected = serde_json::json!({
        "still_covered": [[1, 1]], "lost": [[2, 2]],
        "new_uncovered": [[3, 3]], "deleted_covered": [[3, 3]],
    });
    assert_eq!(report["base"]["files"][0]["categories"], expected);
    assert_eq!(fs::read(repository.path().join(".git/index")).unwrap(), index);
}

#[test]
fn what_a_checkout_lacks_is_told_with_the_command_that_fetches_it() {
    let repository = branches();
    let clone = repository.beside("clone");
    let url = format!("file://{}", repository.path().display());
    let clone_path = clone.to_str().unwrap();
    git_in(
        &repository.path(),
        ["clone", "--quiet", "--depth=1", "--branch=feature", &url, clone_path],
    );
    let data = repository.lines(&[("src/p/m.py", &[])]);
    let run = |branch: &str, source: &Path| {
        let mut run = Command::new(env!("CARGO_BIN_EXE_covdrop"));
        run.args(["diff", "--format=json", &format!("--compare-branch={branch}"), "--source"]);
        run.arg(source).arg(&data).output().unwrap()
    };
    let lacking = run("main", &clone);
    let fetch = "git fetch --unshallow origin +refs/heads/main:refs/remotes/origin/main";
    assert_eq!(lacking.status.code(), Some(1));
    assert!(words(&lacking).contains(&format!("run: {fetch}")), "{}", words(&lacking));
    git_in(
        &clone,
        ["fetch", "--quiet", "--depth=1", "origin", "+refs/heads/main:refs/remotes/origin/main"],
    );
    let shallow = words(&run("main", &clone));
    assert!(shallow.contains("is shallow") && shallow.contains(fetch), "{shallow}");
    git_in(&clone, fetch.split(' ').skip(1));
    assert_eq!(missing(&run("main", &clone)), serde_json::json!([[3, 3]]));
    for (branch, source, expected) in [
        ("nope", repository.path(), "run: git fetch origin +refs/heads/nope"),
        ("--output=x", repository.path(), "is not the name of a branch"),
        ("main", repository.beside("data"), "is not a checkout of git"),
    ] {
        fs::create_dir_all(&source).unwrap();
        let output = run(branch, &source);
        assert_eq!(output.status.code(), Some(1));
        assert!(words(&output).contains(expected), "{}", words(&output));
    }
}

#[test]
fn a_hostile_checkout_runs_nothing() {
    let repository = branches();
    let trace = repository.beside("ran");
    let script = repository.beside("evil.sh");
    let text = format!("#!/bin/sh\necho \"$0 $*\" >> '{}'\ncat\n", trace.display());
    fs::write(&script, text).unwrap();
    git_in(&repository.path(), ["config", "core.fileMode", "true"]);
    let status = Command::new("chmod").arg("+x").arg(&script).status().unwrap();
    assert!(status.success());
    let evil = script.to_str().unwrap();
    for setting in [
        "diff.external",
        "diff.evil.command",
        "diff.evil.textconv",
        "core.fsmonitor",
        "core.pager",
        "pager.diff",
        "filter.evil.clean",
        "filter.evil.smudge",
        "filter.evil.process",
        "core.sshCommand",
        "core.alternateRefsCommand",
        "core.editor",
    ] {
        repository.git(["config", setting, evil]);
    }
    repository.git(["config", "filter.evil.required", "true"]);
    repository.git(["config", "diff.submodule", "diff"]);
    let hooks = repository.path().join(".git/hooks");
    fs::create_dir_all(&hooks).unwrap();
    for hook in ["post-index-change", "post-checkout"] {
        fs::copy(&script, hooks.join(hook)).unwrap();
    }
    let attributes = "*.py diff=evil filter=evil\n";
    fs::write(repository.path().join(".git/info/attributes"), attributes).unwrap();
    // Changed, so that git has to read the file.
    repository.write(&[("src/p/m.py", "a = 1\nb = 3\nc = 4\n")]);
    let data = repository.lines(&[("src/p/m.py", &[])]);
    let base = format!("--base={}", data.display());
    let output = repository.diff(&data, &["--compare-branch=main", "--format=json", &base]);
    assert_eq!(missing(&output), serde_json::json!([[2, 2], [3, 3]]));
    assert!(!trace.exists(), "{}", fs::read_to_string(&trace).unwrap());
    // Without these precautions, git does run it.
    let _ = Command::new("git").args(["diff", "main"]).current_dir(repository.path()).output();
    assert!(trace.exists());
}

#[test]
fn missing_objects_are_not_fetched() {
    let repository = branches();
    let trace = repository.beside("ran");
    let blob = repository.git(["rev-parse", "main~1:src/p/m.py"]);
    let blob = String::from_utf8(blob).unwrap();
    let (folder, file) = blob.trim().split_at(2);
    fs::remove_file(repository.path().join(".git/objects").join(folder).join(file)).unwrap();
    let command = format!("ext::touch {}", trace.display());
    for (setting, value) in [
        ("core.repositoryFormatVersion", "1"),
        ("extensions.partialClone", "origin"),
        ("remote.origin.promisor", "true"),
        ("remote.origin.url", &command),
        ("protocol.ext.allow", "always"),
    ] {
        repository.git(["config", setting, value]);
    }
    let data = repository.lines(&[("src/p/m.py", &[])]);
    let output = repository.diff(&data, &["--compare-branch=main"]);
    assert_eq!(output.status.code(), Some(1), "{}", words(&output));
    assert!(words(&output).contains("git failed in"), "{}", words(&output));
    assert!(!trace.exists());
    let _ = Command::new("git").args(["diff", "main~1"]).current_dir(repository.path()).output();
    assert!(trace.exists(), "git runs a program of these settings by itself");
}
