//! A report of the present session in one HTML file: the one-file page with the session's files in it.
//!
//! The report has the dropped files that the worker requested, each compressed, and the person's
//! choices, in the same form as `covdrop html` writes them.

use std::collections::BTreeSet;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use covdrop_protocol::{
    ProjectInfo, REPORT_PLACE, choices_element, file_element, manifest_element,
};
use js_sys::{ArrayBuffer, Date, Error, JSON, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};

use crate::browser::bindings::{gzip, one_file_page};
use crate::dropped_files::DroppedFile;
use crate::words::faults;

/// The file name of the report, the same as that of `covdrop html`.
pub(crate) const NAME: &str = "coverage.html";

/// The reason why the page cannot make a report.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ReportError {
    /// The error of the browser or of the script.
    #[error("{}", faults::no_report(.0))]
    Browser(String),
    /// The one-file page is of another build.
    #[error("{}", faults::NO_PLACE)]
    NoPlace,
}

impl From<JsValue> for ReportError {
    fn from(error: JsValue) -> ReportError {
        let message = error.dyn_ref::<Error>().map(|error| String::from(error.message()));
        ReportError::Browser(message.unwrap_or_default())
    }
}

/// Returns the text of a report on these files.
pub(crate) async fn report(
    files: Vec<DroppedFile>,
    choices: &[u8],
    project: &ProjectInfo,
) -> Result<String, ReportError> {
    let page = String::from(one_file_page().await?.unchecked_into::<js_sys::JsString>());
    let (before, after) = page.split_once(REPORT_PLACE).ok_or(ReportError::NoPlace)?;
    let paths = unique_paths(&files);
    let mut html = before.to_owned();
    html += &manifest_element(&manifest(&paths, project)?);
    if !choices.is_empty() {
        html += &choices_element(&STANDARD.encode(choices));
    }
    for (index, file) in files.iter().enumerate() {
        let bytes: ArrayBuffer = gzip(&file.file).await?.dyn_into()?;
        let text = STANDARD.encode(Uint8Array::new(&bytes).to_vec());
        html += &file_element(index, &text, true);
    }
    html += REPORT_PLACE;
    html += after;
    Ok(html)
}

/// Returns the path of each file. If an earlier file has the same path, it is in a folder of its
/// own.
fn unique_paths(files: &[DroppedFile]) -> Vec<String> {
    let mut known = BTreeSet::new();
    let unique = |file: &DroppedFile| {
        let numbered = (2..).map(|number: u32| format!("{number}/{}", file.path));
        let mut paths = std::iter::once(file.path.clone()).chain(numbered);
        paths.find(|path| known.insert(path.clone())).unwrap_or_default()
    };
    files.iter().map(unique).collect()
}

/// Returns the site manifest of these paths.
fn manifest(paths: &[String], project: &ProjectInfo) -> Result<String, JsValue> {
    let text = |text: &str| JSON::stringify(&text.into()).map(String::from);
    let paths = paths.iter().map(|path| text(path)).collect::<Result<Vec<_>, _>>()?.join(",");
    let made = String::from(Date::new_0().to_iso_string());
    let said = [
        ("title", &project.title),
        ("commit", &project.commit),
        ("ref", &project.branch),
        ("pipeline", &project.pipeline),
        ("made", &Some(made)),
        ("source_url", &project.source_url),
    ];
    let said = said.into_iter().filter_map(|(key, value)| Some((key, value.as_deref()?)));
    let said = said.map(|(key, value)| Ok(format!("\"{key}\":{}", text(value)?)));
    let said = said.collect::<Result<Vec<_>, JsValue>>()?.join(",");
    Ok(format!("{{\"covdrop\":1,\"files\":[{paths}],\"project\":{{{said}}}}}"))
}
