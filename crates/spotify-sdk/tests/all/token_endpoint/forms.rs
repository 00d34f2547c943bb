//! What is sent to the token endpoint, compared with what the `oauth2` crate sends.

use std::sync::{Arc, Mutex};

use oauth2::basic::BasicClient;
use oauth2::{
    AuthType, AuthUrl, AuthorizationCode as Code, ClientId, ClientSecret, HttpRequest, HttpResponse,
    PkceCodeVerifier, RedirectUrl, RefreshToken, TokenUrl,
};
use proptest::prelude::*;
use spotify_sdk::Environment;
use spotify_sdk::auth::{AuthorizationCode, ClientCredentials};
use spotify_sdk::clock::ManualClock;
use spotify_sdk::transport::{Limits, Transport, TransportError};

const BASE: &str = "http://127.0.0.1:9";
const REDIRECT: &str = "http://127.0.0.1:8080/callback?a=b%20c&d=é";
const ANSWER: &str = r#"{"access_token":"at","token_type":"bearer","expires_in":3600,"refresh_token":"rt"}"#;

/// What matters of a token request: the form's fields in any order, and how the client authenticates.
#[derive(Debug, PartialEq)]
struct Sent {
    url: String,
    content_type: String,
    authorization: Option<String>,
    form: Vec<(String, String)>,
}

impl Sent {
    fn of(request: &http::Request<impl AsRef<[u8]>>) -> Self {
        let header = |name| request.headers().get(name).map(|value| value.to_str().unwrap().to_owned());
        let mut form: Vec<_> = url::form_urlencoded::parse(request.body().as_ref()).into_owned().collect();
        form.sort();
        assert_eq!(request.method(), http::Method::POST);
        Self {
            url: request.uri().to_string(),
            content_type: header("content-type").unwrap(),
            authorization: header("authorization"),
            form,
        }
    }
}

/// Answers every request and keeps it.
#[derive(Clone, Default)]
struct Recorder(Arc<Mutex<Vec<Sent>>>);

impl Transport for Recorder {
    async fn send(
        &self,
        request: http::Request<bytes::Bytes>,
        _: Limits,
    ) -> Result<http::Response<bytes::Bytes>, TransportError> {
        self.0.lock().unwrap().push(Sent::of(&request));
        Ok(http::Response::new(ANSWER.into()))
    }
}

impl Recorder {
    fn only(&self) -> Sent {
        let mut sent = self.0.lock().unwrap();
        assert_eq!(sent.len(), 1);
        sent.remove(0)
    }
}

/// Runs one request of the oracle and gives what it sent.
fn oracle(run: impl FnOnce(&dyn Fn(HttpRequest) -> Result<HttpResponse, std::convert::Infallible>)) -> Sent {
    let sent = Mutex::new(None);
    run(&|request: HttpRequest| {
        *sent.lock().unwrap() = Some(Sent::of(&request));
        let mut answer = HttpResponse::new(ANSWER.as_bytes().to_vec());
        answer.headers_mut().insert("content-type", "application/json".parse().unwrap());
        Ok(answer)
    });
    sent.into_inner().unwrap().unwrap()
}

macro_rules! oracle_client {
    ($secret:expr) => {{
        let client = BasicClient::new(ClientId::new("id".into()))
            .set_auth_uri(AuthUrl::new(format!("{BASE}/authorize")).unwrap())
            .set_token_uri(TokenUrl::new(format!("{BASE}/api/token")).unwrap())
            .set_redirect_uri(RedirectUrl::new(REDIRECT.into()).unwrap());
        match $secret {
            Some(secret) => {
                client.set_client_secret(ClientSecret::new(secret)).set_auth_type(AuthType::BasicAuth)
            }
            None => client.set_auth_type(AuthType::RequestBody),
        }
    }};
}

/// Visible ASCII, as codes, refresh tokens and secrets are (RFC 6749 appendix A).
fn word() -> impl Strategy<Value = String> {
    "[!-~]{1,60}"
}

fn user(recorder: &Recorder, secret: Option<&str>) -> spotify_sdk::auth::AuthorizationCodeBuilder {
    let builder = AuthorizationCode::builder()
        .client_id("id")
        .redirect_uri(REDIRECT)
        .accounts_base_url(BASE)
        .clock(ManualClock::new())
        .transport(recorder.clone())
        .environment(Environment::empty());
    match secret {
        Some(secret) => builder.client_secret(secret),
        None => builder.pkce(),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_refresh_is_encoded_as_the_oracle_does(token in word(), has_secret: bool) {
        let recorder = Recorder::default();
        let secret = has_secret.then_some("s3cret");
        user(&recorder, secret).refresh_token(&*token).build().unwrap().access_token().wait().unwrap();
        let expected = oracle(|http| {
            let client = oracle_client!(secret.map(str::to_owned));
            client.exchange_refresh_token(&RefreshToken::new(token.clone())).request(&http).unwrap();
        });
        prop_assert_eq!(recorder.only(), expected);
    }

    #[test]
    fn a_code_is_encoded_as_the_oracle_does(code in word(), has_secret: bool) {
        let recorder = Recorder::default();
        let secret = has_secret.then_some("s3cret");
        let auth = user(&recorder, secret).build().unwrap();
        let request = auth.authorization_request().unwrap();
        let verifier = serde_json::to_value(&request).unwrap()["code_verifier"].as_str().unwrap().to_owned();
        let query: String = url::form_urlencoded::Serializer::new(String::new())
            .append_pair("code", &code)
            .append_pair("state", request.state())
            .finish();
        auth.complete_authorization(request, &format!("?{query}")).wait().unwrap();
        let expected = oracle(|http| {
            oracle_client!(secret.map(str::to_owned))
                .exchange_code(Code::new(code.clone()))
                .set_pkce_verifier(PkceCodeVerifier::new(verifier.clone()))
                .request(&http)
                .unwrap();
        });
        prop_assert_eq!(recorder.only(), expected);
    }
}

#[test]
fn client_credentials_are_encoded_as_the_oracle_does() {
    let recorder = Recorder::default();
    let auth = ClientCredentials::builder()
        .client_id("id")
        .client_secret("s3cret")
        .accounts_base_url(BASE)
        .transport(recorder.clone())
        .environment(Environment::empty())
        .build()
        .unwrap();
    auth.access_token().wait().unwrap();
    let expected = oracle(|http| {
        oracle_client!(Some("s3cret".to_owned())).exchange_client_credentials().request(&http).unwrap();
    });
    assert_eq!(recorder.only(), expected);
}
