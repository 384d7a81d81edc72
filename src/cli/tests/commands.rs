//! Runs `covdrop` as a user would, and compares it with coverage.py on the same data.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output};

use covdrop_tests::{Acme, Coverage, Kind, timeless};

const JOBS: [&str; 6] = ["py38", "py39", "py310", "py311", "py312", "py313"];

/// Returns the command `covdrop` with these arguments.
fn covdrop(arguments: impl IntoIterator<Item = impl AsRef<OsStr>>) -> Output {
    Command::new(env!("CARGO_BIN_EXE_covdrop")).args(arguments).output().unwrap()
}

/// Returns the output of `covdrop report` for the sample with these options.
fn report(kind: Kind, options: &[&str]) -> String {
    let mut arguments = vec!["report".into(), "--source".into(), Acme::source()];
    arguments.extend(Acme::data_files(kind, &JOBS).unwrap());
    arguments.extend(options.iter().map(PathBuf::from));
    let Output { status, stdout, stderr } = covdrop(&arguments);
    assert!(status.success(), "{}", String::from_utf8_lossy(&stderr));
    String::from_utf8(stdout).unwrap()
}

#[test]
fn reports_are_coverage_pys_to_the_letter() {
    for kind in [Kind::Lines, Kind::Branch] {
        let coverage = Coverage::combine(&Acme::data_files(kind, &JOBS).unwrap());
        for options in [
            &[][..],
            &["-m"],
            &["--skip-covered"],
            &["--skip-empty", "--sort=-miss"],
            &["--precision=2"],
            &["--format=markdown", "-m"],
            &["--format=total"],
        ] {
            let expected = coverage.run(&[&["report"], options].concat());
            assert_eq!(report(kind, options), expected, "{kind:?} {options:?}");
        }
    }
}

#[test]
fn the_other_reports_are_coverage_pys_but_for_the_moment() {
    for kind in [Kind::Lines, Kind::Branch] {
        let data = Acme::data_files(kind, &JOBS).unwrap();
        let coverage = Coverage::combine(&data);
        for (format, options) in [
            ("json", &["--pretty-print"][..]),
            ("json", &["--omit=tests/*"]),
            ("xml", &[]),
            ("xml", &["--include=my_package/*"]),
            ("lcov", &[]),
        ] {
            let mut arguments = vec![PathBuf::from(format), "-o".into(), "-".into()];
            arguments.extend(options.iter().map(PathBuf::from));
            let theirs: Vec<&OsStr> = arguments.iter().map(AsRef::as_ref).collect();
            let theirs = coverage.run(&theirs);
            arguments.extend(["--source".into(), coverage.path().to_owned()]);
            arguments.extend(data.iter().cloned());
            let ours = covdrop(&arguments);
            let ours = String::from_utf8(ours.stdout).unwrap();
            assert_eq!(timeless(ours), timeless(theirs), "{kind:?} {format} {options:?}");
        }
    }
}

#[test]
fn combined_data_is_what_coverage_py_would_have_combined() {
    for kind in [Kind::Lines, Kind::Branch] {
        let data = Acme::data_files(kind, &JOBS).unwrap();
        let coverage = Coverage::combine(&data);
        let expected = coverage.run(&["report", "-m"]);
        let file = coverage.path().join(".coverage");
        fs::remove_file(&file).unwrap();
        let mut arguments = vec!["combine".into(), "-o".into(), file];
        arguments.extend(["--source".into(), coverage.path().to_owned()]);
        arguments.extend(data);
        assert!(covdrop(&arguments).status.success());
        assert_eq!(coverage.run(&["report", "-m"]), expected, "{kind:?}");
    }
}

#[test]
fn combined_data_keeps_the_job_of_each_hit_when_told() {
    let data = Acme::data_files(Kind::Branch, &["py38", "py312"]).unwrap();
    let coverage = Coverage::combine(&data);
    let expected = coverage.run(&["report", "-m"]);
    let contexts = |coverage: &Coverage| {
        let report = coverage.run(&["json", "-q", "--show-contexts", "-o", "-"]);
        let report: serde_json::Value = serde_json::from_str(&report).unwrap();
        let lines = report["files"]["my_package/compat.py"]["contexts"].as_object().unwrap();
        let names = lines.values().flat_map(|names| names.as_array().unwrap());
        names.map(|name| name.as_str().unwrap().to_owned()).collect::<BTreeSet<String>>()
    };
    assert_eq!(contexts(&coverage), BTreeSet::from([String::new()]));
    let file = coverage.path().join(".coverage");
    fs::remove_file(&file).unwrap();
    let mut arguments = vec!["combine".into(), "--jobs-as-contexts".into(), "-o".into(), file];
    arguments.extend(["--source".into(), coverage.path().to_owned()]);
    arguments.extend(["py38", "py312"].map(|job| Acme::job(Kind::Branch, job)));
    assert!(covdrop(&arguments).status.success());
    assert_eq!(coverage.run(&["report", "-m"]), expected);
    assert_eq!(contexts(&coverage), ["py312", "py38"].map(str::to_owned).into());
}

#[test]
fn line_and_branch_data_go_together_only_when_told() {
    let mut arguments: Vec<PathBuf> = vec!["report".into(), "--source".into(), Acme::source()];
    arguments.push(Acme::job(Kind::Lines, "py38"));
    arguments.push(Acme::job(Kind::Branch, "py39"));
    let refused = covdrop(&arguments);
    assert_eq!(refused.status.code(), Some(1));
    let words = String::from_utf8_lossy(&refused.stdout).into_owned();
    assert!(words.contains("cannot be combined exactly"), "{words}");
    assert!(words.contains("Give --mixed "), "{words}");
    arguments.push("--mixed".into());
    assert_eq!(covdrop(&arguments).status.code(), Some(0));
}

#[test]
fn data_of_all_generations_goes_together() {
    let jobs = ["py27-cov371", "py27", "py36", "py37-cov5.0a2", "py37-cov5.0a6", "py38", "py314"];
    let mut arguments: Vec<PathBuf> = vec!["report".into(), "--source".into(), Acme::source()];
    arguments.extend(jobs.map(|job| Acme::job(Kind::Branch, job)));
    let output = covdrop(&arguments);
    assert_eq!(output.status.code(), Some(0));
    let words = String::from_utf8_lossy(&output.stderr).into_owned();
    for job in jobs {
        assert!(words.contains(&format!("{job} (2)")), "{words}");
    }
}

#[test]
fn python_2_is_counted_only_when_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    let package = folder.path().join("my_package");
    fs::create_dir(&package).unwrap();
    fs::copy(Acme::source().join("my_package/cli.py"), package.join("cli.py")).unwrap();
    fs::write(package.join("text.py"), "def table(mapping):\n    print 'old'\n").unwrap();
    let run = |options: &[&str]| {
        let mut arguments = vec!["report".into(), "--source".into(), folder.path().to_owned()];
        arguments.push(Acme::job(Kind::Lines, "py38"));
        arguments.extend(options.iter().map(PathBuf::from));
        covdrop(&arguments)
    };
    let words = |output: &Output| String::from_utf8_lossy(&output.stdout).into_owned();
    let without = run(&["-i"]);
    assert!(String::from_utf8_lossy(&without.stderr).contains("text.py: This is Python 2."));
    assert!(words(&without).contains("cli.py") && !words(&without).contains("text.py"));
    let with = run(&["-i", "--approximate"]);
    assert!(words(&with).contains("my_package/text.py"), "{}", words(&with));
}

#[test]
fn the_rules_are_those_of_the_python_that_recorded() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.py"), "class A:\n    x: int\n    y = 1\n").unwrap();
    let record = "import coverage, sys; d = coverage.CoverageData(sys.argv[1]); \
                  d.add_lines({'/ci/x/a.py': [int(n) for n in sys.argv[2:]]}); d.write()";
    let run = |name: &str, lines: &[&str], options: &[&str]| {
        let data = folder.path().join(name);
        let python = std::env::var_os("COVDROP_COVERAGE").unwrap();
        let made = Command::new(python).args(["-c", record]).arg(&data).args(lines).status();
        assert!(made.unwrap().success());
        let mut arguments =
            vec!["report".into(), "--source".into(), folder.path().to_owned(), data];
        arguments.extend(options.iter().map(PathBuf::from));
        let output = covdrop(&arguments);
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        text.lines()
            .last()
            .unwrap_or_default()
            .split_whitespace()
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    // Up to 3.13 the bare annotation of line 2 runs, from 3.14 on it has no code.
    assert_eq!(run(".coverage.old", &["1", "2", "3"], &[]), ["TOTAL", "3", "0", "100%"]);
    assert_eq!(run(".coverage.new", &["1", "3"], &[]), ["TOTAL", "2", "0", "100%"]);
    assert_eq!(run(".coverage.as", &["1", "3"], &["--python=3.13"]), ["TOTAL", "3", "1", "67%"]);
}

#[test]
fn the_status_tells_a_total_under_the_threshold() {
    let run = |threshold: &str| {
        let mut arguments = vec!["report".into(), "--source".into(), Acme::source()];
        arguments.extend(Acme::data_files(Kind::Lines, &JOBS).unwrap());
        arguments.push(format!("--fail-under={threshold}").into());
        covdrop(&arguments)
    };
    let under = run("99.5");
    assert_eq!(under.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&under.stdout).contains("less than fail-under=99.5"));
    assert_eq!(run("50").status.code(), Some(0));
}

#[test]
fn a_missing_source_ends_it_unless_told_otherwise() {
    let data = Acme::data_files(Kind::Lines, &["py38"]).unwrap();
    let mut arguments: Vec<PathBuf> = vec!["report".into()];
    arguments.extend(data);
    arguments.push("--source".into());
    arguments.push(Acme::source().join("my_package"));
    let refused = covdrop(&arguments);
    assert_eq!(refused.status.code(), Some(1));
    let words = String::from_utf8_lossy(&refused.stdout).into_owned();
    assert!(words.contains("No source for code: '/builds/acme/acme/bin/acme'"), "{words}");
    assert!(words.contains("No folder named by --source has this file"), "{words}");
    arguments.push("-i".into());
    let ignored = covdrop(&arguments);
    assert_eq!(ignored.status.code(), Some(0));
    let table = String::from_utf8_lossy(&ignored.stdout).into_owned();
    assert!(table.contains("shapes.py") && !table.contains("test_shapes.py"), "{table}");
}

#[test]
fn wrong_files_are_named_and_the_rest_is_used() {
    let folder = tempfile::tempdir().unwrap();
    let wrong = folder.path().join("letter.txt");
    fs::write(&wrong, "Dear all\n").unwrap();
    let mut arguments = vec!["report".into(), "--source".into(), Acme::source(), wrong.clone()];
    let alone = covdrop(&arguments);
    assert_eq!(alone.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&alone.stdout).contains("no usable data file"));
    arguments.extend(Acme::data_files(Kind::Lines, &["py38"]).unwrap());
    let with_data = covdrop(&arguments);
    assert_eq!(with_data.status.code(), Some(0));
    assert!(String::from_utf8_lossy(&with_data.stderr).contains("letter.txt: "));
}

#[test]
fn what_is_not_there_is_said_so() {
    let output = covdrop(["report", "nowhere"]);
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(String::from_utf8_lossy(&output.stdout), "There is no file or folder 'nowhere'\n");
}

#[test]
fn settings_know_the_environment() {
    let folder = tempfile::tempdir().unwrap();
    let (rcfile, empty) = (folder.path().join("settings"), folder.path().join("empty"));
    fs::write(&rcfile, "[report]\nprecision = ${COVDROP_TEST_DECIMALS-1}\n").unwrap();
    fs::write(&empty, "").unwrap();
    let empty = format!("--rcfile={}", empty.display());
    let mut arguments = vec![PathBuf::from("report"), "--source".into(), Acme::source()];
    arguments.extend(Acme::data_files(Kind::Lines, &JOBS).unwrap());
    let run = |variables: &[(&str, &OsStr)]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_covdrop"));
        let output = command.args(&arguments).envs(variables.iter().copied()).output().unwrap();
        String::from_utf8(output.stdout).unwrap()
    };
    let rcfile = ("COVERAGE_RCFILE", rcfile.as_os_str());
    assert_eq!(run(&[rcfile]), report(Kind::Lines, &["--precision=1", &empty]));
    let decimals = ("COVDROP_TEST_DECIMALS", OsStr::new("2"));
    assert_eq!(run(&[rcfile, decimals]), report(Kind::Lines, &["--precision=2", &empty]));
}

#[test]
fn data_that_a_job_has_twice_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let file = Acme::data_files(Kind::Lines, &JOBS[..1]).unwrap().remove(0);
    for (job, name) in [("one", ".coverage.a"), ("one", ".coverage.b"), ("two", ".coverage.a")] {
        fs::create_dir_all(folder.path().join(job)).unwrap();
        fs::copy(&file, folder.path().join(job).join(name)).unwrap();
    }
    let inputs = ["one", "two"].map(|job| folder.path().join(job));
    let options = ["report".into(), "--source".into(), Acme::source()];
    let output = covdrop(options.into_iter().chain(inputs));
    let words = String::from_utf8(output.stderr).unwrap();
    assert_eq!(
        words,
        "one/.coverage.b: This is the same data as one/.coverage.a. It is not counted twice. If \
         it belongs to another job, check where it came from.\n\
         Inferred path mapping: /builds/acme/acme → .\n\
         To settle this, put it into your settings file:\n\
         [coverage:paths]\nsource =\n    .\n    /builds/acme/acme\n\
         Data files of 2 jobs: one (2), two (1)\n"
    );
}

#[test]
fn what_is_published_gives_the_same_report() {
    let folder = tempfile::tempdir().unwrap();
    let page = folder.path().join("dist");
    fs::create_dir_all(page.join("sub")).unwrap();
    fs::write(page.join("sub/index.html"), "the page").unwrap();
    for kind in [Kind::Lines, Kind::Branch] {
        let public = folder.path().join(format!("public-{kind:?}"));
        let mut arguments = vec!["publish".into(), "-o".into(), public.clone()];
        arguments.extend(["--source".into(), Acme::source(), "--page".into(), page.clone()]);
        arguments.extend(JOBS.map(|job| Acme::job(kind, job)));
        let published = covdrop(&arguments);
        assert!(published.status.success(), "{}", String::from_utf8_lossy(&published.stderr));
        assert_eq!(fs::read_to_string(public.join("sub/index.html")).unwrap(), "the page");

        let list = fs::read_to_string(public.join("covdrop.json")).unwrap();
        let list: serde_json::Value = serde_json::from_str(&list).unwrap();
        let files: Vec<&str> =
            list["files"].as_array().unwrap().iter().map(|file| file.as_str().unwrap()).collect();
        let jobs = JOBS.map(|job| format!("covdrop/{job}.zip"));
        assert_eq!(list["covdrop"], 1);
        assert_eq!(files, [&jobs[..], &["covdrop/source.zip".to_owned()]].concat());

        let mut arguments = vec![PathBuf::from("report")];
        arguments.extend(files.iter().map(|file| public.join(file)));
        let again = covdrop(&arguments);
        assert_eq!(String::from_utf8(again.stdout).unwrap(), report(kind, &[]));
        let said = String::from_utf8(again.stderr).unwrap();
        let jobs = JOBS.map(|job| format!("{job} (1)")).join(", ");
        assert_eq!(said, format!("Data files of 6 jobs: {jobs}\n"));
    }
}

/// Like coverage.py, Covdrop refuses an invalid file pattern, and names it.
#[test]
fn patterns_of_files_that_are_none_are_told_of() {
    for (settings, pattern) in [
        ("[paths]\nsource =\n  src\n  /builds/*\n", "/builds/*"),
        ("[report]\ninclude = a***b\n", "a***b"),
    ] {
        let data = Acme::data_files(Kind::Lines, &["py38"]).unwrap();
        let coverage = Coverage::combine(&data);
        fs::write(coverage.path().join(".coveragerc"), settings).unwrap();
        coverage.refuses(&["report"]);
        let mut arguments = vec!["report".into(), "--source".into(), coverage.path().to_owned()];
        arguments.extend(data);
        let ours = covdrop(&arguments);
        assert_eq!(ours.status.code(), Some(1));
        let words = String::from_utf8_lossy(&ours.stdout).into_owned();
        assert!(words.starts_with(".coveragerc: ") && words.contains(pattern), "{words}");
    }
}
