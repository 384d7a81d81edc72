//! The browsers that tests run in. One more is one more entry here.

use std::env;
use std::io::{Write as _, stderr};

use serde_json::{Value, json};

use crate::hands::Hands;

/// A browser and how its driver is called.
#[derive(Debug)]
pub(crate) struct Browser {
    /// The name in `COVDROP_BROWSER`.
    name: &'static str,
    /// The driver's program, and what it is told beside its port.
    pub(crate) driver: (&'static str, &'static [&'static str]),
    /// What the driver and the browser find in their environment.
    pub(crate) environment: &'static [(&'static str, &'static str)],
    /// Whether it cannot do without a screen; it is given one that nobody sees.
    pub(crate) needs_screen: bool,
    /// How tests drag things in, and choose folders.
    pub(crate) hands: Hands,
    /// Parts of the addresses that the browser itself calls, whatever it is told.
    pub(crate) own_hosts: &'static [&'static str],
    /// What to ask of the driver, given the address of the proxy for requests to elsewhere.
    pub(crate) capabilities: fn(proxy: &str) -> Value,
}

/// All of them, the usual one first.
const BROWSERS: [Browser; 2] = [
    Browser {
        name: "chromium",
        driver: ("chromedriver", &[]),
        environment: &[],
        needs_screen: false,
        hands: Hands::DevTools,
        own_hosts: &[".google.com:", ".google.com/", ".googleapis.com:", ".googleapis.com/"],
        capabilities: chromium,
    },
    Browser {
        name: "firefox",
        // With its own rights, tests drag and choose.
        driver: ("geckodriver", &["--allow-system-access"]),
        // Or it would not heed where its own settings are to come from.
        environment: &[("MOZ_REMOTE_SETTINGS_DEVTOOLS", "1")],
        // Without one, it drags nothing.
        needs_screen: true,
        hands: Hands::OwnRights,
        own_hosts: &[],
        capabilities: firefox,
    },
];

impl Browser {
    /// The browser that `COVDROP_BROWSER` names, or the usual one.
    pub(crate) fn chosen() -> &'static Browser {
        let name = env::var("COVDROP_BROWSER").unwrap_or_else(|_| BROWSERS[0].name.to_owned());
        BROWSERS.iter().find(|browser| browser.name == name).unwrap_or_else(|| {
            panic!("COVDROP_BROWSER names no browser that tests know: {name}");
        })
    }

    /// Whether a test has to be left out, since only Chromium's developer tools do what it takes;
    /// says so then.
    pub(crate) fn lacks(what: &str) -> bool {
        let browser = Browser::chosen();
        let lacks = browser.hands != Hands::DevTools;
        if lacks {
            // Written past the test runner, which shows nothing of a test that passes.
            let said = format!("Left out, as {} has no {what}\n", browser.name);
            stderr().write_all(said.as_bytes()).unwrap();
        }
        lacks
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

/// Firefox in a new profile. Its driver sees to it that it asks the network for nothing by itself
/// but its settings, and here those come from nowhere.
fn firefox(proxy: &str) -> Value {
    json!({
        "browserName": "firefox",
        "proxy": { "proxyType": "manual", "httpProxy": proxy, "sslProxy": proxy },
        "moz:firefoxOptions": {
            "args": ["--width=1280", "--height=800"],
            "prefs": { "services.settings.server": "data:,#remote-settings-dummy/v1" },
        },
    })
}
