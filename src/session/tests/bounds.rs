//! Tests drops that need far more memory or time than their size justifies: each is refused with a
//! sentence that gives the reason, and the rest loads.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::io::{Cursor, Write as _};

use covdrop_protocol::{ImportId, ListedFile};
use covdrop_report::{Json, Settings};
use covdrop_session::{Session, Step, Timestamp};

/// Returns the problems of a drop of `files`, as text.
fn problems_of(files: &[(&str, &[u8])]) -> String {
    format!("{:?}", session_of(files).problems())
}

/// Returns a session with a drop of `files`.
fn session_of(files: &[(&str, &[u8])]) -> Session {
    let mut session = Session::new(|_, _| None);
    let listed = files
        .iter()
        .map(|(path, bytes)| ListedFile { path: (*path).to_owned(), size: bytes.len() as u64 });
    let mut wanted = session.list_files(ImportId(0), listed.collect(), &[]);
    loop {
        for index in wanted {
            session.add_file(ImportId(0), index, files[index.0 as usize].1.to_vec());
        }
        wanted = loop {
            match session.step() {
                Step::Idle => return session,
                Step::FilesRequested { indexes, .. } => break indexes,
                Step::Worked(_) | Step::Finished => {}
            }
        };
    }
}

fn bzip2(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = bzip2::write::BzEncoder::new(Vec::new(), bzip2::Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn zip(entries: &[(String, Vec<u8>)]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in entries {
        let options = zip::write::SimpleFileOptions::default();
        archive.start_file(name.as_str(), options).unwrap();
        archive.write_all(bytes).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

/// Returns data of coverage.py 4 with line 1 of one file.
fn data(path: &str) -> Vec<u8> {
    let head = "!coverage.py: This is a private format, don't read it directly!";
    format!("{head}{{\"lines\":{{\"{path}\":[1]}}}}").into_bytes()
}

#[test]
fn empty_streams_are_limited() {
    let reported = problems_of(&[(".coverage.bz2", &bzip2(b"").repeat(3_000))]);
    assert!(reported.contains("thousands of nearly empty streams"), "{reported}");
    // A few hundred empty streams do no harm, nor do thousands with content.
    let mut few = bzip2(b"").repeat(500);
    few.extend(bzip2(&data("/r/a.py")));
    let reported = problems_of(&[(".coverage.bz2", &few)]);
    assert!(!reported.contains("streams") && !reported.contains("damaged"), "{reported}");
}

#[test]
fn the_wanted_files_of_archives_are_limited() {
    let entry = |n: usize| (format!(".coverage.{n}"), vec![b' '; 20 << 20]);
    let reported = problems_of(&[("job.zip", &zip(&[entry(0), entry(1), entry(2)]))]);
    assert!(reported.contains("more than 40 times the bytes of the archives"), "{reported}");
}

#[test]
fn the_lines_of_sources_are_limited() {
    let source = |n: usize| (format!("p/{n}.py"), "\n".repeat(300_000).into_bytes());
    let reported = problems_of(&[("p.zip", &zip(&[source(0), source(1), source(2)]))]);
    assert!(
        reported.contains("p.zip/p/1.py") && reported.contains("and one other file"),
        "{reported}"
    );
    assert!(reported.contains("far more lines than real code"), "{reported}");
    let files = [source(0), source(1), source(2)]
        .map(|(name, text)| (name, [text, vec![b'#'; 300_001]].concat()));
    let files = files.each_ref().map(|(name, text)| (name.as_str(), text.as_slice()));
    assert!(!problems_of(&files).contains("lines"), "sources in a folder have few lines a byte");
}

#[test]
fn the_memory_for_data_is_limited() {
    // Data without hits for many files takes few bytes in the archive, and hundreds of bytes of
    // memory per file.
    let names = |from: usize| (from..from + 150_000).map(|n| format!("\"{n:x}\":[]"));
    let entry = |n: usize| {
        let names: Vec<String> = names(n * 150_000).collect();
        let head = "!coverage.py: This is a private format, don't read it directly!";
        (format!(".coverage.{n}"), format!("{head}{{\"lines\":{{{}}}}}", names.join(",")).into())
    };
    let entries: Vec<(String, Vec<u8>)> = (0..4).map(entry).collect();
    let reported = problems_of(&[("job.zip", &zip(&entries))]);
    assert!(reported.contains("takes many times the memory of the drop"), "{reported}");
}

#[test]
fn a_slow_pattern_is_reported_with_its_file() {
    let settings = "[report]\nexclude_also =\n    (?!q)(?:(?:a|a)*(?!c)b)|zz\n";
    let source = format!("# {}c zz\n", "a".repeat(16)).repeat(3_000) + "x = 1\n";
    let reported = problems_of(&[
        ("p/.coveragerc", settings.as_bytes()),
        ("p/good.py", source.as_bytes()),
        ("p/.coverage", &data("/r/p/good.py")),
    ]);
    assert!(reported.contains("good.py") && reported.contains("takes too long"), "{reported}");
    assert!(reported.contains("(?:(?:a|a)*(?!c)b)|zz"), "{reported}");
}

#[test]
fn the_size_of_a_report_is_limited() {
    let session = session_of(&[(".coverage", &data("/r/a.py")), ("r/a.py", b"x = 1\n")]);
    let now = Timestamp { local: "now".to_owned(), unix_millis: 0 };
    let write = |mib: u64| {
        let mut written = Vec::new();
        let (settings, now) = (Settings::default(), now.clone());
        session
            .write_report(&Json, settings, now, mib, &mut written)
            .map_err(|error| error.to_string())
    };
    assert!(write(1).is_ok());
    let refused = write(0).unwrap_err();
    assert!(
        refused.starts_with("The report would have more than 0 MiB. Leave contexts"),
        "{refused}"
    );
}
