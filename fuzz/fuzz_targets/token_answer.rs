//! Answers of the token endpoint.
#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| spotify_sdk::fuzzing::token_answer(input));
