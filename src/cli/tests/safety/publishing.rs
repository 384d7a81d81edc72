//! Tests that `publish` changes its folder as a whole or not at all, and nothing beside it.

use std::fs;

use crate::project::{INFERRED, Project, data};

/// Returns a project with a built page.
fn project() -> Project {
    let project = Project::new();
    project.write("dist/index.html", "the page");
    project.write("dist/app/worker.js", "the worker");
    project
}

fn listed(project: &Project, folder: &str) -> Vec<String> {
    let list = project.read(&format!("{folder}/covdrop.json"));
    let list: serde_json::Value = serde_json::from_str(&list).unwrap();
    let files = list["files"].as_array().unwrap().iter();
    files.map(|file| file.as_str().unwrap().to_owned()).collect()
}

#[test]
fn nothing_is_published_onto_the_page_the_source_or_an_input() {
    let project = project();
    project.write("proj/pkg/mod.py", "y = 1\n");
    project.link("dist-link", "dist");
    let before = project.all("");
    for (output, page) in [
        ("dist", "dist"),
        ("dist", "./proj/../dist/"),
        ("dist-link", "dist"),
        ("dist/public", "dist"),
        (".", "dist"),
        ("dist", "dist/app"),
        ("proj", "dist"),
        ("proj/out", "dist"),
        ("proj/pkg", "dist"),
        ("proj/pkg/out", "dist"),
        ("data", "dist"),
        ("data/.coverage.vm", "dist"),
        ("..", "dist"),
        ("-", "dist"),
    ] {
        let ran = project.run(&format!("publish --source proj --page {page} -o {output} data"));
        assert_eq!(ran.status, Some(1), "{output} {page} {ran:?}");
        assert_eq!(ran.stdout.lines().count(), 1, "{ran:?}");
        assert_eq!(project.all(""), before, "{output} {page}");
    }
}

#[test]
fn one_may_publish_below_the_root_of_the_project_that_one_works_in() {
    let project = project();
    project.write("proj/pkg/mod.py", "y = 1\n");
    let publish = |output: &str| {
        project.shell(&format!("cd proj && covdrop publish --source . -o {output} ../data"))
    };
    for _ in 0..2 {
        let ran = publish("public");
        assert_eq!(ran.status, Some(0), "{ran:?}");
        let said = format!("{INFERRED}Data files of 1 job: vm (1)\n");
        assert!(ran.stderr.starts_with(&said), "{ran:?}");
        assert_eq!(
            listed(&project, "proj/public"),
            ["covdrop/vm.zip", "covdrop/source.zip"],
            "what was published is no input"
        );
    }
    for output in ["pkg", "pkg/public", "."] {
        assert_eq!(publish(output).status, Some(1), "{output}");
    }
}

#[test]
fn a_failed_run_leaves_what_was_published() {
    let project = project();
    let publish = "covdrop publish --source proj --page dist -o public/new data";
    let failing = format!("trap '' XFSZ; ulimit -f 0; {publish}");
    let ran = project.shell(&failing);
    assert_eq!(ran.status, Some(1), "{ran:?}");
    assert!(!project.path("public").exists(), "no folder is left of it");

    assert_eq!(project.shell(publish).status, Some(0));
    project.write("public/new/mine.txt", "mine");
    let before = project.all("public");
    project.write("proj/good.py", "x = 1\ny = 2\n");
    project.write("dist/index.html", "another page");
    let ran = project.shell(&failing);
    assert_eq!(ran.status, Some(1), "{ran:?}");
    assert_eq!(project.all("public"), before);
}

#[test]
fn a_reader_of_the_former_list_never_gets_newer_archives() {
    let project = project();
    let publish = "publish --source proj --page dist -o public data";
    assert_eq!(project.run(publish).status, Some(0));
    let former = listed(&project, "public");
    assert_eq!(former, ["covdrop/vm.zip", "covdrop/source.zip"]);
    project.write("public/covdrop/mine.zip", "mine");
    project.write("public/mine.txt", "mine");

    project.write("proj/good.py", "x = 1\ny = 2\n");
    assert_eq!(project.run(publish).status, Some(0));
    let new = listed(&project, "public");
    assert!(new.iter().all(|path| !former.contains(path)), "{new:?}");
    assert!(new.iter().all(|path| project.path(&format!("public/{path}")).is_file()));
    let mut names: Vec<String> = project.all("public").into_iter().map(|(name, _)| name).collect();
    names.sort();
    let mut expected = new.clone();
    expected.extend(
        ["app/worker.js", "covdrop.json", "covdrop/mine.zip", "index.html", "mine.txt"]
            .map(str::to_owned),
    );
    expected.sort();
    assert_eq!(
        names, expected,
        "what the former list named is gone, and what others put there stays"
    );

    // Publishing the same again changes nothing.
    let before = project.all("public");
    assert_eq!(project.run(publish).status, Some(0));
    assert_eq!(project.all("public"), before);
    let report = project.shell("cd public && covdrop report $(printf '%s ' covdrop/*/*.zip)");
    assert!(report.stdout.contains("good.py       2      1    50%"), "{report:?}");
    assert!(report.stderr.starts_with("Data files of 1 job: vm (1)"), "{report:?}");
}

#[test]
fn links_in_the_output_are_not_written_through() {
    for link in ["public", "public/covdrop", "public/app"] {
        let project = project();
        project.write("victim/kept", "before");
        project.link(link, project.path("victim"));
        let ran = project.run("publish --source proj --page dist -o public data");
        assert_eq!(ran.status, Some(1), "{ran:?}");
        assert!(ran.stdout.contains("is a link"), "{ran:?}");
        assert_eq!(project.all("victim"), [("kept".to_owned(), b"before".to_vec())]);
        let slash = project.run("publish --source proj --page dist -o public/ data");
        assert_eq!(slash.status, Some(1), "{slash:?}");
    }
    for link in ["covdrop.json", "index.html", "app/worker.js", "covdrop/vm.zip"] {
        let project = project();
        project.write("victim", "before");
        project.link(&format!("public/{link}"), project.path("victim"));
        let ran = project.run("publish --source proj --page dist -o public data");
        assert_eq!(ran.status, Some(0), "{ran:?}");
        assert_eq!(project.read("victim"), "before");
    }
}

#[test]
fn missing_sources_are_named_with_the_option_that_helps() {
    let project = Project::new();
    let mut files = vec!["/r/a.py", "/r/b.py", "/r/c.py", "/r/good.py", "/r/gone.py", "/r/lost.py"];
    project.write("data/.coverage.vm", data(&files));
    for file in files.drain(..3) {
        project.write(&file.replace("/r", "proj"), "x = 1\n");
    }
    for (arguments, words) in [
        ("publish --source proj -o public data", "'/r/gone.py' and 1 more, which are in no total."),
        ("publish -o public data/.coverage.vm", "'/r/a.py' and 5 more, which are in no total."),
        ("report --source proj data", "'/r/gone.py'. No folder named by --source has"),
        ("json --source proj -o - data", "'/r/gone.py'. No folder named by --source has"),
    ] {
        let ran = project.run(arguments);
        let said = format!("{}{}", ran.stdout, ran.stderr);
        assert!(said.contains(words) && said.contains("--source DIR"), "{arguments}: {said}");
        assert_eq!(said.contains(" -i"), !arguments.starts_with("publish"), "{arguments}: {said}");
    }
    project.write("proj/gone.py", "x = = 1\n");
    let refused = project.run("report --source proj --omit=*/lost.py data");
    assert_eq!(refused.status, Some(1), "{refused:?}");
    assert!(refused.stdout.contains("--source DIR, or leave out such files by -i"), "{refused:?}");
    project.write("proj/gone.py", "print 'old'\n");
    let refused = project.run("report --source proj --omit=*/lost.py data");
    assert!(refused.stdout.contains("by --approximate, or leave them out by -i"), "{refused:?}");
}

#[test]
fn a_source_that_a_link_leads_out_of_the_source_folder_is_not_published() {
    let project = Project::new();
    project.write("secret.py", "password = 1\n");
    project.write("elsewhere/deep.py", "password = 2\n");
    project.link("proj/linked.py", "../secret.py");
    project.link("proj/sub", "../elsewhere");
    project.link("proj/inside.py", "good.py");
    let files = ["/r/good.py", "/r/linked.py", "/r/sub/deep.py", "/r/inside.py"];
    project.write("data/.coverage.vm", data(&files));
    let ran = project.run("publish --source proj -o public data");
    assert_eq!(ran.status, Some(0), "{ran:?}");
    assert!(
        ran.stderr.contains(
            "linked.py: This source and 1 more are left out: links lead out of the source \
             folder proj\n"
        ),
        "{ran:?}"
    );
    let archive = fs::File::open(project.path("public/covdrop/source.zip")).unwrap();
    let archive = zip::ZipArchive::new(archive).unwrap();
    let mut names: Vec<_> = archive.file_names().map(Result::unwrap).collect();
    names.sort_unstable();
    assert_eq!(names, ["source/good.py", "source/inside.py"]);
}

#[test]
fn a_page_with_links_out_of_it_or_other_than_files_is_refused() {
    for make in [
        (|project: &Project| project.link("dist/index.html", "/etc/hostname")) as fn(&Project),
        |project| project.link("dist/folder", "/etc"),
        |project| project.fifo("dist/pipe"),
    ] {
        let project = Project::new();
        project.write("dist/app.js", "");
        make(&project);
        let ran = project.run("publish --source proj --page dist -o public data");
        assert_eq!(ran.status, Some(1), "{ran:?}");
        assert!(!project.path("public").exists());
    }
}

#[test]
fn long_names_of_jobs_are_shortened() {
    let project = Project::new();
    let long = "j\u{fc}".repeat(80);
    project.write(&format!("{long}/.coverage.vm"), data(&["/r/good.py"]));
    project.zip("a.zip", &[(&format!("{}/.coverage.a", "k".repeat(400)), &data(&["/r/good.py"]))]);
    let ran = project.run(&format!("publish --source proj -o public {long} a.zip"));
    assert_eq!(ran.status, Some(0), "{ran:?}");
    for path in listed(&project, "public") {
        assert!(project.path(&format!("public/{path}")).is_file(), "{path}");
    }
}

#[test]
fn settings_are_published_whoever_gave_them() {
    let settings = "[report]\nexclude_also = x = 1\n";
    let project = Project::new();
    project
        .zip("in.zip", &[("p/.coveragerc", settings), ("p/.coverage.a", &data(&["/r/good.py"]))]);
    let ran = project.run("publish --source proj -o public in.zip");
    assert_eq!(ran.status, Some(0), "{ran:?}");
    let report = project.shell("covdrop report public/covdrop/*.zip");
    assert!(report.stdout.contains("good.py       0      0   100%"), "{report:?}");
}

#[test]
fn former_compressed_forms_of_what_is_published_are_removed() {
    let project = project();
    project.write("proj/pkg/mod.py", "y = 1\n");
    project.write("dist/app-1.js", "the script");
    project.write("dist/app-1.js.br", "the script, compressed");
    for stale in ["index.html.gz", "covdrop.json.br", "app-1.js.gz"] {
        project.write(&format!("public/{stale}"), "of a former page");
    }
    project.write("public/notes.txt.gz", "of others");
    let ran = project.run("publish --source proj --page dist -o public data");
    assert_eq!(ran.status, Some(0), "{ran:?}");
    for stale in ["index.html.gz", "covdrop.json.br", "app-1.js.gz"] {
        assert!(!project.path(&format!("public/{stale}")).exists(), "{stale}");
    }
    assert_eq!(project.read("public/app-1.js.br"), "the script, compressed");
    assert_eq!(project.read("public/notes.txt.gz"), "of others");
}
