//! Maps over items in parallel: on all cores of a native program, and sequentially in a browser,
//! whose worker has one thread.

/// The number of items to map at a time: enough for all cores, and few enough to report progress.
pub const AT_ONCE: usize = if cfg!(target_family = "wasm") { 1 } else { 64 };

/// Applies `work` to each of `items`, and returns the results in order.
#[cfg(not(target_family = "wasm"))]
pub fn map<T: Sync, R: Send>(items: &[T], work: impl Fn(&T) -> R + Send + Sync) -> Vec<R> {
    use rayon::prelude::*;
    items.par_iter().map(work).collect()
}

/// Applies `work` to each of `items`, and returns the results in order.
#[cfg(target_family = "wasm")]
pub fn map<T, R>(items: &[T], work: impl Fn(&T) -> R) -> Vec<R> {
    items.iter().map(work).collect()
}
