//! Ids of jobs and queries.

use serde::{Deserialize, Serialize};

/// A job of the session. No other job ever gets the same id, whatever is removed or merged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct JobId(pub u32);

/// A query of the page. The worker answers each once, in the order in which they were sent.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
pub struct QueryId(pub u64);
