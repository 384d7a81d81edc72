//! What lies beside the page: a `covdrop.json` that lists files to load when the page is opened.
//!
//! The worker reads that list; the files are fetched here, from the page's own server and from
//! nowhere else, and come in as a drop does.

use covdrop_protocol::{Closed, Offered};
use js_sys::{ArrayBuffer, encode_uri_component};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, Response, Url, UrlSearchParams};

use crate::intake::{Files, reason};

/// The list that is looked for where the address names none.
const USUAL: &str = "covdrop.json";

/// Where the list lies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct List {
    /// The full address.
    address: String,
    /// The name by which it was asked for; nothing where it is the usual one.
    asked: Option<String>,
}

/// Why a list that was asked for is not loaded.
const CANNOT: &str = "This list of files cannot be loaded.";

impl List {
    /// The list that the page's address asks for, or else the usual one; nothing where the page
    /// was opened as a file, which can fetch nothing.
    pub(crate) fn of_address() -> Result<Option<List>, String> {
        let location = gloo::utils::window().location();
        let search = location.search().unwrap_or_default();
        let asked = UrlSearchParams::new_with_str(&search).ok().and_then(|all| all.get("load"));
        let origin = location.origin().unwrap_or_default();
        let base = location.href().unwrap_or_default();
        if !origin.starts_with("http") {
            let why = "A page opened as a file can load no list of files. Drop the files instead.";
            return asked.map_or(Ok(None), |_| Err(why.to_owned()));
        }
        let url = Url::new_with_base(asked.as_deref().unwrap_or(USUAL), &base);
        match url {
            Ok(url) if url.origin() == origin => Ok(Some(List { address: url.href(), asked })),
            _ => Err([CANNOT, " It must lie on this page’s own server."].concat()),
        }
    }

    /// Its name, as it is shown.
    pub(crate) fn name(&self) -> String {
        self.asked.clone().unwrap_or_else(|| USUAL.to_owned())
    }

    /// What it says. That the usual one is not there is no error.
    pub(crate) async fn read(&self) -> Result<Option<ArrayBuffer>, String> {
        let read = async {
            let bytes = JsFuture::from(fetch(&self.address).await?.array_buffer()?).await?;
            Ok::<ArrayBuffer, JsValue>(bytes.unchecked_into())
        };
        match (read.await, &self.asked) {
            // Some servers answer what they do not have with a page.
            (Ok(bytes), None) if js_sys::Uint8Array::new(&bytes).get_index(0) != b'{' => Ok(None),
            (Ok(bytes), _) => Ok(Some(bytes)),
            (Err(_), None) => Ok(None),
            (Err(error), Some(_)) => Err([CANNOT, " ", &said(&error)].concat()),
        }
    }

    /// Fetches the file at `path` from where the list lies.
    pub(crate) async fn fetch(&self, path: &str) -> Result<Blob, String> {
        let parts = path.split('/').map(|part| String::from(encode_uri_component(part)));
        let parts: Vec<String> = parts.collect();
        let fetched = async {
            let address = Url::new_with_base(&parts.join("/"), &self.address)?.href();
            let blob = JsFuture::from(fetch(&address).await?.blob()?).await?;
            blob.dyn_into::<Blob>()
        };
        fetched.await.map_err(|error| said(&error))
    }
}

/// All that is listed, as a drop: what came, and what did not. `tell` hears of each before it is
/// fetched.
pub(crate) async fn fetch_all(
    list: &List,
    paths: Vec<String>,
    tell: impl Fn(usize, &str),
) -> (Files, Vec<Closed>) {
    let (mut files, mut closed) = (Files::new(), Vec::new());
    for (index, path) in paths.into_iter().enumerate() {
        tell(index, &path);
        match list.fetch(&path).await {
            #[allow(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "sizes of files are whole"
            )]
            Ok(blob) => files.push((Offered { path, size: blob.size() as u64 }, blob)),
            Err(reason) => closed.push(Closed { path, reason }),
        }
    }
    (files, closed)
}

/// The answer of the server, where that is a good one.
async fn fetch(address: &str) -> Result<Response, JsValue> {
    let response = JsFuture::from(gloo::utils::window().fetch_with_str(address)).await?;
    let response: Response = response.unchecked_into();
    if response.ok() { Ok(response) } else { Err(response.status().into()) }
}

/// What the server or the browser says of a failure.
fn said(error: &JsValue) -> String {
    match error.as_f64() {
        Some(status) => format!("the server says {status}"),
        None => reason(error),
    }
}
