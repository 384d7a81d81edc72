//! Recognises well-known files that Covdrop does not support, and gives advice.

/// A well-known file that Covdrop does not support.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum UnsupportedFile {
    Diff,
    Cobertura,
    Lcov,
    CoverageJson,
    HtmlReport,
    Html,
    ServerError,
    JUnit,
    GitLabMetadata,
    Xml,
    SevenZip,
    Rar,
    Zstandard,
}

/// The number of bytes at the start of a file that [`UnsupportedFile::recognise`] searches.
const HEAD: usize = 4096;

impl UnsupportedFile {
    /// Recognises a file by its content.
    pub(crate) fn recognise(bytes: &[u8]) -> Option<UnsupportedFile> {
        let head = bytes.get(..HEAD).unwrap_or(bytes);
        for (magic, unsupported) in [
            (&b"7z\xbc\xaf\x27\x1c"[..], UnsupportedFile::SevenZip),
            (b"Rar!\x1a\x07", UnsupportedFile::Rar),
            (b"\x28\xb5\x2f\xfd", UnsupportedFile::Zstandard),
        ] {
            if head.starts_with(magic) {
                return Some(unsupported);
            }
        }
        let text = String::from_utf8_lossy(head);
        // The format stores the length before each string.
        if text.get(..64).unwrap_or(&text).contains("GitLab Build Artifacts Metadata") {
            return Some(UnsupportedFile::GitLabMetadata);
        }
        let text = text.trim_start_matches('\u{feff}').trim_start();
        match text.bytes().next()? {
            b'<' => of_markup(text),
            b'{' if is_coverage_json(text, bytes) => Some(UnsupportedFile::CoverageJson),
            b'{' => is_json_error(bytes).then_some(UnsupportedFile::ServerError),
            _ if is_lcov(text) => Some(UnsupportedFile::Lcov),
            _ if is_diff(text) => Some(UnsupportedFile::Diff),
            _ => None,
        }
    }

    /// Returns a sentence that names the kind of file.
    pub(crate) fn what(self) -> &'static str {
        match self {
            UnsupportedFile::Diff => "This is a diff.",
            UnsupportedFile::Cobertura => "This is a Cobertura XML report (coverage.xml).",
            UnsupportedFile::Lcov => "This is an LCOV report.",
            UnsupportedFile::CoverageJson => "This is a JSON report of coverage.py.",
            UnsupportedFile::HtmlReport => "This is an HTML report of coverage.py.",
            UnsupportedFile::Html => "This is a web page.",
            UnsupportedFile::ServerError => "This is the error message of a server.",
            UnsupportedFile::JUnit => {
                "This is a JUnit XML report: which tests ran, not which lines."
            }
            UnsupportedFile::GitLabMetadata => {
                "This is GitLab's list of the files in a job's artifacts."
            }
            UnsupportedFile::Xml => "This is an XML file.",
            UnsupportedFile::SevenZip => "This is a 7-Zip archive, which Covdrop does not read.",
            UnsupportedFile::Rar => "This is a RAR archive, which Covdrop does not read.",
            UnsupportedFile::Zstandard => {
                "This is packed with Zstandard, which Covdrop does not read."
            }
        }
    }

    /// Returns advice on what to drop instead.
    pub(crate) fn advice(self) -> &'static str {
        match self {
            UnsupportedFile::Diff => {
                "Drop the source as it was when the tests ran, not a diff of it."
            }
            UnsupportedFile::Cobertura
            | UnsupportedFile::Lcov
            | UnsupportedFile::CoverageJson
            | UnsupportedFile::HtmlReport => {
                "A report cannot be combined with others. Drop the .coverage files that it was made \
                 from."
            }
            UnsupportedFile::Html | UnsupportedFile::ServerError => {
                "A server sent it in place of the file: a job's artifacts may have expired, or the \
                 download may need a login. Download the file again, or run the job again."
            }
            UnsupportedFile::JUnit | UnsupportedFile::Xml => {
                "Drop the .coverage files of the job, and your source folder."
            }
            UnsupportedFile::GitLabMetadata => "Drop the artifacts.zip beside it.",
            UnsupportedFile::SevenZip | UnsupportedFile::Rar | UnsupportedFile::Zstandard => {
                "Unpack it and drop its content, or pack it as zip or tar.gz."
            }
        }
    }
}

/// Returns true for the name of the script in each HTML report of coverage.py. The report's pages
/// are not read, since neither data files nor sources have names like theirs.
pub(crate) fn is_html_report_script(name: &str) -> bool {
    name.strip_prefix("coverage_html")
        .and_then(|rest| rest.rsplit_once('.'))
        .is_some_and(|rest| rest.1 == "js")
}

fn of_markup(text: &str) -> Option<UnsupportedFile> {
    let lower = text.to_ascii_lowercase();
    if lower.starts_with("<!doctype html") || lower.contains("<html") {
        // Each page of coverage.py's report loads this script.
        let is_report = lower.contains("coverage_html");
        return Some(if is_report { UnsupportedFile::HtmlReport } else { UnsupportedFile::Html });
    }
    if matches!(root_element(&lower), "error" | "errors" | "errorresponse") {
        Some(UnsupportedFile::ServerError)
    } else if lower.contains("<coverage") && lower.contains("line-rate") {
        Some(UnsupportedFile::Cobertura)
    } else if lower.contains("<testsuite") {
        Some(UnsupportedFile::JUnit)
    } else {
        lower.starts_with("<?xml").then_some(UnsupportedFile::Xml)
    }
}

/// Returns the name of the root element of an XML text.
fn root_element(text: &str) -> &str {
    let mut rest = text;
    loop {
        let Some((_, tag)) = rest.split_once('<') else { return "" };
        rest = if let Some(comment) = tag.strip_prefix("!--") {
            comment.split_once("-->").map_or("", |(_, rest)| rest)
        } else if tag.starts_with(['?', '!']) {
            tag
        } else {
            let is_end = |c: char| c.is_whitespace() || matches!(c, '>' | '/');
            let name = tag.split(is_end).next().unwrap_or_default();
            return name.rsplit(':').next().unwrap_or_default();
        };
    }
}

/// Returns true for the error responses of web APIs, such as `{"message": "404 Not Found"}`.
fn is_json_error(bytes: &[u8]) -> bool {
    let text = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
    let keys = ["message", "error", "errors", "error_description", "detail"];
    text.len() <= HEAD
        && serde_json::from_slice::<serde_json::Map<String, serde_json::Value>>(text)
            .is_ok_and(|object| keys.iter().any(|key| object.contains_key(*key)))
}

/// Recognises coverage.py's JSON report. Its parts come in any order, and `head` of a large one may
/// lie in its `files`.
fn is_coverage_json(head: &str, all: &[u8]) -> bool {
    let has_meta = head.contains("\"meta\"") && head.contains("\"branch_coverage\"");
    let tail = all.get(all.len().saturating_sub(HEAD)..).unwrap_or_default();
    let tail = String::from_utf8_lossy(tail);
    (has_meta || head.contains("\"executed_lines\"")) && tail.contains("\"totals\"")
}

fn is_lcov(text: &str) -> bool {
    let mut lines = text.lines().map(str::trim_end);
    let first = lines.next().unwrap_or_default();
    (first.starts_with("TN:") && lines.next().is_some_and(|line| line.starts_with("SF:")))
        || (first.starts_with("SF:")
            && lines.any(|line| line.starts_with("DA:") || line == "end_of_record"))
}

fn is_diff(text: &str) -> bool {
    let is_hunk = |line: &str| line.starts_with("@@ -");
    let mut lines = text.lines();
    text.starts_with("diff --git ")
        || text.starts_with("Index: ") && lines.any(is_hunk)
        || text.lines().any(is_hunk)
            && text.lines().any(|line| line.starts_with("--- "))
            && text.lines().any(|line| line.starts_with("+++ "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_of_reports_are_distinguished() {
        let of = |text: &str| UnsupportedFile::recognise(text.as_bytes());
        assert_eq!(of("diff --git a/x b/x\n"), Some(UnsupportedFile::Diff));
        assert_eq!(
            of("--- a/x.py\n+++ b/x.py\n@@ -1 +1 @@\n-a\n+b\n"),
            Some(UnsupportedFile::Diff)
        );
        assert_eq!(
            of("From 1a2b Mon\nSubject: x\n\n--- a/x\n+++ b/x\n@@ -1 +1 @@\n"),
            Some(UnsupportedFile::Diff)
        );
        assert_eq!(
            of("<?xml version=\"1.0\" ?>\n<coverage version=\"7.17.3\" line-rate=\"0.8\">"),
            Some(UnsupportedFile::Cobertura)
        );
        assert_eq!(
            of("<?xml version='1.0'?><testsuites name=\"pytest\">"),
            Some(UnsupportedFile::JUnit)
        );
        assert_eq!(of("TN:\nSF:a.py\nDA:1,1\nend_of_record\n"), Some(UnsupportedFile::Lcov));
        assert_eq!(of("SF:a.py\nDA:1,1\nend_of_record\n"), Some(UnsupportedFile::Lcov));
        assert_eq!(
            of(r#"{"meta": {"format": 3, "branch_coverage": false}, "files": {}, "totals": {}}"#),
            Some(UnsupportedFile::CoverageJson)
        );
        assert_eq!(
            of("<!DOCTYPE html>\n<html><script src=\"coverage_html_cb_1.js\"></script>"),
            Some(UnsupportedFile::HtmlReport)
        );
        assert_eq!(of("<!DOCTYPE html><html><title>Sign in</title>"), Some(UnsupportedFile::Html));
        for error in [
            "{\"message\":\"404 Not Found\"}",
            "\u{feff}{\"error\": \"invalid_token\", \"error_description\": \"Token is expired\"}\n",
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>NoSuchKey</Code></Error>",
            "\u{feff}<?xml version='1.0'?><Error><Code>BlobNotFound</Code></Error>",
            "<Error><Code>AccessDenied</Code></Error>",
            "<!-- <x> --><s3:ErrorResponse xmlns:s3='x'/>",
        ] {
            assert_eq!(of(error), Some(UnsupportedFile::ServerError), "{error}");
        }
        assert_eq!(
            of("\0\0\0\x25GitLab Build Artifacts Metadata 0.0.2\n"),
            Some(UnsupportedFile::GitLabMetadata)
        );
    }

    #[test]
    fn sources_and_plain_texts_are_not_reports() {
        for text in [
            "",
            "x = 1\n",
            "{}",
            "{\"meta\": 1}",
            "<Errorless/>",
            "{\"message\": ",
            "Dear all\n--- \n",
            "SF: a city\n",
        ] {
            assert_eq!(UnsupportedFile::recognise(text.as_bytes()), None, "{text:?}");
        }
    }
}
