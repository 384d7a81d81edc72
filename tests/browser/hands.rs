//! What WebDriver has no hands for: to drag files and folders in from outside, and to choose a
//! folder. Each browser has its own way to do without.

mod firefox;
mod webkit;

use std::path::{Path, PathBuf};

use fantoccini::wd::WebDriverCompatibleCommand;
use http::Method;
use serde_json::{Value, json};
use url::{ParseError, Url};

use crate::visit::Visit;

/// How the hands of a person are stood in for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Hands {
    /// Chromium's developer tools drag, and its driver takes a folder as it takes files.
    DevTools,
    /// Firefox runs scripts with its own rights: they drag as the system would, and choose in place
    /// of its dialog.
    OwnRights,
    /// WebKit has nothing of that; a script tells the page what WebKit would.
    Script,
}

/// Where things are let go, in pixels from the page's corner.
const AT: u32 = 300;

impl Hands {
    /// Drags these files and folders over the page and lets go.
    pub(crate) async fn drop(self, visit: &Visit, paths: &[PathBuf]) {
        let taken = match self {
            Hands::Script => webkit::take(visit, paths).await,
            Hands::DevTools | Hands::OwnRights => Value::Null,
        };
        for kind in ["dragEnter", "dragOver", "drop"] {
            match self {
                Hands::DevTools => dev_tools_drag(visit, kind, paths).await,
                Hands::OwnRights => firefox::drag(visit, &kind.to_lowercase(), paths).await,
                Hands::Script => webkit::drag(visit, &kind.to_lowercase(), &taken).await,
            }
            if kind == "dragOver" {
                visit.see(".overlay").await;
            }
        }
    }

    /// What the browser says of the page to its maker, as far as its driver tells.
    pub(crate) async fn console(self, visit: &Visit) -> Vec<String> {
        match self {
            Hands::DevTools => {
                let log = Own { path: "se/log", body: json!({ "type": "browser" }) };
                let said = visit.client.issue_cmd(log).await.unwrap();
                let said = said.as_array().unwrap().iter();
                said.map(|one| one["message"].as_str().unwrap().to_owned()).collect()
            }
            Hands::OwnRights | Hands::Script => Vec::new(),
        }
    }

    /// Gives a folder to the hidden input for folders.
    pub(crate) async fn pick_folder(self, visit: &Visit, path: &Path) {
        match self {
            Hands::DevTools => visit.send("folder", path.to_str().unwrap()).await,
            Hands::OwnRights => firefox::choose(visit, path).await,
            Hands::Script => webkit::choose(visit, path).await,
        }
    }
}

/// A step of a drag by Chromium's developer tools.
async fn dev_tools_drag(visit: &Visit, kind: &str, paths: &[PathBuf]) {
    let data = json!({ "items": [], "files": paths, "dragOperationsMask": 1 });
    let parameters = json!({ "type": kind, "x": AT, "y": AT, "data": data });
    visit.dev_tools("Input.dispatchDragEvent", parameters).await;
}

impl Visit {
    /// Calls a command of Chromium's developer tools.
    pub(crate) async fn dev_tools(&self, command: &str, parameters: Value) {
        let body = json!({ "cmd": command, "params": parameters });
        self.client.issue_cmd(Own { path: "goog/cdp/execute", body }).await.unwrap();
    }
}

/// A command that only one browser's driver has.
#[derive(Debug)]
struct Own {
    path: &'static str,
    body: Value,
}

impl WebDriverCompatibleCommand for Own {
    fn endpoint(&self, base: &Url, session: Option<&str>) -> Result<Url, ParseError> {
        base.join(&format!("session/{}/{}", session.unwrap_or_default(), self.path))
    }

    fn method_and_body(&self, _: &Url) -> (Method, Option<String>) {
        (Method::POST, Some(self.body.to_string()))
    }
}
