//! A temporary repository of git, and data of its files.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::{Value, json};
use tempfile::TempDir;

/// A repository with a checkout.
pub(crate) struct Repository {
    folder: TempDir,
}

impl Repository {
    /// Creates a repository with these files in its first commit, on the branch `main`.
    pub(crate) fn new(files: &[(&str, &str)]) -> Repository {
        let repository = Repository { folder: tempfile::tempdir().unwrap() };
        fs::create_dir(repository.path()).unwrap();
        repository.git(["init", "--quiet", "--initial-branch=main"]);
        repository.git(["config", "core.autocrlf", "false"]);
        repository.write(files);
        repository.commit();
        repository
    }

    /// The checkout.
    pub(crate) fn path(&self) -> PathBuf {
        self.folder.path().join("acme")
    }

    /// A file beside the checkout.
    pub(crate) fn beside(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn write(&self, files: &[(&str, &str)]) {
        for (name, text) in files {
            self.write_bytes(name, text.as_bytes());
        }
    }

    pub(crate) fn write_bytes(&self, name: &str, bytes: &[u8]) {
        let path = self.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }

    pub(crate) fn commit(&self) {
        self.git(["add", "--all"]);
        self.git(["commit", "--quiet", "--message=x", "--allow-empty"]);
    }

    /// Runs git in the checkout, and returns what it prints.
    pub(crate) fn git(&self, arguments: impl IntoIterator<Item = impl AsRef<OsStr>>) -> Vec<u8> {
        git_in(&self.path(), arguments)
    }

    /// Writes data in which these lines of each file ran, and no branches.
    pub(crate) fn lines(&self, files: &[(&str, &[u32])]) -> PathBuf {
        let recorded =
            |(name, lines): &(&str, &[u32])| (format!("/builds/acme/{name}"), json!(lines));
        self.data("lines", &files.iter().map(recorded).collect())
    }

    /// Writes data in which these arcs of each file were taken.
    pub(crate) fn arcs(&self, files: &[(&str, &[(i32, i32)])]) -> PathBuf {
        let recorded =
            |(name, arcs): &(&str, &[(i32, i32)])| (format!("/builds/acme/{name}"), json!(arcs));
        self.data("arcs", &files.iter().map(recorded).collect())
    }

    fn data(&self, kind: &str, files: &serde_json::Map<String, Value>) -> PathBuf {
        let head = "!coverage.py: This is a private format, don't read it directly!";
        let path = self.beside(".coverage");
        fs::write(&path, format!("{head}{}", json!({ kind: files }))).unwrap();
        path
    }

    /// Runs `covdrop diff` on the checkout with these options.
    pub(crate) fn diff(&self, data: &Path, options: &[&str]) -> Output {
        self.run("diff", data, options)
    }

    /// Runs a command of `covdrop` on the checkout with these options.
    pub(crate) fn run(&self, command: &str, data: &Path, options: &[&str]) -> Output {
        let mut run = Command::new(env!("CARGO_BIN_EXE_covdrop"));
        run.arg(command).arg(data).arg("--source").arg(self.path()).args(options);
        run.current_dir(self.folder.path()).output().unwrap()
    }

    /// The report of `covdrop diff` as JSON, for the diff with `base` that git writes with these
    /// options.
    pub(crate) fn json(&self, data: &Path, diff: &[u8]) -> Value {
        let file = self.beside("change.diff");
        fs::write(&file, diff).unwrap();
        let output = self.diff(data, &["--format=json", "--diff", "change.diff"]);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
        serde_json::from_slice(&output.stdout).unwrap()
    }
}

/// Runs git in a folder, and returns what it prints.
pub(crate) fn git_in(
    folder: &Path,
    arguments: impl IntoIterator<Item = impl AsRef<OsStr>>,
) -> Vec<u8> {
    let mut git = Command::new("git");
    git.current_dir(folder);
    for name in ["AUTHOR", "COMMITTER"] {
        git.env(format!("GIT_{name}_NAME"), "A").env(format!("GIT_{name}_EMAIL"), "a@example.org");
    }
    git.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_SYSTEM", "/dev/null");
    let output = git.args(arguments).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    output.stdout
}
