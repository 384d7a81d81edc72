//! Gives the worker a stack for deeply nested sources: 8 MiB, as programs have outside browsers.
//! The analysis bounds the depth that it goes to; this is what that depth takes.

#![allow(clippy::print_stdout, reason = "this is how a build script speaks")]

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    if std::env::var("CARGO_CFG_TARGET_ARCH").as_deref() == Ok("wasm32") {
        println!("cargo::rustc-link-arg-bins=-zstack-size=8388608");
    }
}
