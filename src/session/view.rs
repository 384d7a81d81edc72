//! Numbers in the words of the protocol.

use covdrop_protocol::Numbers;
use covdrop_report::Precision;

/// Counts, with the percentage as it is printed.
pub(crate) fn numbers(counts: covdrop_report::Numbers, precision: Precision) -> Numbers {
    let percent = counts.covered();
    Numbers {
        stmts: counts.statements,
        miss: counts.missing,
        excluded: counts.excluded,
        branch: counts.branches,
        brpart: counts.partial_branches,
        partial: counts.partial_lines,
        cover: format!("{}%", percent.display(precision)),
        percent: percent.value(),
    }
}

/// How many things there are.
pub(crate) fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}
