//! Ids, and where they stand in a request.
#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| spotify_sdk::fuzzing::id(input));
