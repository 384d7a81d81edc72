//! Tests the path aliases that the user adds and changes.

use covdrop_tests::{Acme, Coverage, Kind};

use crate::visit::{How, Visit};

/// Returns the aliases: whether each is enabled, its pattern and its target.
async fn rules(visit: &Visit) -> Vec<String> {
    let script = "return Array.from(document.querySelectorAll('.paths tbody tr'), row =>
        [row.querySelector('input').checked ? 'on' : 'off',
         ...Array.from(row.querySelectorAll('code'), code => code.textContent)].join(' '))";
    serde_json::from_value(visit.run(script).await).unwrap()
}

/// Returns the counts of mapped paths on the cards.
async fn found(visit: &Visit) -> Vec<String> {
    let script = "return Array.from(document.querySelectorAll('.card .matched'),
        words => words.textContent.match(/\\d+ of \\d+ recorded/)[0])";
    serde_json::from_value(visit.run(script).await).unwrap()
}

/// Fills an alias into the form and submits it.
async fn write(visit: &Visit, pattern: &str) {
    visit.write("[name=pattern]", pattern).await;
    visit.click(".paths form button:not([type])").await;
    visit.ready().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_proposed_alias_is_edited() {
    let data = Acme::data_files(Kind::Lines, &["py38"]).unwrap();
    let cover = Coverage::combine(&data).report().pop().unwrap().columns.pop().unwrap();
    let visit = Visit::start(How::Http).await;
    visit.pick_files(&data).await;
    visit.pick_folder(&Acme::source()).await;
    visit.ready().await;
    visit.go("#view=input").await;
    visit.see(".paths tbody tr").await;
    assert_eq!(rules(&visit).await, ["on /builds/acme/acme the top"]);

    let all = found(&visit).await;
    assert_eq!(all.len(), data.len());
    let none: Vec<String> = all.iter().map(|words| format!("0{}", &words[1..])).collect();
    assert_ne!(all, none);

    visit.click(".paths tbody [aria-label^=Edit]").await;
    assert_eq!(visit.value("[name=pattern]").await, "/builds/acme/acme");
    assert_eq!(visit.value("[name=target]").await, ".");
    visit.click(".paths form [type=button]").await;
    assert_eq!(visit.value("[name=pattern]").await, "", "nothing is edited after “Cancel”");

    visit.click(".paths tbody [aria-label^=Edit]").await;
    write(&visit, "/elsewhere").await;
    let changed = ["on /elsewhere the top", "off /builds/acme/acme the top"];
    assert_eq!(rules(&visit).await, changed);
    assert_eq!(found(&visit).await, none);
    assert_eq!(visit.attributes("[data-total=cover]", "data-total").await, [""; 0]);

    visit.click(".paths tbody [aria-label='Edit the mapping for /elsewhere']").await;
    write(&visit, "/builds/*/acme").await;
    assert_eq!(visit.text("[data-total=cover]").await, cover);
    visit.click(".paths tbody tr:last-child button:not([aria-label])").await;
    visit.ready().await;
    assert_eq!(rules(&visit).await, ["on /builds/*/acme the top"]);
    assert_eq!(found(&visit).await, all);
    assert_eq!(visit.text("[data-total=cover]").await, cover);
    visit.end().await;
}
