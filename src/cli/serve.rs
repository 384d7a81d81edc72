//! `covdrop serve`: the page with its data, served to this machine alone.
//!
//! The server listens on the loopback address, and answers only GET and HEAD for the files in its
//! memory. It refuses a request that names another host: another site could let its own name
//! resolve to this machine, and read the files.

use std::collections::BTreeMap;
use std::net::{Ipv4Addr, SocketAddr};

use covdrop_session::Manifest;
use tiny_http::{Header, Method, Request, Response, Server};

use crate::archives::Archives;
use crate::args::Serve;
use crate::console::tell;
use crate::defaults::Purpose;
use crate::embedded_page::EmbeddedPage;
use crate::error::Error;
use crate::project_info::project_info;

/// Runs `covdrop serve` until the user interrupts it.
pub(crate) fn serve(args: &Serve) -> Result<(), Error> {
    let mut page = EmbeddedPage::open()?;
    let (_, _, archives) = Archives::load(&args.common, Purpose::Report)?;
    let mut site: BTreeMap<String, Vec<u8>> = page.files()?.into_iter().collect();
    let archives = archives.files.into_iter();
    let archives: Vec<_> =
        archives.map(|(name, bytes)| (format!("covdrop/{name}"), bytes)).collect();
    let listed: Vec<String> = archives.iter().map(|(path, _)| path.clone()).collect();
    let manifest = Manifest::write(&listed, &project_info(None)?)?;
    site.extend(archives);
    site.insert("covdrop.json".to_owned(), manifest.into_bytes());

    let failed = |reason: String| Error::Server { port: args.port, reason };
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, args.port));
    let server = Server::http(address).map_err(|error| failed(error.to_string()))?;
    let address = server.server_addr().to_ip().unwrap_or(address);
    let url = format!("http://{address}/");
    tell(&format!("Serving the report at {url} (Ctrl+C ends it)"));
    if !args.no_open {
        open::that_detached(&url).map_err(Error::Browser)?;
    }
    for request in server.incoming_requests() {
        let response = answer(&request, &site, address);
        // A browser that has closed the connection needs no answer.
        let _ = request.respond(response);
    }
    Ok(())
}

type Answer = Response<std::io::Cursor<Vec<u8>>>;

fn answer(request: &Request, site: &BTreeMap<String, Vec<u8>>, address: SocketAddr) -> Answer {
    let refuse = |status: u16, why: &str| Response::from_string(why).with_status_code(status);
    let hosts = [address.to_string(), format!("localhost:{}", address.port())];
    let names_host = |header: &Header| {
        header.field.equiv("Host") && hosts.iter().any(|host| header.value.as_str() == host)
    };
    if !request.headers().iter().any(names_host) {
        return refuse(403, "This server answers this machine alone.");
    }
    if !matches!(request.method(), Method::Get | Method::Head) {
        return refuse(405, "Only GET is answered.");
    }
    let path = request.url().split(['?', '#']).next().unwrap_or_default();
    let path =
        percent_encoding::percent_decode_str(path.trim_start_matches('/')).decode_utf8_lossy();
    let path = if path.is_empty() { "index.html".into() } else { path };
    let Some(bytes) = site.get(path.as_ref()) else {
        return refuse(404, "There is no such file.");
    };
    let headers = [
        ("Content-Type", media_type(&path)),
        ("Cache-Control", "no-store"),
        ("X-Content-Type-Options", "nosniff"),
    ];
    let headers = headers.iter().filter_map(|(name, value)| Header::from_bytes(*name, *value).ok());
    headers.fold(Response::from_data(bytes.clone()), Response::with_header)
}

fn media_type(path: &str) -> &'static str {
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
