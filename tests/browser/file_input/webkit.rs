//! Drags files and chooses folders in WebKit. Its driver can only add files to an input, and WebKit
//! omits hidden files, such as data files, when it reads a folder. So an additional input gets the
//! dropped or chosen files, and a script sends the page the events. A folder without hidden files
//! is dropped as a folder, which WebKit reads; of any other folder, each file is dropped with its
//! path in the folder.

use std::fs;
use std::path::{Path, PathBuf};

use fantoccini::Locator;
use serde_json::{Value, json};

use crate::visit::Visit;

/// Prepares the files to drop.
pub(super) async fn take(visit: &Visit, paths: &[PathBuf]) -> Value {
    let given = |path: &PathBuf| {
        if path.is_dir() && hides(path) { inside(path) } else { vec![(path.clone(), None)] }
    };
    hold(visit, paths.iter().flat_map(given).collect()).await
}

/// Performs a step of a drag with the prepared files.
pub(super) async fn drag(visit: &Visit, kind: &str, taken: &Value) {
    let script = format!("{DATA} {DRAG}");
    visit.client.execute(&script, vec![taken.clone(), json!(kind)]).await.unwrap();
}

/// Chooses a folder.
pub(super) async fn choose(visit: &Visit, path: &Path) {
    let taken = hold(visit, inside(path)).await;
    visit.client.execute(&format!("{DATA} {CHOOSE}"), vec![taken]).await.unwrap();
}

/// Returns true if the folder contains a hidden file.
fn hides(folder: &Path) -> bool {
    let is_hidden = |path: &Path| path.file_name().unwrap().to_str().unwrap().starts_with('.');
    entries(folder).iter().any(|path| is_hidden(path) || path.is_dir() && hides(path))
}

/// Returns all files in a folder, each with its path from the folder's name on.
fn inside(folder: &Path) -> Vec<(PathBuf, Option<String>)> {
    let above = folder.parent().unwrap();
    let name = |path: &Path| path.strip_prefix(above).unwrap().to_str().unwrap().to_owned();
    files(folder).into_iter().map(|path| (path.clone(), Some(name(&path)))).collect()
}

/// Returns all files in a folder.
fn files(folder: &Path) -> Vec<PathBuf> {
    let files = |path: PathBuf| if path.is_dir() { files(&path) } else { vec![path] };
    entries(folder).into_iter().flat_map(files).collect()
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths
}

/// Adds files to the additional input. Returns the path that each will have in the page.
async fn hold(visit: &Visit, given: Vec<(PathBuf, Option<String>)>) -> Value {
    visit.run(HAND).await;
    let (paths, names): (Vec<PathBuf>, Vec<Option<String>>) = given.into_iter().unzip();
    if !paths.is_empty() {
        let paths: Vec<&str> = paths.iter().map(|path| path.to_str().unwrap()).collect();
        let hand = visit.client.find(Locator::Css("#hand")).await.unwrap();
        hand.send_keys(&paths.join("\n")).await.unwrap();
    }
    json!(names)
}

/// The additional input, outside the elements that the page draws.
const HAND: &str = "const hand = document.createElement('input');
    Object.assign(hand, { id: 'hand', type: 'file', multiple: true, hidden: true });
    document.documentElement.append(hand);";

/// The prepared files as the data of a drag. The window keeps references to the files, because
/// WebKit may recreate them without the added properties.
const DATA: &str = "const hand = document.getElementById('hand'), data = new DataTransfer();
    window.held = Array.from(hand.files);
    held.forEach((file, index) => {
        const value = arguments[0][index];
        if (value) {
            Object.defineProperty(file, 'webkitRelativePath', { value, configurable: true });
        }
        data.items.add(file);
    });";

const DRAG: &str = "const kind = arguments[1];
    const drag = { dataTransfer: data, bubbles: true, cancelable: true };
    document.body.dispatchEvent(new DragEvent(kind, drag));
    if (kind === 'drop') hand.remove();";

const CHOOSE: &str = "const input = document.querySelector('[data-input=folder]');
    input.files = data.files;
    input.dispatchEvent(new Event('change', { bubbles: true }));
    hand.remove();";
