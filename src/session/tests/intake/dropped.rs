//! Drops files into sessions, and reads the results.

use covdrop_protocol::{FileIndex, ImportId, ListQuery, ListedFile};
use covdrop_session::{Session, Step};

/// Returns an empty session.
pub(crate) fn session() -> Session {
    Session::new(|_, _| None)
}

/// Drops files into `session` like a page, and works until nothing is left to do. Returns the
/// number of steps.
pub(crate) fn drop_into(session: &mut Session, files: &[(&str, &[u8])]) -> usize {
    let listed = files
        .iter()
        .map(|(path, bytes)| ListedFile { path: (*path).to_owned(), size: bytes.len() as u64 });
    let mut wanted = session.list_files(ImportId(0), listed.collect(), &[]);
    let mut steps = 0;
    loop {
        for index in wanted {
            session.add_file(ImportId(0), index, files[index.0 as usize].1.to_vec());
        }
        wanted = loop {
            steps += 1;
            match session.step() {
                Step::Idle => return steps,
                Step::FilesRequested { indexes, .. } => break indexes,
                Step::Worked(_) | Step::Finished => {}
            }
        };
    }
}

/// Returns a session with one drop.
pub(crate) fn dropped(files: &[(&str, &[u8])]) -> Session {
    let mut session = session();
    drop_into(&mut session, files);
    session
}

/// Lists the files of `drops[number]`, and works until nothing is left to do, sending the requested
/// files of any drop. Returns the requests other than the drop's first one.
pub(crate) fn drop_of(
    session: &mut Session,
    drops: &[Vec<(String, Vec<u8>)>],
    number: u32,
) -> Vec<(u32, Vec<u32>)> {
    let files = drops[number as usize].iter();
    let listed =
        files.map(|(path, bytes)| ListedFile { path: path.clone(), size: bytes.len() as u64 });
    let mut requests = vec![(number, session.list_files(ImportId(number), listed.collect(), &[]))];
    let mut sent = 0;
    loop {
        for (batch, indexes) in &requests[sent..] {
            for &index in indexes {
                session.add_file(
                    ImportId(*batch),
                    index,
                    drops[*batch as usize][index.0 as usize].1.clone(),
                );
            }
        }
        sent = requests.len();
        match session.step() {
            Step::Idle => break,
            Step::FilesRequested { import, indexes } => requests.push((import.0, indexes)),
            Step::Worked(_) | Step::Finished => {}
        }
    }
    requests.remove(0);
    let plain = |indexes: Vec<FileIndex>| indexes.into_iter().map(|index| index.0).collect();
    requests.into_iter().map(|(import, indexes)| (import, plain(indexes))).collect()
}

/// Works until files are requested. Returns the drop and the files.
#[track_caller]
pub(crate) fn wanted(session: &mut Session) -> (u32, Vec<u32>) {
    loop {
        let step = session.step();
        assert_ne!(step, Step::Idle, "nothing is asked for");
        if let Step::FilesRequested { import, indexes } = step {
            return (import.0, indexes.into_iter().map(|index| index.0).collect());
        }
    }
}

/// Works until nothing is left to do.
pub(crate) fn work_to_end(session: &mut Session) {
    while session.step() != Step::Idle {}
}

/// Returns the jobs by name, each with the number of its data files.
pub(crate) fn jobs(session: &Session) -> Vec<(String, u32)> {
    session.overview().jobs.into_iter().map(|job| (job.name, job.data_files)).collect()
}

/// Returns the files that have numbers.
pub(crate) fn files(session: &Session) -> Vec<String> {
    session.list(ListQuery::default()).rows.iter().map(|row| row.path).collect()
}

/// Returns the file and the sentence of each problem.
pub(crate) fn problems(session: &Session) -> Vec<(String, String)> {
    session.problems().into_iter().map(|problem| (problem.file, problem.what)).collect()
}

/// Asserts that these are all problems: the files, and parts of the sentences.
#[track_caller]
pub(crate) fn assert_problems(session: &Session, expected: &[(&str, &str)]) {
    let problems = problems(session);
    let fits = problems.len() == expected.len()
        && problems
            .iter()
            .zip(expected)
            .all(|((file, what), (name, part))| file == name && what.contains(part));
    assert!(fits, "{problems:#?}");
}
