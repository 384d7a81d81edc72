//! `covdrop html`: the page with its data, as one HTML file that opens without a server.
//!
//! The one-file page has a place for a report: the manifest and its archives, and the options of
//! the numbers as initial choices of the page.

use std::io::Cursor;
use std::path::{Path, PathBuf};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use covdrop_protocol::{
    Choices, REPORT_PLACE, Trial, choices_element, file_element, manifest_element,
};
use covdrop_session::{Manifest, Session};

use crate::archives::Archives;
use crate::args::{Html, List, Python};
use crate::console::inform;
use crate::embedded_page::EmbeddedPage;
use crate::error::Error;
use crate::output::{self, is_stdout};
use crate::project_info::project_info;
use crate::reports::{self, Outcome};

/// The name of the file in the folder of `--directory`.
const INDEX: &str = "index.html";

/// The default name of the file.
const DEFAULT: &str = "coverage.html";

/// Runs `covdrop html`.
pub(crate) fn html(args: &Html) -> Outcome {
    let page = EmbeddedPage::open()?.one_file()?;
    let (mut session, inputs) = reports::session(&args.common, &args.numbers)?;
    reports::restrict(&mut session, &args.contexts)?;
    let precision = reports::precision(&session, &args.numbers)?;
    let measurement = session.measure();
    if !measurement.files.iter().any(|file| file.counts) {
        return Err(covdrop_report::Error::NoData.into());
    }
    let total = measurement.total().covered();

    let mut archives = Archives::of_data(&session, args.common.mixed)?;
    archives.add_analyses(&session, &inputs, !args.no_source)?;
    let files: Vec<String> =
        archives.files.iter().map(|(name, _)| format!("covdrop/{name}")).collect();
    let manifest = Manifest::write(&files, &project_info(args.title.as_deref())?)?;
    let choices = choices(args, &session).to_bytes();
    let page = String::from_utf8(page).ok();
    let page = page.and_then(|page| with_report(&page, &manifest, &choices, &archives));
    let page = page.ok_or(Error::PageWithoutPlace)?;

    let output = output(args);
    output::write_unless_input(&output, &mut Cursor::new(page), &inputs, &session)?;
    if !is_stdout(&output) {
        let total = total.display(precision);
        inform(&format!("Wrote the report to {}. The total is {total}%", output.display()));
    }
    for (asked, option, switch) in [
        (args.skips.skip_covered, "--skip-covered", "Hide covered"),
        (args.skips.skip_empty, "--skip-empty", "Hide empty"),
    ] {
        if asked {
            inform(&format!("{option}: the page lists all files; “{switch}” there hides these"));
        }
    }
    if args.open && !is_stdout(&output) {
        open::that_detached(&output).map_err(Error::Browser)?;
    }
    reports::failure_of_total(&session, &args.numbers, total, precision)
}

/// Returns the options of the numbers as choices of the page: trial settings, which a person can
/// end there.
fn choices(args: &Html, session: &Session) -> Choices {
    let numbers = &args.numbers;
    let (include, omit) = session.portable_patterns();
    let trial = Trial {
        include,
        omit,
        contexts: List::of(args.contexts.contexts.as_ref()).map(<[String]>::to_vec),
        precision: numbers.precision.map(|precision| precision.decimals().to_string()),
        fail_under: numbers.fail_under.map(|threshold| threshold.percent().to_string()),
        rules: match numbers.python {
            Python::Auto => None,
            Python::Rules(rules) => Some(rules.as_str().to_owned()),
        },
        ..Trial::default()
    };
    Choices {
        with_approximate: numbers.approximate,
        trial: Some(trial).filter(|trial| *trial != Trial::default()),
        ..Choices::default()
    }
}

fn output(args: &Html) -> PathBuf {
    let file = args.common.output.clone();
    let in_folder = || args.directory.as_ref().map(|folder| folder.join(INDEX));
    file.or_else(in_folder).unwrap_or_else(|| Path::new(DEFAULT).to_owned())
}

/// Returns the one-file page with a report in it, or `None` if it has no place for one.
fn with_report(page: &str, manifest: &str, choices: &[u8], archives: &Archives) -> Option<String> {
    let (before, after) = page.split_once(REPORT_PLACE)?;
    let files = archives.files.iter().enumerate();
    let files =
        files.map(|(index, (_, bytes))| file_element(index, &STANDARD.encode(bytes), false));
    let mut html = before.to_owned() + &manifest_element(manifest);
    if !choices.is_empty() {
        html += &choices_element(&STANDARD.encode(choices));
    }
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
        let html = with_report(&page, "{\"title\": \"</script><!--\"}", b"", &archives).unwrap();
        assert_eq!(html.matches("</script").count(), 3);
        assert_eq!(html.matches("<!--").count(), 1, "the place for a report alone");
        assert!(html.contains("{\"title\": \"\\u003c/script>\\u003c!--\"}"));
        assert_eq!(with_report("<body>", "{}", b"", &archives), None);
    }
}
