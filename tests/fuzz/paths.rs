//! Fuzzes path aliases, patterns, recorded paths and source files: one on each line, distinguished
//! by its first character.
#![no_main]

use covdrop_data::{
    Aliases, Globs, KnownPath, RecordedPath, DataFileId, SourcePath, SourceTree, PathUse, reconcile,
};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let lines = |first: char| text.lines().filter_map(move |line| line.strip_prefix(first));
    let tree = SourceTree::new(lines('s').filter_map(SourcePath::new));
    let paths: Vec<RecordedPath> = lines('p').map(RecordedPath::new).collect();
    for relative in [false, true] {
        let mut aliases = Aliases::new(relative, "/home/me");
        for rule in lines('r') {
            let (pattern, result) = rule.split_once('|').unwrap_or((rule, "src"));
            let _ = aliases.add(pattern, result);
        }
        for path in &paths {
            aliases.map(path.as_str(), |path| tree.at(path, "/home/me").is_some());
        }
    }
    for pattern in lines('g') {
        if let Ok(globs) = Globs::new(&[pattern.to_owned()], "/home/me") {
            for path in &paths {
                let _ = globs.matches(path.as_str());
            }
        }
    }
    let uses: Vec<PathUse<'_>> = paths.iter().map(|path| (path, vec![DataFileId(0)])).collect();
    let proposal = reconcile(&uses, &tree, |_| KnownPath::Unknown, |_| false);
    // A path names the file to which an applied alias maps it.
    let followed = || proposal.rules.iter().filter(|rule| !rule.applied_to.is_empty());
    for (path, places) in &proposal.places {
        for (_, file) in places {
            assert!(followed().any(|rule| rule.rule.apply(path, &tree).as_ref() == Some(file)));
        }
    }
});
