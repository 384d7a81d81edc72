//! Sets the size of the worker's stack to 8 MiB, the usual size of native programs. The analysis
//! limits how deeply sources may be nested so that this is enough.

#![allow(clippy::print_stdout, reason = "this is how a build script speaks")]

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    if std::env::var("CARGO_CFG_TARGET_ARCH").as_deref() == Ok("wasm32") {
        println!("cargo::rustc-link-arg-bins=-zstack-size=8388608");
    }
}
