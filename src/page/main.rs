//! The page that people look at: Yew components around one state.
//!
//! It shows what the worker says and asks the worker for everything else; no rule of coverage is
//! in here. [`state`] is a pure function of what happened, tested natively; [`app`] carries out
//! what it asks for; the other modules are views of it.

// `Debug` is for messages of panics, and these are taken out of the built page.
#![cfg_attr(not(test), deny(clippy::use_debug))]

mod app;
mod bar;
mod browser;
mod cards;
mod compare;
mod copy;
mod drawer;
mod escape;
mod file;
mod gather;
mod header;
mod help;
mod jobs;
mod keep;
mod keys;
mod lines;
mod link;
mod list;
mod map;
mod marks;
mod matrix;
mod memory;
mod msg;
mod offers;
mod page;
mod panic;
mod paths;
mod problems;
mod reading;
mod route;
mod rows;
mod settings;
mod state;
mod tag;
mod theme;
mod trial;
mod window;

fn main() {
    panic::set_hook();
    // The rest of the body is static, and Yew would empty it.
    if let Some(root) = gloo::utils::document().get_element_by_id("app") {
        yew::Renderer::<app::App>::with_root(root).render();
    }
}

/// Smaller than the usual one by two thirds, and as quick.
#[global_allocator]
static ALLOCATOR: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();
