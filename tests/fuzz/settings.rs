//! Fuzzes a settings file, INI or TOML.
#![no_main]

use covdrop_data::{Aliases, Environment, Globs, Settings};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    for name in [".coveragerc", "tox.ini", "pyproject.toml", ".coveragerc.toml"] {
        let mut settings = Settings::default();
        if settings.read_file(name, bytes, true, &Environment::unknown()).is_ok() {
            let _ = Aliases::of(&settings, "/home/me");
            for globs in [&settings.report.include, &settings.report.omit].into_iter().flatten() {
                let _ = Globs::new(globs, "/home/me");
            }
        }
    }
});
