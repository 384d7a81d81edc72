//! `covdrop html`: the page with its data, as one HTML file that opens without a server.
//!
//! The one-file page has a place for a report: the manifest and the archives that it lists.

use std::io::Cursor;
use std::path::{Path, PathBuf};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use covdrop_protocol::{REPORT_PLACE, file_element, manifest_element};
use covdrop_session::Manifest;

use crate::archives::Archives;
use crate::args::Html;
use crate::console::inform;
use crate::defaults::Purpose;
use crate::embedded_page::EmbeddedPage;
use crate::error::Error;
use crate::output::{self, is_stdout};
use crate::project_info::project_info;

/// The file in a folder that is asked for.
const INDEX: &str = "index.html";

/// The file that is written where none is asked for.
const DEFAULT: &str = "coverage.html";

/// `covdrop html`.
pub(crate) fn html(args: &Html) -> Result<(), Error> {
    let page = EmbeddedPage::open()?.one_file()?;
    let (session, inputs, archives) = Archives::load(&args.common, Purpose::Report)?;
    let files: Vec<String> =
        archives.files.iter().map(|(name, _)| format!("covdrop/{name}")).collect();
    let manifest = Manifest::write(&files, &project_info(args.title.as_deref())?)?;
    let page = String::from_utf8(page).ok();
    let page = page.and_then(|page| with_report(&page, &manifest, &archives));
    let page = page.ok_or(Error::PageWithoutPlace)?;

    let output = output(args);
    output::write_unless_input(&output, &mut Cursor::new(page), &inputs, &session)?;
    if !is_stdout(&output) {
        inform(&format!("Wrote the report to {}", output.display()));
    }
    if args.open && !is_stdout(&output) {
        open::that_detached(&output).map_err(Error::Browser)?;
    }
    Ok(())
}

fn output(args: &Html) -> PathBuf {
    let file = args.common.output.clone();
    let in_folder = || args.directory.as_ref().map(|folder| folder.join(INDEX));
    file.or_else(in_folder).unwrap_or_else(|| Path::new(DEFAULT).to_owned())
}

/// The one-file page with a report in it, if it has a place for one.
fn with_report(page: &str, manifest: &str, archives: &Archives) -> Option<String> {
    let (before, after) = page.split_once(REPORT_PLACE)?;
    let files = archives.files.iter().enumerate();
    let files =
        files.map(|(index, (_, bytes))| file_element(index, &STANDARD.encode(bytes), false));
    let mut html = before.to_owned() + &manifest_element(manifest);
    html.extend(files);
    html += REPORT_PLACE;
    html += after;
    Some(html)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

    use super::*;

    #[test]
    fn a_report_is_text_that_ends_no_element() {
        let mut archives = Archives::default();
        archives.files.push(("a.zip".into(), b"</script><!--".to_vec()));
        let page = format!("<body>{REPORT_PLACE}<script>1</script>");
        let html = with_report(&page, "{\"title\": \"</script><!--\"}", &archives).unwrap();
        assert_eq!(html.matches("</script").count(), 3);
        assert_eq!(html.matches("<!--").count(), 1, "the place for a report alone");
        assert!(html.contains("{\"title\": \"\\u003c/script>\\u003c!--\"}"));
        assert_eq!(with_report("<body>", "{}", &archives), None);
    }
}
