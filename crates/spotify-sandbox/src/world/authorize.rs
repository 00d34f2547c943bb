//! `GET /authorize`: what may be asked for, and what approving gives.

use std::fmt;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use super::access::Caller;
use super::scope::Scopes;
use super::{World, redirect};
use crate::builder::App;

/// How long an authorization code may wait for its exchange: ten minutes, as RFC 6749 4.1.2 recommends.
pub(crate) const CODE_LIFETIME: Duration = Duration::from_secs(600);

/// The parameters of `GET /authorize` (RFC 6749 4.1.1, RFC 7636 4.3, and Spotify's `show_dialog`).
#[derive(Clone)]
pub(crate) struct AuthorizationRequest {
    pub(crate) client_id: String,
    pub(crate) redirect_uri: String,
    pub(crate) state: Option<String>,
    pub(crate) scopes: Scopes,
    pub(crate) show_dialog: bool,
    pub(crate) challenge: Option<String>,
}

/// What a user granted an app, and when: the root of every token that follows.
#[derive(Clone)]
pub(crate) struct Grant {
    pub(crate) client_id: Arc<str>,
    pub(crate) user: Arc<str>,
    pub(crate) scopes: Scopes,
    pub(crate) authorized_at: SystemTime,
    /// One number for all tokens that descend from one login.
    pub(crate) family: u64,
    /// Whether the client may refresh without its secret: it proved itself by PKCE alone.
    pub(crate) public: bool,
}

impl Grant {
    pub(crate) fn caller(&self) -> Caller {
        let user = Some(Arc::clone(&self.user));
        Caller { client_id: Arc::clone(&self.client_id), user, scopes: self.scopes.clone() }
    }
}

/// An authorization code that has not been exchanged.
pub(crate) struct Code {
    pub(crate) grant: Grant,
    pub(crate) redirect_uri: String,
    pub(crate) challenge: Option<String>,
    pub(crate) issued_at: SystemTime,
}

/// Why an authorization request ends on a page instead of a redirect.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Refusal {
    Missing(&'static str),
    Repeated(&'static str),
    ResponseType,
    InvalidClient,
    InvalidRedirectUri,
    InsecureRedirectUri,
    IllegalScope(String),
    ChallengeMethod,
    Challenge,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing(name) => write!(f, "Missing required parameter: {name}"),
            Self::Repeated(name) => write!(f, "Repeated parameter: {name}"),
            Self::ResponseType => f.write_str("response_type must be code"),
            Self::InvalidClient => f.write_str("INVALID_CLIENT: Invalid client"),
            Self::InvalidRedirectUri => f.write_str("INVALID_CLIENT: Invalid redirect URI"),
            Self::InsecureRedirectUri => f.write_str("INVALID_CLIENT: Insecure redirect URI"),
            Self::IllegalScope(_) => f.write_str("Illegal scope"),
            Self::ChallengeMethod => f.write_str("code_challenge_method must be S256"),
            Self::Challenge => f.write_str("code_challenge must be a SHA-256 hash in base64url"),
        }
    }
}

impl Refusal {
    /// What a developer who meets the page should do.
    pub(crate) fn advice(&self) -> String {
        match self {
            Self::Missing(name) => format!("Add {name} to the authorization URL."),
            Self::Repeated(name) => format!("Give {name} once (RFC 6749 3.1)."),
            Self::ResponseType => "Ask for response_type=code. Spotify ended the implicit grant in 2025.".to_owned(),
            Self::InvalidClient => "No app of this sandbox has this client_id.".to_owned(),
            Self::InvalidRedirectUri => {
                "The redirect_uri must equal a registered one, byte for byte. Only a loopback address that was \
                 registered without a port takes any port."
                    .to_owned()
            }
            Self::InsecureRedirectUri => {
                "Spotify allows https, or http on 127.0.0.1 and [::1]. It refuses localhost.".to_owned()
            }
            Self::IllegalScope(scope) => format!("Spotify has no scope called “{scope}”."),
            Self::ChallengeMethod => "Spotify knows no other method; plain is refused.".to_owned(),
            Self::Challenge => "Send BASE64URL(SHA-256(code_verifier)): 43 characters, no padding.".to_owned(),
        }
    }
}

impl AuthorizationRequest {
    /// Reads the query of `/authorize`.
    pub(crate) fn parse(pairs: &[(String, String)]) -> Result<Self, Refusal> {
        let one = |name: &'static str| -> Result<Option<&String>, Refusal> {
            let mut values = pairs.iter().filter(|(key, _)| key == name).map(|(_, value)| value);
            let value = values.next();
            if values.next().is_some() { Err(Refusal::Repeated(name)) } else { Ok(value) }
        };
        let client_id = one("client_id")?.filter(|id| !id.is_empty()).ok_or(Refusal::Missing("client_id"))?;
        let response_type = one("response_type")?.ok_or(Refusal::Missing("response_type"))?;
        if response_type != "code" {
            return Err(Refusal::ResponseType);
        }
        let redirect_uri = one("redirect_uri")?.ok_or(Refusal::Missing("redirect_uri"))?;
        let challenge = one("code_challenge")?;
        let method = one("code_challenge_method")?;
        if (challenge.is_some() || method.is_some()) && method.is_none_or(|method| method != "S256") {
            return Err(Refusal::ChallengeMethod);
        }
        if method.is_some() && !challenge.is_some_and(|challenge| is_challenge(challenge)) {
            return Err(Refusal::Challenge);
        }
        Ok(Self {
            client_id: client_id.clone(),
            redirect_uri: redirect_uri.clone(),
            state: one("state")?.cloned(),
            scopes: Scopes::parse(one("scope")?.map_or("", String::as_str)),
            show_dialog: one("show_dialog")?.is_some_and(|value| value.eq_ignore_ascii_case("true")),
            challenge: challenge.cloned(),
        })
    }

    /// The redirect URI with `answer` and the state in its query.
    fn location(&self, answer: (&str, &str)) -> String {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        query.append_pair(answer.0, answer.1);
        if let Some(state) = &self.state {
            query.append_pair("state", state);
        }
        let joint = if self.redirect_uri.contains('?') { '&' } else { '?' };
        format!("{}{joint}{}", self.redirect_uri, query.finish())
    }

    /// Where the browser goes when the user cancels.
    pub(crate) fn denied(&self) -> String {
        self.location(("error", "access_denied"))
    }
}

/// A SHA-256 hash in base64url without padding: 43 characters.
fn is_challenge(word: &str) -> bool {
    word.len() == 43 && word.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
}

impl World {
    /// The app that asks, if it may ask for this.
    pub(crate) fn check_authorization(&self, request: &AuthorizationRequest) -> Result<&App, Refusal> {
        let app = self.app(&request.client_id).ok_or(Refusal::InvalidClient)?;
        if !app.redirect_uris.iter().any(|registered| redirect::matches(registered, &request.redirect_uri)) {
            return Err(match redirect::is_insecure(&request.redirect_uri) {
                true => Refusal::InsecureRedirectUri,
                false => Refusal::InvalidRedirectUri,
            });
        }
        match request.scopes.unknown() {
            Some(scope) => Err(Refusal::IllegalScope(scope.to_owned())),
            None => Ok(app),
        }
    }

    /// Whether `user` has already approved what is asked for, so that no page needs to be shown.
    pub(crate) fn is_approved(&self, request: &AuthorizationRequest, user: &str) -> bool {
        let approved = self.approvals.get(&(request.client_id.clone(), user.to_owned()));
        !request.show_dialog && approved.is_some_and(|approved| approved.covers(&request.scopes))
    }

    /// `user` approves: the redirect that brings the code to the app.
    pub(crate) fn approve(&mut self, now: SystemTime, request: &AuthorizationRequest, user: &str) -> String {
        let approved = self.approvals.entry((request.client_id.clone(), user.to_owned()));
        let approved = approved.or_insert_with(Scopes::none);
        *approved = approved.union(&request.scopes);
        let grant = Grant {
            client_id: request.client_id.as_str().into(),
            user: user.into(),
            scopes: request.scopes.clone(),
            authorized_at: now,
            family: self.next_family(),
            public: false,
        };
        let code = Code {
            grant,
            redirect_uri: request.redirect_uri.clone(),
            challenge: request.challenge.clone(),
            issued_at: now,
        };
        let word = self.secret("sandbox-code-");
        let location = request.location(("code", &word));
        self.codes.insert(word, code);
        location
    }
}
