//! Tests that Covdrop opens only regular files, and reads each folder once.

use std::fs;
use std::os::unix::net::UnixListener;

use crate::project::{INFERRED, Project, TABLE, data};

#[test]
fn pipes_sockets_and_devices_are_never_opened() {
    let project = Project::new();
    project.fifo("pipe");
    let _socket = UnixListener::bind(project.path("socket")).unwrap();
    for (path, kind) in [
        ("pipe", "a pipe"),
        ("socket", "a socket"),
        ("/dev/zero", "a device"),
        ("/dev/null", "a device"),
    ] {
        for arguments in [
            format!("report --source proj {path}"),
            format!("report --source {path} data"),
            format!("report --rcfile {path} --source proj data"),
            format!("publish --source {path} -o public data"),
        ] {
            let ran = project.run(&arguments);
            assert_eq!(ran.status, Some(1), "{arguments} {ran:?}");
            assert!(ran.stdout.to_lowercase().contains(&format!("is {kind}")), "{ran:?}");
        }
    }
    let ran = project.shell("covdrop report --source proj <(cat data/.coverage.vm)");
    assert_eq!(ran.status, Some(1), "{ran:?}");
    assert!(ran.stdout.contains("is a pipe. Only regular files and folders are read"), "{ran:?}");
}

#[test]
fn pipes_in_folders_are_named_where_they_would_have_been_read() {
    let project = Project::new();
    for name in ["odd.py", ".coveragerc", ".coverage.pipe", "script", "unrelated.txt"] {
        project.fifo(&format!("proj/{name}"));
        project.fifo(&format!("data/{name}"));
    }
    let _socket = UnixListener::bind(project.path("proj/server.py")).unwrap();
    project.link("proj/zero.py", "/dev/zero");
    let ran = project.run("report --source proj data");
    assert_eq!((ran.status, ran.stdout.as_str()), (Some(0), TABLE), "{ran:?}");
    for name in ["proj/odd.py", "proj/.coveragerc", "data/.coverage.pipe", "proj/server.py"] {
        assert!(
            ran.stderr.contains(&format!("{name}: This could not be read: It is a")),
            "{ran:?}"
        );
    }
    assert!(!ran.stderr.contains("unrelated"), "{ran:?}");
}

#[test]
fn a_pipe_in_place_of_a_former_list_is_not_read() {
    let project = Project::new();
    fs::create_dir(project.path("public")).unwrap();
    project.fifo("public/covdrop.json");
    let ran = project.run("publish --source proj -o public data");
    assert_eq!(ran.status, Some(0), "{ran:?}");
    assert!(project.read("public/covdrop.json").contains("covdrop/vm.zip"));
}

#[test]
fn a_pipe_in_place_of_settings_is_not_read() {
    let project = Project::new();
    project.fifo(".coveragerc");
    let ran = project.run("report");
    assert_eq!(ran.status, Some(1), "{ran:?}");
    assert!(ran.stdout.contains("no data file '.coverage' here"), "{ran:?}");
    project.write(".coverage", data(&["/r/proj/good.py"]));
    let ran = project.run("report");
    assert_eq!(ran.status, Some(0), "{ran:?}");
    let named = ran.stderr.matches(".coveragerc: This could not be read: It is a pipe").count();
    assert!(named == 1 && ran.stdout.contains("proj/good.py       1      0   100%"), "{ran:?}");
}

/// The links point to existing files, by paths relative to the archive and to the working
/// directory, and by absolute ones.
#[test]
fn links_in_archives_lead_nowhere() {
    let project = Project::new();
    project.write("secret.py", "SECRET = 1\n");
    project.write("secret.coverage", data(&["/r/good.py", "/r/SECRET.py"]));
    let full = project.path("secret.py").to_str().unwrap().to_owned();
    let targets = ["secret.py", "../secret.py", full.as_str(), "/etc/passwd"];
    let mut tar = tar::Builder::new(fs::File::create(project.path("links.tar")).unwrap());
    let mut zip = zip::ZipWriter::new(fs::File::create(project.path("links.zip")).unwrap());
    for (number, target) in targets.iter().enumerate() {
        for (kind, name) in [(tar::EntryType::Symlink, "soft"), (tar::EntryType::Link, "hard")] {
            let mut header = tar::Header::new_gnu();
            header.set_entry_type(kind);
            header.set_size(0);
            tar.append_link(&mut header, format!("p/{name}{number}.py"), target).unwrap();
        }
        let options = zip::write::SimpleFileOptions::default();
        zip.add_symlink(format!("p/soft{number}.py"), *target, options).unwrap();
    }
    tar.finish().unwrap();
    zip.finish().unwrap();
    let recorded: Vec<String> = (0..4)
        .flat_map(|number| ["soft", "hard"].map(|name| format!("/r/p/{name}{number}.py")))
        .collect();
    let recorded: Vec<&str> = recorded.iter().map(String::as_str).collect();
    project.write("all/.coverage", data(&recorded));
    for (archive, links) in [("links.tar", 8), ("links.zip", 4)] {
        for arguments in ["report -i all", "lcov -i -o - all", "publish -o public all"] {
            let ran = project.run(&format!("{arguments} --source {archive}"));
            let said = ran.stderr.matches("This entry is a link to").count();
            assert_eq!(said, links, "{archive} {ran:?}");
            assert!(
                !format!("{ran:?}").contains("SECRET") && !ran.stdout.contains("root:"),
                "{ran:?}"
            );
        }
    }
    for (name, content) in project.all("public") {
        assert!(!String::from_utf8_lossy(&content).contains("SECRET"), "{name}");
    }
}

#[test]
fn a_linked_folder_inside_is_read_by_its_own_name_alone() {
    let project = Project::new();
    project.write("proj/real/r.py", "x = 1\n");
    project.link("proj/link", "real");
    project.write("data/.coverage.vm", data(&["/r/good.py", "/r/real/r.py"]));
    let ran = project.run("report --source proj data");
    let table = "\
Name        Stmts   Miss  Cover
-------------------------------
good.py         1      0   100%
real/r.py       1      0   100%
-------------------------------
TOTAL           2      0   100%
";
    assert_eq!((ran.status, ran.stdout.as_str()), (Some(0), table), "{ran:?}");
    assert_eq!(ran.stderr, format!("{INFERRED}Data files of 1 job: vm (1)\n"));
}

#[test]
fn a_linked_folder_outside_is_read_once() {
    let project = Project::new();
    project.write("elsewhere/pkg/r.py", "x = 1\n");
    project.link("proj/a", "../elsewhere/pkg");
    project.link("proj/b", "../elsewhere/pkg");
    project.link("proj/c", "../elsewhere");
    project.write("jobs/vm/.coverage.vm", data(&["/r/good.py", "/r/a/r.py"]));
    project.link("in/first", "../jobs/vm");
    project.link("in/second", "../jobs/vm");
    project.link("in/third", "../jobs");
    let ran = project.run("report --source proj in");
    assert_eq!(ran.status, Some(0), "{ran:?}");
    // Like coverage.py, by the path after following links.
    assert!(ran.stdout.contains("/elsewhere/pkg/r.py       1      0   100%"), "{ran:?}");
    assert_eq!(ran.stderr, format!("{INFERRED}Data files of 1 job: first (1)\n"));
}

#[test]
fn loops_of_links_end() {
    let project = Project::new();
    project.link("proj/self", ".");
    project.link("proj/up", "..");
    project.link("proj/root", "/");
    project.link("proj/proc", "/proc");
    project.link("proj/sys", "/sys");
    project.link("proj/one", "two");
    project.link("proj/two", "one");
    project.link("proj/deep/loop", "../deep");
    project.link("elsewhere/back", "../proj");
    project.link("elsewhere/round", "../elsewhere");
    project.link("proj/out", "../elsewhere");
    let ran = project.run("report --source proj data");
    assert_eq!((ran.status, ran.stdout.as_str()), (Some(0), TABLE), "{ran:?}");
}
