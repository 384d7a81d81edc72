//! Tests that a file is a source if the data names it, with any name and in any folder.

use std::fs;

use covdrop_tests::Coverage;

use crate::visit::{How, Visit};

#[tokio::test(flavor = "multi_thread")]
async fn a_file_is_a_source_if_data_names_it() {
    let folder = tempfile::tempdir().unwrap();
    let (acme, modules) = (folder.path().join("acme"), folder.path().join("modules"));
    let named =
        ["deploy/site.wsgi", "lib.zip/zmod.py", "node_modules/gyp/tool.py", "pkg/conf.py.in"];
    for path in named.into_iter().chain(["pkg/other.tmpl", "pkg/__init__.py"]) {
        let file = match path.strip_prefix("lib.zip/") {
            Some(inner) => modules.join(inner),
            None => acme.join(path),
        };
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, "x = 1\ny = 2\n").unwrap();
    }
    let archive = acme.join("lib.zip");
    Coverage::python(&["-m", "zipfile", "-c"], &archive, &[modules.join("zmod.py")]);
    let lines: Vec<String> =
        named.iter().map(|path| format!("\"/builds/acme/{path}\": [1]")).collect();
    let head = "!coverage.py: This is a private format, don't read it directly!";
    let data = folder.path().join(".coverage.py311");
    fs::write(&data, format!("{head}{{\"lines\": {{{}}}}}", lines.join(", "))).unwrap();
    for drops in [vec![vec![acme.clone(), data.clone()]], vec![vec![acme.clone()], vec![data]]] {
        let visit = Visit::start(How::Http).await;
        for drop in drops {
            visit.drop(&drop).await;
            visit.ready().await;
        }
        visit.go("#").await;
        for path in named {
            visit.see(&format!("[data-file='{path}']")).await;
        }
        assert_eq!(visit.text("[data-total=stmts]").await, "8");
        assert_eq!(visit.text("[data-total=cover]").await, "50%");
        visit.end().await;
    }
}
