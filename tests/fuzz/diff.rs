//! Fuzzes a diff, then the comparison of what it says with a source and with itself.
#![no_main]

use covdrop_changes::{Alignment, Content, is_diff, read};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    is_diff(bytes);
    let text = String::from_utf8_lossy(bytes);
    let (old, new) = text.split_once("+++").unwrap_or((&text, ""));
    assert!(Alignment::of_texts(old, new).joins(old, new));
    let Ok(diff) = read(bytes) else { return };
    for file in diff.files {
        let Content::Text(change) = &file.content else { continue };
        let added = change.alignment.added();
        assert_eq!(added.len(), change.alignment.added_count());
        assert!(added.iter().all(|line| change.alignment.to_old(line).is_none()));
        let fit = change.fit(text.lines());
        assert!(fit.misfits <= fit.shown);
        assert!(change.fit_length(0).misfits == fit.shown);
    }
});
