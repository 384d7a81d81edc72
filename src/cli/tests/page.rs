//! Tests of the commands that need the embedded page, and of the help files.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};

const HEAD: &str = "!coverage.py: This is a private format, don't read it directly!";

/// Returns true if the program was built with a page.
fn has_page() -> bool {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("page.zip").is_file()
}

/// Returns a folder with a source and its data.
fn project() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.py"), "x = 1\n").unwrap();
    let data = format!("{HEAD}{{\"lines\":{{\"/b/a.py\":[1]}}}}");
    fs::write(folder.path().join(".coverage.py38"), data).unwrap();
    folder
}

fn covdrop(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_covdrop"));
    command.args(arguments).current_dir(folder).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

/// Ends a program that would run forever when the test ends.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[test]
fn a_report_is_written_where_it_is_asked_for() {
    if !has_page() {
        return;
    }
    let project = project();
    let at = |path: &str| project.path().join(path);
    for (arguments, path) in [
        (&["html"][..], "coverage.html"),
        (&["html", "-q", "-d", "htmlcov"], "htmlcov/index.html"),
        (&["html", "--title", "a <b>", "-o", "out/a.html"], "out/a.html"),
    ] {
        let output = covdrop(project.path(), arguments).output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{output:?}");
        let is_quiet = arguments.contains(&"-q");
        assert_eq!(String::from_utf8_lossy(&output.stderr).contains("Wrote"), !is_quiet);
        let html = fs::read_to_string(at(path)).unwrap();
        assert!(html.contains("id=\"covdrop-manifest\"") && html.contains("id=\"covdrop-file-1\""));
        assert!(!html.contains("id=\"covdrop-file-2\""), "one job and the source");
        assert_eq!(html.contains("a \\u003cb>"), path == "out/a.html");
    }
    // The report is not an input of the next one, which replaces it.
    assert!(covdrop(project.path(), &["html"]).status().unwrap().success());
    let refused = covdrop(project.path(), &["html", "-o", ".coverage.py38", ".coverage.py38"]);
    assert_eq!({ refused }.output().unwrap().status.code(), Some(1));
    assert!(fs::read_to_string(at(".coverage.py38")).unwrap().starts_with(HEAD));
}

#[test]
fn serve_answers_this_machine_alone() {
    if !has_page() {
        return;
    }
    let project = project();
    let mut server = Running(covdrop(project.path(), &["serve", "--no-open"]).spawn().unwrap());
    let lines = BufReader::new(server.0.stderr.take().unwrap()).lines();
    let said = lines.map(Result::unwrap).find(|line| line.contains("http://")).unwrap();
    let (_, address) = said.split_once("http://").unwrap();
    let (address, _) = address.split_once('/').unwrap();
    let ask = |request: &str, host: &str| {
        let mut stream = TcpStream::connect(address).unwrap();
        write!(stream, "{request} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n").unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        String::from_utf8_lossy(&answer).into_owned()
    };
    assert!(address.starts_with("127.0.0.1:"));
    let list = ask("GET /covdrop.json", address);
    assert!(list.starts_with("HTTP/1.1 200") && list.contains("covdrop/py38.zip"), "{list}");
    assert!(ask("GET /", address).contains("<!doctype html>"));
    assert!(ask("GET /covdrop/py38.zip", address).contains("PK"));
    let port = address.rsplit(':').next().unwrap();
    assert!(ask("GET /covdrop.json", &format!("localhost:{port}")).starts_with("HTTP/1.1 200"));
    for (request, host, status) in [
        ("GET /covdrop.json", "evil.example", "403"),
        ("GET /../a.py", address, "404"),
        ("GET /%2e%2e/a.py", address, "404"),
        ("GET /a.py", address, "404"),
        ("POST /covdrop.json", address, "405"),
    ] {
        let answer = ask(request, host);
        assert!(answer.starts_with(&format!("HTTP/1.1 {status}")), "{request} {host}: {answer}");
        assert!(!answer.contains("x = 1"), "{answer}");
    }
}

#[test]
fn completions_and_manual_pages_name_the_commands() {
    let folder = tempfile::tempdir().unwrap();
    for shell in ["bash", "zsh", "fish"] {
        let output = covdrop(folder.path(), &["completions", shell]).output().unwrap();
        let script = String::from_utf8(output.stdout).unwrap();
        assert!(script.contains("show-missing") && script.contains("publish"), "{shell}");
    }
    assert!(covdrop(folder.path(), &["man", "-d", "man"]).status().unwrap().success());
    let page = |name: &str| fs::read_to_string(folder.path().join("man").join(name)).unwrap();
    assert!(page("covdrop.1").contains("combine"));
    assert!(page("covdrop-html.1").contains("title"));
}
