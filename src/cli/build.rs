//! Builds the page into the program, where `./dev build` has left it as `page.zip`.

use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let page = Path::new("page.zip");
    let value = if page.is_file() {
        let path = fs::canonicalize(page)?;
        format!("Some(include_bytes!({:?}))", path.to_string_lossy())
    } else {
        "None".to_owned()
    };
    let output = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default()).join("page.rs");
    fs::write(output, format!("const PAGE: Option<&[u8]> = {value};\n"))
}
