//! Files with tokens and with pauses.
#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| spotify_sdk::fuzzing::cache_file(input));
