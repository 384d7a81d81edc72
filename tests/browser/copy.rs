//! Tests that code is displayed in its order, and copied as the file contains it.

use std::fs;

use crate::markup::record;
use crate::viewer::branches;
use crate::visit::{How, Visit};

/// Empty lines, invisible characters, and right-to-left text.
const CODE: &str = "def first():\n\n\n    a = 'x\u{202e}y\u{2066}z\u{200b}'\n    \n    # \u{5e9}\u{5dc}\u{2069}\n\n    return '\u{5e9}\u{5dc}' # \u{5de}\n";

/// Returns the screen positions of the parts of the last line, in the order of the code.
const PLACES: &str =
    "const code = Array.from(document.querySelectorAll('[data-line] code')).at(-1);
    return Array.from(code.childNodes, part => {
        const range = new Range();
        range.selectNode(part);
        return range.getBoundingClientRect().left;
    });";

#[tokio::test(flavor = "multi_thread")]
async fn code_is_displayed_and_copied_unchanged() {
    let folder = tempfile::tempdir().unwrap();
    let (source, job) = (folder.path().join("source"), folder.path().join("job"));
    for folder in [&source, &job] {
        fs::create_dir(folder).unwrap();
    }
    fs::write(source.join("main.py"), CODE).unwrap();
    record(&source, &job.join(".coverage"), &[]);
    let visit = Visit::start(How::Http).await;
    visit.drop(&[job, source]).await;
    visit.see("[data-total=cover]").await;
    visit.go("#file=main.py").await;
    visit.see("[data-line]").await;
    visit.ready().await;
    let named = visit.attributes(".source .invisible", "data-name").await;
    assert_eq!(named, ["U+202E", "U+2066", "U+200B", "U+2069"]);
    let shown = visit.run(PLACES).await;
    let mut in_order = shown.as_array().unwrap().clone();
    in_order.sort_by(|one, other| one.as_f64().unwrap().total_cmp(&other.as_f64().unwrap()));
    assert_eq!(shown.as_array().unwrap(), &in_order);
    assert!(in_order.len() > 3, "{in_order:?}");
    visit.run("getSelection().selectAllChildren(document.querySelector('.source ol'))").await;
    visit.press_with("\u{e009}", "c").await;
    assert_eq!(pasted(&visit).await.trim_end(), CODE.trim_end());
    visit.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn copy_buttons_copy() {
    let visit = branches("").await;
    visit.click(".total button").await;
    visit.until("return document.querySelector('.total button').textContent === 'Copied'").await;
    assert_eq!(pasted(&visit).await, visit.value(".total-line").await);

    visit.go("#view=settings").await;
    visit.see("[data-try=omit]").await;
    visit.write("[data-try=omit]", "tests/*\u{e007}bin/*").await;
    visit.press("\u{e004}").await;
    visit.see(".outcome pre").await;
    visit.click(".outcome pre + p button").await;
    visit.until("return document.querySelector('.outcome pre + p').textContent === 'Copied'").await;
    assert_eq!(pasted(&visit).await, visit.text(".outcome pre").await);
    assert_eq!(visit.text(".total button").await, "Copy", "something else was copied since");
    visit.end().await;
}

/// Returns the text that a new field contains after pasting.
async fn pasted(visit: &Visit) -> String {
    // Without spell checking, for which a browser would download a dictionary.
    let field = "document.querySelector('body > textarea')?.remove();
        const field = document.createElement('textarea');
        field.spellcheck = false;
        document.body.append(field);
        field.focus();";
    visit.run(field).await;
    visit.press_with("\u{e009}", "v").await;
    visit.until("return document.querySelector('body > textarea').value !== ''").await;
    visit.value("body > textarea").await
}
