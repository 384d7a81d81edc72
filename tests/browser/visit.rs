//! A visit to the page, with a user's actions and queries as short methods.

use std::cell::Cell;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use fantoccini::actions::{InputSource, KeyAction, KeyActions, WheelAction, WheelActions};
use fantoccini::wd::Capabilities;
use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};

use crate::browser::Browser;
use crate::cpu_quota::CpuQuota;
use crate::driver::Driver;
use crate::site::Site;

/// The time limit of a step: longer than any takes on a slow machine.
const PATIENCE: Duration = Duration::from_mins(1);

/// The form of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum How {
    /// The static page, from a web server.
    Http,
    /// The one-file page, from a file.
    File,
}

/// Both ways to open the page.
pub(crate) const BOTH: [How; 2] = [How::Http, How::File];

/// The name of the site manifest, which the page requests and which usually does not exist.
const LOOKED_FOR: &str = "covdrop.json";

/// A script that lists the page's workers in `workers`.
pub(crate) const WATCH_WORKERS: &str = "window.workers = [];
    window.Worker = class extends Worker {
        constructor(...all) { super(...all); workers.push(this); }
    };";

/// An open page.
pub(crate) struct Visit {
    pub(crate) client: Client,
    /// The folder of the web server.
    folder: PathBuf,
    site: Site,
    elsewhere: Site,
    driver: Driver,
    /// The sum of wheel scrolling so far, in pixels.
    turned: Cell<i64>,
}

/// Returns the folder of the built page.
fn dist() -> PathBuf {
    let dist = std::env::var_os("COVDROP_DIST").map(PathBuf::from);
    dist.unwrap_or_else(|| panic!("COVDROP_DIST must name the built page; ./dev test sees to it"))
}

impl Visit {
    /// Opens the page.
    pub(crate) async fn start(how: How) -> Visit {
        let visit = Visit::at(dist()).await;
        visit.goto(how, "").await;
        visit
    }

    /// Starts a web server for `folder` and a browser, without opening a page.
    pub(crate) async fn at(folder: PathBuf) -> Visit {
        let browser = Browser::chosen();
        let driver = Driver::start(browser);
        let site = Site::start(folder.clone());
        let elsewhere = Site::nowhere();
        let Value::Object(capabilities) = (browser.capabilities)(&elsewhere.address()) else {
            panic!("capabilities are an object")
        };
        let client = ClientBuilder::new(HttpConnector::new())
            .capabilities(Capabilities::from_iter(capabilities))
            .connect(&format!("http://127.0.0.1:{}", driver.port))
            .await
            .unwrap();
        Visit { client, folder, site, elsewhere, driver, turned: Cell::new(0) }
    }

    /// Returns a copy of the built page, to which a test can add files.
    pub(crate) fn page() -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for entry in std::fs::read_dir(dist()).unwrap() {
            let path = entry.unwrap().path();
            std::fs::copy(&path, folder.path().join(path.file_name().unwrap())).unwrap();
        }
        folder
    }

    /// Runs this script in every page from the web server, before the page's own scripts.
    pub(crate) fn before(&self, script: &str) {
        self.site.before(script);
    }

    /// Runs this script in the page, and returns its result.
    pub(crate) async fn run(&self, script: &str) -> Value {
        self.client.execute(script, vec![]).await.unwrap()
    }

    /// Opens the page with `hash` at the end of its URL, and waits until its program runs.
    pub(crate) async fn goto(&self, how: How, hash: &str) {
        self.open(how, hash).await;
        self.see("[data-input]").await;
    }

    /// Opens the page with `hash` at the end of its URL.
    pub(crate) async fn open(&self, how: How, hash: &str) {
        let address = match how {
            How::Http => format!("http://{}/index.html{hash}", self.site.address()),
            How::File => format!("file://{}{hash}", dist().join("covdrop.html").display()),
        };
        self.client.goto(&address).await.unwrap();
    }

    /// Returns true if the page has reached this width; some browsers have a minimum window width.
    pub(crate) async fn is_as_wide_as(&self, width: u32) -> bool {
        for _ in 0..20 {
            if self.run("return innerWidth").await == json!(width) {
                return true;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        false
    }

    /// Opens the page again in a frame with this width, and switches to the frame. The surrounding
    /// page is a file beside the page, so the test needs its own copy: WebKit would apply the
    /// page's policy to a frame in a `data:` URL, and Firefox cannot drag into a frame from another
    /// origin.
    pub(crate) async fn frame(&self, width: u32) {
        let style = format!("position:fixed;inset:0;border:0;width:{width}px;height:700px");
        let around = format!(
            "<!doctype html><link rel=icon href='data:,'>\
             <iframe src='index.html' style='{style}'></iframe>"
        );
        std::fs::write(self.folder.join("around.html"), around).unwrap();
        let around = format!("http://{}/around.html", self.site.address());
        self.client.goto(&around).await.unwrap();
        self.client.enter_frame(0).await.unwrap();
        self.see("[data-input]").await;
    }

    /// Gives the page a window of this size in pixels, even below the minimum of real windows. Only
    /// Chromium can do this.
    pub(crate) async fn resize(&self, width: u32, height: u32) {
        let metrics = json!({
            "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false,
        });
        self.dev_tools("Emulation.setDeviceMetricsOverride", metrics).await;
    }

    /// Renders the page for a media type, and with or without forced colors. Only Chromium can do
    /// this.
    pub(crate) async fn emulate(&self, media: &str, forced_colors: &str) {
        let features = json!([{ "name": "forced-colors", "value": forced_colors }]);
        let media = json!({ "media": media, "features": features });
        self.dev_tools("Emulation.setEmulatedMedia", media).await;
    }

    /// Ends the visit. Asserts that the page requested only its own files, and violated no rule of
    /// its policy.
    pub(crate) async fn end(self) {
        for request in self.site.log() {
            let path = request.strip_prefix("GET /").unwrap_or_else(|| panic!("{request}"));
            let path = path.split('?').next().unwrap_or_default().replace("%20", " ");
            let is_there = self.folder.join(&path).is_file() || LOOKED_FOR == path;
            assert!(is_there, "{request} is none of the page's files");
        }
        assert_eq!(self.asked_elsewhere(), [""; 0], "requests to elsewhere");
        let text = Browser::chosen().file_input.console(&self).await;
        let broken = text.iter().find(|words| words.contains("Content Security Policy"));
        assert_eq!(broken, None);
        self.client.close().await.unwrap();
    }

    /// Returns every request to other hosts, except the browser's own.
    pub(crate) fn asked_elsewhere(&self) -> Vec<String> {
        let own = Browser::chosen().own_hosts;
        let is_own = |request: &String| own.iter().any(|host| request.contains(host));
        self.elsewhere.log().into_iter().filter(|request| !is_own(request)).collect()
    }

    /// Returns the peak memory of the page, in MiB.
    pub(crate) fn peak(&self) -> u64 {
        self.driver.peak()
    }

    /// Slows the whole browser down, as if each processor were `times` slower, until the result is
    /// dropped.
    pub(crate) fn slow_down(&self, times: u64) -> io::Result<CpuQuota> {
        CpuQuota::slow_down(&self.driver.processes(), times)
    }

    /// Waits until an element matches `selector`.
    pub(crate) async fn see(&self, selector: &str) {
        let seen = self.client.wait().at_most(PATIENCE).for_element(Locator::Css(selector)).await;
        let page = self.client.source().await.unwrap();
        assert!(seen.is_ok(), "{selector} does not come; the page is\n{page}");
    }

    /// Returns true if the only element that matches `selector` is displayed.
    pub(crate) async fn shows(&self, selector: &str) -> bool {
        self.client.find(Locator::Css(selector)).await.unwrap().is_displayed().await.unwrap()
    }

    /// Waits until a script returns true.
    pub(crate) async fn until(&self, script: &str) {
        for _ in 0..600 {
            if self.run(script).await == json!(true) {
                return;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        panic!("this never becomes true: {script}");
    }

    /// Waits until no work is in progress.
    pub(crate) async fn ready(&self) {
        self.see("body[data-state=ready]").await;
    }

    /// Chooses files in the hidden input for files.
    pub(crate) async fn pick_files(&self, paths: &[PathBuf]) {
        let paths: Vec<&str> = paths.iter().map(|path| path.to_str().unwrap()).collect();
        self.send("files", &paths.join("\n")).await;
    }

    /// Chooses a folder in the hidden input for folders.
    pub(crate) async fn pick_folder(&self, path: &Path) {
        Browser::chosen().file_input.pick_folder(self, path).await;
    }

    /// Types into one of the hidden inputs.
    pub(crate) async fn send(&self, input: &str, text: &str) {
        let input = format!("input[type=file][data-input={input}]");
        let input = self.client.find(Locator::Css(&input)).await.unwrap();
        input.send_keys(text).await.unwrap();
    }

    /// Drags these files and folders over the page and drops them, like a user.
    pub(crate) async fn drop(&self, paths: &[PathBuf]) {
        Browser::chosen().file_input.drop(self, paths).await;
    }

    /// Clicks the first element that matches `selector`.
    pub(crate) async fn click(&self, selector: &str) {
        self.see(selector).await;
        self.client.find(Locator::Css(selector)).await.unwrap().click().await.unwrap();
    }

    /// Presses a key at the focus; keys without a character have WebDriver's code points.
    pub(crate) async fn press(&self, key: &str) {
        let down = KeyAction::Down { value: key.chars().next().unwrap() };
        let up = KeyAction::Up { value: key.chars().next().unwrap() };
        let keys = KeyActions::new("keys".into()).then(down).then(up);
        self.client.perform_actions(keys).await.unwrap();
    }

    /// Presses a key while another one is held.
    pub(crate) async fn press_with(&self, held: &str, key: &str) {
        let [held, key] = [held, key].map(|key| key.chars().next().unwrap());
        let keys = KeyActions::new("keys".into())
            .then(KeyAction::Down { value: held })
            .then(KeyAction::Down { value: key })
            .then(KeyAction::Up { value: key })
            .then(KeyAction::Up { value: held });
        self.client.perform_actions(keys).await.unwrap();
    }

    /// Scrolls the middle of the page by wheel, in pixels. Returns false if the driver has no
    /// wheel.
    pub(crate) async fn turn_wheel(&self, pixels: i64) -> bool {
        let turned = self.turned.get() + pixels;
        self.turned.set(turned);
        let delta_y = if Browser::chosen().wheel_adds_up { turned } else { pixels };
        let turn = WheelAction::Scroll { duration: None, x: 640, y: 500, delta_x: 0, delta_y };
        let wheel = WheelActions::new("wheel".into()).then(turn);
        self.client.perform_actions(wheel).await.is_ok()
    }

    /// Replaces the text in a field.
    pub(crate) async fn write(&self, selector: &str, text: &str) {
        self.see(selector).await;
        let field = self.client.find(Locator::Css(selector)).await.unwrap();
        field.clear().await.unwrap();
        field.send_keys(text).await.unwrap();
    }

    /// Returns the text in a field.
    pub(crate) async fn value(&self, selector: &str) -> String {
        let script = "return document.querySelector(arguments[0]).value";
        let found = self.client.execute(script, vec![json!(selector)]).await.unwrap();
        serde_json::from_value(found).unwrap()
    }

    /// Changes the hash of the page's URL.
    pub(crate) async fn go(&self, hash: &str) {
        let script = "location.hash = arguments[0]";
        self.client.execute(script, vec![json!(hash)]).await.unwrap();
    }

    /// Returns the page's URL.
    pub(crate) async fn address(&self) -> String {
        self.client.current_url().await.unwrap().to_string()
    }

    /// Returns the file that the page would save in a format.
    pub(crate) async fn saved(&self, format: &str) -> String {
        let catch = "window.saved = null; URL.createObjectURL = blob => { \
                     blob.text().then(text => { window.saved = text; }); return '#saved'; }";
        self.client.execute(catch, vec![]).await.unwrap();
        self.click(&format!("button[data-export={format}]")).await;
        for _ in 0..600 {
            let saved = self.client.execute("return window.saved", vec![]).await.unwrap();
            if let Value::String(saved) = saved {
                return saved;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        panic!("{format} is not saved")
    }

    /// Returns the text of each element that matches `selector`.
    pub(crate) async fn texts(&self, selector: &str) -> Vec<String> {
        let script =
            "return Array.from(document.querySelectorAll(arguments[0]), e => e.textContent)";
        self.strings(script, selector).await
    }

    /// Returns an attribute of each element that matches `selector`.
    pub(crate) async fn attributes(&self, selector: &str, name: &str) -> Vec<String> {
        let script = format!(
            "return Array.from(document.querySelectorAll(arguments[0]), e => e.getAttribute('{name}'))"
        );
        self.strings(&script, selector).await
    }

    async fn strings(&self, script: &str, selector: &str) -> Vec<String> {
        let found = self.client.execute(script, vec![json!(selector)]).await.unwrap();
        serde_json::from_value(found).unwrap()
    }

    /// Returns the text of the only element that matches `selector`.
    pub(crate) async fn text(&self, selector: &str) -> String {
        let texts = self.texts(selector).await;
        assert_eq!(texts.len(), 1, "{selector} finds {texts:?}");
        texts.into_iter().next().unwrap()
    }
}
