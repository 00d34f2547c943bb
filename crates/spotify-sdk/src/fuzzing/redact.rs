//! Taking secrets out of foreign text.

use super::SECRET;
use crate::error::{excerpt, names_secret, scrub, without};

/// What a log or an error might have been made of.
pub fn redact(input: &[u8]) {
    let text = String::from_utf8_lossy(input);
    let once = scrub(&text);
    assert_eq!(scrub(&once), once, "twice is no more than once");
    check_named(&text);
    check_long(&text);
    if let Some(excerpt) = excerpt(input) {
        assert!((1..=200).contains(&excerpt.chars().count()) && !excerpt.contains(char::is_control));
    }
    check_known(input);
}

/// Whatever stands before it, the value of a secret parameter is taken out.
fn check_named(before: &str) {
    // The longest value that is no long run by itself, and one that is not in `before`.
    let value = "AQDcanary.0123456789-value";
    if before.contains("canary") {
        return;
    }
    for parameter in [
        "access_token=",
        "\"refresh_token\":\"",
        "\n&code=",
        " client_secret: ",
        "'state': '",
        "\\\"code_verifier\\\": \\\"",
    ] {
        // A name is one only where a word begins.
        let text = format!("{before}\n{parameter}{value}\" behind it");
        assert!(!scrub(&text).contains(value), "{text:?}");
    }
    assert!(names_secret("Code") && names_secret("refresh_token"));
}

/// A run of token characters as long as a token is taken out even without a name.
fn check_long(before: &str) {
    let token = "aQ9-".repeat(20);
    if !before.contains("aQ9-") {
        let text = format!("{before}\n{token} behind it");
        assert!(!scrub(&text).contains("aQ9-"), "{text:?}");
    }
}

/// Secrets that are known are taken out in every form in which they may be repeated, and nothing else is.
fn check_known(input: &[u8]) {
    let clean = without(input, &[SECRET]);
    let mentions = |bytes: &[u8]| bytes.windows(SECRET.len()).any(|window| window == SECRET.as_bytes());
    assert!(!mentions(&clean));
    if let Ok(serde_json::Value::String(said)) = serde_json::from_slice(&clean) {
        assert!(!said.contains(SECRET), "{said}");
    }
    if let Ok(query) = str::from_utf8(&clean) {
        let pairs: Vec<_> = url::form_urlencoded::parse(query.as_bytes()).collect();
        assert!(
            !pairs.iter().any(|(name, value)| name.contains(SECRET) || value.contains(SECRET)),
            "{query}"
        );
    }
    assert_eq!(without(&clean, &[SECRET]), clean);
    if !clean.windows(10).any(|window| window == b"[redacted]") {
        assert_eq!(clean, input);
    }
}
