//! Tests that only the user's own settings may choose outputs.

use std::fs;

use crate::project::{Project, TABLE, data, finish};

/// Every report with the setting that names its file.
const OUTPUTS: [(&str, &str); 4] = [
    ("json", "[json]\noutput = "),
    ("xml", "[xml]\noutput = "),
    ("lcov", "[lcov]\noutput = "),
    ("combine", "[run]\ndata_file = "),
];

#[test]
fn settings_in_an_archive_choose_no_file_to_write() {
    for (command, setting) in OUTPUTS {
        for path in ["${HOME}/victim", "victim", "~/victim", "-"] {
            let project = Project::new();
            project.write("victim", "before");
            let settings = format!("{setting}{path}\n");
            let files = [
                ("p/.coveragerc", settings.as_str()),
                ("p/good.py", "x = 1\n"),
                ("p/.coverage.a", &data(&["/r/good.py"])),
            ];
            project.zip("all.zip", &files);
            let mut run = project.command(&format!("{command} all.zip"));
            run.env("HOME", project.path(""));
            let ran = finish(run);
            assert_eq!(ran.status, Some(1), "{command} {path} {ran:?}");
            assert!(ran.stdout.contains(".coveragerc: "), "{ran:?}");
            assert!(ran.stdout.contains(&format!("'{}'", path.replace("${HOME}", ""))), "{ran:?}");
            assert!(ran.stdout.ends_with("Name the output with -o\n"), "{ran:?}");
            assert_eq!(project.read("victim"), "before");
            assert_eq!(fs::read_dir(project.path("")).unwrap().count(), 4);
            assert!(!ran.stdout.contains("good.py"), "{ran:?}");

            let asked = project.run(&format!("{command} -o given all.zip"));
            assert_eq!(asked.status, Some(0), "{asked:?}");
            assert!(project.path("given").is_file());
        }
    }
}

#[test]
fn settings_in_a_folder_of_inputs_choose_no_file_to_write() {
    for (command, setting) in OUTPUTS {
        let project = Project::new();
        project.write("proj/.coveragerc", format!("{setting}chosen\n"));
        let ran = project.run(&format!("{command} proj data"));
        assert_eq!(ran.status, Some(1), "{ran:?}");
        assert!(!project.path("chosen").exists());
    }
}

#[test]
fn settings_of_an_archive_among_the_sources_choose_no_file_to_write() {
    let project = Project::new();
    let files = [("p/.coveragerc", "[xml]\noutput = chosen\n"), ("p/good.py", "x = 1\n")];
    project.zip("source.zip", &files);
    let ran = project.run("xml --source source.zip data");
    assert_eq!(ran.status, Some(1), "{ran:?}");
    assert!(!project.path("chosen").exists());
}

#[test]
fn an_input_of_the_source_folders_name_does_not_pass_for_it() {
    let project = Project::new();
    project.write("in/proj/.coveragerc", "[xml]\noutput = chosen\n");
    project.write("in/proj/.coverage.vm", data(&["/r/good.py"]));
    let ran = project.run("xml --source proj in/proj");
    assert_eq!(ran.status, Some(0), "{ran:?}");
    assert!(project.path("coverage.xml").is_file() && !project.path("chosen").exists());
    // The source folder's own settings come before those of an input.
    project.write("proj/.coveragerc", "[xml]\noutput = own/report.xml\n");
    let ran = project.run("xml --source proj in/proj");
    assert_eq!(ran.status, Some(0), "{ran:?}");
    assert!(project.path("own/report.xml").is_file() && !project.path("chosen").exists());
}

#[test]
fn the_users_own_settings_choose_a_file_below_the_working_directory() {
    for (command, setting) in OUTPUTS {
        let project = Project::new();
        project.write("proj/.coveragerc", format!("{setting}new/${{NAME}}\n"));
        let mut run = project.command(&format!("{command} --source proj data"));
        run.env("NAME", "from-source");
        assert_eq!(finish(run).status, Some(0));
        assert!(project.path("new/from-source").is_file());

        project.write("given.cfg", format!("{setting}new/rcfile\n"));
        let ran = project.run(&format!("{command} --rcfile given.cfg --source proj data"));
        assert_eq!(ran.status, Some(0), "{ran:?}");
        assert!(project.path("new/rcfile").is_file());
    }
}

#[test]
fn the_users_own_settings_choose_no_file_elsewhere() {
    let elsewhere = tempfile::tempdir().unwrap();
    let absolute = elsewhere.path().join("victim");
    for (command, setting) in OUTPUTS {
        for path in
            [absolute.to_str().unwrap(), "../victim", "proj/../../victim", "out/victim", "."]
        {
            let project = Project::new();
            project.link("out", elsewhere.path());
            project.write("proj/.coveragerc", format!("{setting}{path}\n"));
            let ran = project.run(&format!("{command} --source proj data"));
            assert_eq!(ran.status, Some(1), "{command} {path} {ran:?}");
            assert!(ran.stdout.ends_with("Name the output with -o\n"), "{ran:?}");
            assert!(!absolute.exists() && !project.path("../victim").exists());
        }
    }
}

#[test]
fn the_variable_coverage_file_is_the_users_own() {
    let project = Project::new();
    let elsewhere = tempfile::tempdir().unwrap();
    let file = elsewhere.path().join("combined");
    project.zip("all.zip", &[("p/.coveragerc", "[run]\ndata_file = chosen\n")]);
    let mut run = project.command("combine all.zip data");
    run.env("COVERAGE_FILE", &file);
    let ran = finish(run);
    assert_eq!(ran.status, Some(0), "{ran:?}");
    assert!(file.is_file() && !project.path("chosen").exists());
}

#[test]
fn settings_of_inputs_see_no_environment_variable() {
    let settings = "[report]\nexclude_also = (${COVDROP_SECRET}\nformat = ${COVDROP_SECRET-text}\n";
    let secret = |project: &Project, arguments: &str| {
        let mut run = project.command(arguments);
        run.env("COVDROP_SECRET", "hunter2");
        finish(run)
    };
    let project = Project::new();
    project.zip("all.zip", &[("p/.coveragerc", settings), ("p/good.py", "x = 1\n")]);
    for arguments in ["report all.zip data", "report --source all.zip data"] {
        let ran = secret(&project, arguments);
        assert_eq!(ran.status, Some(1), "{ran:?}");
        assert!(!ran.stderr.contains("hunter2") && !ran.stdout.contains("hunter2"), "{ran:?}");
        // The page says the same of every variable.
        assert!(ran.stderr.contains("COVDROP_SECRET, which is not known here"), "{ran:?}");
    }
    project.write("proj/.coveragerc", settings);
    let ran = secret(&project, "report proj data");
    assert!(!ran.stderr.contains("hunter2") && !ran.stdout.contains("hunter2"), "{ran:?}");

    let own = "[report]\nformat = ${COVDROP_SECRET?}\n";
    project.write("proj/.coveragerc", own);
    let mut run = project.command("report --source proj data");
    run.env("COVDROP_SECRET", "total");
    assert_eq!(finish(run).stdout, "100\n");
}

#[test]
fn other_settings_that_name_paths_read_and_write_nothing() {
    let project = Project::new();
    project.write("secret/.coverage.other", data(&["/r/secret.py"]));
    project.write("secret/secret.py", "x = 1\n");
    let secret = project.path("secret");
    let settings = format!(
        "[run]\nsource = {0}\nsource_dirs = {0}\ndebug_file = {1}\n\
         plugins = evil\n[evil]\nfile = {1}\n\
         [html]\ndirectory = {0}/html\nextra_css = {0}/secret.py\n\
         [paths]\nsource =\n  {0}\n  /r\n",
        secret.display(),
        project.path("written").display()
    );
    project.zip("all.zip", &[("p/.coveragerc", &settings), ("p/good.py", "x = 1\n")]);
    let before = project.all("");
    let ran = project.run("report all.zip data");
    assert_eq!((ran.status, ran.stdout.as_str()), (Some(0), TABLE), "{}", ran.stderr);
    assert_eq!(project.all(""), before);
}
