//! Short names between a program and its script.
//!
//! wasm-bindgen gives every function that the two share a long name with a hash at its end. Nobody
//! reads these, gzip cannot shorten a hash, and each stands in both files: 5 kB that people would
//! wait for. Here each gets the shortest name that is free.

use std::collections::HashMap;

use crate::wasm::{self, Reader, put_bytes, put_number};

/// How the names begin that wasm-bindgen made up; any other is somebody's to rely on.
const MADE_UP: [&str; 3] = ["__wb", "__externref", "wasm_bindgen__"];

/// What the script is called in the program.
const MODULE: &str = "a";

/// A program and its script with short names; nothing where the program is none.
pub(crate) fn shorten(script: &str, program: &[u8]) -> Option<(String, Vec<u8>)> {
    let mut names = Names::default();
    let mut sections = wasm::sections(program)?;
    for (kind, section) in &mut sections {
        match *kind {
            wasm::IMPORTS => *section = imports(Reader(section), &mut names)?,
            wasm::EXPORTS => *section = exports(Reader(section), &mut names)?,
            _ => {}
        }
    }
    Some((names.put_into(script), wasm::program(&sections)))
}

/// The section of imports: for each its module, its name, and what it is.
fn imports(mut section: Reader<'_>, names: &mut Names) -> Option<Vec<u8>> {
    let mut short = Vec::new();
    let count = section.number()?;
    put_number(&mut short, count);
    for _ in 0..count {
        names.module = String::from_utf8_lossy(section.bytes()?).into_owned();
        put_bytes(&mut short, MODULE.as_bytes());
        put_bytes(&mut short, names.short(section.bytes()?).as_bytes());
        let start = section.0;
        match section.byte()? {
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
struct Names {
    functions: HashMap<String, String>,
    /// The one module that wasm-bindgen's scripts are to a program.
    module: String,
}

impl Names {
    /// What a name becomes.
    fn short(&mut self, name: &[u8]) -> String {
        let name = String::from_utf8_lossy(name).into_owned();
        if !MADE_UP.iter().any(|start| name.starts_with(start)) {
            return name;
        }
        let next = letters(self.functions.len());
        self.functions.entry(name).or_insert(next).clone()
    }

    /// The script with its names made short.
    fn put_into(&self, script: &str) -> String {
        let module = |name: &str| format!("\"{name}\"");
        let script = script.replace(&module(&self.module), &module(MODULE));
        let mut short = String::new();
        let mut rest = script.as_str();
        while !rest.is_empty() {
            let end = rest.find(|c| !is_of_name(c)).unwrap_or(rest.len());
            let (word, after) = rest.split_at(end);
            short.push_str(self.functions.get(word).map_or(word, String::as_str));
            let next = after.find(is_of_name).unwrap_or(after.len());
            short.push_str(&after[..next]);
            rest = &after[next..];
        }
        short
    }
}

/// Whether a character can be part of a name in a script.
pub(crate) fn is_of_name(character: char) -> bool {
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
        let program = |module: &str, get: &str, free: &str| {
            let imports = [vec![1], name(module), name(get), vec![0, 3]].concat();
            let exports = [vec![2], name("memory"), vec![2, 0], name(free), vec![0, 9]].concat();
            let (imports, exports) = (section(2, &imports), section(7, &exports));
            [b"\0asm\x01\0\0\0".to_vec(), section(1, b"types"), imports, exports].concat()
        };
        let script = |module: &str, get: &str, free: &str| {
            format!("a={{\"{module}\":{{{get}:()=>{{}},_{get}:1}}}};F.{free}(F.memory);// {get}")
        };
        let (module, get, free) = ("./a_bg.js", "__wbg_get_31af05bd4842a84f", "__wbindgen_free");
        let (short, made) =
            shorten(&script(module, get, free), &program(module, get, free)).unwrap();
        assert_eq!(made, program("a", "a", "b"));
        let kept = format!("_{get}:1");
        assert_eq!(short, script("a", "a", "b").replace("_a:1", &kept));
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
}
