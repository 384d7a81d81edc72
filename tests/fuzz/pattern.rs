//! Fuzzes an exclusion pattern, which is searched in a short source.
#![no_main]

use covdrop_analysis::{Options, Patterns, TargetVersion, Source, analyze};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|pattern: &str| {
    let (Ok(exclude), Ok(defaults)) = (Patterns::new(&[pattern]), Options::new(TargetVersion::Py313))
    else {
        return;
    };
    let options = Options { exclude, ..defaults };
    if let Ok(source) =
        Source::decode(b"def f(x):\n    if x:  # pragma: no cover\n        return 'y'\n")
    {
        let _ = analyze(&source, &options);
    }
});
