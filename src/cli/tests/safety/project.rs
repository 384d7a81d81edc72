//! A small project in a folder of its own, and runs of `covdrop` in it.

use std::fs;
use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// The message about the inferred path mapping of the project.
pub(crate) const INFERRED: &str = "Inferred path mapping: /r → .\n\
                                   To settle this, put it into your settings file:\n\
                                   [paths]\nsource =\n    .\n    /r\n";

/// The table of the project.
pub(crate) const TABLE: &str = "\
Name      Stmts   Miss  Cover
-----------------------------
good.py       1      0   100%
-----------------------------
TOTAL         1      0   100%
";

/// A project with one source, `proj/good.py`, that the data file `data/.coverage.vm` measured.
pub(crate) struct Project(tempfile::TempDir);

impl Project {
    pub(crate) fn new() -> Project {
        let project = Project(tempfile::tempdir().unwrap());
        project.write("proj/good.py", "x = 1\n");
        project.write("data/.coverage.vm", data(&["/r/good.py"]));
        project
    }

    pub(crate) fn path(&self, inner: &str) -> PathBuf {
        self.0.path().join(inner)
    }

    pub(crate) fn write(&self, inner: &str, content: impl AsRef<[u8]>) {
        let path = self.path(inner);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }

    pub(crate) fn read(&self, inner: &str) -> String {
        fs::read_to_string(self.path(inner)).unwrap()
    }

    pub(crate) fn link(&self, inner: &str, target: impl AsRef<Path>) {
        let path = self.path(inner);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::os::unix::fs::symlink(target, path).unwrap();
    }

    pub(crate) fn fifo(&self, inner: &str) {
        assert!(Command::new("mkfifo").arg(self.path(inner)).status().unwrap().success());
    }

    /// Writes an archive of these files.
    pub(crate) fn zip(&self, inner: &str, files: &[(&str, &str)]) {
        let mut archive = zip::ZipWriter::new(fs::File::create(self.path(inner)).unwrap());
        for (name, content) in files {
            archive.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
            archive.write_all(content.as_bytes()).unwrap();
        }
        archive.finish().unwrap();
    }

    /// Returns all files and links below a folder, by path, with their content or target.
    pub(crate) fn all(&self, inner: &str) -> Vec<(String, Vec<u8>)> {
        let root = self.path(inner);
        let entries = walkdir::WalkDir::new(&root).sort_by_file_name().into_iter();
        let entries = entries.map(Result::unwrap).filter(|entry| !entry.file_type().is_dir());
        entries
            .map(|entry| {
                let name = entry.path().strip_prefix(&root).unwrap().to_str().unwrap().to_owned();
                let content = if entry.path_is_symlink() {
                    fs::read_link(entry.path()).unwrap().into_os_string().into_encoded_bytes()
                } else {
                    fs::read(entry.path()).unwrap()
                };
                (name, content)
            })
            .collect()
    }

    /// Returns the command `covdrop` with arguments that are separated by blanks, in the project's
    /// folder.
    pub(crate) fn command(&self, arguments: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_covdrop"));
        command.args(arguments.split(' ')).current_dir(self.0.path());
        command.env_remove("COVERAGE_FILE").env_remove("COVERAGE_RCFILE");
        // Runs at different times publish the same files.
        command.env("SOURCE_DATE_EPOCH", "1790000000");
        command
    }

    /// Runs `covdrop` with arguments that are separated by blanks.
    pub(crate) fn run(&self, arguments: &str) -> Ran {
        finish(self.command(arguments))
    }

    /// Runs a shell command in which `covdrop` is the program.
    pub(crate) fn shell(&self, line: &str) -> Ran {
        let mut command = Command::new("bash");
        let program = Path::new(env!("CARGO_BIN_EXE_covdrop"));
        let path = std::env::var("PATH").unwrap();
        command.env("PATH", format!("{}:{path}", program.parent().unwrap().display()));
        command.args(["-c", line]).current_dir(self.0.path());
        finish(command)
    }
}

/// The result of a run.
#[derive(Debug)]
pub(crate) struct Ran {
    /// The exit status; `None` if a signal ended it.
    pub(crate) status: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

/// The time after which the test ends a run.
const PATIENCE: Duration = Duration::from_mins(1);

/// Runs a command to its end.
pub(crate) fn finish(mut command: Command) -> Ran {
    let piped = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = piped.spawn().unwrap();
    let (mut out, mut err) = (child.stdout.take().unwrap(), child.stderr.take().unwrap());
    let stdout = thread::spawn(move || {
        let mut bytes = Vec::new();
        out.read_to_end(&mut bytes).map(|_| bytes).unwrap()
    });
    let stderr = thread::spawn(move || {
        let mut bytes = Vec::new();
        err.read_to_end(&mut bytes).map(|_| bytes).unwrap()
    });
    let start = Instant::now();
    let status = loop {
        if let Some(status) = child.try_wait().unwrap() {
            break status;
        }
        let hangs = start.elapsed() > PATIENCE;
        if hangs {
            child.kill().unwrap();
        }
        assert!(!hangs, "{command:?} hangs");
        thread::sleep(Duration::from_millis(5));
    };
    let output = Output { status, stdout: stdout.join().unwrap(), stderr: stderr.join().unwrap() };
    Ran {
        status: output.status.code(),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}

/// Returns a data file, in the format of coverage.py 4, in which line 1 of these files ran.
pub(crate) fn data(files: &[&str]) -> String {
    let lines: serde_json::Map<_, _> =
        files.iter().map(|file| ((*file).to_owned(), serde_json::json!([1]))).collect();
    let data = serde_json::json!({ "lines": lines });
    format!("!coverage.py: This is a private format, don't read it directly!{data}")
}
