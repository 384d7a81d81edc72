//! Hooks: shared behaviour of components, and listeners for browser events.

mod draft;
mod dropped_files;
mod effects;
mod focus_guard;
mod focus_request;
mod highlight;
mod menu;
mod printing;
mod virtual_rows;
mod window_events;
mod worker;

pub(crate) use draft::{use_draft, use_live_draft, written};
pub(crate) use dropped_files::use_dropped_files;
pub(crate) use effects::{ListScroll, use_effects};
pub(crate) use focus_guard::use_focus_guard;
pub(crate) use focus_request::use_focus_request;
pub(crate) use highlight::use_highlight;
pub(crate) use menu::use_menu;
pub(crate) use virtual_rows::{VirtualList, use_virtual_rows};
pub(crate) use window_events::{use_document, use_hotkeys, use_leave_guard, use_window_events};
pub(crate) use worker::use_worker;
