//! Writes JSON like Python's `json.dump`: with the same blanks, escapes and floats.

use std::io::{self, Write};

use serde_json::ser::Formatter;

/// A JSON formatter in Python's style, on one line or indented.
#[derive(Default)]
pub(super) struct PythonJson {
    /// Blanks for each level; `None` for one line.
    indent: Option<usize>,
    depth: usize,
    /// Whether the innermost array or object has an entry yet.
    has_entry: bool,
}

impl PythonJson {
    /// Indents by `indent` blanks for each level, or writes one line for `None`.
    pub(super) fn new(indent: Option<usize>) -> PythonJson {
        PythonJson { indent, ..PythonJson::default() }
    }

    fn open<W: ?Sized + Write>(&mut self, out: &mut W, bracket: &[u8]) -> io::Result<()> {
        self.depth += 1;
        self.has_entry = false;
        out.write_all(bracket)
    }

    fn close<W: ?Sized + Write>(&mut self, out: &mut W, bracket: &[u8]) -> io::Result<()> {
        self.depth = self.depth.saturating_sub(1);
        if self.has_entry {
            self.new_line(out)?;
        }
        out.write_all(bracket)
    }

    fn entry<W: ?Sized + Write>(&mut self, out: &mut W, first: bool) -> io::Result<()> {
        match (first, self.indent) {
            (true, _) => {}
            (false, None) => out.write_all(b", ")?,
            (false, Some(_)) => out.write_all(b",")?,
        }
        self.new_line(out)
    }

    fn new_line<W: ?Sized + Write>(&self, out: &mut W) -> io::Result<()> {
        match self.indent {
            Some(indent) => write!(out, "\n{:1$}", "", indent * self.depth),
            None => Ok(()),
        }
    }
}

impl Formatter for PythonJson {
    fn begin_array<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.open(out, b"[")
    }

    fn end_array<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.close(out, b"]")
    }

    fn begin_array_value<W: ?Sized + Write>(&mut self, out: &mut W, first: bool) -> io::Result<()> {
        self.entry(out, first)
    }

    fn end_array_value<W: ?Sized + Write>(&mut self, _out: &mut W) -> io::Result<()> {
        self.has_entry = true;
        Ok(())
    }

    fn begin_object<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.open(out, b"{")
    }

    fn end_object<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.close(out, b"}")
    }

    fn begin_object_key<W: ?Sized + Write>(&mut self, out: &mut W, first: bool) -> io::Result<()> {
        self.entry(out, first)
    }

    fn begin_object_value<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        out.write_all(b": ")
    }

    fn end_object_value<W: ?Sized + Write>(&mut self, _out: &mut W) -> io::Result<()> {
        self.has_entry = true;
        Ok(())
    }

    fn write_f64<W: ?Sized + Write>(&mut self, out: &mut W, value: f64) -> io::Result<()> {
        out.write_all(float(value).as_bytes())
    }

    fn write_string_fragment<W: ?Sized + Write>(
        &mut self,
        out: &mut W,
        fragment: &str,
    ) -> io::Result<()> {
        let mut rest = fragment;
        while let Some(start) = rest.find(|c| !matches!(c, ' '..='~')) {
            let (plain, tail) = rest.split_at(start);
            out.write_all(plain.as_bytes())?;
            let mut tail = tail.chars();
            if let Some(c) = tail.next() {
                for unit in c.encode_utf16(&mut [0; 2]) {
                    write!(out, "\\u{unit:04x}")?;
                }
            }
            rest = tail.as_str();
        }
        out.write_all(rest.as_bytes())
    }
}

/// Formats a float like Python's `repr`: the shortest text that reads back the same, with an
/// exponent of at least two digits from 1e16 on and below 1e-4.
fn float(value: f64) -> String {
    let plain = format!("{value:?}");
    let size = value.abs();
    if size == 0.0 || (1e-4..1e16).contains(&size) {
        return plain;
    }
    let text = format!("{value:e}");
    match text.split_once('e') {
        Some((digits, exponent)) => {
            let (sign, exponent) =
                exponent.strip_prefix('-').map_or(('+', exponent), |exponent| ('-', exponent));
            format!("{digits}e{sign}{exponent:0>2}")
        }
        None => plain,
    }
}

#[cfg(test)]
mod tests {
    use serde::Serialize;
    use serde_json::{Serializer, Value, json};

    use super::*;

    fn written(value: &Value, indent: Option<usize>) -> String {
        let mut out = Vec::new();
        value
            .serialize(&mut Serializer::with_formatter(&mut out, PythonJson::new(indent)))
            .unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn on_one_line() {
        let value = json!({"a": [1, [], {}], "b": 2.0, "c": null});
        assert_eq!(written(&value, None), r#"{"a": [1, [], {}], "b": 2.0, "c": null}"#);
    }

    #[test]
    fn indented() {
        let value = json!({"a": [1, [], {"x": {}}], "b": {"c": []}});
        let expected = r#"{
    "a": [
        1,
        [],
        {
            "x": {}
        }
    ],
    "b": {
        "c": []
    }
}"#;
        assert_eq!(written(&value, Some(4)), expected);
    }

    #[test]
    fn all_but_plain_ascii_is_escaped() {
        let value = json!("a\"\\\n\u{1}\u{7f}ä\u{202e}😀/");
        let expected = r#""a\"\\\n\u0001\u007f\u00e4\u202e\ud83d\ude00/""#;
        assert_eq!(written(&value, None), expected);
    }

    #[test]
    fn floats_are_written_like_python() {
        for (value, expected) in [
            (0.0, "0.0"),
            (100.0, "100.0"),
            (200.0 / 3.0, "66.66666666666667"),
            (0.0001, "0.0001"),
            (0.00001, "1e-05"),
            (0.000_012_5, "1.25e-05"),
            (1e16, "1e+16"),
            (1.5e300, "1.5e+300"),
        ] {
            assert_eq!(float(value), expected);
        }
    }
}
