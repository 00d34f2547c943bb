//! Token requests (RFC 6749 sections 4.1.3, 4.4.2 and 6): a form, and how the client authenticates.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE};
use http::{HeaderValue, Request};
use secrecy::zeroize::Zeroizing;
use secrecy::{ExposeSecret, SecretString};
use url::{Url, form_urlencoded};

use super::Pkce;
use crate::error::{Error, Result};
use crate::secret::{secret_header, wiped};

/// The client id, and the secret where the app keeps one (a confidential client, RFC 6749 section 2.1).
#[derive(Clone)]
pub(crate) struct ClientCredentialsSecret {
    pub(crate) client_id: String,
    pub(crate) client_secret: Option<SecretString>,
}

/// The renewal of a login waits so many time limits for its answer before anything is sent again. A service that has changed the refresh
/// token and is slow to say so has ended the login of whoever gives up and asks once more with the old one.
pub(crate) const RENEWAL_PATIENCE: u32 = 3;

/// What is offered for a token.
#[derive(Clone)]
pub(crate) enum Grant {
    ClientCredentials,
    AuthorizationCode { code: SecretString, redirect_uri: String, pkce: Option<Pkce> },
    RefreshToken(SecretString),
}

impl Grant {
    /// Whether asking again after a lost answer is harmless. A code works once: the second attempt would only hide the first's outcome.
    pub(crate) fn may_be_repeated(&self) -> bool {
        !matches!(self, Self::AuthorizationCode { .. })
    }

    /// How many time limits long the answer is waited for: longer where it may hold the one refresh token that is good from then on.
    pub(crate) fn patience(&self) -> u32 {
        if matches!(self, Self::RefreshToken(_)) { RENEWAL_PATIENCE } else { 1 }
    }

    pub(crate) fn name(&self) -> &'static str {
        match self {
            Self::ClientCredentials => "client_credentials",
            Self::AuthorizationCode { .. } => "authorization_code",
            Self::RefreshToken(_) => "refresh_token",
        }
    }
}

/// A request to the token endpoint, as a value.
pub(crate) struct TokenRequest<'a> {
    pub(crate) endpoint: &'a Url,
    pub(crate) client: &'a ClientCredentialsSecret,
    pub(crate) grant: &'a Grant,
}

impl TokenRequest<'_> {
    /// The HTTP request: secrets stand in the `Authorization` header and the body, never in the URL.
    pub(crate) fn to_http(&self) -> Result<Request<Bytes>> {
        // Room for all of it: growing would leave copies behind.
        let mut form = form_urlencoded::Serializer::new(String::with_capacity(8 * 1024));
        form.append_pair("grant_type", self.grant.name());
        match self.grant {
            Grant::ClientCredentials => {}
            Grant::AuthorizationCode { code, redirect_uri, pkce } => {
                form.append_pair("code", code.expose_secret());
                form.append_pair("redirect_uri", redirect_uri);
                if let Some(pkce) = pkce {
                    form.append_pair("code_verifier", pkce.verifier());
                }
            }
            Grant::RefreshToken(refresh_token) => {
                form.append_pair("refresh_token", refresh_token.expose_secret());
            }
        }
        let mut request = Request::post(self.endpoint.as_str())
            .header(ACCEPT, "application/json")
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded");
        match &self.client.client_secret {
            Some(secret) => {
                request =
                    request.header(AUTHORIZATION, basic(&self.client.client_id, secret.expose_secret())?)
            }
            // A public client names itself in the body (RFC 6749 section 3.2.1).
            None => {
                form.append_pair("client_id", &self.client.client_id);
            }
        }
        request
            .body(wiped(form.finish()))
            .map_err(|error| Error::configuration("the token request can't be built").with_source(error))
    }
}

impl TokenRequest<'_> {
    /// What of it is secret, in the forms in which it is sent.
    pub(crate) fn secrets(&self) -> Vec<Zeroizing<String>> {
        let mut secrets = Vec::new();
        match self.grant {
            Grant::ClientCredentials => {}
            Grant::AuthorizationCode { code, pkce, .. } => {
                secrets.push(code.expose_secret());
                secrets.extend(pkce.as_ref().map(Pkce::verifier));
            }
            Grant::RefreshToken(refresh_token) => secrets.push(refresh_token.expose_secret()),
        }
        if let Some(secret) = &self.client.client_secret {
            secrets.push(secret.expose_secret());
        }
        let mut secrets: Vec<_> =
            secrets.into_iter().map(|secret| Zeroizing::new(secret.to_owned())).collect();
        if let Some(secret) = &self.client.client_secret {
            let credentials = Zeroizing::new([&self.client.client_id, ":", secret.expose_secret()].concat());
            secrets.push(Zeroizing::new(STANDARD.encode(&*credentials)));
        }
        secrets
    }
}

/// HTTP Basic (RFC 6749 section 2.3.1). Spotify takes id and secret as they are, not form-encoded first; both are alphanumeric.
fn basic(client_id: &str, secret: &str) -> Result<HeaderValue> {
    let credentials = Zeroizing::new([client_id, ":", secret].concat());
    let encoded = Zeroizing::new(STANDARD.encode(&*credentials));
    secret_header(["Basic ", &encoded].concat())
        .ok_or_else(|| Error::configuration("the client id or secret can't stand in a header"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request(secret: Option<&str>, grant: &Grant) -> (Option<String>, String) {
        let client =
            ClientCredentialsSecret { client_id: "id".into(), client_secret: secret.map(SecretString::from) };
        let endpoint = Url::parse("https://accounts.spotify.com/api/token").unwrap();
        let request = TokenRequest { endpoint: &endpoint, client: &client, grant }.to_http().unwrap();
        let authorization = request.headers().get(AUTHORIZATION);
        assert!(authorization.is_none_or(HeaderValue::is_sensitive));
        let authorization = authorization.map(|value| value.to_str().unwrap().to_owned());
        (authorization, String::from_utf8(request.into_body().to_vec()).unwrap())
    }

    #[test]
    fn each_grant_sends_what_the_rfc_asks_for() {
        let basic = Some("Basic aWQ6c2VjcmV0".to_owned());
        assert_eq!(
            request(Some("secret"), &Grant::ClientCredentials),
            (basic.clone(), "grant_type=client_credentials".into())
        );
        assert_eq!(
            request(Some("secret"), &Grant::RefreshToken("a+b".into())),
            (basic, "grant_type=refresh_token&refresh_token=a%2Bb".into())
        );
        let verifier = "v".repeat(43);
        let grant = Grant::AuthorizationCode {
            code: "c".into(),
            redirect_uri: "http://127.0.0.1:8080/callback".into(),
            pkce: Some(Pkce::from_verifier(verifier.clone()).unwrap()),
        };
        let (authorization, body) = request(None, &grant);
        assert_eq!(authorization, None);
        assert_eq!(
            body,
            format!(
                "grant_type=authorization_code&code=c&redirect_uri=http%3A%2F%2F127.0.0.1%3A8080%2Fcallback&code_verifier={verifier}&client_id=id"
            )
        );
    }
}
