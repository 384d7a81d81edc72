//! Converts coverage numbers to types of the protocol.

use std::fmt::Write as _;

use covdrop_protocol::Numbers;
use covdrop_report::{Percent, Precision};

/// Converts counts, and formats the percentage.
pub(crate) fn to_protocol(counts: covdrop_report::Numbers, precision: Precision) -> Numbers {
    let percent = counts.covered();
    let print = |percent: Percent| format!("{}%", percent.display(precision));
    Numbers {
        stmts: counts.statements,
        miss: counts.missing,
        excluded: counts.excluded,
        branch: counts.branches,
        brpart: counts.partial_branches,
        partial: counts.partial_lines,
        cover: print(percent),
        percent: percent.value(),
        stmt_cover: print(counts.statements_covered()),
        branch_cover: print(counts.branches_covered()),
    }
}

/// Describes the change of totals.
pub fn change(before: &Numbers, now: &Numbers) -> String {
    let mut words = format!("Total {} → {}", before.cover, now.cover);
    for (name, before, now) in [
        ("statements", before.stmts, now.stmts),
        ("missing", before.miss, now.miss),
        ("excluded", before.excluded, now.excluded),
        ("branches", before.branch, now.branch),
        ("partial", before.brpart, now.brpart),
    ] {
        if before != now {
            // Writing to a string never fails.
            let _ = write!(words, ", {name} {before} → {now}");
        }
    }
    words
}

/// Converts a count; caps it at `u32::MAX`.
pub(crate) fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}
