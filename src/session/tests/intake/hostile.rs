//! Tests damaged and malicious archives: each is reported, and valid files beside it load.

use covdrop_protocol::{FileIndex, ImportId};
use std::fs;

use covdrop_tests::{Acme, Kind};

use crate::dropped::{
    assert_problems, drop_into, dropped, files, jobs, problems, session as empty,
};
use crate::handmade::{Entry, deflated, gzip, tar, tar_entry, tar_header, zip};

/// A name for [`data`] in an archive.
const DATA: &str = ".coverage.vm.1.Xabcdefx";

/// Returns a data file of the sample.
fn data() -> Vec<u8> {
    fs::read(&Acme::data_files(Kind::Lines, &["py38"]).unwrap()[0]).unwrap()
}

/// Returns a zip archive with a valid data file and a bad entry.
fn beside_data(bad: Entry) -> Vec<u8> {
    zip(&[Entry::new(DATA, &data()), bad])
}

#[track_caller]
fn assert_entry_is_refused(bad: Entry, what: &str) {
    let name = format!("job.zip/{}", bad.name);
    let session = dropped(&[("job.zip", &beside_data(bad))]);
    assert_problems(&session, &[(&name, what)]);
    assert_eq!(jobs(&session), [("job".to_owned(), 1)]);
}

#[test]
fn entry_names_cannot_leave_the_archive() {
    for name in ["../evil.py", "/etc/evil.py", "a/../../evil.py", "C:\\evil.py"] {
        assert_entry_is_refused(Entry::new(name, b"x = 1\n"), "leads out of the archive");
    }
    let session = dropped(&[(
        "job.tar",
        &tar(&[tar_entry("../evil.py", b'0', b"x\n", ""), tar_entry(DATA, b'0', &data(), "")]),
    )]);
    assert_problems(&session, &[("job.tar/../evil.py", "leads out of the archive")]);
    assert_eq!(jobs(&session), [("job".to_owned(), 1)]);
}

#[test]
fn unreadable_entries_are_reported() {
    let good = || Entry::new("a.py", b"x = 1\n");
    assert_entry_is_refused(Entry { flags: 1, ..good() }, "encrypted");
    assert_entry_is_refused(Entry { method: 93, ..good() }, "Zstandard");
    assert_entry_is_refused(Entry { method: 77, ..good() }, "method 77");
    assert_entry_is_refused(Entry { crc: 1, ..good() }, "checksum");
    assert_entry_is_refused(Entry { size: 5, ..good() }, "checksum");
    assert_entry_is_refused(Entry { size: 7, ..good() }, "checksum");
    assert_entry_is_refused(Entry { method: 8, ..good() }, "checksum");
    assert_entry_is_refused(
        Entry { size: u32::MAX - 1, ..good() },
        "4095 MiB; the limit is 512 MiB",
    );
    assert_entry_is_refused(Entry { mode: 0o120_777, ..good() }, "a link to x = 1");
    assert_entry_is_refused(Entry { at: Some(0), ..good() }, "shares its bytes");
    assert_entry_is_refused(Entry { at: Some(u32::MAX - 1), ..good() }, "cut off");
}

#[test]
fn the_last_entry_of_a_name_counts() {
    let names =
        |session: &_| problems(session).into_iter().map(|(file, _)| file).collect::<Vec<_>>();
    let entries = [Entry::new(DATA, b"damaged"), Entry::new(DATA, &data())];
    let of_zip = dropped(&[("job.zip", &zip(&entries))]);
    assert_problems(&of_zip, &[(&format!("job.zip/{DATA}"), "more than once")]);
    assert_eq!(jobs(&of_zip), [("job".to_owned(), 1)]);
    let entries = [tar_entry(DATA, b'0', &data(), ""), tar_entry(DATA, b'0', &data(), "")];
    let of_tar = dropped(&[("job.tar", &tar(&entries))]);
    assert_eq!(names(&of_tar), [format!("job.tar/{DATA}")]);
    assert_eq!(jobs(&of_tar), [("job".to_owned(), 1)]);
}

#[test]
fn truncated_archives_are_reported() {
    let whole = beside_data(Entry::new("a.py", b"x = 1\n"));
    let cut = dropped(&[("job.zip", &whole[..whole.len() - 30]), ("ok.py", b"x = 1\n")]);
    assert_problems(&cut, &[("job.zip", "cut off")]);
    assert_eq!(cut.overview().loaded.sources, 1);

    let whole =
        tar(&[tar_entry(DATA, b'0', &data(), ""), tar_entry("b.py", b'0', &[b'#'; 9000], "")]);
    let cut = dropped(&[("job.tar", &whole[..whole.len() - 6000])]);
    assert_problems(&cut, &[("job.tar", "cut off")]);
    assert_eq!(jobs(&cut), [("job".to_owned(), 1)]);

    let packed = gzip(&whole);
    let cut = dropped(&[("job.tgz", &packed[..packed.len() - 20])]);
    assert_problems(&cut, &[("job.tgz", "cut off")]);

    let mut wrong = packed.clone();
    let checksum = wrong.len() - 8;
    wrong[checksum] ^= 1;
    let wrong = dropped(&[("job.tgz", &wrong)]);
    assert_problems(&wrong, &[("job.tgz", "does not match its checksum")]);
    assert_eq!(jobs(&wrong), [("job".to_owned(), 1)]);
}

#[test]
fn links_and_sparse_files_in_tars_are_reported() {
    let attributes = b"22 GNU.sparse.major=1\n";
    let session = dropped(&[(
        "job.tar",
        &tar(&[
            tar_entry("link.py", b'2', b"", "../other.py"),
            tar_entry("hard.py", b'1', b"", "other.py"),
            tar_entry("README", b'2', b"", "docs/README"),
            tar_entry("x", b'x', attributes, ""),
            tar_entry("sparse.py", b'0', b"1\n0\n512\n", ""),
            tar_entry("fifo.py", b'6', b"", ""),
            tar_entry(DATA, b'0', &data(), ""),
        ]),
    )]);
    assert_problems(
        &session,
        &[
            ("job.tar/link.py", "a link to ../other.py"),
            ("job.tar/hard.py", "a link to other.py"),
            ("job.tar/sparse.py", "sparse"),
        ],
    );
    assert_eq!(jobs(&session), [("job".to_owned(), 1)]);
}

#[test]
fn zip_bombs_are_refused() {
    let zeros = vec![0; 40 << 20];
    let bomb = zip(&[deflated("bomb.py", &zeros), Entry::new(DATA, &data())]);
    let session = dropped(&[("bomb.zip", &bomb)]);
    assert_problems(&session, &[("bomb.zip/bomb.py", "more than 250 times")]);
    assert_eq!(jobs(&session), [("bomb".to_owned(), 1)]);

    // The entry is not wanted, but reading a tar archive has to pass it.
    let mut packed = tar_header("bomb.bin", b'0', zeros.len() as u64, "");
    packed.extend(&zeros);
    let session = dropped(&[("bomb.tar.gz", &gzip(&packed))]);
    assert_problems(&session, &[("bomb.tar.gz", "more than 250 times")]);

    // A name of many megabytes.
    let mut packed = tar_header("././@LongLink", b'L', 16 << 20, "");
    packed.extend(&zeros[..16 << 20]);
    let session = dropped(&[("name.tar.gz", &gzip(&packed))]);
    assert_problems(&session, &[("name.tar.gz", "1024 KiB of attributes")]);
}

#[test]
fn the_depth_of_nested_archives_is_limited() {
    let mut nest = zip(&[Entry::new("a.py", b"x = 1\n")]);
    for depth in 0..6 {
        nest = zip(&[Entry::new(&format!("{depth}.zip"), &nest)]);
    }
    let session = dropped(&[("nest.zip", &nest)]);
    assert_problems(
        &session,
        &[("nest.zip/5.zip/4.zip/3.zip/2.zip", "is nested in 4 other archives")],
    );

    // Each layer contains the next one sixteen times.
    let mut layer = zip(&[deflated("bomb.py", &vec![0; 40 << 20])]);
    for depth in 0..3 {
        let layers: Vec<Entry> =
            (0..16).map(|number| deflated(&format!("{depth}-{number}.zip"), &layer)).collect();
        layer = zip(&layers);
    }
    let mut session = empty();
    let steps = drop_into(&mut session, &[("42.zip", &layer), ("a.py", b"x = 1\n")]);
    assert_eq!(session.overview().loaded.sources, 1);
    assert!(steps < 50_000, "{steps}");
    // Thousands of problems are not listed one by one.
    let problems = problems(&session);
    let (more, reported) = problems.split_last().unwrap();
    let is_bomb = |what: &str| what.contains("250 times") || what.contains("40 times");
    assert!(reported.iter().all(|(_, what)| is_bomb(what)));
    assert_eq!((reported.len(), more.0.as_str()), (99, "42.zip"));
    assert!(more.1.ends_with(" more problems are not listed here."), "{}", more.1);
}

#[test]
fn many_faults_are_summarized() {
    let entries: Vec<Entry> =
        (0..30).map(|n| Entry { crc: 1, ..Entry::new(&format!("{n}.py"), b"x\n") }).collect();
    let session = dropped(&[("job.zip", &zip(&entries))]);
    let problems = problems(&session);
    assert_eq!(problems.len(), 21);
    assert_eq!(problems[20].1, "10 more entries of this archive cannot be used.");
}

#[test]
fn unwanted_entries_are_not_extracted() {
    // Extracting the entry would report a fault.
    let unwanted = Entry { crc: 1, method: 8, ..Entry::new("docs/logo.png", b"no deflated data") };
    let session = dropped(&[("job.zip", &beside_data(unwanted))]);
    assert_problems(&session, &[]);
}

#[test]
fn a_cancel_discards_a_partly_extracted_archive() {
    let archive = beside_data(Entry::new("a.py", b"x = 1\n"));
    let mut session = empty();
    let listed =
        covdrop_protocol::ListedFile { path: "job.zip".into(), size: archive.len() as u64 };
    session.list_files(ImportId(1), vec![listed], &[]);
    session.add_file(ImportId(1), FileIndex(0), archive);
    session.step();
    session.step();
    session.cancel();
    assert_eq!(session.step(), covdrop_session::Step::Idle);
    assert_eq!(jobs(&session), []);
    assert_eq!(files(&session), [""; 0]);
}

#[test]
fn archives_among_a_projects_sources_are_ignored() {
    let session = dropped(&[
        ("acme/tests/data.zip", b"PK\x03\x04 and no more"),
        ("acme/tests/test_a.py", b"x = 1\n"),
    ]);
    assert_problems(&session, &[]);
}

#[test]
fn too_large_files_are_not_requested() {
    const MIB: u64 = 1 << 20;
    let listed = |(path, mib): (&str, u64)| covdrop_protocol::ListedFile {
        path: path.to_owned(),
        size: mib * MIB,
    };
    let files = [("huge", 513), ("a", 400), ("b", 500), ("c", 300), ("d", 200)];
    let mut session = empty();
    assert_eq!(
        session.list_files(ImportId(0), files.map(listed).into(), &[]),
        [1, 2].map(FileIndex)
    );
    for index in [1, 2] {
        session.fail_file(ImportId(0), FileIndex(index), "gone");
    }
    while session.step() != covdrop_session::Step::Idle {}
    let problems = problems(&session);
    let texts: Vec<&str> = problems.iter().map(|(_, what)| what.as_str()).collect();
    assert_eq!(texts[0], "This file has 513 MiB; the limit is 512 MiB.");
    let advice = ["all.coverage", "all.zip", "all.py"].map(|name| {
        let mut session = empty();
        session.list_files(ImportId(0), vec![listed((name, 600))], &[]);
        while session.step() != covdrop_session::Step::Idle {}
        session.problems().swap_remove(0).advice.unwrap()
    });
    for (advice, part) in advice.iter().zip(["record fewer contexts", "Unpack it", "the source"]) {
        assert!(advice.contains(part), "{advice}");
    }
    assert!(
        texts
            .iter()
            .any(|texts| texts.contains("one other file: a session is limited to 1024 MiB"))
    );
}

#[test]
fn the_number_of_entries_is_limited() {
    let entry = tar_entry("logo.png", b'0', b"", "");
    let archive = entry.repeat(200_001);
    let session = dropped(&[("many.tar", &archive), ("a.py", b"x = 1\n")]);
    assert_problems(&session, &[("many.tar", "more than 200000 entries")]);
    assert_eq!(session.overview().loaded.sources, 1);
}
