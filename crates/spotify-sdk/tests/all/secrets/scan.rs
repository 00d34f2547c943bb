//! Finds secrets in text: those of the sandbox by their prefixes, those of the documents by name, and what the SDK made itself by form.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;

/// How the sandbox's own secrets begin.
const PREFIXES: [&str; 4] = ["sandbox-access-", "sandbox-refresh-", "sandbox-code-", "sandbox-secret-"];

/// What the documents' sandbox is seeded with, and what tests use where they make a secret up.
const SEEDED: [&str; 4] = ["your-client-secret", "your-access-token", "ABC123", "CANARY"];

/// The secrets in `text`, each with what is around it.
pub(super) fn secrets_in(text: &str) -> Vec<String> {
    let needles: Vec<String> = PREFIXES.iter().chain(&SEEDED).flat_map(|secret| forms(secret)).collect();
    let mut found = Vec::new();
    for line in text.lines() {
        let named = needles.iter().any(|needle| line.contains(needle.as_str()));
        if named || line.split(|c: char| !is_word(c)).any(looks_random) {
            found.push(line.chars().take(400).collect());
        }
    }
    found
}

/// A secret as it may be written: as it is, percent-encoded, and within the base64 of `id:secret`, whose groups of three bytes begin
/// anywhere.
fn forms(secret: &str) -> Vec<String> {
    let mut forms = vec![secret.to_owned(), secret.replace('-', "%2D")];
    for skipped in 0..3 {
        let whole = &secret[skipped..];
        let whole = &whole[..whole.len() / 3 * 3];
        // Fewer characters would be found by accident.
        if whole.len() >= 9 {
            forms.push(STANDARD_NO_PAD.encode(whole));
        }
    }
    forms
}

fn is_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '-' | '_')
}

/// States, PKCE verifiers and challenges are 256 bits in base64url: 43 characters of all kinds.
fn looks_random(word: &str) -> bool {
    word.len() == 43
        && word.bytes().any(|byte| byte.is_ascii_digit())
        && word.bytes().any(|byte| byte.is_ascii_uppercase())
        && word.bytes().any(|byte| byte.is_ascii_lowercase())
}

#[test]
fn every_form_of_a_secret_is_found() {
    for id in ["a", "ab", "abc", "your-client-id", "7f3f1cf4e3b14d5f8a0ddc1a2b3c4d5e"] {
        for secret in ["sandbox-secret-0123456789abcdef", "your-client-secret"] {
            let basic = base64::engine::general_purpose::STANDARD.encode(format!("{id}:{secret}"));
            assert_eq!(secrets_in(&format!("x\nauthorization: Basic {basic}\ny")).len(), 1, "{id}:{secret}");
        }
    }
    for line in [
        "Bearer sandbox-access-abc",
        "{\"refresh_token\":\"sandbox-refresh-abc\"}",
        "/callback?code=sandbox-code-1&x",
        "code=sandbox%2Dcode%2D1",
        "code_verifier=dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk",
        "state=\"E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM\"",
        "client_secret=your-client-secret",
    ] {
        assert_eq!(secrets_in(line), [line]);
    }
}

#[test]
fn what_is_no_secret_is_passed_over() {
    for line in [
        "",
        "DEBUG spotify_sdk::attempt - operation=get-an-album status=200",
        "client_faults::unauthorized::fault_106_a_revoked_token_is_renewed",
        "GET /v1/albums/4aawyAB9vmqN3uQ7FjRGTy",
        "0123456789012345678901234567890123456789012",
        "authorization: Sensitive",
    ] {
        assert!(secrets_in(line).is_empty(), "{line}");
    }
}
