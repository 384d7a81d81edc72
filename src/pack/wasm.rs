//! A program in WebAssembly's binary form: sections, and numbers and bytes in them.

/// The sections of a program that are looked into, by their numbers.
pub(crate) const CUSTOM: u8 = 0;
pub(crate) const IMPORTS: u8 = 2;
pub(crate) const EXPORTS: u8 = 7;
pub(crate) const CODE: u8 = 10;
pub(crate) const DATA: u8 = 11;

/// What the section is called that names functions, variables, data …
pub(crate) const NAMES: &[u8] = b"name";
/// The part of it that names functions, by its number.
pub(crate) const OF_FUNCTIONS: u8 = 1;

/// What a program begins with, its version included.
const START: &[u8; 8] = b"\0asm\x01\0\0\0";

/// A section: its number, and what is in it.
pub(crate) type Section = (u8, Vec<u8>);

/// The sections of a program; nothing where it is none.
pub(crate) fn sections(program: &[u8]) -> Option<Vec<Section>> {
    let mut reader = Reader(program.strip_prefix(START)?);
    let mut sections = Vec::new();
    while !reader.0.is_empty() {
        let kind = reader.byte()?;
        sections.push((kind, reader.bytes()?.to_vec()));
    }
    Some(sections)
}

/// The program of these sections.
pub(crate) fn program(sections: &[Section]) -> Vec<u8> {
    let mut program = START.to_vec();
    for (kind, section) in sections {
        program.push(*kind);
        put_bytes(&mut program, section);
    }
    program
}

/// Whether a section is the one of names.
pub(crate) fn is_names((kind, section): &Section) -> bool {
    *kind == CUSTOM && Reader(section).bytes() == Some(NAMES)
}

/// How many functions come before those of the section of code: the imported ones.
pub(crate) fn imported(sections: &[Section]) -> Option<usize> {
    let imports = sections.iter().find(|(kind, _)| *kind == IMPORTS);
    imports.map_or(Some(0), |(_, section)| Reader(section).number())
}

/// What is left to read.
pub(crate) struct Reader<'a>(pub(crate) &'a [u8]);

impl<'a> Reader<'a> {
    pub(crate) fn take(&mut self, count: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(taken)
    }

    pub(crate) fn byte(&mut self) -> Option<u8> {
        self.take(1)?.first().copied()
    }

    /// A number as WebAssembly writes it: seven bits a byte, the lowest first.
    pub(crate) fn number(&mut self) -> Option<usize> {
        let mut number = 0;
        for shift in (0..u32::BITS).step_by(7) {
            let byte = self.byte()?;
            number |= usize::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Some(number);
            }
        }
        None
    }

    /// Bytes after their number.
    pub(crate) fn bytes(&mut self) -> Option<&'a [u8]> {
        let count = self.number()?;
        self.take(count)
    }
}

pub(crate) fn put_number(to: &mut Vec<u8>, mut number: usize) {
    while number >= 0x80 {
        to.push(number.to_le_bytes()[0] | 0x80);
        number >>= 7;
    }
    to.extend(u8::try_from(number));
}

pub(crate) fn put_bytes(to: &mut Vec<u8>, bytes: &[u8]) {
    put_number(to, bytes.len());
    to.extend_from_slice(bytes);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_program_is_refused() {
        for program in [&b""[..], b"\0asm", b"\0asm\x01\0\0\0\x02", b"\0asm\x01\0\0\0\x02\xff\xff"]
        {
            assert_eq!(sections(program), None);
        }
    }

    #[test]
    fn numbers_are_read_as_they_are_written() {
        for (number, written) in
            [(0, &[0][..]), (127, &[127]), (128, &[128, 1]), (624_485, &[0xe5, 0x8e, 0x26])]
        {
            let mut bytes = Vec::new();
            put_number(&mut bytes, number);
            assert_eq!(bytes, written);
            assert_eq!(Reader(&bytes).number(), Some(number));
        }
    }
}
