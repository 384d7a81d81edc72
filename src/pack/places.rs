//! Places in sources, taken out of a program's data.
//!
//! Rust's panics tell where they happened: each place is a path, a line and a column in the data.
//! Nothing asks for them once panics say nothing, but no tool can know that of data. So they are
//! found by their form, and become zeros, which take no room where files travel packed.

use std::ops::Range;

use crate::wasm::Reader;

/// The size of a place: the address and the length of its path, its line, its column.
const SIZE: usize = 16;

/// Longer than paths, lines and rows of sources are.
const LONGEST: u32 = 300;
const LAST: u32 = 100_000;

/// The section of data without places and their paths.
pub(crate) fn without(section: &[u8]) -> Option<Vec<u8>> {
    let parts = parts(section)?;
    let number = |at: usize| {
        let bytes = section.get(at..at + 4)?;
        bytes.try_into().map(u32::from_le_bytes).ok()
    };
    // The path that an address and a length are of.
    let path = |address: u32, length: u32| -> Option<Range<usize>> {
        let (address, length) = (address as usize, length as usize);
        let part = parts.iter().find(|part| {
            part.address <= address && address + length <= part.address + part.bytes.len()
        })?;
        let start = part.bytes.start + address - part.address;
        let text = section.get(start..start + length)?;
        let is_path = text.ends_with(b".rs") && text.iter().all(u8::is_ascii_graphic);
        is_path.then_some(start..start + length)
    };
    let place = |at: usize| -> Option<Range<usize>> {
        let (length, line, column) = (number(at + 4)?, number(at + 8)?, number(at + 12)?);
        let is_place = length < LONGEST && (1..LAST).contains(&line) && (1..LAST).contains(&column);
        is_place.then(|| path(number(at)?, length))?
    };
    let mut found: Vec<Range<usize>> = Vec::new();
    for part in &parts {
        // Places lie at addresses that four divides.
        let first = part.bytes.start + part.address.next_multiple_of(4) - part.address;
        for at in (first..part.bytes.end.saturating_sub(SIZE - 1)).step_by(4) {
            if let Some(path) = place(at) {
                found.extend([at..at + SIZE, path]);
            }
        }
    }
    let mut without = section.to_vec();
    for range in found {
        without.get_mut(range)?.fill(0);
    }
    Some(without)
}

/// A part of the data.
struct Part {
    /// Where it is to lie in the program's memory.
    address: usize,
    /// Where it lies in the section.
    bytes: Range<usize>,
}

/// The parts of the section.
fn parts(section: &[u8]) -> Option<Vec<Part>> {
    let mut reader = Reader(section);
    let count = reader.number()?;
    let part = |_| {
        // Of the one memory, at an address that is a constant: `i32.const`, `end`.
        let (kind, constant) = (reader.byte()?, reader.byte()?);
        let address = reader.number()?;
        let end = reader.byte()?;
        let length = reader.bytes()?.len();
        let end_of_part = section.len() - reader.0.len();
        ((kind, constant, end) == (0, 0x41, 0x0b))
            .then_some(Part { address, bytes: end_of_part - length..end_of_part })
    };
    (0..count).map(part).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A section of two parts: a path and a text, then what is given.
    fn section(path: &str, numbers: &[u32]) -> Vec<u8> {
        let numbers: Vec<u8> = numbers.iter().flat_map(|number| number.to_le_bytes()).collect();
        let text = format!("{path}some text");
        let mut section = vec![2];
        for (address, bytes) in [(0, text.as_bytes()), (100, &numbers)] {
            section.extend([0, 0x41, address, 0x0b, u8::try_from(bytes.len()).unwrap()]);
            section.extend(bytes);
        }
        section
    }

    #[test]
    fn places_and_their_paths_become_zeros() {
        let zeros = section("\0\0\0\0", &[7, 0, 0, 0, 0, 9]);
        assert_eq!(without(&section("a.rs", &[7, 0, 4, 12, 5, 9])), Some(zeros));
    }

    #[test]
    fn all_else_stays() {
        let no_place = [
            section("a.rs", &[0, 4, 0, 5]),
            section("a.rs", &[0, 4, 12, 200_000]),
            section("a.rs", &[0, 3, 12, 5]),
            section("a.rs", &[120, 4, 12, 5]),
            section("a.rs", &[0, 4, 12]),
            section("a.js", &[0, 4, 12, 5]),
            section("a b.rs", &[0, 6, 12, 5]),
        ];
        for section in no_place {
            assert_eq!(without(&section), Some(section));
        }
        assert_eq!(without(&[1, 1]), None);
    }
}
