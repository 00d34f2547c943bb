//! The SDK's sources are to know that they run under shuttle; nothing else is built anew for it.

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rustc-cfg=shuttle");
}
