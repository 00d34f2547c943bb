//! Files beside which other programs work: the stored token, and the pauses after a 429.

use std::time::{Duration, SystemTime};

use serde_json::Value;

use super::SECRET;
use crate::auth::{TokenInfo, pauses, stored_token};
use crate::clock::unix_seconds;

/// The members that have a meaning; others are kept.
const KNOWN: [&str; 5] = ["access_token", "expires_at", "refresh_token", "scope", "x"];

/// The bytes of a file.
pub fn cache_file(input: &[u8]) {
    check_token(input);
    check_pauses(input);
}

fn check_token(bytes: &[u8]) {
    let json = serde_json::from_slice::<Value>(bytes).ok();
    let token = match stored_token(bytes) {
        Ok(token) => token,
        Err(why) => {
            // One of our own sentences, and no part of the file.
            let known = ["not UTF-8", "empty", "not JSON (line ", "JSON, but no stored token"];
            assert!(known.iter().any(|known| why.starts_with(known)) && why.len() < 60, "{why}");
            let has = |name: &str| json.as_ref().and_then(|json| json.get(name));
            assert!(
                !has("access_token").is_some_and(Value::is_string)
                    || has("expires_at").is_none_or(Value::is_null)
            );
            return;
        }
    };
    assert!(token.expires_at().is_finite() && token.expires_at() >= 0.0);
    assert!(token.authorized_at().is_none_or(|at| at.is_finite() && at >= 0.0));
    assert!(token.refresh_token().is_none_or(|token| !token.is_empty()));
    check_that_no_token_is_immortal(&token);
    // Written and read again it is the same, to the byte.
    let written = serde_json::to_vec(&token).expect("a token is JSON");
    let again = stored_token(&written).expect("what we wrote");
    assert_eq!(again, token);
    assert_eq!(serde_json::to_vec(&again).expect("a token is JSON"), written);
    assert_eq!((again.flow(), again.accounts_origin()), (token.flow(), token.accounts_origin()));
    // What other programs put there is theirs.
    if let Some(Value::Object(object)) = json {
        let written: Value = serde_json::from_slice(&written).expect("JSON");
        for (name, value) in object.iter().filter(|(name, _)| !KNOWN.contains(&name.as_str())) {
            assert_eq!(written.get(name), Some(value), "{name}");
        }
        assert_eq!(written["access_token"], object["access_token"]);
    }
    if token.access_token() == SECRET || token.refresh_token() == Some(SECRET) {
        let unknown = token.scope().is_some_and(|scope| scope.contains(SECRET));
        assert!(unknown || !format!("{token:?}").contains(SECRET));
    }
}

fn check_that_no_token_is_immortal(token: &TokenInfo) {
    for now in [0, 1_000_000_000, 1_700_000_000, 32_503_680_000] {
        let now = SystemTime::UNIX_EPOCH + Duration::from_secs(now);
        let left = token.expires_at() - unix_seconds(now);
        let is_used = !token.is_expired(now, Duration::from_secs(60));
        assert_eq!(is_used, left > 60.0 && left <= 86_400.0, "{left}");
    }
    let _ = token.refresh_token_expires_at();
}

fn check_pauses(bytes: &[u8]) {
    for now in [0.0, 1_700_000_000.0] {
        let (before, written) = pauses(bytes, now);
        assert!(before.iter().all(|pause| *pause <= Duration::from_secs(366 * 24 * 60 * 60)));
        // Those that last are written again, as they were, and no others.
        let (after, again) = pauses(&written, now);
        let lasting =
            |pauses: Vec<Duration>| pauses.into_iter().filter(|pause| !pause.is_zero()).collect::<Vec<_>>();
        assert_eq!(lasting(after), lasting(before));
        assert_eq!(again, written);
    }
}
