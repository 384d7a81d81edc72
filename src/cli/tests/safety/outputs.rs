//! Tests that commands write a file as a whole or not at all, and never to an input.

use std::fs;
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
use std::path::Path;
use std::process::{Command, Stdio};

use crate::project::{Project, TABLE, data};

/// The commands that write a file, each with its default file.
const COMMANDS: [(&str, &str); 4] = [
    ("json", "coverage.json"),
    ("xml", "coverage.xml"),
    ("lcov", "coverage.lcov"),
    ("combine", ".coverage"),
];

#[test]
fn folders_above_an_output_are_made() {
    for (command, _) in COMMANDS {
        let project = Project::new();
        let ran = project.run(&format!("{command} --source proj -o new/deep/report data"));
        assert_eq!(ran.status, Some(0), "{ran:?}");
        assert!(project.path("new/deep/report").is_file());
    }
    let project = Project::new();
    project.run("report --source proj -o new/report.txt data");
    assert_eq!(project.read("new/report.txt"), TABLE);
}

#[test]
fn a_failed_write_leaves_what_was_there_and_nothing_else() {
    let project = Project::new();
    project.write("report.txt", "before");
    // The limit on the size of files makes every write fail.
    let ran = project
        .shell("trap '' XFSZ; ulimit -f 0; covdrop report --source proj -o report.txt data 2>&1");
    assert_eq!(ran.status, Some(1), "{ran:?}");
    assert_eq!(project.read("report.txt"), "before");
    assert_eq!(fs::read_dir(project.path("")).unwrap().count(), 3);
}

#[test]
fn an_input_is_never_written_over() {
    let project = Project::new();
    project.link("linked", "data/.coverage.vm");
    fs::hard_link(project.path("data/.coverage.vm"), project.path("hard")).unwrap();
    project.link("folder", "data");
    project.write("rc", "");
    let outputs = [
        "data/.coverage.vm",
        "./proj/../data/.coverage.vm",
        "linked",
        "hard",
        "folder/.coverage.vm",
    ];
    let before = project.all("");
    for (command, _) in COMMANDS {
        for output in outputs.iter().copied().chain(["proj/good.py", "rc"]) {
            let ran = project
                .run(&format!("{command} --rcfile rc --source proj -o {output} data/.coverage.vm"));
            assert_eq!(ran.status, Some(1), "{output} {ran:?}");
            assert!(ran.stdout.contains(&format!("'{output}' is one of the inputs")), "{ran:?}");
        }
        let ran = project.run(&format!("{command} --source proj -o {} data", outputs[0]));
        assert_eq!(ran.status, Some(1), "{ran:?}");
    }
    assert_eq!(project.all(""), before);
}

#[test]
fn an_input_is_not_written_over_by_default_or_by_settings_either() {
    for (command, default) in COMMANDS {
        let project = Project::new();
        project.write(default, data(&["/r/good.py"]));
        let ran = project.run(&format!("{command} --source proj {default}"));
        assert_eq!(ran.status, Some(1), "{ran:?}");
        assert!(ran.stdout.contains("is one of the inputs"), "{ran:?}");
        assert_eq!(project.read(default), data(&["/r/good.py"]));

        let section = if command == "combine" { "[run]\ndata_file" } else { "[xml]\noutput" };
        let section = section.replace("xml", command);
        project.write("proj/.coveragerc", format!("{section} = data/.coverage.vm\n"));
        let ran = project.run(&format!("{command} --source proj data"));
        assert_eq!(ran.status, Some(1), "{ran:?}");
        assert_eq!(project.read("data/.coverage.vm"), data(&["/r/good.py"]));
    }
}

#[test]
fn what_a_former_run_wrote_is_written_over() {
    for (command, default) in COMMANDS {
        let project = Project::new();
        for _ in 0..2 {
            let ran = project.shell(&format!("cd proj; covdrop {command} --source . ../data"));
            assert_eq!(ran.status, Some(0), "{ran:?}");
            assert!(project.path("proj").join(default).is_file());
        }
    }
}

#[test]
fn a_link_is_replaced_and_not_written_through() {
    let project = Project::new();
    project.write("victim", "before");
    project.link("report.txt", "victim");
    project.link("nowhere", "missing/victim");
    for output in ["report.txt", "nowhere"] {
        let ran = project.run(&format!("report --source proj -o {output} data"));
        assert_eq!(ran.status, Some(0), "{ran:?}");
        assert!(!project.path(output).is_symlink());
        assert_eq!(project.read(output), TABLE);
    }
    assert_eq!(project.read("victim"), "before");
}

#[test]
fn permissions_are_those_of_the_file_before_or_of_any_new_file() {
    let project = Project::new();
    project.write("old", "");
    fs::set_permissions(project.path("old"), fs::Permissions::from_mode(0o640)).unwrap();
    project.shell("umask 027; covdrop report --source proj -o new data");
    project.shell("umask 000; covdrop report --source proj -o old data");
    let mode = |name: &str| fs::metadata(project.path(name)).unwrap().mode() & 0o777;
    assert_eq!((mode("new"), mode("old")), (0o640, 0o640));
    assert_eq!(project.read("old"), TABLE);
}

#[test]
fn pipes_and_devices_are_written_directly() {
    let project = Project::new();
    let ran = project.shell("covdrop report --source proj -o /dev/stdout data 2>/dev/null");
    assert_eq!((ran.status, ran.stdout.as_str()), (Some(0), TABLE));
    let ran = project.shell("covdrop report --source proj -o /dev/stdout data >out; cat out");
    assert_eq!(ran.stdout, TABLE);
    let ran = project.shell("covdrop report --source proj -o /dev/fd/3 data 3>out; cat out");
    assert_eq!(ran.stdout, TABLE);
    let ran = project.shell("covdrop report --source proj -o >(cat) data 2>/dev/null | cat");
    assert_eq!(ran.stdout, TABLE);
    project.fifo("pipe");
    let ran = project.shell("cat pipe & covdrop report --source proj -o pipe data 2>&1 >&2; wait");
    assert!(ran.stdout.contains(TABLE), "{ran:?}");
    let ran = project.run("json --source proj -o /dev/null data");
    assert_eq!(ran.status, Some(0), "{ran:?}");
    let ran = project.run("json --source proj -o /dev/full data");
    assert_eq!(ran.status, Some(1), "{ran:?}");
}

#[test]
fn an_output_that_cannot_be_is_refused() {
    let project = Project::new();
    let before = project.all("");
    let long = "x".repeat(300);
    for output in ["data", "data/", "new/", ".", "..", "/", "proj/good.py/x", long.as_str()] {
        let ran = project.run(&format!("report --source proj -o {output} data"));
        assert_eq!(ran.status, Some(1), "{output} {ran:?}");
        assert_eq!(ran.stdout.lines().count(), 1, "{ran:?}");
    }
    assert_eq!(project.all(""), before);
    // Writing beside the destination works even for the longest name that the file system allows.
    let longest = "x".repeat(255);
    let ran = project.run(&format!("report --source proj -o {longest} data"));
    assert_eq!(ran.status, Some(0), "{ran:?}");
}

/// Returns true if the folder has an unfinished file.
fn has_part(folder: &Path) -> bool {
    let names = fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.file_name());
    names.into_iter().any(|name| name.to_string_lossy().starts_with(".covdrop-"))
}

#[test]
fn a_signal_leaves_no_part_of_a_file() {
    let project = Project::new();
    // The more archives, the longer it takes to write them.
    for job in 0..500 {
        project.write(&format!("data/job{job}/.coverage"), data(&["/r/good.py"]));
    }
    project.write("out/report.lcov", "before");
    let folder = project.path("out");
    let mut ended = 0;
    let signals = ["-INT", "-TERM", "-HUP"];
    for signal in signals.into_iter().cycle().take(12) {
        if ended == signals.len() {
            break;
        }
        let mut command = project.command("publish -o out --source proj data");
        let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        while child.try_wait().unwrap().is_none()
            && !has_part(&folder)
            && !has_part(&folder.join("covdrop"))
        {}
        let id = child.id().to_string();
        let _ = Command::new("kill").args([signal, &id]).stderr(Stdio::null()).status();
        ended += usize::from(child.wait().unwrap().code().is_none());
        assert!(!has_part(&folder) && !has_part(&folder.join("covdrop")), "{signal}");
        fs::remove_dir_all(folder.join("covdrop")).ok();
        fs::remove_file(folder.join("covdrop.json")).ok();
    }
    assert!(ended > 0, "no signal came while a file was written");
    assert_eq!(project.read("out/report.lcov"), "before");
}
