//! Short names between a program and its script.
//!
//! wasm-bindgen gives every function that the two share a long name with a hash at its end. Nobody
//! reads these, gzip cannot shorten a hash, and each stands in both files: 5 kB that people would
//! wait for. Here each gets the shortest name that is free.

use std::collections::HashMap;

/// How the names begin that wasm-bindgen made up; any other is somebody's to rely on.
const MADE_UP: [&str; 3] = ["__wb", "__externref", "wasm_bindgen__"];

/// The sections of a program that hold names for the world outside, by their numbers.
const IMPORTS: u8 = 2;
const EXPORTS: u8 = 7;

/// A program and its script with short names; nothing where the program is none.
pub(crate) fn shorten(script: &str, program: &[u8]) -> Option<(String, Vec<u8>)> {
    let mut names = Names::default();
    let mut reader = Reader(program);
    let mut short = reader.take(8)?.to_vec();
    while !reader.0.is_empty() {
        let kind = *reader.take(1)?.first()?;
        let size = reader.number()?;
        let section = Reader(reader.take(size)?);
        let section = match kind {
            IMPORTS => imports(section, &mut names)?,
            EXPORTS => exports(section, &mut names)?,
            _ => section.0.to_vec(),
        };
        short.push(kind);
        put_bytes(&mut short, &section);
    }
    Some((names.put_into(script), short))
}

/// The section of imports: for each its module, its name, and what it is.
fn imports(mut section: Reader<'_>, names: &mut Names) -> Option<Vec<u8>> {
    let mut short = Vec::new();
    let count = section.number()?;
    put_number(&mut short, count);
    for _ in 0..count {
        put_bytes(&mut short, section.bytes()?);
        put_bytes(&mut short, names.short(section.bytes()?).as_bytes());
        let start = section.0;
        match section.take(1)?.first()? {
            // A function of some type, which is all that wasm-bindgen imports.
            0 => section.number()?,
            _ => return None,
        };
        short.extend_from_slice(start.get(..start.len() - section.0.len())?);
    }
    section.0.is_empty().then_some(short)
}

/// The section of exports: for each its name, what it is, and its number.
fn exports(mut section: Reader<'_>, names: &mut Names) -> Option<Vec<u8>> {
    let mut short = Vec::new();
    let count = section.number()?;
    put_number(&mut short, count);
    for _ in 0..count {
        put_bytes(&mut short, names.short(section.bytes()?).as_bytes());
        short.extend_from_slice(section.take(1)?);
        put_number(&mut short, section.number()?);
    }
    section.0.is_empty().then_some(short)
}

/// The short name of each long one.
#[derive(Default)]
struct Names(HashMap<String, String>);

impl Names {
    /// What a name becomes.
    fn short(&mut self, name: &[u8]) -> String {
        let name = String::from_utf8_lossy(name).into_owned();
        if !MADE_UP.iter().any(|start| name.starts_with(start)) {
            return name;
        }
        let next = letters(self.0.len());
        self.0.entry(name).or_insert(next).clone()
    }

    /// The script with its names made short.
    fn put_into(&self, script: &str) -> String {
        let mut short = String::new();
        let mut rest = script;
        while !rest.is_empty() {
            let end = rest.find(|c| !is_of_name(c)).unwrap_or(rest.len());
            let (word, after) = rest.split_at(end);
            short.push_str(self.0.get(word).map_or(word, String::as_str));
            let next = after.find(is_of_name).unwrap_or(after.len());
            short.push_str(&after[..next]);
            rest = &after[next..];
        }
        short
    }
}

fn is_of_name(character: char) -> bool {
    character.is_alphanumeric() || character == '_' || character == '$'
}

/// The name of this number: `a`, `b` … `z`, `ab`, `bb` …
fn letters(mut number: usize) -> String {
    let mut name = String::new();
    loop {
        name.extend(('a'..='z').nth(number % 26));
        number /= 26;
        if number == 0 {
            return name;
        }
    }
}

/// What is left of a program to read.
struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn take(&mut self, count: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(taken)
    }

    /// A number as WebAssembly writes it: seven bits a byte, the lowest first.
    fn number(&mut self) -> Option<usize> {
        let mut number = 0;
        for shift in (0..u32::BITS).step_by(7) {
            let byte = *self.take(1)?.first()?;
            number |= usize::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Some(number);
            }
        }
        None
    }

    /// Bytes after their number.
    fn bytes(&mut self) -> Option<&'a [u8]> {
        let count = self.number()?;
        self.take(count)
    }
}

fn put_number(to: &mut Vec<u8>, mut number: usize) {
    while number >= 0x80 {
        to.push(number.to_le_bytes()[0] | 0x80);
        number >>= 7;
    }
    to.extend(u8::try_from(number));
}

fn put_bytes(to: &mut Vec<u8>, bytes: &[u8]) {
    put_number(to, bytes.len());
    to.extend_from_slice(bytes);
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A section of some bytes.
    fn section(kind: u8, bytes: &[u8]) -> Vec<u8> {
        let mut section = vec![kind];
        put_bytes(&mut section, bytes);
        section
    }

    fn name(name: &str) -> Vec<u8> {
        let mut bytes = Vec::new();
        put_bytes(&mut bytes, name.as_bytes());
        bytes
    }

    #[test]
    fn program_and_script_agree_on_short_names() {
        let program = |get: &str, free: &str| {
            let imports = [vec![1], name("./a_bg.js"), name(get), vec![0, 3]].concat();
            let exports = [vec![2], name("memory"), vec![2, 0], name(free), vec![0, 9]].concat();
            let (imports, exports) = (section(2, &imports), section(7, &exports));
            [b"\0asm\x01\0\0\0".to_vec(), section(1, b"types"), imports, exports].concat()
        };
        let script = |get: &str, free: &str| {
            format!("const a={{{get}:()=>{{}},_{get}:1}};F.{free}(F.memory);// {get}")
        };
        let (get, free) = ("__wbg_get_31af05bd4842a84f", "__wbindgen_free");
        let (short, made) = shorten(&script(get, free), &program(get, free)).unwrap();
        assert_eq!(made, program("a", "b"));
        let kept = format!("_{get}:1");
        assert_eq!(short, script("a", "b").replace("_a:1", &kept));
        assert_eq!(shorten(&short, &made), Some((short, made)), "there is no more to shorten");
    }

    #[test]
    fn names_differ() {
        let mut names: Vec<String> = (0..2_000).map(letters).collect();
        assert_eq!((names[0].as_str(), names[25].as_str(), names[26].as_str()), ("a", "z", "ab"));
        names.sort();
        names.dedup();
        assert_eq!(names.len(), 2_000);
    }

    #[test]
    fn what_is_no_program_is_refused() {
        for program in [&b""[..], b"\0asm", b"\0asm\x01\0\0\0\x02", b"\0asm\x01\0\0\0\x02\xff\xff"]
        {
            assert_eq!(shorten("", program), None);
        }
    }
}
