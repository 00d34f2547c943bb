//! `Retry-After`, and what is decided by it.
#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| spotify_sdk::fuzzing::retry_after(input));
