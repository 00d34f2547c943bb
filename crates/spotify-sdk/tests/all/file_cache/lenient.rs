//! What other programs and hands leave in the file that is nevertheless a token, and what is none.

use std::fs;

use spotify_sdk::auth::{TokenCache as _, TokenInfo};

use super::support::{NOW, cache_in, fast_folder, now};

#[test]
fn fault_054_a_time_that_stands_there_as_text_is_a_time() {
    let folder = fast_folder();
    let cache = cache_in(&folder);
    for text in ["1700003600.5", " 1700003600.5 "] {
        fs::write(cache.path(), format!(r#"{{"access_token":"BQD","expires_at":"{text}"}}"#)).unwrap();
        assert_eq!(now(cache.get()).unwrap().unwrap().expires_at(), 1_700_003_600.5, "{text:?}");
    }
}

#[test]
fn fault_053_a_time_that_is_null_is_missing() {
    let folder = fast_folder();
    let cache = cache_in(&folder);
    fs::write(cache.path(), r#"{"access_token":"BQD","expires_at":null}"#).unwrap();
    assert!(now(cache.get()).unwrap().is_none());
}

/// Whatever of it is known is kept, also alone: with the time of the authorization goes the warning before the login's end.
#[test]
fn what_is_known_of_a_login_is_stored() {
    let folder = fast_folder();
    let cache = cache_in(&folder);
    let token =
        TokenInfo::new("BQD", NOW).unwrap().with_refresh_token("AQD").with_authorized_at(NOW).unwrap();
    now(cache.set(&token)).unwrap();
    let stored = now(cache.get()).unwrap().unwrap();
    assert_eq!((stored.authorized_at(), &stored), (Some(NOW), &token));
    assert!(stored.refresh_token_expires_at().is_some());
}
