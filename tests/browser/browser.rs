//! The browsers that tests run in. One more is one more entry here.

use std::env;
use std::io::{Write as _, stderr};

use serde_json::{Value, json};

use crate::hands::Hands;

/// A browser and how its driver is called.
#[derive(Debug)]
pub(crate) struct Browser {
    /// The name in `COVDROP_BROWSER`.
    pub(crate) name: &'static str,
    /// The driver's program, and what it is told beside its port.
    pub(crate) driver: (&'static str, &'static [&'static str]),
    /// What the driver and the browser find in their environment.
    pub(crate) environment: &'static [(&'static str, &'static str)],
    /// Whether it cannot do without a screen; it is given one that nobody sees.
    pub(crate) needs_screen: bool,
    /// How tests drag things in, and choose folders.
    pub(crate) hands: Hands,
    /// Whether its driver scrolls by what a turn of the wheel differs from the turn before, so that
    /// a turn has to name the sum of all so far.
    pub(crate) wheel_adds_up: bool,
    /// Whether its driver prints pages, which it tells the size of.
    pub(crate) prints: bool,
    /// Whether a page can keep files in it.
    pub(crate) keeps_files: bool,
    /// Rules of axe-core that find in this browser what is not so.
    pub(crate) misjudged: &'static [&'static str],
    /// Parts of the addresses that the browser itself calls, whatever it is told.
    pub(crate) own_hosts: &'static [&'static str],
    /// What to ask of the driver, given the address of the proxy for requests to elsewhere.
    pub(crate) capabilities: fn(proxy: &str) -> Value,
}

/// All of them, the usual one first.
const BROWSERS: [Browser; 3] = [
    Browser {
        name: "chromium",
        driver: ("chromedriver", &[]),
        environment: &[],
        needs_screen: false,
        hands: Hands::DevTools,
        wheel_adds_up: false,
        prints: true,
        keeps_files: true,
        misjudged: &[],
        own_hosts: &[
            ".google.com:",
            ".google.com/",
            ".googleapis.com:",
            ".googleapis.com/",
            ".gvt1.com:",
        ],
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
        wheel_adds_up: false,
        prints: false,
        keeps_files: true,
        misjudged: &[],
        own_hosts: &[],
        capabilities: firefox,
    },
    Browser {
        name: "webkit",
        driver: ("WebKitWebDriver", &[]),
        environment: &[],
        needs_screen: true,
        hands: Hands::Script,
        wheel_adds_up: true,
        prints: false,
        // Its driver starts it as a private window, and there WebKit keeps bytes but no files.
        keeps_files: false,
        // WebKit names a link in a drawing by its title; axe-core takes that for hidden, since
        // WebKit's own style says so.
        misjudged: &["link-name"],
        own_hosts: &[],
        capabilities: webkit,
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

    /// Whether a test has to be left out, since only Chromium's developer tools do what it takes.
    pub(crate) fn lacks(what: &str) -> bool {
        let browser = Browser::chosen();
        browser.leaves_out(browser.hands != Hands::DevTools, what)
    }

    /// Whether a test has to be left out, since the browser keeps no files.
    pub(crate) fn cannot_keep() -> bool {
        let browser = Browser::chosen();
        browser.leaves_out(!browser.keeps_files, "room for files as its driver starts it")
    }

    /// Says so where a test is left out.
    fn leaves_out(&self, is_left_out: bool, what: &str) -> bool {
        if is_left_out {
            let said = format!("Left out, as {} has no {what}\n", self.name);
            // Written past the test runner, which shows nothing of a test that passes.
            stderr().write_all(said.as_bytes()).unwrap();
        }
        is_left_out
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

/// WebKit's own small browser, which keeps nothing from one start to the next. Untold, it would ask
/// the proxy for the page too.
fn webkit(proxy: &str) -> Value {
    json!({
        "webkitgtk:browserOptions": { "args": [
            "--automation",
            format!("--proxy=http://{proxy}"),
            "--ignore-host=127.0.0.1",
        ] },
    })
}
