//! Serves the built page, and records every request.
//!
//! Each connection has its own thread and ends with its response. A browser opens many connections
//! at once, and may finish reading one response only after it has received another.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;

/// A web server for the built page.
pub(crate) struct Site {
    address: SocketAddr,
    /// A script that the page runs before its own scripts.
    before: Arc<Mutex<String>>,
    log: Arc<Mutex<Vec<String>>>,
    is_over: Arc<AtomicBool>,
}

impl Site {
    /// Serves the files of the folder `dist`.
    pub(crate) fn start(dist: PathBuf) -> Site {
        let before = Arc::new(Mutex::new(String::new()));
        let script = Arc::clone(&before);
        let file = move |path: &str| {
            let bytes = fs::read(dist.join(path.trim_start_matches('/'))).ok()?;
            let script = script.lock().unwrap();
            let is_page = path == "/index.html" && !script.is_empty();
            Some(if is_page { with_script(bytes, &script) } else { bytes })
        };
        Site::new(before, file)
    }

    /// Serves nothing: a proxy for all requests to other hosts.
    pub(crate) fn nowhere() -> Site {
        Site::new(Arc::default(), |_| None)
    }

    fn new(
        before: Arc<Mutex<String>>,
        file: impl Fn(&str) -> Option<Vec<u8>> + Send + Sync + 'static,
    ) -> Site {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let log = Arc::new(Mutex::new(Vec::new()));
        let is_over = Arc::new(AtomicBool::new(false));
        let (logging, ending, file) = (Arc::clone(&log), Arc::clone(&is_over), Arc::new(file));
        thread::spawn(move || {
            for stream in listener.incoming() {
                if ending.load(Ordering::Relaxed) {
                    return;
                }
                let (logging, file) = (Arc::clone(&logging), Arc::clone(&file));
                // A browser that has closed the connection gets no response.
                thread::spawn(move || stream.and_then(|stream| answer(stream, &*file, &logging)));
            }
        });
        Site { address, before, log, is_over }
    }

    /// `host:port`.
    pub(crate) fn address(&self) -> String {
        self.address.to_string()
    }

    /// Inserts a script into the page from now on.
    pub(crate) fn before(&self, script: &str) {
        script.clone_into(&mut self.before.lock().unwrap());
    }

    /// Returns every request so far, as method and path.
    pub(crate) fn log(&self) -> Vec<String> {
        self.log.lock().unwrap().clone()
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        self.is_over.store(true, Ordering::Relaxed);
        // Wakes the listener, which then sees that it should stop.
        let _ = TcpStream::connect(self.address);
    }
}

/// Inserts a script at the start of a page, before the policy that would forbid it.
fn with_script(page: Vec<u8>, script: &str) -> Vec<u8> {
    let page = String::from_utf8(page).unwrap();
    assert!(page.contains("<meta"), "where does its head begin? {page}");
    page.replacen("<meta", &format!("<script>{script}</script><meta"), 1).into_bytes()
}

/// Answers the only request of a connection.
fn answer(
    mut stream: TcpStream,
    file: &dyn Fn(&str) -> Option<Vec<u8>>,
    log: &Mutex<Vec<String>>,
) -> std::io::Result<()> {
    let mut lines = BufReader::new(stream.try_clone()?).lines();
    let Some(first) = lines.next().transpose()? else { return Ok(()) };
    // Read the rest of the head, up to the empty line.
    while lines.next().transpose()?.is_some_and(|line| !line.is_empty()) {}
    let mut words = first.split(' ');
    let (method, url) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    log.lock().unwrap().push(format!("{method} {url}"));
    let path = url.split(['?', '#']).next().unwrap_or_default().replace("%20", " ");
    let (status, bytes) = match file(&path) {
        Some(bytes) => ("200 OK", bytes),
        None => ("404 Not Found", Vec::new()),
    };
    let (kind, length) = (content_type(&path), bytes.len());
    write!(
        stream,
        "HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {length}\r\n\
         Connection: close\r\n\r\n"
    )?;
    stream.write_all(&bytes)
}

fn content_type(path: &str) -> &'static str {
    match path.rsplit('.').next() {
        Some("html") => "text/html; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("json") => "application/json",
        Some("svg") => "image/svg+xml",
        Some("wasm") => "application/wasm",
        _ => "application/octet-stream",
    }
}
