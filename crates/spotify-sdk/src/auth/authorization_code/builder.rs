//! Every option of an authorization-code login.

use std::fmt;
use std::sync::Arc;

use secrecy::SecretString;

use super::pending::Pending;
use super::{AuthorizationCode, Inner};
use crate::auth::Flow;
use crate::auth::options::{FlowOptions, Options, common_setters, required};
use crate::env::names;
use crate::error::Result;
use crate::oauth::RedirectUri;
use crate::scope::Scopes;
use crate::secret::check_visible_ascii;

/// Makes an [`AuthorizationCode`].
#[derive(Default)]
#[must_use = "call `build`"]
pub struct AuthorizationCodeBuilder {
    options: Options,
    redirect_uri: Option<String>,
    scopes: Scopes,
    refresh_token: Option<String>,
    show_dialog: bool,
    pkce: bool,
}

/// Shows no secret.
impl fmt::Debug for AuthorizationCodeBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AuthorizationCodeBuilder")
            .field("options", &self.options)
            .field("scopes", &self.scopes)
            .field("has_refresh_token", &self.refresh_token.is_some())
            .field("show_dialog", &self.show_dialog)
            .field("pkce", &self.pkce)
            .finish_non_exhaustive()
    }
}

impl AuthorizationCodeBuilder {
    common_setters!();

    /// The redirect URI, exactly as registered for the app; else `SPOTIFY_SDK_REDIRECT_URI`.
    pub fn redirect_uri(mut self, redirect_uri: impl Into<String>) -> Self {
        self.redirect_uri = Some(redirect_uri.into());
        self
    }

    /// What the login may do: one string with spaces or commas, or a list. See [`scope`](crate::scope) for the names.
    #[doc(alias = "scope")]
    pub fn scopes(mut self, scopes: impl Into<Scopes>) -> Self {
        self.scopes = scopes.into();
        self
    }

    /// A refresh token from elsewhere, used when the cache has none. A newer one in the cache wins.
    pub fn refresh_token(mut self, refresh_token: impl Into<String>) -> Self {
        self.refresh_token = Some(refresh_token.into());
        self
    }

    /// Shows the consent page even to a user who has agreed before. Off unless set.
    pub fn show_dialog(mut self, show_dialog: bool) -> Self {
        self.show_dialog = show_dialog;
        self
    }

    /// Logs in without a client secret, for programs that can't keep one (RFC 7636, RFC 8252 section 8.1). A secret that is given or in the
    /// environment is then not used.
    pub fn pkce(mut self) -> Self {
        self.pkce = true;
        self
    }

    /// Checks the options and makes the provider. Nothing is read from the cache and nothing sent yet.
    ///
    /// # Errors
    /// [`ErrorKind::Configuration`](crate::ErrorKind::Configuration) when the id, the secret (unless [`pkce`](Self::pkce)) or the redirect URI is
    /// missing (the error names the variable) or the base URL can't be used; [`ErrorKind::InvalidArgument`](crate::ErrorKind::InvalidArgument)
    /// for a redirect URI that can't work (the error names the rule), a zero timeout, a skew of an hour.
    pub fn build(self) -> Result<AuthorizationCode> {
        let explicit = self.redirect_uri.filter(|uri| !uri.trim().is_empty());
        let environment = self.options.environment.clone();
        let refresh_token = self.refresh_token.filter(|token| !token.is_empty());
        if let Some(token) = &refresh_token {
            check_visible_ascii("the refresh token", token)?;
        }
        let manager = self.options.into_manager(FlowOptions {
            flow: Flow::AuthorizationCode,
            needs_secret: !self.pkce,
            scopes: self.scopes,
            refresh_token: refresh_token.map(SecretString::from),
        });
        // The id and secret are asked for first, as the documents list them.
        let manager = match manager {
            Err(error) if !self.pkce && error.message().contains(names::CLIENT_SECRET) => {
                let advice = error.advice().unwrap_or_default();
                let advice = format!("{advice}. A program that can't keep a secret uses `.pkce()` instead");
                return Err(error.with_advice(advice));
            }
            other => other?,
        };
        let redirect_uri =
            RedirectUri::parse(required(explicit, &environment, "redirect URI", names::REDIRECT_URI)?)?;
        Ok(AuthorizationCode(Arc::new(Inner {
            manager,
            redirect_uri,
            show_dialog: self.show_dialog,
            is_public: self.pkce,
            pending: Pending::default(),
        })))
    }
}
