//! Tests of what makes two tokens the same, and of when one has expired.

use std::time::UNIX_EPOCH;

use super::*;

fn binding(client_id: &str) -> Binding {
    Binding::new("https://accounts.spotify.com", client_id, Flow::AuthorizationCode)
}

fn token() -> TokenInfo {
    let token = TokenInfo::new("BQD", 5.0).unwrap().with_refresh_token("AQD").with_scope("a b");
    token.with_authorized_at(4.0).unwrap().bound_to(binding("id"))
}

#[test]
fn tokens_are_the_same_when_every_member_is() {
    let with_unknown: TokenInfo = {
        let mut json = serde_json::to_value(token()).unwrap();
        json["theirs"] = 7.into();
        serde_json::from_value(json).unwrap()
    };
    let mut later = token();
    later.parts().expires_at = 6.0;
    let mut renewed = token();
    renewed.parts().access_token = "BQE".to_owned().into();
    assert_eq!(token(), token());
    assert_eq!(token().clone(), token());
    for other in [
        renewed,
        later,
        token().with_refresh_token("AQE"),
        token().with_refresh_token(""),
        token().with_scope("a"),
        token().with_authorized_at(3.0).unwrap(),
        token().bound_to(binding("another")),
        with_unknown,
    ] {
        assert_eq!(other.clone(), other);
        assert_ne!(other, token());
    }
}

#[test]
fn a_token_has_expired_as_soon_as_no_more_than_the_skew_is_left() {
    let token = TokenInfo::new("BQD", 1_000.0).unwrap();
    let expired = |now: u64| token.is_expired(UNIX_EPOCH + Duration::from_secs(now), Duration::from_secs(60));
    assert_eq!([939, 940, 941, 1_001].map(expired), [false, true, true, true]);
}

#[test]
fn a_binding_is_shared_with_tokens_that_have_the_same_one_only() {
    let ours = binding("id");
    let mut read = token();
    assert!(!read.binding().unwrap().is_shared_with(&ours));
    read.share_binding(&ours);
    assert!(read.binding().unwrap().is_shared_with(&ours));
    let mut anothers = token().bound_to(binding("another"));
    anothers.share_binding(&ours);
    assert_eq!(anothers.binding(), Some(&binding("another")));
    let mut unknown = TokenInfo::new("BQD", 5.0).unwrap();
    unknown.share_binding(&ours);
    assert_eq!(unknown.binding(), None);
}

#[test]
fn a_token_of_somebody_else_says_in_what_it_differs() {
    let ours = binding("id");
    let of = |origin: &str, flow| Binding::new(origin, "id", flow);
    for (other, words) in [
        (of("http://127.0.0.1:1", Flow::AuthorizationCode), "another Accounts service"),
        (binding("another"), "another client id"),
        (of("https://accounts.spotify.com", Flow::ClientCredentials), "another flow"),
    ] {
        assert!(ours.difference(&other).starts_with(words), "{other:?}");
    }
}
