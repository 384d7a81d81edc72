//! Functions beside those that they are like.
//!
//! gzip finds what it has seen before in the last 32 kB alone, and rustc leaves the functions of a
//! program in no order that is of use to it: those made from one generic function, or of the same
//! few steps, lie far apart. Here each function follows those that it has most in common with. That
//! takes the twenty-fifth part of what travels.
//!
//! To move functions is wasm-opt's work, which orders them by name. So they get names by which that
//! order is this one.

use std::collections::{HashMap, VecDeque};

use crate::wasm::{self, Reader, put_bytes, put_number};

/// How many bytes in a row are compared: a few instructions.
const PIECE: usize = 5;

/// How many bytes back something can be found again, with a little left for what lies between.
const REACH: usize = 30_000;

/// What is added to a function's size where it is compared, so that the smallest, which are like
/// anything, do not come first.
const TINY: u64 = 20;

/// The program, its functions named by the places that they are to take; nothing where it is no
/// program.
pub(crate) fn named(program: &[u8]) -> Option<Vec<u8>> {
    let mut sections = wasm::sections(program)?;
    let code = sections.iter().find(|(kind, _)| *kind == wasm::CODE);
    let mut code = Reader(&code?.1);
    let count = code.number()?;
    let bodies: Vec<&[u8]> = (0..count).map(|_| code.bytes()).collect::<Option<_>>()?;
    let imported = wasm::imported(&sections)?;
    let mut places: Vec<(usize, usize)> = order(&bodies).into_iter().zip(0..).collect();
    places.sort_unstable();
    let mut names = Vec::new();
    put_number(&mut names, count);
    for (function, place) in places {
        put_number(&mut names, imported + function);
        put_bytes(&mut names, format!("{place:08}").as_bytes());
    }
    let mut section = Vec::new();
    put_bytes(&mut section, wasm::NAMES);
    section.push(wasm::OF_FUNCTIONS);
    put_bytes(&mut section, &names);
    sections.retain(|section| !wasm::is_names(section));
    sections.push((wasm::CUSTOM, section));
    Some(wasm::program(&sections))
}

/// The functions in order, the largest first.
fn order(bodies: &[&[u8]]) -> Vec<usize> {
    let mut pieces = Pieces::of(bodies);
    let mut rest: Vec<usize> = (0..bodies.len()).collect();
    let mut order = Vec::new();
    let (mut near, mut bytes) = (VecDeque::new(), 0);
    let size = |function: usize| bodies.get(function).map_or(0, |body| body.len());
    let mut next = rest.iter().copied().max_by_key(|&function| size(function));
    while let Some(function) = next {
        rest.retain(|other| *other != function);
        order.push(function);
        near.push_back(function);
        bytes += size(function);
        pieces.move_to(function, true);
        while bytes > REACH
            && near.len() > 1
            && let Some(function) = near.pop_front()
        {
            bytes -= size(function);
            pieces.move_to(function, false);
        }
        next = rest.iter().copied().reduce(|a, b| if pieces.is_liker(b, a) { b } else { a });
    }
    order
}

/// Which pieces each function is made of, and how many of them are near.
struct Pieces {
    /// By function, each piece once.
    of: Vec<Vec<usize>>,
    /// By piece, the functions that have it.
    held_by: Vec<Vec<usize>>,
    /// By piece, how many functions that are near have it.
    near: Vec<u32>,
    /// By function, how many of its pieces are near.
    known: Vec<u64>,
}

impl Pieces {
    fn of(bodies: &[&[u8]]) -> Pieces {
        let mut numbers = HashMap::new();
        let mut held_by: Vec<Vec<usize>> = Vec::new();
        let of = bodies.iter().enumerate().map(|(function, body)| {
            let mut pieces = Vec::new();
            for piece in body.windows(PIECE) {
                let number = *numbers.entry(piece).or_insert_with(|| {
                    held_by.push(Vec::new());
                    held_by.len() - 1
                });
                if let Some(holders) = held_by.get_mut(number)
                    && holders.last() != Some(&function)
                {
                    holders.push(function);
                    pieces.push(number);
                }
            }
            pieces
        });
        let of = of.collect();
        Pieces { of, near: vec![0; held_by.len()], held_by, known: vec![0; bodies.len()] }
    }

    /// A function is near from now on, or no longer.
    fn move_to(&mut self, function: usize, is_near: bool) {
        for &piece in self.of.get(function).into_iter().flatten() {
            let Some(near) = self.near.get_mut(piece) else { continue };
            let before = *near;
            *near = if is_near { before + 1 } else { before - 1 };
            if before > 0 && *near > 0 {
                continue;
            }
            for &holder in self.held_by.get(piece).into_iter().flatten() {
                if let Some(known) = self.known.get_mut(holder) {
                    *known = if is_near { *known + 1 } else { *known - 1 };
                }
            }
        }
    }

    /// Whether a greater part of `function` than of `other` is near.
    fn is_liker(&self, function: usize, other: usize) -> bool {
        let known = |function: usize| self.known.get(function).copied().unwrap_or(0);
        let all = |function| self.of.get(function).map_or(0, Vec::len) as u64 + TINY;
        known(function) * all(other) > known(other) * all(function)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_largest_comes_first_and_then_what_is_like_it() {
        let letters: Vec<u8> = (b'a'..=b'z').collect();
        let digits: Vec<u8> = (b'0'..=b'9').cycle().take(20).collect();
        let bodies = [&digits[..], &letters[..20], &digits[..18], &letters[..], b"!"];
        assert_eq!(order(&bodies), [3, 1, 0, 2, 4]);
        assert_eq!(order(&[]), [0_usize; 0]);
    }

    #[test]
    fn what_is_no_longer_near_counts_for_nothing() {
        let letters: Vec<u8> = (b'a'..=b'z').collect();
        let mut pieces = Pieces::of(&[&letters, &letters[..20], b"other than these"]);
        pieces.move_to(0, true);
        assert!(pieces.is_liker(1, 2));
        pieces.move_to(1, true);
        pieces.move_to(0, false);
        assert!(pieces.is_liker(0, 2), "what both have is near still");
        pieces.move_to(1, false);
        assert!(!pieces.is_liker(0, 2));
    }

    #[test]
    fn what_is_out_of_reach_is_no_longer_near() {
        let long: Vec<u8> = (0..u16::MAX).flat_map(u16::to_be_bytes).take(REACH).collect();
        let own = b"something of its own";
        let next = [&long[..400], own].concat();
        // A part of the first, which what comes next has put out of reach.
        let part = &long[500..530];
        assert_eq!(order(&[part, own, &next, &long]), [3, 2, 1, 0]);
        // Where the first is shorter, it is near still.
        assert_eq!(order(&[part, own, &next, &long[..600]]), [3, 2, 0, 1]);
    }

    #[test]
    fn names_tell_the_places() {
        let body = |byte: u8, count| vec![byte; count];
        let mut code = vec![3];
        for body in [body(1, 9), body(2, 30), body(1, 20)] {
            put_bytes(&mut code, &body);
        }
        let imports = (wasm::IMPORTS, vec![1, 1, b'a', 1, b'b', 0, 0]);
        let old = (wasm::CUSTOM, b"\x04name\x01\x01\x00".to_vec());
        let other = (wasm::CUSTOM, b"\x05otherx".to_vec());
        let program = named(&wasm::program(&[imports, (wasm::CODE, code), old, other.clone()]));
        let sections = wasm::sections(&program.unwrap()).unwrap();
        let (kind, names) = sections.last().unwrap();
        let wanted = b"\x04name\x01\x1f\x03\x01\x0800000001\x02\x0800000000\x03\x0800000002";
        assert_eq!((*kind, names.as_slice()), (wasm::CUSTOM, &wanted[..]));
        assert!(sections.contains(&other) && sections.len() == 4);
        assert_eq!(named(b"no program"), None);
    }
}
