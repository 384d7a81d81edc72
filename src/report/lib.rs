//! The numbers, and the formats they are given out in.

mod error;
mod fail_under;
mod names;
mod numbers;
mod percent;

pub use error::Error;
pub use fail_under::FailUnder;
pub use names::{HumanKey, printable};
pub use numbers::Numbers;
pub use percent::{Percent, Precision};
