//! Runs `git diff` in a checkout that may be hostile.
//!
//! The settings of a repository can name programs for git to run. None of these may run, since
//! the checkout may be another person's: external diffs and text conversions, pagers,
//! the file system monitor, hooks, filters of files (`filter.*.clean`), remotes that git would fetch
//! missing objects from, and everything in submodules, which have settings of their own. Names that
//! start with `-` would be options.

use std::ffi::{OsStr, OsString};
use std::fs;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use covdrop_changes::MAX_BYTES;

/// Why git gives no diff.
#[derive(Debug, thiserror::Error)]
pub(crate) enum GitError {
    /// Git does not run.
    #[error("git could not be run: {0}. Install it, or give the change by --diff FILE")]
    NotRun(io::Error),
    /// The folder is no checkout.
    #[error(
        "'{folder}' is not a checkout of git: {message}. Name one by --source DIR, or give the change \
         by --diff FILE", folder = folder.display()
    )]
    NoCheckout { folder: PathBuf, message: String },
    /// There is no such branch.
    #[error(
        "There is no branch '{branch}' in '{folder}'. If it is on the server, run: {fetch}",
        folder = folder.display()
    )]
    NoBranch { folder: PathBuf, branch: String, fetch: String },
    /// The name of a branch is none.
    #[error("'{0}' is not the name of a branch")]
    BadBranch(String),
    /// The history does not reach back far enough.
    #[error(
        "The checkout in '{folder}' is shallow, and lacks the commit where it left '{branch}'. Run: \
         {fetch}", folder = folder.display()
    )]
    Shallow { folder: PathBuf, branch: String, fetch: String },
    /// The branch has another history.
    #[error("The checkout in '{folder}' and '{branch}' have no common commit", folder = folder.display())]
    Unrelated { folder: PathBuf, branch: String },
    /// Filters that cannot be switched off.
    #[error(
        "The settings of the repository in '{folder}' name a filter '{name}', which could run a \
         program. Give the change by --diff FILE", folder = folder.display()
    )]
    Filter { folder: PathBuf, name: String },
    /// The diff is too large.
    #[error("The diff has more than {} MiB. Give a smaller one by --diff FILE", MAX_BYTES >> 20)]
    TooLarge,
    /// A temporary folder cannot be made.
    #[error("No temporary folder could be made: {0}")]
    Temporary(io::Error),
    /// Git failed.
    #[error("git failed in '{folder}': {message}", folder = folder.display())]
    Failed { folder: PathBuf, message: String },
}

/// Returns the path of a folder in the repository that it lies in, with `/` at its end. Empty for
/// the top of a repository, and outside of any.
pub(crate) fn path_in_repository(folder: &Path) -> String {
    let Ok(folder) = folder.canonicalize() else { return String::new() };
    let is_top = |folder: &&Path| folder.join(".git").symlink_metadata().is_ok();
    let Some(top) = folder.ancestors().find(is_top) else { return String::new() };
    let inner = folder.strip_prefix(top).unwrap_or(Path::new(""));
    let parts = inner.components().map(|part| part.as_os_str().to_string_lossy());
    parts.flat_map(|part| [part, "/".into()]).collect()
}

/// Returns the diff of the checkout that `folders` are in, with its uncommitted changes, from the
/// commit where it left `branch`. Only files in these folders are in it.
pub(crate) fn diff_from_branch(folders: &[PathBuf], branch: &str) -> Result<Vec<u8>, GitError> {
    let git = Git::new(first(folders))?;
    let base = git.merge_base(branch)?;
    let mut command = git.command();
    command.args([
        "diff",
        "--patch",
        "--no-ext-diff",
        "--no-textconv",
        "--no-color",
        "--no-relative",
        "--ignore-submodules=all",
        "--submodule=short",
        "--find-renames",
        "--src-prefix=a/",
        "--dst-prefix=b/",
        "--end-of-options",
        &base,
        "--",
    ]);
    for folder in folders {
        let no_folder = |error: io::Error| GitError::NoCheckout {
            folder: folder.clone(),
            message: error.to_string(),
        };
        command.arg(folder.canonicalize().map_err(no_folder)?);
    }
    if folders.is_empty() {
        command.arg(".");
    }
    let mut child = command.stdout(Stdio::piped()).spawn().map_err(GitError::NotRun)?;
    // Git waits until its warnings are read.
    let stderr = child.stderr.take();
    let warnings = std::thread::spawn(move || {
        let mut text = Vec::new();
        if let Some(mut stderr) = stderr {
            let _ = stderr.by_ref().take(MAX_MESSAGE).read_to_end(&mut text);
            let _ = io::copy(&mut stderr, &mut io::sink());
        }
        text
    });
    let mut bytes = Vec::new();
    let out = child.stdout.take();
    let read = out.map(|out| out.take(MAX_BYTES as u64 + 1).read_to_end(&mut bytes));
    if bytes.len() > MAX_BYTES {
        let _ = child.kill();
        let _ = child.wait();
        return Err(GitError::TooLarge);
    }
    read.transpose().map_err(GitError::NotRun)?;
    let status = child.wait().map_err(GitError::NotRun)?;
    let stderr = warnings.join().unwrap_or_default();
    git.check(&Output { status, stdout: Vec::new(), stderr })?;
    Ok(bytes)
}

/// Writes the files of the commit where the checkout that `folders` are in left `branch` below
/// `target`, an empty folder. Returns the folders there that are `folders` here.
///
/// Links become files that name their target, so that they lead nowhere.
pub(crate) fn write_base(
    folders: &[PathBuf],
    branch: &str,
    target: &Path,
) -> Result<Vec<PathBuf>, GitError> {
    let git = Git::new(first(folders))?;
    let base = git.merge_base(branch)?;
    let files = target.join("files");
    let top = git.run(["rev-parse", "--show-toplevel"])?;
    git.check(&top)?;
    let top = String::from_utf8_lossy(&top.stdout).trim_end_matches(['\r', '\n']).to_owned();
    let mut prefix = OsString::from("--prefix=");
    prefix.push(&files);
    prefix.push("/");
    let run = |arguments: &[&OsStr]| {
        let mut command = git.command();
        // Git writes another index, and does not touch that of the checkout.
        command.current_dir(&top).env("GIT_INDEX_FILE", target.join("index"));
        command.args(["-c", "core.symlinks=false"]).args(arguments);
        git.check(&command.output().map_err(GitError::NotRun)?)
    };
    run(&["read-tree".as_ref(), base.as_ref()])?;
    run(&["checkout-index".as_ref(), "--all".as_ref(), &prefix])?;
    let here = [PathBuf::from(".")];
    let folders = if folders.is_empty() { &here } else { folders };
    let folders: Vec<PathBuf> =
        folders.iter().map(|folder| files.join(path_in_repository(folder))).collect();
    // The base may not have all of them.
    let made = folders.iter().try_for_each(fs::create_dir_all);
    made.map(|()| folders).map_err(GitError::Temporary)
}

/// Returns the first folder, or the working directory if there is none.
fn first(folders: &[PathBuf]) -> &Path {
    folders.first().map_or(Path::new("."), PathBuf::as_path)
}

/// The most bytes of git's messages that are read.
const MAX_MESSAGE: u64 = 64 << 10;

/// Git in one folder.
struct Git<'a> {
    folder: &'a Path,
    /// Settings that switch off filters.
    filters: Vec<String>,
}

impl<'a> Git<'a> {
    /// Looks at the settings of the checkout, which runs nothing.
    fn new(folder: &'a Path) -> Result<Git<'a>, GitError> {
        if !folder.is_dir() {
            let message = "it is not a folder".to_owned();
            return Err(GitError::NoCheckout { folder: folder.to_owned(), message });
        }
        let mut git = Git { folder, filters: Vec::new() };
        let inside = git.run(["rev-parse", "--is-inside-work-tree"])?;
        if !inside.status.success() || !inside.stdout.starts_with(b"true") {
            let message = message(&inside);
            let message = if message.is_empty() { "it has no files".to_owned() } else { message };
            return Err(GitError::NoCheckout { folder: folder.to_owned(), message });
        }
        let settings = git.run(["config", "--includes", "--list", "--name-only", "-z"])?;
        git.check(&settings)?;
        let names = settings.stdout.split(|byte| *byte == 0).map(String::from_utf8_lossy);
        for name in names {
            let Some(filter) = name.strip_prefix("filter.") else { continue };
            let Some((filter, _)) = filter.rsplit_once('.') else { continue };
            if filter.contains(['=', '\n', char::REPLACEMENT_CHARACTER]) {
                let name = filter.to_owned();
                return Err(GitError::Filter { folder: folder.to_owned(), name });
            }
            for (key, value) in
                [("clean", ""), ("smudge", ""), ("process", ""), ("required", "false")]
            {
                git.filters.push(format!("filter.{filter}.{key}={value}"));
            }
        }
        git.filters.sort();
        git.filters.dedup();
        Ok(git)
    }

    /// Returns the commit where the checkout left `branch`, here or on the server.
    fn merge_base(&self, branch: &str) -> Result<String, GitError> {
        let folder = || self.folder.to_owned();
        if branch.is_empty() || branch.starts_with('-') || branch.contains('\0') {
            return Err(GitError::BadBranch(branch.to_owned()));
        }
        let shallow = self.run(["rev-parse", "--is-shallow-repository"])?;
        let is_shallow = shallow.stdout.starts_with(b"true");
        let fetch = || {
            let option = if is_shallow { " --unshallow" } else { "" };
            let name = branch.strip_prefix("origin/").unwrap_or(branch);
            format!("git fetch{option} origin +refs/heads/{name}:refs/remotes/origin/{name}")
        };
        let mut commits = [branch.to_owned(), format!("origin/{branch}")].into_iter();
        let commit = loop {
            let Some(name) = commits.next() else {
                let branch = branch.to_owned();
                return Err(GitError::NoBranch { folder: folder(), branch, fetch: fetch() });
            };
            let name = format!("{name}^{{commit}}");
            if let Some(commit) = hash(&self.run(["rev-parse", "--verify", "--quiet", &name])?) {
                break commit;
            }
        };
        if let Some(base) = hash(&self.run(["merge-base", &commit, "HEAD"])?) {
            return Ok(base);
        }
        let branch = branch.to_owned();
        Err(if is_shallow {
            let fetch = fetch();
            GitError::Shallow { folder: folder(), branch, fetch }
        } else {
            GitError::Unrelated { folder: folder(), branch }
        })
    }

    fn run<const N: usize>(&self, arguments: [&str; N]) -> Result<Output, GitError> {
        self.command().args(arguments).output().map_err(GitError::NotRun)
    }

    /// Returns git without arguments, which runs no program that a repository names.
    fn command(&self) -> Command {
        let mut command = Command::new("git");
        command.current_dir(self.folder);
        for name in [
            "GIT_DIR",
            "GIT_WORK_TREE",
            "GIT_INDEX_FILE",
            "GIT_PREFIX",
            "GIT_EXTERNAL_DIFF",
            "GIT_DIFF_OPTS",
            "GIT_PAGER",
            "GIT_CONFIG_PARAMETERS",
            "GIT_CONFIG_COUNT",
        ] {
            command.env_remove(name);
        }
        command.env("GIT_OPTIONAL_LOCKS", "0");
        command.env("GIT_TERMINAL_PROMPT", "0");
        // Objects of a partial clone are not fetched, by no protocol.
        command.env("GIT_NO_LAZY_FETCH", "1").env("GIT_ALLOW_PROTOCOL", "none");
        command.args(["--no-pager", "--literal-pathspecs"]);
        let nowhere = if cfg!(windows) { "NUL" } else { "/dev/null" };
        command.args(["-c", &format!("core.hooksPath={nowhere}")]);
        for setting in
            ["core.fsmonitor=false", "core.quotePath=true", "diff.autoRefreshIndex=false"]
        {
            command.args(["-c", setting]);
        }
        for filter in &self.filters {
            command.args(["-c", filter]);
        }
        command.stdin(Stdio::null()).stderr(Stdio::piped());
        command
    }

    fn check(&self, output: &Output) -> Result<(), GitError> {
        if output.status.success() {
            return Ok(());
        }
        Err(GitError::Failed { folder: self.folder.to_owned(), message: message(output) })
    }
}

/// Returns the name of the commit that git wrote, if it wrote one.
fn hash(output: &Output) -> Option<String> {
    let text = std::str::from_utf8(&output.stdout).ok()?.lines().next()?.trim();
    let is_hash = text.len() >= 40 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    (output.status.success() && is_hash).then(|| text.to_owned())
}

/// Returns the first line of git's error message.
fn message(output: &Output) -> String {
    let text = String::from_utf8_lossy(&output.stderr);
    let text = text.lines().next().unwrap_or_default();
    text.trim_start_matches("fatal: ").trim_end_matches('.').to_owned()
}
