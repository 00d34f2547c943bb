//! What the user's browser brings back, or the user pastes.
#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| spotify_sdk::fuzzing::callback(input));
