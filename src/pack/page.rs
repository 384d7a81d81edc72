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
        let [(glue, wasm), (worker_glue, worker_wasm)] = programs(dist)?;
        Ok(Page {
            style: read_text(&style)?,
            icon: read(&icon)?,
            glue: read_text(&glue)?,
            wasm: read(&wasm)?,
            worker_glue: read_text(&worker_glue)?,
            worker_wasm: read(&worker_wasm)?,
        })
    }
}

/// The scripts that wasm-bindgen made for the page and for the worker, each with its program.
pub(crate) fn programs(dist: &Path) -> Result<[(PathBuf, PathBuf); 2], Error> {
    let html = read_text(&dist.join("index.html"))?;
    let part = |attribute, end, what| {
        let name = reference(&html, attribute, "covdrop-page", end);
        name.map(|name| dist.join(name)).ok_or(Error::Missing(what))
    };
    let page = (part("src", ".js", "script")?, part("data-wasm", ".wasm", "program")?);
    Ok([page, (dist.join("covdrop-worker.js"), dist.join("covdrop-worker_bg.wasm"))])
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
