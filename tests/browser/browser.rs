//! The browsers in which tests run. To add one, add an entry to `BROWSERS`.

use std::env;
use std::io::{Write as _, stderr};

use serde_json::{Value, json};

use crate::file_input::FileInput;

/// A browser and the command line of its driver.
#[derive(Debug)]
pub(crate) struct Browser {
    /// The name in `COVDROP_BROWSER`.
    pub(crate) name: &'static str,
    /// The driver's program, and its arguments besides the port.
    pub(crate) driver: (&'static str, &'static [&'static str]),
    /// Environment variables of the driver and the browser.
    pub(crate) environment: &'static [(&'static str, &'static str)],
    /// Whether it needs a screen; it then gets a virtual one.
    pub(crate) needs_screen: bool,
    /// The way in which tests drag files in and choose folders.
    pub(crate) file_input: FileInput,
    /// Whether the driver scrolls by the difference to the previous wheel event, so that an event
    /// must have the sum of all scrolling so far.
    pub(crate) wheel_adds_up: bool,
    /// Whether a page can save files in it.
    pub(crate) saves_files: bool,
    /// Rules of axe-core with false findings in this browser.
    pub(crate) misjudged: &'static [&'static str],
    /// Parts of the addresses that the browser itself requests with any settings.
    pub(crate) own_hosts: &'static [&'static str],
    /// Returns the driver's capabilities for a proxy address, which receives requests to other
    /// hosts.
    pub(crate) capabilities: fn(proxy: &str) -> Value,
}

/// All browsers, the default first.
const BROWSERS: [Browser; 3] = [
    Browser {
        name: "chromium",
        driver: ("chromedriver", &[]),
        environment: &[],
        needs_screen: false,
        file_input: FileInput::DevTools,
        wheel_adds_up: false,
        saves_files: true,
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
        // Scripts with system access drag and choose.
        driver: ("geckodriver", &["--allow-system-access"]),
        // Without it, Firefox ignores the preference for the address of its settings.
        environment: &[("MOZ_REMOTE_SETTINGS_DEVTOOLS", "1")],
        // Without a screen, Firefox cannot drag.
        needs_screen: true,
        file_input: FileInput::SystemAccess,
        wheel_adds_up: false,
        saves_files: true,
        misjudged: &[],
        own_hosts: &[],
        capabilities: firefox,
    },
    Browser {
        name: "webkit",
        driver: ("WebKitWebDriver", &[]),
        environment: &[],
        needs_screen: true,
        file_input: FileInput::Script,
        wheel_adds_up: true,
        // Its driver starts a private window, in which WebKit's databases cannot store files.
        saves_files: false,
        // WebKit names a link in a drawing by its title, which axe-core considers hidden because of
        // WebKit's own style.
        misjudged: &["link-name"],
        own_hosts: &[],
        capabilities: webkit,
    },
];

impl Browser {
    /// Returns the browser that `COVDROP_BROWSER` names, or the default.
    pub(crate) fn chosen() -> &'static Browser {
        let name = env::var("COVDROP_BROWSER").unwrap_or_else(|_| BROWSERS[0].name.to_owned());
        BROWSERS.iter().find(|browser| browser.name == name).unwrap_or_else(|| {
            panic!("COVDROP_BROWSER names no browser that tests know: {name}");
        })
    }

    /// Returns true if a test must be skipped, because only Chromium's developer tools can do
    /// `what`.
    pub(crate) fn lacks(what: &str) -> bool {
        let browser = Browser::chosen();
        browser.skips(browser.file_input != FileInput::DevTools, what)
    }

    /// Returns true if a test must be skipped, because the browser cannot save files.
    pub(crate) fn cannot_save() -> bool {
        let browser = Browser::chosen();
        browser.skips(!browser.saves_files, "room for files as its driver starts it")
    }

    /// Prints a message if a test is skipped.
    fn skips(&self, is_left_out: bool, what: &str) -> bool {
        if is_left_out {
            let text = format!("Left out, as {} has no {what}\n", self.name);
            // Written directly, because the test runner hides the output of passing tests.
            stderr().write_all(text.as_bytes()).unwrap();
        }
        is_left_out
    }
}

/// Returns capabilities for headless Chromium with a new profile and without its own network
/// requests.
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

/// Returns capabilities for Firefox with a new profile. Its driver disables Firefox's own network
/// requests except for remote settings, which get an invalid address here.
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

/// Returns capabilities for WebKit's `MiniBrowser`, which saves nothing between starts. Without the
/// exception, it would request the page from the proxy too.
fn webkit(proxy: &str) -> Value {
    json!({
        "webkitgtk:browserOptions": { "args": [
            "--automation",
            format!("--proxy=http://{proxy}"),
            "--ignore-host=127.0.0.1",
        ] },
    })
}
