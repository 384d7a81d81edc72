//! Runs a session in a web worker, so that the page stays responsive.
//!
//! The worker works in short turns and handles messages in between, so that a cancel takes effect.

mod clock;
mod decoder;
mod host;
mod panic;
mod port;

use std::cell::RefCell;
use std::rc::Rc;

use covdrop_protocol::Answer;
use gloo::timers::callback::Timeout;

use crate::host::{Host, Turn};
use crate::port::Port;

fn main() {
    panic::set_hook();
    let Some(port) = Port::of_this_worker() else { return };
    let port = Rc::new(port);
    let host = Rc::new(RefCell::new(Host::new(decoder::decode, clock::now)));
    let heard = Rc::clone(&port);
    port.listen(move |request, bytes| {
        let answers = host.borrow_mut().handle_request(request, bytes);
        heard.post_all(&answers);
        work(&host, &heard);
    });
    port.post(&Answer::Ready);
}

/// Works for one turn, and schedules the next one if there is more to do.
fn work(host: &Rc<RefCell<Host>>, port: &Rc<Port>) {
    let Turn { answers, more } = host.borrow_mut().work(js_sys::Date::now);
    port.post_all(&answers);
    if more && host.borrow_mut().schedule_turn() {
        let (host, port) = (Rc::clone(host), Rc::clone(port));
        Timeout::new(0, move || {
            host.borrow_mut().begin_turn();
            work(&host, &port);
        })
        .forget();
    }
}
