//! The page that people look at: Yew components around one state.
//!
//! It shows what the worker says and asks the worker for everything else; no rule of coverage is
//! in here. [`state`] is a pure function of what happened, tested natively; [`app`] carries out
//! what it asks for; the other modules are views of it.

mod app;
mod file;
mod files;
mod gather;
mod header;
mod jobs;
mod link;
mod problems;
mod route;
mod state;
mod welcome;

fn main() {
    yew::Renderer::<app::App>::new().render();
}
