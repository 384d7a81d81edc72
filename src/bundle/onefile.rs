//! Writes the one-file page: the template `www/onefile.html`, filled with the parts of the built
//! page.
//!
//! People open this page by double click, and a page opened from disk may not fetch anything. So it
//! contains both WebAssembly programs as text (gzip, then base64), and its scripts are inline. Its
//! Content-Security-Policy allows only these scripts, by their hashes.

use std::io::Write as _;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use flate2::Compression;
use flate2::write::GzEncoder;
use sha2::{Digest as _, Sha256};

use crate::error::Error;
use crate::page::Page;

const TEMPLATE: &str = include_str!("../../www/onefile.html");
/// The script that must run before the rest of the page has loaded.
const FIRST: &str = include_str!("../../www/drop_target.js");
const START: &str = concat!(
    include_str!("../../www/panic.js"),
    include_str!("../../www/file_walker.js"),
    include_str!("../../www/report_file.js"),
    include_str!("../../www/onefile.js")
);
const WORKER_START: &str = include_str!("../../www/onefile-worker.js");

/// Returns the one-file page.
pub(crate) fn html(page: &Page) -> Result<String, Error> {
    let script = inline(&page.glue);
    let (first, start) = (inline(FIRST), inline(START));
    fill(&[
        ("build", &page.build),
        ("script hashes", &format!("{} {} {}", hash(&first), hash(&script), hash(&start))),
        ("style hash", &hash(&page.style)),
        ("icon", &STANDARD.encode(&page.icon)),
        ("style", &page.style),
        ("first script", &first),
        ("body", &page.body),
        ("page wasm", &packed(&page.wasm)),
        ("worker wasm", &packed(&page.worker_wasm)),
        ("worker script", &inline(&format!("{}\n{WORKER_START}", page.worker_glue))),
        ("page script", &script),
        ("start script", &start),
    ])
}

/// Replaces each `{{name}}` of the template by its value. Leaves a `{{name}}` in a value as it is.
fn fill(values: &[(&'static str, &str)]) -> Result<String, Error> {
    let mut rest = TEMPLATE;
    let mut html = String::new();
    for part in values {
        let (name, value) = part;
        let (before, after) =
            rest.split_once(&format!("{{{{{name}}}}}")).ok_or(Error::Missing(name))?;
        html.push_str(before);
        html.push_str(value);
        rest = after;
    }
    html.push_str(rest);
    Ok(html)
}

/// Escapes a script for use inside an HTML `script` element.
///
/// Such an element ends at the first `</script`. In JavaScript that text occurs only inside
/// strings, templates and patterns, where `<\/` means the same.
fn inline(script: &str) -> String {
    script.replace("</script", "<\\/script").replace("<!--", "<\\!--")
}

/// Returns the CSP source expression that allows an inline script or style.
fn hash(text: &str) -> String {
    format!("'sha256-{}'", STANDARD.encode(Sha256::digest(text)))
}

/// Encodes a program as text.
fn packed(program: &[u8]) -> String {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    // Writing to memory never fails.
    let _ = encoder.write_all(program);
    STANDARD.encode(encoder.finish().unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_policy_allows_only_the_inline_scripts() {
        let page = Page {
            build: "1a2b".into(),
            style: "body{color:red}".into(),
            body: "<body><div id=app></div>".into(),
            icon: b"<svg/>".to_vec(),
            glue: "const a = '</script>{{start script}}';".into(),
            wasm: b"\0asm".to_vec(),
            worker_glue: "let wasm_bindgen;".into(),
            worker_wasm: b"\0asm".to_vec(),
        };
        let html = html(&page).unwrap();
        let scripts: Vec<&str> = html
            .split("<script>")
            .skip(1)
            .filter_map(|rest| rest.split_once("</script>").map(|(script, _)| script))
            .collect();
        assert_eq!(scripts.len(), 3);
        assert_eq!(scripts[1], "const a = '<\\/script>{{start script}}';");
        let policy = html.lines().find(|line| line.contains("script-src")).unwrap();
        for script in scripts {
            assert!(policy.contains(&STANDARD.encode(Sha256::digest(script))), "{script}");
        }
        assert!(!policy.contains("unsafe-inline") && !policy.contains("{{"));
    }
}
