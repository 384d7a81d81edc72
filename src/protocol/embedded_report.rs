//! The elements that hold a report in the one-file page: the command line and the page write them, and
//! the page reads them.
//!
//! Each is a `script` element of type `text/plain`, which no browser runs. The manifest is JSON without
//! `<`; the choices and the files are base64.

/// The comment of the one-file page before which the elements of a report stand.
pub const REPORT_PLACE: &str = "<!-- covdrop html puts a report here -->";

/// The id of the element with the site manifest.
pub const MANIFEST_ID: &str = "covdrop-manifest";

/// The id of the element with the choices of the person who saved the report.
pub const CHOICES_ID: &str = "covdrop-choices";

/// The attribute of a file's element whose content is compressed by gzip.
pub const GZIP_ATTRIBUTE: &str = "data-gzip";

/// Returns the id of the element with a file, by its index in the manifest.
pub fn file_id(index: usize) -> String {
    format!("covdrop-file-{index}")
}

/// Returns the element with the site manifest.
pub fn manifest_element(json: &str) -> String {
    element(MANIFEST_ID, "", &json.replace('<', "\\u003c"))
}

/// Returns the element with a person's choices, in base64.
pub fn choices_element(base64: &str) -> String {
    element(CHOICES_ID, "", base64)
}

/// Returns the element with a file, in base64.
pub fn file_element(index: usize, base64: &str, is_gzip: bool) -> String {
    let attribute = if is_gzip { format!(" {GZIP_ATTRIBUTE}=\"\"") } else { String::new() };
    element(&file_id(index), &attribute, base64)
}

fn element(id: &str, attributes: &str, text: &str) -> String {
    format!("<script type=\"text/plain\" id=\"{id}\"{attributes}>{text}</script>\n    ")
}
