//! Panics without words.
//!
//! Where a program of Rust's cannot go on, it composes a message: what happened, and where in whose
//! source. In a browser nobody hears it. It takes a twentieth of the page all the same, and tells of
//! folders of the machine that the page was built on. Here a program ends at once in such a place,
//! which the browser tells the page of just as before.

use std::collections::HashMap;

use crate::wasm::{self, Reader, Section, put_bytes, put_number};

/// How the functions are called that compose such messages and never come back.
const PANICS: [&str; 13] = [
    "alloc::alloc::handle_alloc_error",
    "alloc::raw_vec::capacity_overflow",
    "alloc::raw_vec::handle_error",
    "core::cell::panic_already_borrowed",
    "core::cell::panic_already_mutably_borrowed",
    "core::option::expect_failed",
    "core::option::unwrap_failed",
    "core::panicking::",
    "core::result::unwrap_failed",
    "core::slice::index::slice_index_fail",
    "core::str::slice_error_fail",
    "std::panicking::begin_panic",
    "std::thread::local::panic_access_error",
];

/// How the functions end that write a value for a programmer to read: for messages of panics, and
/// for nothing else in a program that `clippy::use_debug` is held against.
const DEBUG: &str = " as core::fmt::Debug>::fmt";

/// The body of a function that has no variables and ends the program: `unreachable`, `end`.
const TRAP: [u8; 3] = [0, 0x00, 0x0b];

/// The program without the words of its panics; where it has no use for `Debug` otherwise
/// (`no_debug`), without that too. Nothing where it is no program with names.
pub(crate) fn silence(program: &[u8], no_debug: bool) -> Option<Vec<u8>> {
    let mut sections = wasm::sections(program)?;
    let names = names(&sections)?;
    let imported = wasm::imported(&sections)?;
    for (kind, section) in &mut sections {
        match *kind {
            wasm::CODE => *section = code(Reader(section), imported, &names, no_debug)?,
            wasm::DATA => *section = crate::places::without(section)?,
            _ => {}
        }
    }
    Some(wasm::program(&sections))
}

/// The name of each function, by its number.
fn names(sections: &[Section]) -> Option<HashMap<usize, String>> {
    let mut section = Reader(&sections.iter().find(|section| wasm::is_names(section))?.1);
    section.bytes()?;
    while !section.0.is_empty() {
        let kind = section.byte()?;
        let mut part = Reader(section.bytes()?);
        if kind == wasm::OF_FUNCTIONS {
            let count = part.number()?;
            let name = |_| {
                let number = part.number()?;
                Some((number, plain(&String::from_utf8_lossy(part.bytes()?))))
            };
            return (0..count).map(name).collect();
        }
    }
    None
}

/// A name without the marks in brackets that Rust gives each crate in it.
fn plain(name: &str) -> String {
    let mut parts = name.split('[');
    let first = parts.next().unwrap_or_default();
    let rest = parts.map(|part| match part.split_once(']') {
        Some((mark, rest)) if mark.len() == 16 => rest.to_owned(),
        _ => format!("[{part}"),
    });
    std::iter::once(first.to_owned()).chain(rest).collect()
}

/// The section of code: for each function its body.
fn code(
    mut section: Reader<'_>,
    imported: usize,
    names: &HashMap<usize, String>,
    no_debug: bool,
) -> Option<Vec<u8>> {
    let count = section.number()?;
    let mut code = Vec::new();
    put_number(&mut code, count);
    for number in imported..imported + count {
        let body = section.bytes()?;
        let is_panic = names.get(&number).is_some_and(|name| {
            PANICS.iter().any(|start| name.starts_with(start)) || no_debug && name.contains(DEBUG)
        });
        put_bytes(&mut code, if is_panic { &TRAP } else { body });
    }
    Some(code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn panics_end_the_program_and_say_nothing() {
        let put = |parts: &[&[u8]]| {
            let mut bytes = vec![u8::try_from(parts.len()).unwrap()];
            for part in parts {
                put_bytes(&mut bytes, part);
            }
            bytes
        };
        let names = [
            "core[c5930c85a12de822]::panicking::panic_fmt",
            "<[u8] as core[c5930c85a12de822]::fmt::Debug>::fmt",
            "page::core::panicking::shown",
        ];
        let mut map = vec![3];
        for (number, name) in (1..).zip(names) {
            map.push(number);
            put_bytes(&mut map, name.as_bytes());
        }
        let mut name_section = Vec::new();
        put_bytes(&mut name_section, b"name");
        name_section.push(1);
        put_bytes(&mut name_section, &map);
        let program = |bodies: &[&[u8]]| {
            let imports = vec![1, 1, b'a', 1, b'b', 0, 0];
            wasm::program(&[
                (wasm::IMPORTS, imports),
                (wasm::CODE, put(bodies)),
                (wasm::DATA, vec![0]),
                (wasm::CUSTOM, name_section.clone()),
            ])
        };
        let body: &[u8] = &[0, 0x10, 0x00, 0x0b];
        let whole = program(&[body; 3]);
        assert_eq!(silence(&whole, false), Some(program(&[&TRAP, body, body])));
        assert_eq!(silence(&whole, true), Some(program(&[&TRAP, &TRAP, body])));
        assert_eq!(silence(&wasm::program(&[(wasm::CODE, put(&[body]))]), false), None);
    }

    #[test]
    fn names_are_told_without_the_marks_of_crates() {
        assert_eq!(plain("core[c5930c85a12de822]::fmt"), "core::fmt");
        assert_eq!(plain("<[u8] as a[0123456789abcdef]::B>::c"), "<[u8] as a::B>::c");
    }
}
