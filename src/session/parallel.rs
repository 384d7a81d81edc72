//! Work on many things at once: on all cores of a native program, and one after the other in a
//! browser, whose worker has one thread.

/// How many things to work on at once, so that every core is busy and progress still shows.
pub(crate) const AT_ONCE: usize = if cfg!(target_family = "wasm") { 1 } else { 64 };

/// What `work` makes of each of `items`, in their order.
#[cfg(not(target_family = "wasm"))]
pub(crate) fn map<T: Sync, R: Send>(items: &[T], work: impl Fn(&T) -> R + Send + Sync) -> Vec<R> {
    use rayon::prelude::*;
    items.par_iter().map(work).collect()
}

/// What `work` makes of each of `items`, in their order.
#[cfg(target_family = "wasm")]
pub(crate) fn map<T, R>(items: &[T], work: impl Fn(&T) -> R) -> Vec<R> {
    items.iter().map(work).collect()
}
