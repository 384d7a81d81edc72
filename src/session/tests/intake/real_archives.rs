//! Tests archives made by real tools.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use covdrop_tests::{Acme, Kind};

use crate::dropped::{assert_problems, dropped, files, jobs};

/// A temporary folder for a test's archives.
pub(crate) struct Workshop {
    folder: tempfile::TempDir,
}

impl Workshop {
    pub(crate) fn new() -> Workshop {
        Workshop { folder: tempfile::tempdir().unwrap() }
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn read(&self, name: &str) -> Vec<u8> {
        fs::read(self.path(name)).unwrap()
    }

    /// Runs a program in the folder.
    pub(crate) fn run(&self, program: &str, arguments: &[&str]) {
        let output =
            Command::new(program).args(arguments).current_dir(self.folder.path()).output().unwrap();
        assert!(output.status.success(), "{program}: {}", String::from_utf8_lossy(&output.stderr));
    }

    /// Runs a Python script in the folder.
    pub(crate) fn python(&self, script: &str) {
        let python = std::env::var("COVDROP_COVERAGE").unwrap_or("python3".to_owned());
        self.run(&python, &["-c", script]);
    }

    /// Copies a folder into this one.
    pub(crate) fn copy(&self, from: &Path, name: &str) {
        copy(from, &self.path(name));
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// The sample's sources that the data of its jobs names.
const MEASURED: [&str; 7] = [
    "bin/acme",
    "my_package/__init__.py",
    "my_package/cli.py",
    "my_package/compat.py",
    "my_package/shapes.py",
    "my_package/text.py",
    "tests/test_shapes.py",
];

/// Returns a workshop with a job's data in `py38` and the source in `acme-main-1a2b3c`.
fn acme() -> Workshop {
    let shop = Workshop::new();
    shop.copy(&Acme::job(Kind::Lines, "py38"), "py38");
    shop.copy(&Acme::source(), "acme-main-1a2b3c");
    shop
}

#[test]
fn archives_are_recognised_by_their_content() {
    let shop = acme();
    shop.python(
        "import shutil, tarfile\n\
         for form in ['zip', 'tar', 'gztar', 'bztar', 'xztar']:\n\
         \x20   shutil.make_archive('made-' + form, form, '.', 'py38')\n\
         for name, form in [('pax', tarfile.PAX_FORMAT), ('ustar', tarfile.USTAR_FORMAT)]:\n\
         \x20   with tarfile.open(name + '.tar', 'w', format=form) as tar: tar.add('py38')\n",
    );
    shop.run("tar", &["-cf", "gnu.tar", "py38"]);
    shop.run("tar", &["--format=v7", "-cf", "v7.tar", "py38"]);
    shop.run("tar", &["--format=posix", "-czf", "posix.tgz", "py38"]);
    for made in [
        "made-zip.zip",
        "made-tar.tar",
        "made-gztar.tar.gz",
        "made-bztar.tar.bz2",
        "made-xztar.tar.xz",
        "pax.tar",
        "ustar.tar",
        "gnu.tar",
        "v7.tar",
        "posix.tgz",
    ] {
        let session = dropped(&[("nothing known", &shop.read(made))]);
        assert_eq!(jobs(&session), [("nothing known".to_owned(), 2)], "{made}");
        assert_problems(&session, &[]);
    }
}

#[test]
fn the_only_top_folder_of_a_source_archive_is_omitted() {
    let shop = acme();
    shop.run("tar", &["-czf", "acme-main-1a2b3c.tar.gz", "acme-main-1a2b3c"]);
    shop.run("tar", &["-cf", "py38.tar", "py38"]);
    let session = dropped(&[
        ("acme-main-1a2b3c.tar.gz", &shop.read("acme-main-1a2b3c.tar.gz")),
        ("py38.tar", &shop.read("py38.tar")),
    ]);
    assert_eq!(files(&session), MEASURED);
    assert_eq!(session.settings().file.as_deref(), Some("tox.ini"));
    assert_problems(&session, &[]);
}

#[test]
fn nested_archives_are_extracted() {
    let shop = acme();
    shop.python(
        "import os, shutil, zipfile\n\
         os.makedirs('all/py38'); os.makedirs('all/py39')\n\
         for job, name in zip(['py38', 'py39'], sorted(os.listdir('py38'))):\n\
         \x20   with zipfile.ZipFile(f'all/{job}/artifacts.zip', 'w', zipfile.ZIP_DEFLATED) as z:\n\
         \x20       z.write('py38/' + name, name)\n\
         \x20   open(f'all/{job}/metadata.gz', 'wb').close()\n\
         shutil.make_archive('all', 'zip', 'all')\n",
    );
    let session = dropped(&[("all.zip", &shop.read("all.zip"))]);
    assert_eq!(jobs(&session), [("py38".to_owned(), 1), ("py39".to_owned(), 1)]);
    assert_problems(&session, &[]);
}

#[test]
fn a_compressed_file_is_classified_by_its_content() {
    let shop = acme();
    shop.python(
        "import bz2, glob, gzip, lzma\n\
         data = open(glob.glob('py38/.coverage*')[0], 'rb').read()\n\
         for name, module in [('gz', gzip), ('bz2', bz2), ('xz', lzma)]:\n\
         \x20   open('one.' + name, 'wb').write(module.compress(data))\n\
         listing = b'GitLab Build Artifacts Metadata 0.0.2\\n'\n\
         open('metadata.gz', 'wb').write(gzip.compress(len(listing).to_bytes(4, 'big') + listing))\n",
    );
    for ending in ["gz", "bz2", "xz"] {
        let name = format!(".coverage.runner-py38.12186.XMEnkwOx.{ending}");
        let session = dropped(&[
            (&name, &shop.read(&format!("one.{ending}"))),
            ("metadata.gz", &shop.read("metadata.gz")),
        ]);
        assert_eq!(jobs(&session), [("runner-py38".to_owned(), 1)]);
        assert_problems(&session, &[]);
    }
    let alone = dropped(&[("metadata.gz", &shop.read("metadata.gz"))]);
    assert_problems(&alone, &[("metadata", "list of the files in a job's artifacts")]);
}

#[test]
fn wheels_and_sdists_are_sources() {
    let shop = acme();
    shop.python(
        "import os, shutil, zipfile\n\
         os.rename('acme-main-1a2b3c', 'acme-1.0')\n\
         shutil.make_archive('sdist', 'gztar', '.', 'acme-1.0')\n\
         os.makedirs('wheel/acme-1.0.dist-info')\n\
         open('wheel/acme-1.0.dist-info/RECORD', 'w').close()\n\
         shutil.copytree('acme-1.0/my_package', 'wheel/my_package')\n\
         shutil.make_archive('wheel', 'zip', 'wheel')\n\
         shutil.make_archive('py38', 'zip', 'py38')\n",
    );
    let job = shop.read("py38.zip");
    let sdist = dropped(&[("acme-1.0.tar.gz", &shop.read("sdist.tar.gz")), ("py38.zip", &job)]);
    assert_eq!(files(&sdist), MEASURED);
    let wheel =
        dropped(&[("acme-1.0-py3-none-any.whl", &shop.read("wheel.zip")), ("py38.zip", &job)]);
    assert_eq!(files(&wheel), MEASURED[1..6]);
}

#[test]
fn downloads_of_one_name_stay_apart() {
    let shop = acme();
    shop.copy(&Acme::job(Kind::Lines, "py39"), "py39");
    shop.python(
        "import os, zipfile\n\
         for number, job in enumerate(['py38', 'py39']):\n\
         \x20   with zipfile.ZipFile(f'{number}.zip', 'w') as z:\n\
         \x20       for at, name in enumerate(sorted(os.listdir(job))):\n\
         \x20           z.write(f'{job}/{name}', f'.coverage.runner-1-project-2.{at}.Xabcdefx')\n",
    );
    let session = dropped(&[
        ("artifacts.zip", &shop.read("0.zip")),
        ("artifacts (1).zip", &shop.read("1.zip")),
    ]);
    assert_eq!(jobs(&session), [("artifacts".to_owned(), 2), ("artifacts (1)".to_owned(), 2)]);
    let named = dropped(&[
        ("artifacts-py38.zip", &shop.read("0.zip")),
        ("artifacts-py39 (1).zip", &shop.read("1.zip")),
    ]);
    assert_eq!(jobs(&named), [("artifacts-py38".to_owned(), 2), ("artifacts-py39".to_owned(), 2)]);
}

#[test]
fn third_party_code_counts_only_if_data_names_it() {
    let shop = acme();
    shop.python(
        "import shutil\n\
         for place in ['.tox/py38/lib/site-packages/other', 'venv/lib/site-packages/other']:\n\
         \x20   shutil.copytree('acme-main-1a2b3c/my_package', 'acme-main-1a2b3c/' + place)\n\
         shutil.make_archive('source', 'zip', '.', 'acme-main-1a2b3c')\n\
         shutil.make_archive('py38', 'zip', 'py38')\n",
    );
    let source = shop.read("source.zip");
    let session = dropped(&[("source.zip", &source), ("py38.zip", &shop.read("py38.zip"))]);
    assert_eq!(session.overview().loaded.sources, 8);
    // The data is dropped after the source, so the archive is read again.
    shop.python(
        "import sqlite3\n\
         db = sqlite3.connect('named')\n\
         import glob, shutil\n\
         shutil.copy(glob.glob('py38/.coverage*')[0], 'named')\n\
         db = sqlite3.connect('named')\n\
         db.execute(\"update file set path = '/b/.tox/py38/lib/site-packages/other/text.py' where path like '%text.py'\")\n\
         db.commit()\n",
    );
    let session = dropped(&[("source.zip", &source), (".coverage", &shop.read("named"))]);
    let other = ".tox/py38/lib/site-packages/other/text.py".to_owned();
    assert!(files(&session).contains(&other), "{:?}", files(&session));
    assert_eq!(session.overview().loaded.sources, 9);
}

#[test]
fn one_of_two_versions_of_a_source_is_used_and_reported() {
    let session = dropped(&[
        ("acme-1.0/a.py", b"x = 1\n"),
        ("acme-1.0/b.py", b"y = 1\n"),
        ("acme-1.1/a.py", b"x = 2\n"),
        ("acme-1.1/b.py", b"y = 1\n"),
    ]);
    assert_problems(
        &session,
        &[("acme-1.1", "differs from the file at that path in acme-1.0, and is used.")],
    );
    assert_eq!(session.overview().loaded.sources, 2);
}

#[test]
fn archives_of_info_zip_are_read() {
    for archive in
        [&include_bytes!("fixtures/streamed.zip")[..], include_bytes!("fixtures/zip64.zip")]
    {
        let session = dropped(&[("py38.zip", archive)]);
        assert_problems(&session, &[]);
        assert_eq!(jobs(&session), [("py38".to_owned(), 2)]);
    }
    for (archive, what) in [
        (&include_bytes!("fixtures/encrypted.zip")[..], "2 entries of this archive are encrypted."),
        (include_bytes!("fixtures/bzip2.zip"), "2 entries of this archive are packed with bzip2,"),
    ] {
        let session = dropped(&[("py38.zip", archive)]);
        assert_problems(&session, &[("py38.zip", what)]);
    }
}

#[test]
fn archives_of_bsdtar_and_7_zip_are_read() {
    for archive in [
        &include_bytes!("fixtures/bsd.zip")[..],
        include_bytes!("fixtures/bsd.tbz"),
        include_bytes!("fixtures/bsd.txz"),
        include_bytes!("fixtures/bsd-gnu.tgz"),
        include_bytes!("fixtures/seven.zip"),
        include_bytes!("fixtures/seven.tar.xz"),
    ] {
        let session = dropped(&[("py38", archive)]);
        assert_problems(&session, &[]);
        assert_eq!(jobs(&session), [("py38".to_owned(), 2)]);
    }
    for (archive, what) in [
        (&include_bytes!("fixtures/deflate64.zip")[..], "Deflate64"),
        (include_bytes!("fixtures/lzma.zip"), "LZMA"),
        (include_bytes!("fixtures/aes.zip"), "2 entries of this archive are encrypted."),
    ] {
        let session = dropped(&[("py38.zip", archive)]);
        assert_problems(&session, &[("py38.zip", what)]);
    }
    // Its name does not make it another archive, wherever it lies.
    for name in ["py38.7z", "artifacts.zip", "jobs/py38/artifacts.zip"] {
        let session = dropped(&[(name, include_bytes!("fixtures/seven.7z"))]);
        assert_problems(&session, &[(name, "7-Zip archive")]);
    }
}
