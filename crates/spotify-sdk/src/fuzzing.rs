//! What holds whatever others send. Each function takes any bytes and panics where a promise is broken: `fuzz/` calls them with what libFuzzer
//! makes up, the tests below with the corpora that are kept there. Nothing of this is in a normal build.

mod address;
mod api_error;
mod cache_file;
mod callback;
mod id;
mod json;
mod market_fold;
mod model;
mod redact;
mod retry_after;
mod token_answer;
mod uri;

use std::error::Error as _;
use std::fmt::Write as _;

pub use self::address::address;
pub use self::api_error::api_error;
pub use self::cache_file::cache_file;
pub use self::callback::callback;
pub use self::id::id;
pub use self::market_fold::market_fold;
pub use self::model::model;
pub use self::redact::redact;
pub use self::retry_after::retry_after;
pub use self::token_answer::token_answer;
pub use self::uri::uri;

use crate::error::Error;

/// A secret of a request, with characters that have other forms in forms and in JSON. The corpora and dictionaries hold it too.
const SECRET: &str = "AQD/canary+1=";

/// The number in the first line, where it is one in 100..600, and what follows: how inputs of an answer are written down.
fn status_and_body(input: &[u8]) -> (u16, &[u8]) {
    let split = input.iter().position(|byte| *byte == b'\n').and_then(|end| {
        let status = str::from_utf8(&input[..end]).ok()?.parse().ok()?;
        (100..600).contains(&status).then_some((status, &input[end + 1..]))
    });
    split.unwrap_or((200, input))
}

/// Everything that an error shows to anybody.
fn shown(error: &Error) -> String {
    let mut text = format!("{error}\n{error:?}\n{:?}", error.body_excerpt());
    let mut source = error.source();
    while let Some(cause) = source {
        // Writing to a String does not fail.
        let _ = write!(text, "\n{cause}\n{cause:?}");
        source = cause.source();
    }
    text
}

/// What holds for every error: it is one line without control characters, with short excerpts, and shows no secret that was sent.
fn check_error(error: &Error) {
    let line = error.to_string();
    assert!(!line.is_empty() && !line.contains(char::is_control), "{line:?}");
    let excerpt = error.body_excerpt().unwrap_or_default();
    assert!(excerpt.chars().count() <= 200 && !excerpt.contains(char::is_control), "{excerpt:?}");
    let shown = shown(error);
    assert!(!shown.contains(SECRET), "{shown}");
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    /// Runs `property` over the corpus that is kept for it.
    fn replay(name: &str, property: fn(&[u8])) {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/corpus").join(name);
        let mut inputs = 0;
        for entry in fs::read_dir(&folder).expect("the corpus is part of the repository") {
            let path = entry.expect("a file").path();
            let input = fs::read(&path).expect("a file");
            // The panic itself says what was broken; this, by what.
            let outcome = std::panic::catch_unwind(|| property(&input));
            assert!(
                outcome.is_ok(),
                "{} breaks a promise: {:?}",
                path.display(),
                input.escape_ascii().to_string()
            );
            inputs += 1;
        }
        assert!(inputs >= 10, "the corpus of {name} has but {inputs} inputs");
    }

    macro_rules! replays {
        ($($test:ident: $name:ident,)+) => {$(
            #[test]
            fn $test() {
                replay(stringify!($name), super::$name);
            }
        )+};
    }

    replays! {
        fault_012_the_corpus_of_token_answers_breaks_no_promise: token_answer,
        fault_053_the_corpus_of_cache_files_breaks_no_promise: cache_file,
        fault_083_the_corpus_of_callbacks_breaks_no_promise: callback,
        fault_010_the_corpus_of_waits_breaks_no_promise: retry_after,
        fault_115_the_corpus_of_ids_breaks_no_promise: id,
        fault_115_the_corpus_of_uris_breaks_no_promise: uri,
        fault_097_the_corpus_of_addresses_breaks_no_promise: address,
        fault_100_the_corpus_of_refusals_breaks_no_promise: api_error,
        fault_100_the_corpus_of_foreign_text_breaks_no_promise: redact,
        fault_121_the_corpus_of_market_lists_breaks_no_promise: market_fold,
        fault_120_the_corpus_of_models_breaks_no_promise: model,
    }
}
