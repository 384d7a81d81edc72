//! Opens the report in one file as the page does, with and without sources: it has the numbers of
//! coverage.py for the same options.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use covdrop_protocol::{Choices, Format, ImportId, LineQuery, ListQuery, ListedFile, display_text};
use covdrop_session::{Manifest, Session, Step, Timestamp};
use covdrop_tests::{Acme, Coverage, Kind, timeless};

use crate::settings::project;
use crate::side_by_side::{covdrop, coverage, python};

/// Settings, and the options to try with them.
const CASES: &[(&str, &[&str])] = &[
    ("", &[]),
    ("", &["-i"]),
    ("", &["--omit=pkg/*"]),
    ("", &["--include=a.py,pkg/__init__.py"]),
    ("[report]\nomit = a.py\n", &["--omit=pkg/b.py"]),
    ("[report]\ninclude = a.py\n", &["--include="]),
    ("[report]\ninclude = a.py\n", &[]),
    ("", &["--omit=*"]),
    ("", &["--omit=b**r/*"]),
    ("", &["--contexts=two"]),
    ("[report]\ncontexts = one\n", &["--contexts=two"]),
    ("[report]\ncontexts = one\n", &[]),
    ("", &["--contexts=("]),
    ("", &["--precision=2"]),
    ("[report]\nprecision = 3\n", &["--precision=1"]),
    ("[report]\nprecision = -1\n", &[]),
    ("", &["--fail-under=99.5"]),
    ("", &["--fail-under=50"]),
    ("[report]\nfail_under = 99.99\n", &["--omit=a.py", "--precision=1"]),
    ("[report]\nfail_under = 99\n", &["--fail-under=0"]),
    ("[report]\nexclude_also = class C\n", &[]),
    ("[report]\nexclude_lines = ([\n", &[]),
    ("", &["--show-contexts", "--title=A title"]),
    ("", &["--skip-covered", "--skip-empty"]),
    ("[report]\nskip_covered = true\n", &["--no-skip-covered"]),
    ("", &["--nonsense"]),
];

/// The jobs of the sample project.
const JOBS: [&str; 6] = ["py38", "py39", "py310", "py311", "py312", "py313"];

/// Returns the text of the element with an id.
fn element<'h>(html: &'h str, id: &str) -> Option<&'h str> {
    let (_, rest) = html.split_once(&format!("<script type=\"text/plain\" id=\"{id}\""))?;
    let (_, rest) = rest.split_once('>')?;
    Some(rest.split_once("</script>")?.0)
}

/// Opens the report in `html` as the page does.
fn opened(html: &str) -> Session {
    let manifest = Manifest::read(element(html, "covdrop-manifest").unwrap().as_bytes()).unwrap();
    let mut session = Session::new(|_, _| None);
    session.use_contexts_of_settings();
    if let Some(choices) = element(html, "covdrop-choices") {
        session.restore(Choices::read(&STANDARD.decode(choices).unwrap()).unwrap());
    }
    let file = |index: usize| {
        STANDARD.decode(element(html, &format!("covdrop-file-{index}")).unwrap()).unwrap()
    };
    let files: Vec<Vec<u8>> = (0..manifest.files.len()).map(file).collect();
    let listed = manifest.files.iter().zip(&files);
    let listed = listed
        .map(|(path, bytes)| ListedFile { path: path.clone(), size: bytes.len() as u64 })
        .collect();
    for index in session.list_files(ImportId(0), listed, &[]) {
        session.add_file(ImportId(0), index, files[index.0 as usize].clone());
    }
    while session.step() != Step::Idle {}
    while session.prepare().is_some() {}
    session
}

/// Returns the page's view of the report in `html`: the total, the JSON report that it saves, and
/// the marks of the lines of each file.
fn shown(html: &str) -> (String, String, BTreeMap<String, String>) {
    let session = opened(html);
    let total = session.overview().totals.numbers.unwrap().cover;
    let now = Timestamp { local: String::new(), unix_millis: 0 };
    let json = session.export(Format::Json, now).bytes.unwrap();
    let marks = |path: &&str| {
        let file = session.open(path, None, &ListQuery::default())?;
        let lines = (1..=u32::try_from(file.marks.len()).ok()?).map(|line| {
            session.lines(LineQuery {
                path: (*path).to_owned(),
                first: line,
                last: line,
                ..LineQuery::default()
            })
        });
        let lines: Vec<_> = lines.collect();
        Some(((*path).to_owned(), format!("{:?} {:?} {lines:?}", file.marks, file.notes)))
    };
    let marks = ["a.py", "pkg/b.py", "pkg/__init__.py"].iter().filter_map(marks).collect();
    (total, timeless(String::from_utf8(json).unwrap()), marks)
}

fn has_page() -> bool {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("page.zip").is_file()
}

/// Writes the report with these options; returns the status, the output and the report.
fn written(folder: &Path, options: &[&str]) -> (Option<i32>, String, Option<String>) {
    let html = folder.join("coverage.html");
    let _ = fs::remove_file(&html);
    let command = ["html", "-q", "--source", ".", "data"];
    let outcome = covdrop(folder, &[&command[..], options].concat());
    (outcome.status, outcome.text, fs::read_to_string(html).ok())
}

#[test]
fn the_page_that_opens_has_the_numbers_of_the_options() {
    let Some(python) = python().filter(|_| has_page()) else { return };
    let folder = project(&python);
    for (settings, options) in CASES {
        let case = format!("{settings:?} {options:?}");
        fs::write(folder.path().join(".coveragerc"), settings).unwrap();
        let command = |command: &[&str]| coverage(&python, folder.path(), command);
        let theirs = command(&[&["html", "-q"], *options].concat());
        let (status, text, html) = written(folder.path(), options);
        assert_eq!(status, theirs.status, "{case}: {text}");
        assert_eq!(html.is_some(), status != Some(1), "{case}: {text}");
        let Some(html) = html else { continue };
        assert_eq!(text, theirs.text, "{case}");

        let without = |left_out: &[&str]| -> Vec<&str> {
            let is_left = |option: &&str| left_out.iter().all(|name| !option.starts_with(name));
            options.iter().copied().filter(is_left).collect()
        };
        let all = without(&["--show-contexts", "--title", "--skip", "--no-skip"]);
        let total = command(&[&["report", "--format=total"], &all[..]].concat());
        let total = total.text.lines().next().unwrap().to_owned();
        let with_sources = shown(&html);
        assert_eq!(with_sources.0, format!("{total}%"), "{case}");
        // coverage.py's JSON report has no option for the precision.
        if without(&["--precision"]) == *options {
            let json = command(&[&["json", "-q", "-o", "-"], &all[..]].concat());
            let json = json.text.split("Coverage failure").next().unwrap().to_owned();
            assert_eq!(with_sources.1.trim(), json.trim(), "{case}");
        }

        let (status, _, html) = written(folder.path(), &[&["--no-source"], *options].concat());
        assert_eq!(status, theirs.status, "{case}");
        assert_eq!(shown(&html.unwrap()), with_sources, "{case}");
    }
}

#[test]
fn rules_and_folders_above_the_source_are_followed_on_the_page() {
    let Some(python) = python().filter(|_| has_page()) else { return };
    let folder = project(&python);
    let real = folder.path().canonicalize().unwrap();
    // By the rules of 3.14, a bare annotation in a class has no code.
    let text = "class C:\n    x: int\n    y: int = 1\n";
    fs::write(folder.path().join("a.py"), text).unwrap();
    let include = || "--include=a.py".to_owned();
    for (options, statements) in [
        (vec![include(), "--python=3.13".to_owned()], Some(3)),
        (vec![include(), "--python=3.14".to_owned()], Some(2)),
        (vec![format!("--omit={}/pkg/b.py", real.display())], None),
        (vec![format!("--omit=*/{}/pkg/*", real.file_name().unwrap().display())], None),
    ] {
        let options: Vec<&str> = options.iter().map(String::as_str).collect();
        for no_source in [&[][..], &["--no-source"]] {
            let (status, text, html) = written(folder.path(), &[no_source, &options].concat());
            assert_eq!(status, Some(0), "{options:?}: {text}");
            let overview = opened(&html.unwrap()).overview();
            assert_eq!(overview.problems, [], "{options:?}");
            let totals = overview.totals.numbers.unwrap();
            if let Some(statements) = statements {
                assert_eq!(totals.stmts, statements, "{options:?}");
            } else {
                let command = ["report", "--format=total", options[0]];
                let total = coverage(&python, folder.path(), &command).text;
                assert_eq!(totals.cover, format!("{}%", total.trim()), "{options:?}");
            }
        }
    }
}

#[test]
fn the_sample_with_all_its_jobs_has_coverage_pys_total() {
    if python().is_none() || !has_page() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let data = JOBS.map(|job| Acme::job(Kind::Lines, job).to_string_lossy().into_owned());
    let source = Acme::source().to_string_lossy().into_owned();
    let coverage = Coverage::combine(&Acme::data_files(Kind::Lines, &JOBS).unwrap());
    let total = coverage.report().pop().unwrap().columns.pop().unwrap();
    for options in [&[][..], &["--no-source"]] {
        let inputs: Vec<&str> = data.iter().map(String::as_str).collect();
        let command = ["html", "-q", "--source", &source];
        let outcome = covdrop(folder.path(), &[&command[..], options, &inputs].concat());
        assert_eq!(outcome.status, Some(0), "{outcome:?}");
        let html = fs::read_to_string(folder.path().join("coverage.html")).unwrap();
        let overview = opened(&html).overview();
        assert_eq!(
            (overview.totals.numbers.unwrap().cover, overview.problems),
            (total.clone(), vec![])
        );
        let jobs: Vec<&str> = overview.jobs.iter().map(|job| job.name.as_str()).collect();
        assert_eq!(jobs, JOBS);
    }
}

#[test]
fn modules_in_zip_files_are_in_the_report() {
    if !has_page() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let at = |path: &str| folder.path().join(path);
    fs::write(at("top.py"), "y = 2\n").unwrap();
    let mut archive = zip::ZipWriter::new(fs::File::create(at("lib.zip")).unwrap());
    archive.start_file("mod.py", zip::write::SimpleFileOptions::default()).unwrap();
    std::io::Write::write_all(&mut archive, b"def f():\n    return 1\n").unwrap();
    archive.finish().unwrap();
    let head = "!coverage.py: This is a private format, don't read it directly!";
    let lines = r#"{"lines": {"/b/top.py": [1], "/b/lib.zip/mod.py": [1]}}"#;
    fs::write(at("data"), format!("{head}{lines}")).unwrap();
    for options in [&[][..], &["--no-source"]] {
        let (status, text, html) = written(folder.path(), options);
        assert_eq!(status, Some(0), "{text}");
        // Two of three statements.
        assert_eq!(opened(&html.unwrap()).overview().totals.numbers.unwrap().cover, "67%");
    }
}

#[cfg(unix)]
#[test]
fn sources_that_links_lead_out_of_the_folder_to_are_left_out() {
    if !has_page() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let at = |path: &str| folder.path().join(path);
    fs::create_dir(at("proj")).unwrap();
    fs::write(at("secret.py"), "def password():\n    pass\n").unwrap();
    fs::write(at("proj/good.py"), "x = 1\n").unwrap();
    std::os::unix::fs::symlink("../secret.py", at("proj/linked.py")).unwrap();
    let head = "!coverage.py: This is a private format, don't read it directly!";
    let lines = r#"{"lines": {"/r/good.py": [1], "/r/linked.py": [1]}}"#;
    fs::write(at("data"), format!("{head}{lines}")).unwrap();
    for options in [&[][..], &["--no-source"]] {
        let command = ["html", "-q", "--source", "proj", "data"];
        let outcome = covdrop(folder.path(), &[&command[..], options].concat());
        assert_eq!(outcome.status, Some(0), "{outcome:?}");
        let session = opened(&fs::read_to_string(at("coverage.html")).unwrap());
        assert!(session.open("linked.py", None, &ListQuery::default()).is_none());
        assert!(session.open("good.py", None, &ListQuery::default()).is_some());
    }
}

#[test]
fn a_report_without_sources_has_no_text_of_them() {
    let Some(python) = python().filter(|_| has_page()) else { return };
    let folder = project(&python);
    fs::write(
        folder.path().join("a.py"),
        "import sys\nif sys.argv:\n    secret = 1\nelse:\n    x = 2\n",
    )
    .unwrap();
    let (status, _, html) = written(folder.path(), &["--no-source"]);
    assert_eq!(status, Some(0));
    let html = html.unwrap();
    let manifest = Manifest::read(element(&html, "covdrop-manifest").unwrap().as_bytes()).unwrap();
    for index in 0..manifest.files.len() {
        let bytes =
            STANDARD.decode(element(&html, &format!("covdrop-file-{index}")).unwrap()).unwrap();
        let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
        for at in 0..archive.len() {
            let mut content = Vec::new();
            std::io::Read::read_to_end(&mut archive.by_index(at).unwrap(), &mut content).unwrap();
            let content = display_text(&String::from_utf8_lossy(&content));
            assert!(!content.contains("secret") && !content.contains("argv"), "{content}");
        }
    }
    let session = opened(&html);
    let file = session.open("a.py", None, &ListQuery::default()).unwrap();
    assert!(!file.has_text);
    assert_eq!(file.lines, [""; 5]);
}
