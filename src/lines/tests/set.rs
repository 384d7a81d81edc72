//! Tests the content and the memory of dense and sparse line sets.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::collections::BTreeSet;

use covdrop_lines::{BYTES_PER_LINE, Line, LineSet, SMALL, TooLong};
use proptest::prelude::*;

fn set(lines: &[u32]) -> LineSet {
    lines.iter().filter_map(|&n| Line::new(n)).collect()
}

fn numbers(set: &LineSet) -> Vec<u32> {
    set.iter().map(Line::get).collect()
}

/// Returns the serialized size of a set, which is the size that it takes in memory.
fn size(set: &LineSet) -> usize {
    postcard::to_allocvec(set).unwrap().len()
}

#[test]
fn dense_sets_are_coverage_pys_numbits() {
    assert_eq!(*set(&[1, 3, 9]).to_numbits(), [0x0a, 0x02]);
    assert_eq!(*set(&[]).to_numbits(), [0u8; 0]);
    assert_eq!(LineSet::from_numbits(&[0x0a, 0x02, 0, 0]), Ok(set(&[1, 3, 9])));
}

#[test]
fn line_zero_is_dropped_and_lines_beyond_the_last_are_refused() {
    assert_eq!(LineSet::from_numbits(&[1]), Ok(LineSet::new()));
    let max = Line::MAX as usize / 8 + 1;
    let mut long = vec![0; max + 1];
    long[0] = 1;
    assert_eq!(LineSet::from_numbits(&long), Ok(LineSet::new()));
    long[max] = 1;
    assert_eq!(LineSet::from_numbits(&long), Err(TooLong { bytes: max + 1 }));
}

#[test]
fn first_and_last_lines_of_dense_and_sparse_sets() {
    for last in [300, Line::MAX] {
        assert_eq!(set(&[5, last]).first().map(Line::get), Some(5));
        assert_eq!(set(&[5, last]).last().map(Line::get), Some(last));
    }
    assert_eq!(LineSet::new().last(), None);
}

#[test]
fn one_high_line_takes_few_bytes() {
    let one = set(&[Line::MAX]);
    assert!(size(&one) < 20);
    let mut bits = vec![0; Line::MAX as usize / 8 + 1];
    *bits.last_mut().unwrap() = 0x80;
    let read = LineSet::from_numbits(&bits).unwrap();
    assert!(size(&read) < 20);
    assert_eq!((&read, read.numbits_len()), (&one, bits.len()));
    assert_eq!(*read.to_numbits(), bits);
}

#[test]
fn memory_follows_the_number_of_lines_in_any_order() {
    let spread: Vec<u32> = (1..=40_000).map(|n| n * 400).collect();
    let backwards: Vec<u32> = spread.iter().rev().copied().collect();
    // With growing gaps, the set is about as dense as it may be at each line.
    let gap = u32::try_from(BYTES_PER_LINE * 8 + 1).unwrap();
    let on_the_edge: Vec<u32> = (1..=60_000).map(|n| n * gap).collect();
    for lines in [spread, backwards, on_the_edge] {
        let made = set(&lines);
        assert_eq!(made.len(), lines.len());
        assert!(size(&made) <= SMALL.max(made.len() * BYTES_PER_LINE));
    }
}

#[test]
fn a_set_filled_backwards_becomes_dense() {
    let lines: Vec<u32> = (1..=50_000).rev().collect();
    assert!(size(&set(&lines)) < 50_000 / 8 + 10);
}

#[test]
fn serialized_sets_read_back_equal() {
    for lines in [&[][..], &[1, 2, 2000], &[1, Line::MAX - 1, Line::MAX]] {
        let bytes = postcard::to_allocvec(&set(lines)).unwrap();
        assert_eq!(postcard::from_bytes::<LineSet>(&bytes).unwrap(), set(lines));
    }
    // A word beyond the last line.
    let damaged = postcard::to_allocvec(&(1u32, vec![(u32::MAX, 1u64)])).unwrap();
    assert!(postcard::from_bytes::<LineSet>(&damaged).is_err());
}

/// Generates lines near the beginning, and sometimes one far away.
fn lines() -> impl Strategy<Value = BTreeSet<u32>> {
    let line = prop_oneof![8 => 1u32..4_000, 1 => 1u32..=200_000, 1 => 100_000u32..100_200];
    prop::collection::btree_set(line, 0..60)
}

proptest! {
    #[test]
    fn operations_agree_with_btree_sets(a in lines(), b in lines()) {
        let list = |s: &BTreeSet<u32>| s.iter().copied().collect::<Vec<_>>();
        let (sa, sb) = (set(&list(&a)), set(&list(&b)));
        prop_assert_eq!(numbers(&sa), list(&a));
        prop_assert_eq!(sa.len(), a.len());
        prop_assert_eq!(sa.last().map(Line::get), a.last().copied());
        prop_assert_eq!(&LineSet::from_numbits(&sa.to_numbits()).unwrap(), &sa);
        let mut union = sa.clone();
        union.union_with(&sb);
        prop_assert_eq!(numbers(&union), a.union(&b).copied().collect::<Vec<_>>());
        prop_assert!(sa.is_subset_of(&union) && sb.is_subset_of(&union));
        prop_assert_eq!(sa.is_subset_of(&sb), a.is_subset(&b));
        let mut both = sa.clone();
        both.intersect_with(&sb);
        prop_assert_eq!(&both, &set(&a.intersection(&b).copied().collect::<Vec<_>>()));
        let mut rest = sa.clone();
        rest.subtract(&sb);
        prop_assert_eq!(&rest, &set(&a.difference(&b).copied().collect::<Vec<_>>()));
        let mut removed = union;
        for &n in &b {
            prop_assert!(removed.contains(Line::new(n).unwrap()));
            prop_assert!(removed.remove(Line::new(n).unwrap()));
        }
        prop_assert_eq!(removed.is_empty(), rest.is_empty());
        prop_assert_eq!(removed.numbits_len(), rest.to_numbits().len());
        prop_assert_eq!(removed, rest);
    }
}
