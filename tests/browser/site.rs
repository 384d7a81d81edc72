//! The page as a web server gives it out, and a witness of every request that it makes.

use std::fs;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::thread;

use tiny_http::{Header, Response, Server};

/// A web server with the built page.
pub(crate) struct Site {
    server: Arc<Server>,
    log: Arc<Mutex<Vec<String>>>,
}

impl Site {
    /// Serves the files of the folder `dist`.
    pub(crate) fn start(dist: PathBuf) -> Site {
        Site::new(move |path| fs::read(dist.join(path.trim_start_matches('/'))).ok())
    }

    /// Serves nothing at all: a proxy that every request to elsewhere ends at.
    pub(crate) fn nowhere() -> Site {
        Site::new(|_| None)
    }

    fn new(file: impl Fn(&str) -> Option<Vec<u8>> + Send + 'static) -> Site {
        let server = Arc::new(Server::http("127.0.0.1:0").unwrap());
        let log = Arc::new(Mutex::new(Vec::new()));
        let (serving, logging) = (Arc::clone(&server), Arc::clone(&log));
        thread::spawn(move || {
            for request in serving.incoming_requests() {
                logging.lock().unwrap().push(format!("{} {}", request.method(), request.url()));
                let url = request.url().split(['?', '#']).next().unwrap_or_default().to_owned();
                // A browser that has gone meanwhile hears no answer.
                let _ = match file(&url) {
                    Some(bytes) => {
                        let kind = Header::from_bytes("Content-Type", content_type(&url)).unwrap();
                        request.respond(Response::from_data(bytes).with_header(kind))
                    }
                    None => request.respond(Response::empty(404)),
                };
            }
        });
        Site { server, log }
    }

    /// `host:port`.
    pub(crate) fn address(&self) -> String {
        self.server.server_addr().to_string()
    }

    /// Every request so far, as method and path.
    pub(crate) fn log(&self) -> Vec<String> {
        self.log.lock().unwrap().clone()
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        self.server.unblock();
    }
}

fn content_type(path: &str) -> &'static str {
    match path.rsplit('.').next() {
        Some("html") => "text/html; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("wasm") => "application/wasm",
        _ => "application/octet-stream",
    }
}
