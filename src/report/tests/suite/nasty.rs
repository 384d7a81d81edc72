//! A project with names and sources that are legal and unusual.

use std::fs;
use std::path::Path;

/// Branches of every kind, and functions and classes with equal names, nested and excluded ones.
const BRANCHES: &str = include_str!("sources/branches.py");
const REGIONS: &str = include_str!("sources/regions.py");

/// The name and text of each file.
const FILES: &[(&str, &[u8])] = &[
    ("plain.py", BRANCHES.as_bytes()),
    ("regions.py", REGIONS.as_bytes()),
    ("empty.py", b""),
    ("pkg/__init__.py", b""),
    ("pkg/comment.py", b"# nothing but a comment\n"),
    ("pkg/only_docstring.py", b"\"\"\"Words.\"\"\"\n"),
    ("pkg/all_excluded.py", b"if x:  # pragma: no cover\n    y = 1\n"),
    ("pkg/sub/deep/deeper/deepest/x1.py", REGIONS.as_bytes()),
    ("pkg/sub/x9.py", BRANCHES.as_bytes()),
    ("pkg/sub/x10.py", BRANCHES.as_bytes()),
    ("pkg/sub/x09.py", BRANCHES.as_bytes()),
    ("pkg/sub10/a.py", b"a = 1\n"),
    ("pkg/sub9/a.py", b"a = 1\n"),
    ("with space/and | pipe.py", BRANCHES.as_bytes()),
    ("quotes/'single' \"double\" & <b>.py", BRANCHES.as_bytes()),
    ("mark*down_[x](y)`z`#~.py", b"a = 1\nb = 2\n"),
    ("back\\slash.py", b"a = 1\nb = 2\n"),
    ("control/esc\x1b[31mred.py", b"a = 1\n"),
    ("control/new\nline.py", b"def f():\n    return 1\n"),
    ("control/tab\tand\x7fdel.py", b"a = 1\n"),
    ("unicode/\u{e9}t\u{e9} \u{65e5}\u{672c}\u{8a9e} \u{1f600}.py", BRANCHES.as_bytes()),
    ("unicode/bidi\u{202e}nbsp\u{a0}.py", b"a = 1\n"),
    ("unicode/digits\u{663}.py", b"a = 1\n"),
    ("unicode/digits2.py", b"a = 1\n"),
    ("texts/crlf.py", b"def f(x):\r\n    if x:\r\n        return 1\r\n\r\nf(0)\r\n"),
    ("texts/cr.py", b"def f(x):\r    if x:\r        return 1\rf(0)\r"),
    ("texts/no_end.py", b"def f(x):\n    if x:\n        return 1"),
    ("texts/bom.py", b"\xef\xbb\xbfdef f(x):\n    return x\n"),
    ("texts/latin.py", b"# coding: latin-1\nname = '\xe9'\ndef f(): return '\xe9'\n"),
    ("texts/invalid.py", b"# one\n# two\nname = '\xff\xfe'\n"),
    ("texts/form_feed.py", b"a = 1\n\x0c\ndef f():\n    return 1\n"),
    ("texts/one_line_def.py", b"def f(): return 1\nclass K: x = 1\nif f(): f()\n"),
    // Python's splitlines finds more lines here than its parser.
    (
        "texts/odd_ends.py",
        "a = 'x\x0by\x1cz\u{85}\u{2028}'\nb = 2\ndef f():\n    return 1\n".as_bytes(),
    ),
    ("texts/odd_ends_def.py", "def f(): return '\x0b\x1d\x1e\u{2029}'\n".as_bytes()),
];

/// Writes the project into `folder`. Returns the names of its files.
pub(crate) fn write(folder: &Path) -> Vec<&'static str> {
    for (name, text) in FILES {
        let path = folder.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    FILES.iter().map(|&(name, _)| name).collect()
}
