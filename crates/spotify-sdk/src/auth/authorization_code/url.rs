//! The documents' first step: an authorization URL.

use std::fmt;

use super::AuthorizationCode;
use crate::error::Result;
use crate::oauth::{AuthorizationUrl, Pkce, random_state};
use crate::scope::Scopes;

/// An authorization URL in the making; [`build`](Self::build) gives it.
#[must_use = "call `build`"]
pub struct AuthorizationUrlBuilder<'a> {
    auth: &'a AuthorizationCode,
    state: Option<String>,
    scopes: Option<Scopes>,
    show_dialog: bool,
}

/// Shows no state.
impl fmt::Debug for AuthorizationUrlBuilder<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AuthorizationUrlBuilder")
            .field("scopes", &self.scopes)
            .field("show_dialog", &self.show_dialog)
            .finish_non_exhaustive()
    }
}

impl<'a> AuthorizationUrlBuilder<'a> {
    pub(super) fn new(auth: &'a AuthorizationCode) -> Self {
        Self { auth, state: None, scopes: None, show_dialog: auth.shows_dialog() }
    }

    /// The `state` that the callback must bring back: unguessable, new for each login. One is made when none is given; the provider then
    /// recognises it in [`parse_response_url`](AuthorizationCode::parse_response_url).
    pub fn state(mut self, state: impl Into<String>) -> Self {
        self.state = Some(state.into());
        self
    }

    /// Other scopes than the provider's.
    #[doc(alias = "scope")]
    pub fn scopes(mut self, scopes: impl Into<Scopes>) -> Self {
        self.scopes = Some(scopes.into());
        self
    }

    /// Shows the consent page even to a user who has agreed before.
    pub fn show_dialog(mut self, show_dialog: bool) -> Self {
        self.show_dialog = show_dialog;
        self
    }

    /// The URL to send the user to (`GET /authorize`, RFC 6749 section 4.1.1).
    ///
    /// Without a client secret it carries a PKCE challenge, and the provider keeps the verifier until the code is exchanged.
    ///
    /// # Errors
    /// [`ErrorKind::Configuration`](crate::ErrorKind::Configuration) when the system has no random numbers.
    pub fn build(self) -> Result<String> {
        let inner = &self.auth.0;
        inner.manager.check_usable()?;
        let settings = inner.manager.settings();
        let state = match self.state {
            Some(state) => state,
            None => random_state()?,
        };
        let pkce = if inner.app.is_public { Some(Pkce::generate()?) } else { None };
        let challenge = pkce.as_ref().map(Pkce::challenge);
        let url = AuthorizationUrl {
            endpoint: &settings.accounts.join("/authorize", None),
            client_id: &settings.client.client_id,
            redirect_uri: &inner.app.redirect_uri,
            scopes: self.scopes.as_ref().unwrap_or(&settings.scopes),
            state: Some(&state),
            code_challenge: challenge.as_deref(),
            show_dialog: self.show_dialog,
        }
        .build();
        inner.pending.begin(state, pkce, settings.attempts.clock.now());
        Ok(url)
    }
}
