//! The site manifest: the list of files that the page loads when it is opened, and these files. All
//! of them come from the page's own server, whose policy forbids any other, or lie in the page itself.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use covdrop_protocol::{
    CHOICES_ID, GZIP_ATTRIBUTE, MANIFEST_ID, Progress, Stage, UnreadablePath, file_id,
};
use futures_util::{StreamExt as _, stream};
use gloo::utils::{document, window};
use js_sys::{Array, ArrayBuffer, Error, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, Blob, Element, File, RequestInit, Response, Url, UrlSearchParams};

use crate::browser::bindings::gunzip;
use crate::dropped_files::DroppedFile;
use crate::words::faults;

/// The name of the manifest, unless the address names another one.
const DEFAULT_NAME: &str = "covdrop.json";

/// The empty manifest that comes with the page, so that the browser reports no missing file.
const EMPTY: &[u8] = include_bytes!("../../www/covdrop.json");

/// The parameter of the address that names another manifest.
const PARAMETER: &str = "load";

/// The number of files that the page fetches at once: as many as browsers open connections to one
/// server.
const AT_ONCE: usize = 6;

/// A site manifest.
pub(crate) struct SiteManifest {
    /// Its name, as in the address.
    pub(crate) name: String,
    pub(crate) bytes: ArrayBuffer,
    place: Place,
}

/// The place of a manifest and its files.
enum Place {
    /// The page's server, with the address of the manifest.
    Server(String),
    /// The page itself.
    Page,
}

/// The files of a manifest.
pub(crate) struct ManifestFiles {
    /// The loaded files, in the order of the manifest.
    pub(crate) files: Vec<DroppedFile>,
    /// The files that the page could not load.
    pub(crate) missing: Vec<UnreadablePath>,
}

/// The error if the page cannot load the site manifest that the address names.
#[derive(Debug, thiserror::Error)]
#[error("{}", faults::not_loaded(name, &reason.to_string()))]
pub(crate) struct NoManifest {
    name: String,
    reason: LoadError,
}

/// The reason why the page cannot load a file of the manifest.
#[derive(Debug, thiserror::Error)]
enum LoadError {
    #[error("{}", faults::OPENED_AS_FILE)]
    OpenedAsFile,
    #[error("{}", faults::OTHER_SERVER)]
    OtherServer,
    #[error("{}", faults::server_status(*.0))]
    Status(u16),
    #[error("{}", faults::NOT_EMBEDDED)]
    NotEmbedded,
    /// The browser's error.
    #[error("{0}")]
    Browser(String),
}

impl From<JsValue> for LoadError {
    fn from(error: JsValue) -> LoadError {
        LoadError::Browser(
            error.dyn_ref::<Error>().map_or_else(String::new, |error| error.message().into()),
        )
    }
}

/// Looks for the site manifest: in the page itself, at the name in the address, or at the default
/// name beside the page.
pub(crate) async fn find() -> Result<Option<SiteManifest>, NoManifest> {
    if let Some(text) = take_element(MANIFEST_ID).and_then(|element| element.text_content()) {
        let bytes = Uint8Array::from(text.as_bytes()).buffer();
        let name = DEFAULT_NAME.to_owned();
        return Ok(Some(SiteManifest { name, bytes, place: Place::Page }));
    }
    let asked = asked_name();
    let name = asked.clone().unwrap_or_else(|| DEFAULT_NAME.to_owned());
    match load(&name).await {
        // Some servers answer a missing file with an HTML page.
        Ok(manifest) if asked.is_some() || lists_files(&manifest.bytes) => Ok(Some(manifest)),
        Err(reason) if asked.is_some() => Err(NoManifest { name, reason }),
        Ok(_) | Err(_) => Ok(None),
    }
}

/// Returns the name of the manifest that the address names.
fn asked_name() -> Option<String> {
    let search = window().location().search().ok()?;
    let name = UrlSearchParams::new_with_str(&search).ok()?.get(PARAMETER)?;
    Some(name).filter(|name| !name.is_empty())
}

async fn load(name: &str) -> Result<SiteManifest, LoadError> {
    let location = window().location();
    if !location.protocol()?.starts_with("http") {
        return Err(LoadError::OpenedAsFile);
    }
    let url = Url::new_with_base(name, &location.href()?)?;
    if url.origin() != location.origin()? {
        return Err(LoadError::OtherServer);
    }
    let address = url.href();
    let response = fetch(&address, &RequestInit::new()).await?;
    let bytes = JsFuture::from(response.array_buffer()?).await?.dyn_into()?;
    Ok(SiteManifest { name: name.to_owned(), bytes, place: Place::Server(address) })
}

/// Returns true if the page contains a report that it has not taken out yet.
pub(crate) fn is_embedded() -> bool {
    document().get_element_by_id(MANIFEST_ID).is_some()
}

/// Takes an element of a report out of the page, which frees its memory.
fn take_element(id: &str) -> Option<Element> {
    let element = document().get_element_by_id(id)?;
    element.remove();
    Some(element)
}

/// Decodes the base64 of an element of a report.
fn decoded(element: &Element) -> Option<Vec<u8>> {
    STANDARD.decode(element.text_content()?).ok()
}

/// Takes the choices of the person who made the report out of the page.
pub(crate) fn take_choices() -> Option<Vec<u8>> {
    decoded(&take_element(CHOICES_ID)?)
}

/// Takes a file of the report out of the page.
async fn take_file(index: usize, path: &str) -> Result<File, LoadError> {
    let element = take_element(&file_id(index)).ok_or(LoadError::NotEmbedded)?;
    let bytes = decoded(&element).ok_or(LoadError::NotEmbedded)?;
    let mut bytes = Uint8Array::from(bytes.as_slice());
    if element.has_attribute(GZIP_ATTRIBUTE) {
        bytes = Uint8Array::new(&gunzip(&bytes).await?);
    }
    Ok(File::new_with_u8_array_sequence(&Array::of1(&bytes), path)?)
}

/// Returns true if a file begins as a JSON object does, and is not the empty list that comes with the
/// page.
fn lists_files(bytes: &ArrayBuffer) -> bool {
    let bytes = Uint8Array::new(bytes).to_vec();
    bytes.first() == Some(&b'{') && bytes != EMPTY
}

/// Gets the file at `address`.
async fn fetch(address: &str, options: &RequestInit) -> Result<Response, LoadError> {
    let response = JsFuture::from(window().fetch_with_str_and_init(address, options)).await?;
    let response: Response = response.dyn_into()?;
    if response.ok() { Ok(response) } else { Err(LoadError::Status(response.status())) }
}

impl SiteManifest {
    /// Fetches the files at these paths, several at once, and calls `report` after each. Returns
    /// `None` if `cancel` was called meanwhile.
    pub(crate) async fn fetch_files(
        &self,
        paths: Vec<String>,
        cancel: &AbortController,
        report: impl Fn(Progress),
    ) -> Option<ManifestFiles> {
        let signal = cancel.signal();
        let options = RequestInit::new();
        options.set_signal(Some(&signal));
        let total = count(paths.len());
        let fetches = paths.into_iter().enumerate().map(|(index, path)| {
            let (options, signal) = (&options, &signal);
            async move {
                // Starts no fetch after the person has cancelled.
                let file = if signal.aborted() {
                    Err(LoadError::Browser(String::new()))
                } else {
                    self.load_file(index, &path, options).await
                };
                (index, path, file)
            }
        });
        let mut fetches = stream::iter(fetches).buffer_unordered(AT_ONCE);
        let mut results = Vec::new();
        while let Some((index, path, file)) = fetches.next().await {
            if signal.aborted() {
                return None;
            }
            let done = count(results.len() + 1);
            report(Progress::of_files(Stage::Fetching, done, total, path.clone()));
            results.push((index, path, file));
        }
        results.sort_unstable_by_key(|(index, ..)| *index);
        let mut all = ManifestFiles { files: Vec::new(), missing: Vec::new() };
        for (_, path, file) in results {
            match file {
                Ok(file) => all.files.push(DroppedFile::new(path, file)),
                Err(reason) => {
                    all.missing.push(UnreadablePath { path, reason: reason.to_string() });
                }
            }
        }
        Some(all)
    }

    async fn load_file(
        &self,
        index: usize,
        path: &str,
        options: &RequestInit,
    ) -> Result<File, LoadError> {
        let address = match &self.place {
            Place::Server(address) => address,
            Place::Page => return take_file(index, path).await,
        };
        let parts: Vec<String> =
            path.split('/').map(|part| js_sys::encode_uri_component(part).into()).collect();
        let url = Url::new_with_base(&parts.join("/"), address)?;
        let response = fetch(&url.href(), options).await?;
        let blob: Blob = JsFuture::from(response.blob()?).await?.dyn_into()?;
        Ok(File::new_with_blob_sequence(&Array::of1(&blob), path)?)
    }
}

fn count(files: usize) -> u32 {
    u32::try_from(files).unwrap_or(u32::MAX)
}
