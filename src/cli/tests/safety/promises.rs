//! Tests of SECURITY.md, and of its promises about the whole code.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// Returns the root of the project.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Returns all Rust sources of these folders.
fn sources(folders: &[&str]) -> Vec<(PathBuf, String)> {
    let entries = folders.iter().flat_map(|folder| walkdir::WalkDir::new(root().join(folder)));
    let paths = entries.map(|entry| entry.unwrap().into_path());
    let paths = paths.filter(|path| path.extension().is_some_and(|ending| ending == "rs"));
    paths.map(|path| (path.clone(), fs::read_to_string(path).unwrap())).collect()
}

#[test]
fn each_promise_names_a_test_that_exists() {
    let page = fs::read_to_string(root().join("SECURITY.md")).unwrap();
    let code = sources(&["src", "tests"]);
    let functions: BTreeSet<&str> = code
        .iter()
        .flat_map(|(_, text)| text.split("fn ").skip(1))
        .filter_map(|rest| rest.split_once('(').map(|(name, _)| name))
        .collect();
    for line in page.lines() {
        let named = line.strip_prefix("- `").and_then(|rest| rest.strip_suffix('`'));
        if let Some(test) = named {
            assert!(functions.contains(test), "SECURITY.md names {test}, and no test is called so");
        }
    }
    // A promise is a paragraph that begins with bold words; its tests follow it.
    let paragraphs: Vec<&str> = page.split("\n\n").collect();
    for (at, promise) in paragraphs.iter().enumerate().filter(|(_, text)| text.starts_with("**")) {
        let next = paragraphs.get(at + 1).copied().unwrap_or_default();
        assert!(next.starts_with("- `"), "no test follows: {promise}");
    }
}

/// Crates that open connections, or are for that.
const NETWORK: [&str; 22] = [
    "async-std",
    "attohttpc",
    "curl",
    "fantoccini",
    "git2",
    "h2",
    "hyper",
    "isahc",
    "minreq",
    "mio",
    "native-tls",
    "openssl",
    "quinn",
    "reqwest",
    "rustls",
    "smol",
    "socket2",
    "ssh2",
    "surf",
    "tokio",
    "tungstenite",
    "ureq",
];

#[test]
fn no_crate_of_the_command_line_reaches_a_network() {
    let lock = fs::read_to_string(root().join("Cargo.lock")).unwrap();
    let mut graph: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for package in lock.split("[[package]]\n").skip(1) {
        let (fields, dependencies) =
            package.split_once("dependencies = [").unwrap_or((package, ""));
        let name = fields.lines().find_map(|line| line.strip_prefix("name = \""));
        let quoted = dependencies.split('"').skip(1).step_by(2);
        let names = quoted.filter_map(|dependency| dependency.split(' ').next());
        let name = name.and_then(|name| name.strip_suffix('"')).unwrap();
        graph.entry(name).or_default().extend(names);
    }
    let mut reached = BTreeSet::new();
    let mut open = vec!["covdrop-cli"];
    while let Some(name) = open.pop() {
        // Tests alone use this crate.
        if name != "covdrop-tests" && reached.insert(name) {
            open.extend(&graph[name]);
        }
    }
    assert!(reached.contains("covdrop-session") && reached.contains("rusqlite"), "{reached:?}");
    let found: Vec<&&str> = NETWORK.iter().filter(|name| reached.contains(**name)).collect();
    assert!(found.is_empty(), "{found:?}");
}

#[test]
fn pages_allow_no_connection_but_to_their_own_server() {
    let files = fs::read_dir(root().join("www")).unwrap().map(|entry| entry.unwrap().path());
    let pages = files.filter(|path| path.extension().is_some_and(|ending| ending == "html"));
    for page in pages {
        let html = fs::read_to_string(&page).unwrap();
        let start = "<meta http-equiv=\"Content-Security-Policy\" content=\"";
        let policy = html.split_once(start).and_then(|(_, rest)| rest.split_once('"'));
        let (policy, _) = policy.unwrap_or_else(|| panic!("{} has no policy", page.display()));
        let rules: BTreeMap<&str, &str> =
            policy.split("; ").filter_map(|rule| rule.split_once(' ')).collect();
        for name in ["default-src", "base-uri", "form-action"] {
            assert_eq!(rules.get(name), Some(&"'none'"), "{name} in {policy}");
        }
        assert!(matches!(rules.get("connect-src"), None | Some(&"'self'")), "{policy}");
        assert!(!policy.contains("unsafe-inline") && !policy.contains("'unsafe-eval'"), "{policy}");
        assert!(!policy.contains("http") && !policy.contains('*'), "{policy}");
    }
}

/// The crates that process the contents of inputs.
const READERS: [&str; 9] =
    ["analysis", "changes", "cli", "data", "intake", "lines", "protocol", "report", "session"];

#[test]
fn no_code_that_reads_inputs_starts_a_program_or_a_connection() {
    let folders: Vec<String> = READERS.iter().map(|name| format!("src/{name}")).collect();
    let folders: Vec<&str> = folders.iter().map(String::as_str).collect();
    for (path, text) in sources(&folders) {
        if path
            .components()
            .any(|part| ["tests", "examples"].iter().any(|dir| part.as_os_str() == *dir))
        {
            continue;
        }
        let words = ["Command::new", "std::net", "TcpStream", "UdpSocket", "UnixStream"];
        // `serve` names the address of this machine, and no other.
        let is_server = path.ends_with("src/cli/serve.rs");
        // `diff --compare-branch` runs git, as the user asks.
        let is_git = path.ends_with("src/cli/git.rs");
        let may_have =
            |word: &str| is_server && word == "std::net" || is_git && word == "Command::new";
        for word in words.iter().filter(|word| !may_have(word)) {
            assert!(!text.contains(word), "{} has {word}", path.display());
        }
        assert!(!is_git || text.matches("Command::new(").count() == 1, "git alone is run");
        let is_only_local =
            text.matches("Ipv4Addr::").count() == text.matches("::LOCALHOST").count();
        assert!(!is_server || is_only_local, "serve listens to this machine alone");
    }
}
