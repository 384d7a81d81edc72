//! Tests that the analysis of hostile and of broken sources always ends with a result or an error.

use std::sync::LazyLock;

use covdrop_analysis::{
    AnalysisError, Options, Source, SourceError, TargetVersion, analyze, analyze_python2, tokens,
};
use covdrop_lines::Arc;
use proptest::prelude::*;

/// The default options for all Python versions.
static OPTIONS: LazyLock<Vec<Options>> =
    LazyLock::new(|| TargetVersion::ALL.into_iter().filter_map(|r| Options::new(r).ok()).collect());

/// Calls every function of the crate that takes a source.
fn exercise(bytes: &[u8]) {
    let Ok(source) = Source::decode(bytes) else { return };
    for token in tokens(&source) {
        assert!(token.start < token.end);
        assert!(token.line.index() < source.line_count());
    }
    assert_eq!(OPTIONS.len(), TargetVersion::ALL.len());
    for options in OPTIONS.iter() {
        let outcomes = [analyze(&source, options), analyze_python2(&source, options)];
        for analysis in outcomes.into_iter().flatten() {
            let last = analysis.statements().last().map_or(0, covdrop_lines::Line::index);
            assert!(last < source.line_count().max(1));
            let mut overlap = analysis.statements().clone();
            overlap.intersect_with(analysis.excluded());
            assert!(overlap.is_empty());
            for &arc in analysis.arcs() {
                assert!(!analysis.missing_arc_description(arc).is_empty());
            }
            let recorded: Vec<Arc> = analysis.arcs().to_vec();
            analysis.executed_arcs(&recorded);
        }
    }
}

/// Returns the number of statements in `text`, or the error.
#[allow(clippy::unwrap_used, reason = "the test fails where decoding and defaults do")]
fn outcome(text: &str) -> Result<usize, AnalysisError> {
    let source = Source::decode(text.as_bytes()).unwrap();
    tokens(&source);
    let options = Options::new(TargetVersion::Py313).unwrap();
    analyze(&source, &options).map(|analysis| analysis.statements().len())
}

#[test]
fn ten_thousand_nested_levels_are_an_error() {
    let n = 10_000;
    let deep = [
        "(".repeat(n) + &")".repeat(n),
        "x = ".to_owned() + &"[".repeat(n) + &"]".repeat(n),
        "{".repeat(n),
        (0..n).fold(String::new(), |text, level| text + &" ".repeat(level % 500) + "if x:\n"),
        "not ".repeat(n) + "x",
        "-".repeat(n) + "x",
        "lambda: ".repeat(n) + "x",
        "x if y else ".repeat(n) + "z",
        "x ** ".repeat(n) + "y",
        "await ".repeat(n) + "x",
        "async ".repeat(n) + "def f(): pass",
        (0..300).fold("x".to_owned(), |inner, _| format!("f\"{{{inner}}}\"")),
    ];
    for text in deep {
        let error = outcome(&text).unwrap_err();
        assert!(matches!(error, AnalysisError::TooDeep { .. }), "{error}");
    }
}

#[test]
fn ten_thousand_adjacent_expressions_are_analysed() {
    let n = 10_000;
    let chains = ["1 + ", "x and ", "x < ", "x or y and ", "x == ", "x | ", "'s' "];
    for part in chains {
        assert_eq!(outcome(&format!("x = {}'end'", part.repeat(n))), Ok(1), "{part}");
    }
    assert_eq!(outcome(&("x".to_owned() + &".y(1)[2]".repeat(n))), Ok(1));
    assert_eq!(outcome(&("x = ".repeat(n) + "1")), Ok(1));
    assert_eq!(outcome(&format!("f'{{{}1}}'", "1 + ".repeat(n))), Ok(1));
    assert_eq!(outcome(&format!("async def f():\n  return {}1", "1 + ".repeat(n))), Ok(2));
    assert_eq!(outcome(&format!("if x:\n  y\n{}", "elif x:\n  y\n".repeat(n))), Ok(2 * (n + 1)));
    assert_eq!(outcome(&format!("match x:\n{}", "  case 1: y\n".repeat(n))), Ok(n + 1));
    assert_eq!(outcome(&"x; ".repeat(n)), Ok(1));
}

#[test]
fn the_deepest_allowed_source_is_analysed() {
    let brackets = "x = ".to_owned() + &"(".repeat(200) + "1" + &")".repeat(200);
    assert_eq!(outcome(&brackets), Ok(1));
    let blocks = (0..99).fold(String::new(), |text, level| text + &" ".repeat(level) + "if x:\n");
    assert_eq!(outcome(&(blocks + &" ".repeat(99) + "y")), Ok(100));
    assert_eq!(outcome(&("not ".repeat(400) + "x")), Ok(1));
    assert_eq!(outcome(&("x if y else ".repeat(290) + "z")), Ok(1));
}

#[test]
fn a_million_lines_are_analysed() {
    assert_eq!(outcome(&"x = 1\n".repeat(1_000_000)), Ok(1_000_000));
}

#[test]
fn sources_of_too_many_tokens_are_refused() {
    for text in ["x=1".to_owned() + &"+1".repeat(3_000_000), "a\n".repeat(2_000_000)] {
        let refused = Source::decode(text.as_bytes()).unwrap_err();
        assert!(matches!(refused, SourceError::TooManyTokens), "{refused}");
    }
    // A long string is one token.
    assert!(Source::decode(format!("x = '{}'", "x".repeat(20 << 20)).as_bytes()).is_ok());
}

#[test]
fn the_length_of_qualified_names_is_limited() {
    let nested = |depth: usize, name: usize, functions: usize| {
        let class = |at| format!("{}class {}:\n", " ".repeat(at), "A".repeat(name));
        let function = |n| format!("{}def f{n}(): 0\n", " ".repeat(depth));
        (0..depth).map(class).chain((0..functions).map(function)).collect::<String>()
    };
    // 90 names of 4,000 letters before each of 5,000 others once took almost two gigabytes.
    let refused = outcome(&nested(90, 4_000, 5_000)).unwrap_err();
    assert!(refused.to_string().contains("full names of functions and classes"), "{refused}");
    assert_eq!(outcome(&nested(3, 20, 1_000)).map(|_| ()), Ok(()));
}

#[test]
fn many_type_parameters_are_analysed_quickly() {
    let names: Vec<String> = (0..100_000).map(|n| format!("T{n}")).collect();
    let source = format!("def f[{}](): pass\n", names.join(", "));
    let start = std::time::Instant::now();
    assert_eq!(outcome(&source).map(|_| ()), Ok(()));
    // Comparing each with every other one would take minutes here.
    assert!(start.elapsed().as_secs() < 30, "{:?}", start.elapsed());
    assert!(outcome("def f[T, T](): pass\n").is_err(), "few are compared");
}

#[test]
fn empty_and_malformed_sources_terminate() {
    for bytes in
        [&b""[..], b"\0", b"\xef\xbb\xbf", b"\r", b"\\", b"'''", b"f'{", b"\xff\xfe\0", b"@"]
    {
        exercise(bytes);
    }
}

/// Snippets of Python's grammar, so that random texts resemble Python.
const PIECES: [&str; 48] = [
    "if ",
    "x",
    ":",
    "\n",
    "    ",
    "else",
    "elif ",
    "for ",
    " in ",
    "while ",
    "True",
    "1",
    "try",
    "except",
    "finally",
    "with ",
    "match ",
    "case ",
    "_",
    "def ",
    "f",
    "(",
    ")",
    "class ",
    "@",
    "return",
    "break",
    "continue",
    "raise ",
    "yield ",
    "lambda ",
    "[",
    "]",
    "{",
    "}",
    ",",
    "=",
    ":=",
    "#pragma: no cover",
    "...",
    "'",
    "\"\"\"",
    "f'",
    "\\\n",
    "print ",
    "\t",
    "async ",
    ";",
];

proptest! {
    #[test]
    fn any_bytes_terminate(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        exercise(&bytes);
    }

    #[test]
    fn python_like_texts_terminate(pieces in prop::collection::vec(prop::sample::select(&PIECES[..]), 0..60)) {
        exercise(pieces.concat().as_bytes());
    }

    #[test]
    fn prefixes_of_a_source_terminate(length in 0..4000_usize) {
        let source = include_bytes!("cases/every_construct.py");
        exercise(&source[..length.min(source.len())]);
    }
}
