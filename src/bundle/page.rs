//! Finds the files of the built page by the references in its HTML, and finishes them.

use std::path::{Path, PathBuf};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest as _, Sha256, Sha384};

use crate::error::Error;
use crate::files::{read, read_text, remove, write};

/// The name that Trunk gives the worker's files. `index.html` refers to the script by it.
const WORKER: &str = "covdrop-worker";
/// The attribute of the root element that identifies the build. A page uses the one-file page
/// beside it only if both have the same build.
const BUILD: &str = "data-build";

/// The script that starts the worker's program; the script of wasm-bindgen precedes it.
const START_WORKER: &str = include_str!("../../www/worker.js");

/// Renames the worker's files by a digest, and adds integrity to the page's program and its
/// wasm-bindgen script. Trunk adds integrity to the other scripts and to the style.
///
/// The worker has no integrity, because browsers do not support it for workers.
pub(crate) fn finish(dist: &Path) -> Result<(), Error> {
    let index = dist.join("index.html");
    let mut html = read_text(&index)?;
    let script = dist.join(format!("{WORKER}.js"));
    let program = dist.join(format!("{WORKER}_bg.wasm"));
    let text = format!("{}\n{START_WORKER}", read_text(&script)?);
    let wasm = read(&program)?;
    let name = format!("{WORKER}-{}", digest(&[text.as_bytes(), &wasm]));
    write(&dist.join(format!("{name}.js")), text.as_bytes())?;
    write(&dist.join(format!("{name}_bg.wasm")), &wasm)?;
    html = html.replacen(&format!("{WORKER}.js"), &format!("{name}.js"), 1);
    let page =
        reference(&html, "href", "covdrop-page", ".wasm").ok_or(Error::Missing("program"))?;
    let build = digest(&[page.file.as_bytes(), name.as_bytes()]);
    html = html.replacen("<html ", &format!("<html {BUILD}={build} "), 1);
    // Chromium warns about `integrity` on a preload of anything but scripts and styles.
    for (attribute, end, part, check) in
        [("src", ".js", "script", "integrity"), ("href", ".wasm", "program", "data-integrity")]
    {
        let found = reference(&html, attribute, "covdrop-page", end).ok_or(Error::Missing(part))?;
        let integrity = integrity(&read(&dist.join(found.file))?);
        html.insert_str(found.at, &format!("{check}=\"{integrity}\" "));
    }
    write(&index, html.as_bytes())?;
    remove(&script)?;
    remove(&program)
}

/// Returns a part for the names of files that belong together. It changes with their content.
fn digest(parts: &[&[u8]]) -> String {
    let mut digest = Sha256::new();
    for part in parts {
        digest.update(part);
    }
    let first = digest.finalize().into_iter().take(8);
    first.fold(String::new(), |text, byte| text + &format!("{byte:02x}"))
}

/// Returns the value of an `integrity` attribute.
fn integrity(bytes: &[u8]) -> String {
    format!("sha384-{}", STANDARD.encode(Sha384::digest(bytes)))
}

/// The parts of the static page.
pub(crate) struct Page {
    /// A digest of the programs.
    pub(crate) build: String,
    pub(crate) style: String,
    /// The start tag and content of the body.
    pub(crate) body: String,
    pub(crate) icon: Vec<u8>,
    /// The wasm-bindgen script of the page.
    pub(crate) glue: String,
    pub(crate) wasm: Vec<u8>,
    /// The wasm-bindgen script of the worker.
    pub(crate) worker_glue: String,
    pub(crate) worker_wasm: Vec<u8>,
}

impl Page {
    /// Reads the finished page from the folder `dist`.
    pub(crate) fn read(dist: &Path) -> Result<Page, Error> {
        let html = read_text(&dist.join("index.html"))?;
        let part = |attribute, start, end, part| {
            let found = reference(&html, attribute, start, end).ok_or(Error::Missing(part))?;
            Ok(dist.join(found.file))
        };
        let worker = part("data-worker", WORKER, ".js", "worker")?;
        let worker_glue = read_text(&worker)?;
        let worker_glue = worker_glue.strip_suffix(START_WORKER).ok_or(Error::Missing("worker"))?;
        let body =
            html.find("<body").and_then(|at| html.get(at..)).ok_or(Error::Missing("body"))?;
        let body = body.split_once("</body>").map_or(body, |(body, _)| body);
        let build = html.split_once(&format!("{BUILD}=")).ok_or(Error::Missing(BUILD))?.1;
        let build = build.split([' ', '>']).next().unwrap_or_default();
        Ok(Page {
            build: build.to_owned(),
            body: body.to_owned(),
            style: read_text(&part("href", "style", ".css", "style sheet")?)?,
            icon: read(&part("href", "icon", ".svg", "icon")?)?,
            glue: read_text(&part("src", "covdrop-page", ".js", "script")?)?,
            wasm: read(&part("href", "covdrop-page", ".wasm", "program")?)?,
            worker_glue: worker_glue.to_owned(),
            worker_wasm: read(&program_beside(&worker))?,
        })
    }
}

/// Returns the path of the program that a worker's script loads.
fn program_beside(script: &Path) -> PathBuf {
    let stem = script.file_stem().unwrap_or_default().to_string_lossy();
    script.with_file_name(format!("{stem}_bg.wasm"))
}

/// An HTML attribute that refers to a file of the page.
#[derive(Debug, PartialEq, Eq)]
struct Reference<'a> {
    /// The offset of the attribute, in bytes.
    at: usize,
    /// The file's name.
    file: &'a str,
}

/// Finds the first attribute of this name whose value begins with `start` and ends with `end`.
/// Trunk omits the quotes around a value that needs none.
fn reference<'a>(html: &'a str, attribute: &str, start: &str, end: &str) -> Option<Reference<'a>> {
    let opening = format!("{attribute}=");
    html.match_indices(&opening).find_map(|(at, _)| {
        let value = html.get(at + opening.len()..)?.trim_start_matches('"');
        let value = value.split(['"', ' ', '>']).next()?;
        let file = value.strip_prefix("./").unwrap_or(value);
        (file.starts_with(start) && file.ends_with(end)).then_some(Reference { at, file })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_found_with_and_without_quotes() {
        let quoted = r#"<link rel="icon" href="./icon-1.svg"><link href="./style-2.css">"#;
        let style = Reference { at: 43, file: "style-2.css" };
        assert_eq!(reference(quoted, "href", "style", ".css"), Some(style));
        assert_eq!(reference(quoted, "src", "style", ".css"), None);
        let bare = "<link href=./icon-1.svg rel=icon><link href=./style-2.css>";
        let style = Reference { at: 39, file: "style-2.css" };
        assert_eq!(reference(bare, "href", "style", ".css"), Some(style));
    }

    #[test]
    fn the_worker_is_named_by_its_digest_and_the_page_has_integrity() {
        let dist = tempfile::tempdir().unwrap();
        let dist = dist.path();
        let html = "<html lang=en><link href=./covdrop-page-1_bg.wasm rel=preload>\
            <script src=./covdrop-page-1.js></script><script data-worker=covdrop-worker.js></script>";
        for (name, text) in [
            ("index.html", html),
            ("covdrop-page-1_bg.wasm", "abc"),
            ("covdrop-page-1.js", ""),
            ("covdrop-worker.js", "let wasm_bindgen;"),
            ("covdrop-worker_bg.wasm", "worker"),
        ] {
            write(&dist.join(name), text.as_bytes()).unwrap();
        }
        finish(dist).unwrap();
        let html = read_text(&dist.join("index.html")).unwrap();
        // The digests of "abc" and of no bytes are from the examples of FIPS 180-4.
        assert!(html.contains(
            "<link data-integrity=\"sha384-ywB1P0WjXou1oD1pmsZQBycsMqsO3tFjGotgWkP/W+2AhgcroefMI1i67KE0yCWn\" \
             href=./covdrop-page-1_bg.wasm rel=preload>"
        ));
        assert!(html.contains(
            "<script integrity=\"sha384-OLBgp1GsljhM2TJ+sbHjaiH9txEUvgdDTAzHv2P24donTt6/529l+9Ua0vFImLlb\" \
             src=./covdrop-page-1.js></script>"
        ));
        let worker = reference(&html, "data-worker", "covdrop-worker-", ".js").unwrap();
        let script = dist.join(worker.file);
        assert!(read_text(&script).unwrap().starts_with("let wasm_bindgen;\n"));
        assert_eq!(read_text(&program_beside(&script)).unwrap(), "worker");
        assert!(!dist.join("covdrop-worker.js").exists());
    }
}
