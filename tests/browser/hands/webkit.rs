//! WebKit's driver gives files to an input and no more, and WebKit leaves out what is hidden when it
//! looks into a folder, which data files are. So an input that tests add takes what is dropped or
//! chosen, and a script tells the page of it. A folder in which nothing is hidden is dropped as one,
//! and WebKit looks into it; of any other each file, with the path that its place in the folder
//! gives it.

use std::fs;
use std::path::{Path, PathBuf};

use fantoccini::Locator;
use serde_json::{Value, json};

use crate::visit::Visit;

/// Takes what is to be dropped.
pub(super) async fn take(visit: &Visit, paths: &[PathBuf]) -> Value {
    let given = |path: &PathBuf| {
        if path.is_dir() && hides(path) { inside(path) } else { vec![(path.clone(), None)] }
    };
    hold(visit, paths.iter().flat_map(given).collect()).await
}

/// A step of a drag with what was taken.
pub(super) async fn drag(visit: &Visit, kind: &str, taken: &Value) {
    let script = format!("{DATA} {DRAG}");
    visit.client.execute(&script, vec![taken.clone(), json!(kind)]).await.unwrap();
}

/// Chooses a folder.
pub(super) async fn choose(visit: &Visit, path: &Path) {
    let taken = hold(visit, inside(path)).await;
    visit.client.execute(&format!("{DATA} {CHOOSE}"), vec![taken]).await.unwrap();
}

/// Whether anything in a folder is hidden.
fn hides(folder: &Path) -> bool {
    let is_hidden = |path: &Path| path.file_name().unwrap().to_str().unwrap().starts_with('.');
    entries(folder).iter().any(|path| is_hidden(path) || path.is_dir() && hides(path))
}

/// All files in a folder, each with its path from the folder's name on.
fn inside(folder: &Path) -> Vec<(PathBuf, Option<String>)> {
    let above = folder.parent().unwrap();
    let name = |path: &Path| path.strip_prefix(above).unwrap().to_str().unwrap().to_owned();
    files(folder).into_iter().map(|path| (path.clone(), Some(name(&path)))).collect()
}

/// All files in a folder.
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

/// Gives these to an input of its own; gives back the path that each is to have in the page.
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

/// The input, beside all that the page draws.
const HAND: &str = "const hand = document.createElement('input');
    Object.assign(hand, { id: 'hand', type: 'file', multiple: true, hidden: true });
    document.documentElement.append(hand);";

/// What was taken, as the data of a drag. The page's window holds on to the files, or WebKit may
/// make them anew, without what was put onto them.
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
