//! The parts of the built page, found by what its HTML refers to.

use std::path::{Path, PathBuf};

use crate::{Error, read, read_text};

/// The static page's parts.
pub(crate) struct Page {
    pub(crate) style: String,
    pub(crate) icon: Vec<u8>,
    /// The script that wasm-bindgen made for the page.
    pub(crate) glue: String,
    pub(crate) wasm: Vec<u8>,
    /// The script that wasm-bindgen made for the worker.
    pub(crate) worker_glue: String,
    pub(crate) worker_wasm: Vec<u8>,
}

impl Page {
    /// Reads the page in the folder `dist`.
    pub(crate) fn read(dist: &Path) -> Result<Page, Error> {
        let html = read_text(&dist.join("index.html"))?;
        let part =
            |start, end, what| reference(&html, "href", start, end).ok_or(Error::Missing(what));
        let style = dist.join(part("style", ".css", "style sheet")?);
        let icon = dist.join(part("icon", ".svg", "icon")?);
        let [page, worker] = programs(dist)?;
        Ok(Page {
            style: read_text(&style)?,
            icon: read(&icon)?,
            glue: read_text(&page.script)?,
            wasm: read(&page.wasm)?,
            worker_glue: read_text(&worker.script)?,
            worker_wasm: read(&worker.wasm)?,
        })
    }
}

/// A program, and how it is made small.
pub(crate) struct Program {
    /// The script that wasm-bindgen made for it.
    pub(crate) script: PathBuf,
    pub(crate) wasm: PathBuf,
    /// Whether nothing in it is written by `Debug` but the messages of panics.
    pub(crate) no_debug: bool,
    /// What to tell wasm-opt, and what once the functions are in order.
    pub(crate) options: &'static [&'static str],
    pub(crate) again: &'static [&'static str],
}

/// The page waits for this: size counts. The stack lies below all data, so that nothing is in the
/// first kilobyte.
const FOR_PAGE: &[&str] = &[
    "-Oz",
    "--low-memory-unused",
    "--always-inline-max-function-size=3",
    "--one-caller-inline-max-function-size=30",
    "--dae-optimizing",
];

/// The worker: speed counts too.
const FOR_WORKER: &[&str] =
    &["-O3", "--low-memory-unused", "--one-caller-inline-max-function-size=30"];

/// The page's program and the worker's.
pub(crate) fn programs(dist: &Path) -> Result<[Program; 2], Error> {
    let html = read_text(&dist.join("index.html"))?;
    let part = |attribute, end, what| {
        let name = reference(&html, attribute, "covdrop-page", end);
        name.map(|name| dist.join(name)).ok_or(Error::Missing(what))
    };
    let page = Program {
        script: part("src", ".js", "script")?,
        wasm: part("data-wasm", ".wasm", "program")?,
        no_debug: true,
        options: FOR_PAGE,
        again: FOR_PAGE,
    };
    let worker = Program {
        script: dist.join("covdrop-worker.js"),
        wasm: dist.join("covdrop-worker_bg.wasm"),
        no_debug: false,
        options: FOR_WORKER,
        again: &[],
    };
    Ok([page, worker])
}

/// The scripts of the page and of the worker.
pub(crate) fn scripts(dist: &Path) -> Result<Vec<PathBuf>, Error> {
    let failed = |error| Error::File { path: dist.to_owned(), error };
    let mut scripts = Vec::new();
    for entry in dist.read_dir().map_err(failed)? {
        let path = entry.map_err(failed)?.path();
        if path.extension().is_some_and(|extension| extension == "js") {
            scripts.push(path);
        }
    }
    Ok(scripts)
}

/// The name of the file that an attribute refers to, by how that name begins and ends. A minified
/// page has no quotes around it.
fn reference<'a>(html: &'a str, attribute: &str, start: &str, end: &str) -> Option<&'a str> {
    let opening = format!("{attribute}=");
    html.match_indices(&opening).find_map(|(at, _)| {
        let value = html.get(at + opening.len()..)?.trim_start_matches('"');
        let value = value.split(['"', ' ', '>']).next()?.strip_prefix("./")?;
        (value.starts_with(start) && value.ends_with(end)).then_some(value)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_found_by_their_names() {
        let html = r#"<link rel="icon" href="./icon-1.svg"><link href="./style-2.css">"#;
        assert_eq!(reference(html, "href", "style", ".css"), Some("style-2.css"));
        assert_eq!(reference(html, "href", "icon", ".svg"), Some("icon-1.svg"));
        assert_eq!(reference(html, "src", "style", ".css"), None);
        let html = "<link href=./icon-1.svg rel=icon><link href=./style-2.css>";
        assert_eq!(reference(html, "href", "style", ".css"), Some("style-2.css"));
    }
}
