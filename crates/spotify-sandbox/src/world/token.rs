//! `POST /api/token`: the three grants, and every way in which they fail.

mod code;
mod refresh;

use std::fmt;
use std::time::SystemTime;

use subtle::ConstantTimeEq;

use super::World;
use super::access::Caller;
use super::scope::Scopes;

pub use refresh::RefreshTokens;
pub(crate) use refresh::{REFRESH_TOKEN_LIFETIME, RefreshToken};

/// The parameters of the token endpoint, with the client's credentials from wherever they came.
#[derive(Default)]
pub(crate) struct TokenRequest {
    pub(crate) grant_type: Option<String>,
    pub(crate) client_id: Option<String>,
    pub(crate) client_secret: Option<String>,
    pub(crate) code: Option<String>,
    pub(crate) redirect_uri: Option<String>,
    pub(crate) code_verifier: Option<String>,
    pub(crate) refresh_token: Option<String>,
}

/// A successful answer (RFC 6749 5.1).
pub(crate) struct TokenAnswer {
    pub(crate) access_token: String,
    /// Absent for client credentials.
    pub(crate) scope: Option<Scopes>,
    pub(crate) refresh_token: GivenRefreshToken,
}

/// What the answer says about the refresh token.
pub(crate) enum GivenRefreshToken {
    Omitted,
    Null,
    Is(String),
}

/// A refused request (RFC 6749 5.2); always status 400 on Spotify.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct TokenError {
    pub(crate) error: &'static str,
    pub(crate) description: Option<&'static str>,
}

impl TokenError {
    pub(super) const fn new(error: &'static str, description: &'static str) -> Self {
        Self { error, description: Some(description) }
    }
}

impl fmt::Display for TokenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.error, self.description.unwrap_or("no description"))
    }
}

/// Which client sends the request, and whether it proved it by its secret.
struct Client {
    id: String,
    authenticated: bool,
}

impl World {
    /// Answers one token request at `now`.
    pub(crate) fn token(
        &mut self,
        now: SystemTime,
        request: &TokenRequest,
    ) -> Result<TokenAnswer, TokenError> {
        let shown = [&request.client_secret, &request.code, &request.code_verifier, &request.refresh_token];
        for secret in shown.into_iter().flatten() {
            self.note_secret(secret);
        }
        match given(&request.grant_type) {
            None => Err(TokenError::new("unsupported_grant_type", "grant_type parameter is missing")),
            Some("client_credentials") => self.client_credentials(now, request),
            Some("authorization_code") => self.authorization_code(now, request),
            Some("refresh_token") => self.refresh(now, request),
            Some(_) => {
                Err(TokenError::new("unsupported_grant_type", "grant_type parameter is not supported"))
            }
        }
    }

    fn client_credentials(
        &mut self,
        now: SystemTime,
        request: &TokenRequest,
    ) -> Result<TokenAnswer, TokenError> {
        let client = self.client(request)?;
        if !client.authenticated {
            return Err(INVALID_SECRET);
        }
        let caller = Caller { client_id: client.id.into(), user: None, scopes: Scopes::none() };
        let access_token = self.issue_access_token(now, caller, None);
        Ok(TokenAnswer { access_token, scope: None, refresh_token: GivenRefreshToken::Omitted })
    }

    /// Who the client is. Without a secret it is only named, which is enough where PKCE proves it.
    fn client(&self, request: &TokenRequest) -> Result<Client, TokenError> {
        let Some(id) = given(&request.client_id) else {
            return Err(TokenError { error: "invalid_client", description: None });
        };
        let app = self.app(id).ok_or(TokenError::new("invalid_client", "Invalid client"))?;
        let authenticated = match given(&request.client_secret) {
            None => false,
            Some(secret) if bool::from(secret.as_bytes().ct_eq(app.client_secret.as_bytes())) => true,
            Some(_) => return Err(INVALID_SECRET),
        };
        Ok(Client { id: id.to_owned(), authenticated })
    }
}

const INVALID_SECRET: TokenError = TokenError::new("invalid_client", "Invalid client secret");

/// A parameter that is there and not empty: RFC 6749 3.2 treats an empty one as omitted.
fn given(parameter: &Option<String>) -> Option<&str> {
    parameter.as_deref().filter(|value| !value.is_empty())
}
