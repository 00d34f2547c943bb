//! Market lists, folded and as they came.
#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| spotify_sdk::fuzzing::market_fold(input));
