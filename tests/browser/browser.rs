//! The browsers that tests run in. One more is one more entry here.

use std::env;

use serde_json::{Value, json};

/// A browser and how its driver is called.
#[derive(Debug)]
pub(crate) struct Browser {
    /// The name in `COVDROP_BROWSER`.
    name: &'static str,
    /// The driver's program and arguments; it prints `ready` once it takes requests.
    pub(crate) driver: (&'static str, &'static [&'static str]),
    /// What the driver prints before the port that it chose.
    pub(crate) port_after: &'static str,
    /// Parts of the addresses that the browser itself calls, whatever it is told.
    pub(crate) own_hosts: &'static [&'static str],
    /// What to ask of the driver, given the address of the proxy for requests to elsewhere.
    pub(crate) capabilities: fn(proxy: &str) -> Value,
}

/// All of them, the usual one first.
const BROWSERS: [Browser; 1] = [Browser {
    name: "chromium",
    driver: ("chromedriver", &["--port=0"]),
    port_after: "successfully on port ",
    own_hosts: &[".google.com:", ".google.com/", ".googleapis.com:", ".googleapis.com/"],
    capabilities: chromium,
}];

impl Browser {
    /// The browser that `COVDROP_BROWSER` names, or the usual one.
    pub(crate) fn chosen() -> &'static Browser {
        let name = env::var("COVDROP_BROWSER").unwrap_or_else(|_| BROWSERS[0].name.to_owned());
        BROWSERS.iter().find(|browser| browser.name == name).unwrap_or_else(|| {
            panic!("COVDROP_BROWSER names no browser that tests know: {name}");
        })
    }
}

/// Chromium in a new profile, without a window, and without what it asks the network by itself.
fn chromium(proxy: &str) -> Value {
    json!({
        "browserName": "chrome",
        "goog:loggingPrefs": { "browser": "ALL" },
        "goog:chromeOptions": { "args": [
            "--headless=new",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--disable-dev-shm-usage",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--disable-default-apps",
            "--disable-domain-reliability",
            "--window-size=1280,800",
            format!("--proxy-server={proxy}"),
        ] },
    })
}
