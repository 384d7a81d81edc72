//! Drags files and folders in from outside, and chooses folders, which WebDriver cannot do. Each
//! browser needs another method.

mod firefox;
mod webkit;

use std::path::{Path, PathBuf};

use fantoccini::wd::WebDriverCompatibleCommand;
use http::Method;
use serde_json::{Value, json};
use url::{ParseError, Url};

use crate::visit::Visit;

/// The method of dragging and choosing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FileInput {
    /// Chromium's developer tools drag, and its driver accepts a folder like files.
    DevTools,
    /// Scripts with system access drag as the system would, and replace Firefox's file dialog.
    SystemAccess,
    /// WebKit has neither; a script sends the page the events that WebKit would.
    Script,
}

/// The position of drops, in pixels from the page's corner.
const AT: u32 = 300;

impl FileInput {
    /// Drags these files and folders over the page and drops them.
    pub(crate) async fn drop(self, visit: &Visit, paths: &[PathBuf]) {
        let taken = match self {
            FileInput::Script => webkit::take(visit, paths).await,
            FileInput::DevTools | FileInput::SystemAccess => Value::Null,
        };
        for kind in ["dragEnter", "dragOver", "drop"] {
            match self {
                FileInput::DevTools => dev_tools_drag(visit, kind, paths).await,
                FileInput::SystemAccess => firefox::drag(visit, &kind.to_lowercase(), paths).await,
                FileInput::Script => webkit::drag(visit, &kind.to_lowercase(), &taken).await,
            }
            if kind == "dragOver" {
                visit.see(".overlay").await;
            }
        }
    }

    /// Returns the console messages of the page, if the driver provides them.
    pub(crate) async fn console(self, visit: &Visit) -> Vec<String> {
        match self {
            FileInput::DevTools => {
                let log = DriverCommand { path: "se/log", body: json!({ "type": "browser" }) };
                let text = visit.client.issue_cmd(log).await.unwrap();
                let text = text.as_array().unwrap().iter();
                text.map(|one| one["message"].as_str().unwrap().to_owned()).collect()
            }
            FileInput::SystemAccess | FileInput::Script => Vec::new(),
        }
    }

    /// Chooses a folder in the hidden input for folders.
    pub(crate) async fn pick_folder(self, visit: &Visit, path: &Path) {
        match self {
            FileInput::DevTools => visit.send("folder", path.to_str().unwrap()).await,
            FileInput::SystemAccess => firefox::choose(visit, path).await,
            FileInput::Script => webkit::choose(visit, path).await,
        }
    }
}

/// Performs a step of a drag with Chromium's developer tools.
async fn dev_tools_drag(visit: &Visit, kind: &str, paths: &[PathBuf]) {
    let data = json!({ "items": [], "files": paths, "dragOperationsMask": 1 });
    let parameters = json!({ "type": kind, "x": AT, "y": AT, "data": data });
    visit.dev_tools("Input.dispatchDragEvent", parameters).await;
}

impl Visit {
    /// Calls a command of Chromium's developer tools, and returns its result.
    pub(crate) async fn dev_tools(&self, command: &str, parameters: Value) -> Value {
        let body = json!({ "cmd": command, "params": parameters });
        self.client.issue_cmd(DriverCommand { path: "goog/cdp/execute", body }).await.unwrap()
    }
}

/// A command that only one browser's driver has.
#[derive(Debug)]
struct DriverCommand {
    path: &'static str,
    body: Value,
}

impl WebDriverCompatibleCommand for DriverCommand {
    fn endpoint(&self, base: &Url, session: Option<&str>) -> Result<Url, ParseError> {
        base.join(&format!("session/{}/{}", session.unwrap_or_default(), self.path))
    }

    fn method_and_body(&self, _: &Url) -> (Method, Option<String>) {
        (Method::POST, Some(self.body.to_string()))
    }
}
