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
