//! Fuzzes a source: decodes it, analyses it for all Python versions, and splits it into tokens.
#![no_main]

use std::sync::LazyLock;

use covdrop_analysis::{Options, TargetVersion, Source, analyze, analyze_python2, tokens};
use libfuzzer_sys::fuzz_target;

static OPTIONS: LazyLock<Vec<Options>> =
    LazyLock::new(|| TargetVersion::ALL.into_iter().filter_map(|r| Options::new(r).ok()).collect());

fuzz_target!(|bytes: &[u8]| {
    let Ok(source) = Source::decode(bytes) else { return };
    tokens(&source);
    for options in OPTIONS.iter() {
        for analysis in
            [analyze(&source, options), analyze_python2(&source, options)].into_iter().flatten()
        {
            let executed = analysis.executed_arcs(analysis.arcs());
            for arc in executed {
                analysis.missing_arc_description(arc);
                analysis.arc_description(arc);
            }
        }
    }
});
