//! Base URLs, redirect URIs, paths by hand, and what `next` says.
#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| spotify_sdk::fuzzing::address(input));
