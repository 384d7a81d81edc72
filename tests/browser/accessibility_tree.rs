//! Tests the accessibility tree of each view: the roles and names for screen readers. Only Chromium
//! gives access to it.

use serde_json::{Value, json};

use crate::access::{PLACES, loaded};
use crate::browser::Browser;
use crate::visit::{How, Visit};

/// Roles of which each element must have a name.
const NAMED_ROLES: [&str; 19] = [
    "article",
    "button",
    "checkbox",
    "combobox",
    "complementary",
    "dialog",
    "form",
    "heading",
    "image",
    "link",
    "navigation",
    "radio",
    "region",
    "searchbox",
    "spinbutton",
    "SvgRoot",
    "table",
    "textbox",
    "columnheader",
];

/// Elements of every view.
const EVERYWHERE: [(&str, &str); 10] = [
    ("button", "Skip to the report"),
    ("heading", "Covdrop"),
    ("list", "Reasons to doubt the total"),
    ("button", "Add files…"),
    ("combobox", "Theme"),
    ("complementary", "Jobs and reports"),
    ("region", "Jobs"),
    ("checkbox", "py38"),
    ("region", "Save as"),
    ("button", "XML (Cobertura)"),
];

/// Elements of each of [`PLACES`], by its name.
const ELEMENTS: [(&str, &[(&str, &str)]); 12] = [
    ("files", &[("navigation", "Views"), ("searchbox", "Filter by name"), ("table", "Files")]),
    ("folders", &[("button", "Expand all"), ("table", "Folders"), ("button", "▾ my_package/")]),
    ("functions", &[("table", "Functions"), ("rowheader", "Total"), ("columnheader", "Stmts")]),
    ("classes", &[("table", "Classes"), ("columnheader", "Cover")]),
    ("map", &[("SvgRoot", "Map"), ("link", "my_package/compat.py: 78% of 24 statements")]),
    ("matrix", &[("table", "Matrix"), ("columnheader", "py314")]),
    ("compare", &[("navigation", "Views"), ("table", "Jobs")]),
    ("came-in", &[("heading", "Inputs"), ("heading", "Path mapping"), ("form", "Path alias")]),
    ("settings", &[("heading", "Try other settings"), ("table", "Settings from")]),
    ("file", &[("article", "my_package/shapes.py"), ("searchbox", "Find in the file")]),
    ("line", &[("region", "Line 18"), ("button", "Copy link"), ("link", "Line 7, missing")]),
    ("missing", &[("link", "Show all files")]),
];

/// Returns the elements of the accessibility tree for screen readers, as roles with names.
async fn elements(visit: &Visit) -> Vec<(String, String)> {
    let tree = visit.dev_tools("Accessibility.getFullAXTree", json!({})).await;
    let nodes = tree["nodes"].as_array().unwrap().iter().filter(|node| node["ignored"] == false);
    let text = |value: &Value| value["value"].as_str().unwrap_or_default().to_owned();
    nodes.map(|node| (text(&node["role"]), text(&node["name"]))).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn every_view_has_roles_and_names() {
    if Browser::lacks("accessibility tree to look at") {
        return;
    }
    let visit = Visit::start(How::Http).await;
    loaded(&visit).await;
    visit.dev_tools("Accessibility.enable", json!({})).await;
    for ((place, hash, sign), (of, expected)) in PLACES.into_iter().zip(ELEMENTS) {
        assert_eq!(place, of);
        visit.go(hash).await;
        visit.see(sign).await;
        visit.ready().await;
        let elements = elements(&visit).await;
        let nameless: Vec<_> = elements
            .iter()
            .filter(|(role, name)| NAMED_ROLES.contains(&role.as_str()) && name.is_empty())
            .collect();
        assert!(nameless.is_empty(), "{place}: {nameless:?}");
        for (role, name) in EVERYWHERE.iter().chain(expected) {
            let is_it = |(other, said): &(String, String)| other == role && said.starts_with(name);
            assert!(elements.iter().any(is_it), "{place}: no {role} {name:?} in {elements:#?}");
        }
    }
    visit.end().await;
}
