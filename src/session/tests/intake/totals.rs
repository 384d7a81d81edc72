//! Tests three jobs and a source, each in an archive as GitLab creates it.

use covdrop_protocol::ListQuery;
use covdrop_tests::{Acme, Coverage, Kind};

use crate::dropped::{assert_problems, dropped, jobs};
use crate::real_archives::Workshop;

#[test]
fn totals_of_three_archived_jobs_equal_coverage_pys() {
    const JOBS: [&str; 3] = ["py38", "py310", "py312"];
    let shop = Workshop::new();
    for job in JOBS {
        shop.copy(&Acme::job(Kind::Lines, job), job);
    }
    shop.copy(&Acme::source(), "acme-main-1a2b3c");
    shop.python(
        "import os, zipfile\n\
         for job in ['py38', 'py310', 'py312']:\n\
         \x20   with zipfile.ZipFile(f'{job}.zip', 'w', zipfile.ZIP_DEFLATED) as z:\n\
         \x20       for name in sorted(os.listdir(job)): z.write(f'{job}/{name}', name)\n",
    );
    shop.run("tar", &["-czf", "source.tar.gz", "acme-main-1a2b3c"]);
    let names = ["artifacts.zip", "artifacts (1).zip", "artifacts (2).zip"];
    let mut files: Vec<(&str, Vec<u8>)> =
        names.into_iter().zip(JOBS.map(|job| shop.read(&format!("{job}.zip")))).collect();
    files.push(("acme-main-1a2b3c.tar.gz", shop.read("source.tar.gz")));
    let files: Vec<(&str, &[u8])> =
        files.iter().map(|(name, bytes)| (*name, bytes.as_slice())).collect();
    let session = dropped(&files);
    assert_problems(&session, &[]);
    assert_eq!(jobs(&session).len(), 3);

    let coverage = Coverage::combine(&Acme::data_files(Kind::Lines, &JOBS).unwrap());
    let rows = coverage.report();
    let overview = session.overview();
    let listing = session.list(ListQuery::default());
    let ours = listing
        .rows
        .iter()
        .map(|file| (file.path, file.numbers))
        .chain([("TOTAL".to_owned(), overview.totals.numbers.unwrap())]);
    let ours: Vec<Vec<String>> = ours
        .map(|(name, numbers)| {
            vec![name, numbers.stmts.to_string(), numbers.miss.to_string(), numbers.cover.clone()]
        })
        .collect();
    let theirs: Vec<Vec<String>> =
        rows.into_iter().map(|row| [vec![row.name], row.columns].concat()).collect();
    assert_eq!(ours, theirs);
}
