//! Covdrop's page: Yew components around one state.
//!
//! It shows the worker's answers, and has no rule of coverage itself. [`state`] is a pure reducer,
//! tested natively; [`components`] are the views; [`hooks`] connect both with the browser and the
//! worker.

mod annotations;
mod browser;
mod columns;
mod components;
mod context_pattern;
mod copy;
mod dispatch;
mod dropped_files;
mod file_reader;
mod hooks;
mod imports;
mod keys;
mod memory;
mod panic;
mod path_rules;
mod report_file;
mod route;
mod scale;
mod shared;
mod site_manifest;
mod state;
mod storage;
mod theme;
mod trial;
mod virtual_list;
mod words;
mod worker_client;

fn main() {
    panic::set_hook();
    theme::apply();
    // The rest of the body is static, and Yew would empty it. `App` removes the first screen.
    if let Some(root) = gloo::utils::document().get_element_by_id("app") {
        yew::Renderer::<components::App>::with_root(root).render();
    }
}
