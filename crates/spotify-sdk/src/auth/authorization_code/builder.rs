//! Every option of an authorization-code login.

use std::fmt;
use std::sync::Arc;

use secrecy::SecretString;

use super::completed::Completed;
use super::{App, AuthorizationCode};
use crate::auth::cache::SharedTokenCache;
use crate::auth::manager::{Settings, TokenManager};
use crate::auth::options::{Options, common_setters, required};
use crate::auth::{Flow, KeyedTokenCache, UserLoginsBuilder};
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
    pub fn build(mut self) -> Result<AuthorizationCode> {
        let (cache, refresh_token) = self.take_login();
        if let Some(token) = &refresh_token {
            check_visible_ascii("the refresh token", token)?;
        }
        let (settings, app) = self.into_settings()?;
        let refresh_token = refresh_token.map(SecretString::from);
        let manager = TokenManager::new(Arc::new(settings), cache.unwrap_or_default(), refresh_token);
        Ok(AuthorizationCode::new(manager, Arc::new(app), None))
    }

    /// The logins of many users, each in a place of its own in `cache`: for web applications. Ends with
    /// [`build`](UserLoginsBuilder::build), as this does.
    pub fn for_users(self, cache: impl KeyedTokenCache) -> UserLoginsBuilder {
        UserLoginsBuilder::new(self, cache)
    }

    /// What belongs to one login only.
    pub(in crate::auth) fn take_login(&mut self) -> (Option<SharedTokenCache>, Option<String>) {
        (self.options.cache.take(), self.refresh_token.take().filter(|token| !token.is_empty()))
    }

    /// Checks the rest, which many logins may share.
    pub(in crate::auth) fn into_settings(self) -> Result<(Settings, App)> {
        let explicit = self.redirect_uri.filter(|uri| !uri.trim().is_empty());
        let environment = self.options.environment.clone();
        let settings = self.options.into_settings(Flow::AuthorizationCode, !self.pkce, self.scopes);
        // The id and secret are asked for first, as the documents list them.
        let settings = match settings {
            Err(error) if !self.pkce && error.message().contains(names::CLIENT_SECRET) => {
                let advice = error.advice().unwrap_or_default();
                let advice = format!("{advice}. A program that can't keep a secret uses `.pkce()` instead");
                return Err(error.with_advice(advice));
            }
            other => other?,
        };
        let redirect_uri =
            RedirectUri::parse(required(explicit, &environment, "redirect URI", names::REDIRECT_URI)?)?;
        let app = App {
            redirect_uri,
            show_dialog: self.show_dialog,
            is_public: self.pkce,
            completed: Completed::default(),
        };
        Ok((settings, app))
    }
}
