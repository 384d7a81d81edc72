//! Times the actions for which users wait: switching a job in a large project with many contexts,
//! filtering and sorting a list of 10,000 files, and opening a long file.

#![allow(clippy::print_stdout, reason = "this is what an example is for")]

use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;
use std::time::Instant;

use covdrop_data::{
    Combined, ContextId, CoverageData, DataFormat, DataKind, Meta, RecordedFile, RecordedPath,
    ResolvedPath, Selection, WriteOptions, write,
};
use covdrop_lines::{Line, LineSet};
use covdrop_protocol::{Column, FileIndex, ImportId, LineQuery, ListQuery, ListedFile, Shape};
use covdrop_session::{Session, Step};

const FILES: u32 = 1_249;
const CONTEXTS: u32 = 26_184;
const ROWS: u32 = 567_000;
const JOBS: u32 = 12;

/// A pseudo-random generator with a fixed sequence.
struct Chance(u64);

impl Chance {
    fn below(&mut self, bound: u32) -> u32 {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        u32::try_from((self.0 >> 33) % u64::from(bound)).unwrap_or(0)
    }
}

/// Writes the input files below the folder in the first argument, for measuring the browser with
/// the same input.
fn written(name: &str, files: &[(String, Vec<u8>)]) {
    let Some(folder) = std::env::args_os().nth(1).map(|folder| PathBuf::from(folder).join(name))
    else {
        return;
    };
    for (path, bytes) in files {
        let path = folder.join(path);
        let made = path.parent().map_or(Ok(()), fs::create_dir_all);
        if let Err(error) = made.and_then(|()| fs::write(&path, bytes)) {
            println!("  {} cannot be written: {error}", path.display());
        }
    }
}

fn main() {
    switch();
    filter();
    open();
}

/// Measures the fastest of five runs of `work`, in milliseconds.
fn time(mut work: impl FnMut()) -> f64 {
    let once = |()| {
        let start = Instant::now();
        work();
        start.elapsed().as_secs_f64() * 1000.0
    };
    [(); 5].map(once).into_iter().fold(f64::INFINITY, f64::min)
}

fn session(files: Vec<(String, Vec<u8>)>) -> Session {
    let mut session = Session::new(|_, _| None);
    let listed = files
        .iter()
        .map(|(path, bytes)| ListedFile { path: path.clone(), size: bytes.len() as u64 });
    session.list_files(ImportId(0), listed.collect(), &[]);
    for (index, (_, bytes)) in (0..).zip(files) {
        session.add_file(ImportId(0), FileIndex(index), bytes);
    }
    let start = Instant::now();
    while session.step() != Step::Idle {}
    let taken = start.elapsed();
    let start = Instant::now();
    while session.prepare().is_some() {}
    println!("  taken in in {:.0} ms, counted by job in {:.0} ms", ms(taken), ms(start.elapsed()));
    session
}

fn ms(duration: std::time::Duration) -> f64 {
    duration.as_secs_f64() * 1000.0
}

/// Returns a source with `lines` lines, with a branch on every tenth.
fn source(lines: u32) -> Vec<u8> {
    let mut text = String::new();
    for line in 0..lines / 10 {
        let _ = write!(text, "def f{line}(a, b='x'):\n    if a:\n        b = {line}  # note\n");
        text.push_str(&"    a = call(b, 'text', 1)\n".repeat(7));
    }
    text.into_bytes()
}

fn data_file(contexts: Vec<String>, files: Vec<RecordedFile>) -> Vec<u8> {
    let data_file = CoverageData {
        format: DataFormat::Sqlite { schema: 7 },
        version: None,
        kind: DataKind::Lines,
        contexts,
        files,
        meta: Meta::default(),
        warnings: Vec::new(),
    };
    let mut combined = Combined::new();
    let job = combined.add_job("");
    combined.add(job, "", data_file);
    combined.map_paths(|path| ResolvedPath::Recorded(path.clone()));
    let name = |place: &ResolvedPath| place.as_str().to_owned();
    write(&combined, &Selection::everything(), WriteOptions::default(), name).unwrap_or_default()
}

fn switch() {
    println!("{FILES} files, {JOBS} jobs, {CONTEXTS} contexts, {ROWS} sets of lines");
    let mut chance = Chance(1);
    let lengths: Vec<u32> = (0..FILES).map(|_| 200 + chance.below(1300)).collect();
    let mut files = Vec::new();
    for (n, length) in lengths.iter().enumerate() {
        files.push((format!("acme/pkg{}/module_{n}.py", n % 40), source(*length)));
    }
    for job in 0..JOBS {
        let contexts = (0..CONTEXTS / JOBS).map(|n| format!("tests/test_{job}.py::test_{n}|run"));
        let recorded = lengths.iter().enumerate().map(|(n, length)| {
            let path = format!("/builds/acme/pkg{}/module_{n}.py", n % 40);
            let mut file = RecordedFile::new(RecordedPath::new(path));
            let rows = ROWS / JOBS / FILES;
            let first = chance.below(CONTEXTS / JOBS - rows);
            file.lines = (first..first + rows)
                .map(|context| {
                    let start = 1 + chance.below(*length);
                    let lines = (start..start + 40).filter(|_| chance.below(10) < 6);
                    let lines: LineSet = lines.filter_map(Line::new).collect();
                    (ContextId(context), lines)
                })
                .collect();
            file
        });
        let recorded = recorded.collect();
        files.push((format!("job{job}/.coverage"), data_file(contexts.collect(), recorded)));
    }
    written("switch", &files);
    let mut session = session(files);
    let job = session.overview().jobs[0].id;
    let mut on = true;
    println!(
        "  a job switched, with the overview: {:.1} ms",
        time(|| {
            on = !on;
            session.switch_jobs(&[job], on);
            session.overview();
        })
    );
    println!("  the list of files: {:.1} ms", time(|| drop(session.list(ListQuery::default()))));
    let functions = ListQuery { shape: Shape::Functions, ..ListQuery::default() };
    println!("  the list of functions: {:.1} ms", time(|| drop(session.list(functions.clone()))));
    println!("  the smallest set of jobs: {:.1} ms", time(|| drop(session.minimal_jobs())));
    println!("  the matrix: {:.1} ms", time(|| drop(session.matrix(&ListQuery::default()))));
    println!(
        "  the map: {:.1} ms",
        time(|| drop(session.map_of_files(&ListQuery::default(), 1200, 800)))
    );
    let path = "pkg0/module_0.py";
    println!(
        "  the contexts of a line: {:.1} ms",
        time(|| drop(session.lines(LineQuery {
            path: path.to_owned(),
            first: 50,
            last: 50,
            context_search: String::new()
        })))
    );
    let mut filter = false;
    println!(
        "  contexts filtered, with the overview: {:.1} ms",
        time(|| {
            filter = !filter;
            session.filter_contexts(if filter { "test_1" } else { "" });
            session.overview();
        })
    );
}

fn filter() {
    const MANY: usize = 10_000;
    println!("{MANY} files");
    let path = |n: usize| format!("pkg{}/sub{}/module_{n}.py", n % 100, n % 7);
    let mut files: Vec<_> = (0..MANY).map(|n| (format!("acme/{}", path(n)), source(20))).collect();
    let recorded = (0..MANY).map(|n| {
        let mut file = RecordedFile::new(RecordedPath::new(format!("/builds/{}", path(n))));
        file.lines = vec![(ContextId(0), [1, 2].into_iter().filter_map(Line::new).collect())];
        file
    });
    files.push(("job/.coverage".into(), data_file(vec![String::new()], recorded.collect())));
    written("filter", &files);
    let session = session(files);
    session.overview();
    let ask = |what: &str, query: ListQuery| {
        println!("  {what}: {:.1} ms", time(|| drop(session.list(query.clone()))));
    };
    ask("filtered", ListQuery { filter: "sub3 module_9".into(), ..ListQuery::default() });
    ask("sorted", ListQuery { sort: Column::Miss, descending: true, ..ListQuery::default() });
    ask("a tree", ListQuery { shape: Shape::Tree, ..ListQuery::default() });
}

fn open() {
    const LINES: u32 = 50_000;
    println!("A file of {LINES} lines");
    let mut file = RecordedFile::new(RecordedPath::new("/builds/long.py"));
    let lines = (1..LINES).filter(|n| n % 3 > 0).filter_map(Line::new);
    file.lines = vec![(ContextId(0), lines.collect())];
    let files = vec![
        ("acme/long.py".into(), source(LINES)),
        ("job/.coverage".into(), data_file(vec![String::new()], vec![file])),
    ];
    written("open", &files);
    let session = session(files);
    session.overview();
    println!(
        "  opened: {:.1} ms",
        time(|| drop(session.open("long.py", None, &ListQuery::default())))
    );
}
