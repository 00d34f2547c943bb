use super::*;
use crate::Environment;

#[test]
fn a_callback_given_as_the_code_is_refused_before_anything_is_sent() {
    let auth = AuthorizationCode::builder()
        .client_id("id")
        .client_secret("secret")
        .redirect_uri("http://127.0.0.1:8080/callback")
        .accounts_base_url("http://127.0.0.1:9")
        .environment(Environment::empty())
        .build()
        .unwrap();
    for callback in
        ["http://127.0.0.1:8080/callback?code=ABC123&state=s", "?code=ABC123", "state=s&code=ABC123"]
    {
        let error = auth.exchange_code(callback).wait().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidArgument, "{callback}");
        assert!(error.to_string().contains("parse_response_url"), "{error}");
    }
}

#[test]
fn a_login_whose_scopes_nobody_recorded_is_not_said_to_lack_any() {
    use crate::auth::{InMemoryTokenCache, TokenCache as _};
    use crate::clock::{Clock as _, ManualClock, unix_seconds};
    for (scope, missing) in [(None, ""), (Some("user-library-read"), "user-read-private")] {
        let (clock, cache) = (ManualClock::new(), InMemoryTokenCache::new());
        let auth = AuthorizationCode::builder()
            .client_id("id")
            .client_secret("secret")
            .redirect_uri("http://127.0.0.1:8080/callback")
            .scopes("user-library-read user-read-private")
            .token_cache(cache.clone())
            .clock(clock.clone())
            .environment(Environment::empty())
            .build()
            .unwrap();
        let token =
            TokenInfo::new("BQD", unix_seconds(clock.now()) + 3600.0).unwrap().with_refresh_token("AQD");
        let token = scope.into_iter().fold(token, TokenInfo::with_scope);
        Action::new(async move { cache.set(&token).await.map_err(|_| unreachable!("memory takes all")) })
            .wait()
            .unwrap();
        auth.token_info().wait().unwrap();
        assert_eq!(auth.missing_scopes().to_string(), missing);
    }
}
