//! Authorization code (RFC 6749 section 4.1): a user's login, kept.

mod builder;
mod completed;
mod of_user;
mod pending;
mod provider;
mod url;

use std::fmt;
use std::sync::Arc;
use std::time::SystemTime;

use crate::auth::Action;
use crate::auth::local::AuthorizeLocal;
use crate::auth::manager::TokenManager;
use crate::auth::token_info::TokenInfo;
use crate::error::{Error, ErrorKind, Result};
use crate::oauth::{
    AuthorizationCallback, AuthorizationRequest, AuthorizationUrl, Grant, Pkce, RedirectUri, random_state,
};
use crate::scope::Scopes;
use crate::secret::AccessToken;
pub use builder::AuthorizationCodeBuilder;
use completed::Completed;
use pending::Pending;
pub use url::AuthorizationUrlBuilder;

/// Logs a user in, and keeps the login: access tokens are renewed with the refresh token, for as long as Spotify lets the login live.
///
/// Three ways to log in: [`authorize_local`](Self::authorize_local) opens the browser and listens on this machine;
/// [`authorization_request`](Self::authorization_request) makes a value that any process can complete, for web applications; and the
/// three steps [`authorization_url`](Self::authorization_url), [`parse_response_url`](Self::parse_response_url),
/// [`exchange_code`](Self::exchange_code) of the auth documents.
///
/// Clones are handles to the same login.
///
/// ```no_run
/// use spotify_sdk::auth::{AuthorizationCode, FileTokenCache};
///
/// # async fn example() -> spotify_sdk::Result<()> {
/// let auth = AuthorizationCode::builder()
///     .client_id("your-client-id")
///     .client_secret("your-client-secret")                 // or .pkce(): no secret needed
///     .redirect_uri("http://127.0.0.1:8080/callback")
///     .scopes(["user-read-private", "user-library-read"])
///     .token_cache(FileTokenCache::new(".cache/spotify-sdk/token.json"))
///     .build()?;
/// auth.ensure_login().await?;                              // in blocking code: .wait()?
/// # Ok(()) }
/// ```
#[derive(Clone)]
#[doc(alias = "AsyncAuthorizationCode")]
pub struct AuthorizationCode(Arc<Inner>);

struct Inner {
    manager: TokenManager,
    app: Arc<App>,
    pending: Pending,
    /// Whose login it is, where one of many.
    user: Option<Arc<str>>,
}

/// What the logins of an app's users have in common, besides the manager's settings.
pub(crate) struct App {
    redirect_uri: RedirectUri,
    show_dialog: bool,
    /// No secret: every code needs its verifier.
    is_public: bool,
    completed: Completed,
}

impl AuthorizationCode {
    fn new(manager: TokenManager, app: Arc<App>, user: Option<Arc<str>>) -> Self {
        Self(Arc::new(Inner { manager, app, pending: Pending::default(), user }))
    }

    /// A builder with every option.
    pub fn builder() -> AuthorizationCodeBuilder {
        AuthorizationCodeBuilder::default()
    }

    /// The access token: from memory, else from the cache, else renewed by the refresh token.
    ///
    /// # Errors
    /// * [`ErrorKind::NotLoggedIn`](crate::ErrorKind::NotLoggedIn): nobody has logged in.
    /// * [`ErrorKind::ReauthorizationRequired`](crate::ErrorKind::ReauthorizationRequired): the login has ended; answered from memory, without
    ///   a request, until somebody logs in again.
    /// * [`ErrorKind::InvalidClient`](crate::ErrorKind::InvalidClient): the client id or secret is wrong; the login is kept.
    /// * [`ErrorKind::Network`](crate::ErrorKind::Network), [`Timeout`](crate::ErrorKind::Timeout), [`Server`](crate::ErrorKind::Server),
    ///   [`RateLimited`](crate::ErrorKind::RateLimited): after the retries, and only once the old token no longer works.
    #[doc(alias = "get_access_token")]
    pub fn access_token(&self) -> Action<AccessToken> {
        match self.0.manager.cached() {
            Some(token) => Action::done(Ok(token)),
            None => {
                let auth = self.clone();
                Action::new(async move { auth.0.manager.access_token().await })
            }
        }
    }

    /// The current token with all that is known about it, renewed if it has to be.
    ///
    /// # Errors
    /// Those of [`access_token`](Self::access_token).
    pub fn token_info(&self) -> Action<TokenInfo> {
        let auth = self.clone();
        Action::new(async move { auth.0.manager.token_info().await })
    }

    /// An authorization URL to send a user to: the first of the documents' three steps.
    ///
    /// With a client secret it carries no PKCE challenge, so that any process can exchange the code, as the documents have it. Prefer
    /// [`authorization_request`](Self::authorization_request), which does.
    #[doc(alias = "get_authorization_url")]
    pub fn authorization_url(&self) -> AuthorizationUrlBuilder<'_> {
        AuthorizationUrlBuilder::new(self)
    }

    /// Reads the callback: a full URL, a path, or the bare query. The second of the documents' three steps.
    ///
    /// The state is compared with `expected_state` in constant time and judged before an `error`. Without `expected_state` it must be one
    /// that this provider handed out; else a warning says that anyone could have forged the callback.
    ///
    /// # Errors
    /// See [`AuthorizationCallback::parse`].
    pub fn parse_response_url(
        &self,
        callback: &str,
        expected_state: Option<&str>,
    ) -> Result<AuthorizationCallback> {
        let issuer = self.0.manager.settings().accounts.origin();
        let parsed = AuthorizationCallback::parse_from(callback, expected_state, Some(issuer))?;
        if expected_state.is_none() && !self.0.pending.is_ours(parsed.state()) {
            tracing::warn!(
                "a callback was accepted without comparing its state: give parse_response_url the expected one"
            );
        }
        self.0.pending.remember_code(parsed.state(), parsed.code());
        Ok(parsed)
    }

    /// Exchanges an authorization code for tokens, once, and stores them: the last of the documents' three steps.
    ///
    /// # Errors
    /// * [`ErrorKind::InvalidArgument`](crate::ErrorKind::InvalidArgument): the code is empty, or a whole callback; nothing was sent.
    /// * [`ErrorKind::InvalidCallback`](crate::ErrorKind::InvalidCallback): without a client secret the code's PKCE verifier is needed, and it
    ///   is not clear which one it is; use [`authorization_request`](Self::authorization_request).
    /// * [`ErrorKind::InvalidGrant`](crate::ErrorKind::InvalidGrant): the code was used before, is too old, or was made for another redirect URI.
    /// * [`ErrorKind::RequestMaybeApplied`](crate::ErrorKind::RequestMaybeApplied): the answer was lost; a code works once, so log in again.
    pub fn exchange_code(&self, code: &str) -> Action<TokenInfo> {
        let code = code.trim();
        if code.is_empty() {
            return Action::done(Err(Error::invalid_argument("the authorization code is empty")
                .with_advice("Give the callback to parse_response_url(), and its `.code()` here")));
        }
        if code.contains("://") || code.contains("code=") {
            return Action::done(Err(Error::invalid_argument(
                "this is a whole callback, not the code in it",
            )
            .with_advice("Give the callback to parse_response_url(), and its `.code()` here")));
        }
        let (auth, code) = (self.clone(), code.to_owned());
        Action::new(async move {
            let pkce = match auth.0.pending.take_verifier(&code) {
                Ok(pkce) => pkce,
                Err(_) if !auth.0.app.is_public => None,
                Err(error) => return Err(error),
            };
            auth.exchange(&code, &auth.0.app.redirect_uri, pkce).await
        })
    }

    async fn exchange(
        &self,
        code: &str,
        redirect_uri: &RedirectUri,
        pkce: Option<Pkce>,
    ) -> Result<TokenInfo> {
        let redirect_uri = redirect_uri.clone().into();
        self.0.manager.exchange(Grant::AuthorizationCode { code: code.into(), redirect_uri, pkce }).await
    }

    /// One login under way, as a value: the URL to send the user to, and what completes it, with PKCE. Keep it in the user's session and
    /// give it to [`complete_authorization`](Self::complete_authorization) with the callback, in this process or another.
    ///
    /// # Errors
    /// [`ErrorKind::Configuration`](crate::ErrorKind::Configuration) when the system has no random numbers.
    pub fn authorization_request(&self) -> Result<AuthorizationRequest> {
        self.authorization_request_with(self.0.app.redirect_uri.clone(), None, self.0.app.show_dialog)
    }

    pub(crate) fn authorization_request_with(
        &self,
        redirect_uri: RedirectUri,
        state: Option<String>,
        show_dialog: bool,
    ) -> Result<AuthorizationRequest> {
        self.0.manager.check_usable()?;
        let settings = self.0.manager.settings();
        let state = match state {
            Some(state) => state,
            None => random_state()?,
        };
        let endpoint = settings.accounts.join("/authorize", None);
        let parameters = AuthorizationUrl {
            endpoint: &endpoint,
            client_id: &settings.client.client_id,
            redirect_uri: &redirect_uri,
            scopes: &settings.scopes,
            state: None,
            code_challenge: None,
            show_dialog,
        };
        let request = AuthorizationRequest::new(&parameters, state, settings.attempts.clock.now())?;
        Ok(request.of_user(self.0.user.as_deref()))
    }

    /// Completes a login: checks the callback against the request it answers, exchanges the code, stores the tokens.
    ///
    /// # Errors
    /// Those of [`AuthorizationCallback::parse`] and [`exchange_code`](Self::exchange_code),
    /// [`ErrorKind::LoginTimeout`](crate::ErrorKind::LoginTimeout) for a request older than ten minutes, and
    /// [`ErrorKind::InvalidCallback`](crate::ErrorKind::InvalidCallback) for one of another client id, of another user, or completed before
    /// in this process. One that was completed in another process is refused by Spotify, as
    /// [`ErrorKind::InvalidGrant`](crate::ErrorKind::InvalidGrant): its code works once.
    pub fn complete_authorization(&self, request: AuthorizationRequest, callback: &str) -> Action<TokenInfo> {
        let (auth, callback) = (self.clone(), callback.to_owned());
        Action::new(async move {
            auth.0.manager.check_usable()?;
            let settings = auth.0.manager.settings();
            let now = settings.attempts.clock.now();
            request.check(&settings.client.client_id, auth.0.user.as_deref(), now)?;
            let issuer = Some(settings.accounts.origin());
            let callback = AuthorizationCallback::parse_from(&callback, Some(request.state()), issuer)?;
            let pkce = request.pkce()?;
            auth.0.app.completed.use_once(request.state(), now)?;
            auth.exchange(callback.code(), request.redirect_uri(), Some(pkce)).await
        })
    }

    /// Logs in on this machine: opens the browser, receives the callback on the loopback address of the redirect URI, exchanges the code
    /// (RFC 8252). Options are set on what this returns, before awaiting it.
    pub fn authorize_local(&self) -> AuthorizeLocal {
        AuthorizeLocal::new(self.clone())
    }

    /// The stored login if it works and covers the scopes, else [`authorize_local`](Self::authorize_local).
    ///
    /// # Errors
    /// Those of [`authorize_local`](Self::authorize_local); and those of [`access_token`](Self::access_token) that a new login would not
    /// mend, such as [`ErrorKind::Network`](crate::ErrorKind::Network).
    pub fn ensure_login(&self) -> Action<TokenInfo> {
        let auth = self.clone();
        Action::new(async move {
            match auth.0.manager.token_info().await {
                // A login whose scopes nobody recorded is taken at its word; a 403 would tell.
                Ok(token)
                    if token.scope().is_none() || auth.scopes().missing_from(&token.scopes()).is_empty() =>
                {
                    Ok(token)
                }
                Ok(token) => {
                    let missing = auth.scopes().missing_from(&token.scopes());
                    tracing::info!(%missing, "the stored login lacks scopes: asking the user again");
                    auth.authorize_local().await
                }
                Err(error)
                    if matches!(
                        error.kind(),
                        ErrorKind::NotLoggedIn | ErrorKind::ReauthorizationRequired
                    ) =>
                {
                    auth.authorize_local().await
                }
                Err(error) => Err(error),
            }
        })
    }

    /// Forgets the login, in memory and in the cache; a renewal that is under way can't bring it back. Other processes with the same
    /// [shared](crate::auth::TokenCache::is_shared) cache notice within a second of use, and so do they a newer login.
    ///
    /// Spotify has no endpoint that revokes tokens: the access token would work up to an hour longer for whoever has a copy, and the
    /// refresh token for months. Users end that by removing the app at <https://www.spotify.com/account/apps/>.
    ///
    /// # Errors
    /// [`ErrorKind::Cache`](crate::ErrorKind::Cache) when the cache could not be cleared; memory is. A shared cache is then told as soon
    /// as it can be, for as long as this process lives, and until then nobody here is logged in.
    pub fn logout(&self) -> Action<()> {
        let auth = self.clone();
        Action::new(async move { auth.0.manager.logout().await })
    }

    /// When the refresh token dies at the earliest, six months after the user's authorization; `None` before the first token of this
    /// provider, or where nobody recorded when the user authorized.
    #[must_use]
    pub fn refresh_token_expires_at(&self) -> Option<SystemTime> {
        self.0.manager.refresh_token_expires_at()
    }

    /// Requested scopes that the current login was not granted (RFC 6749 section 3.3). Empty before the first token.
    #[must_use]
    pub fn missing_scopes(&self) -> Scopes {
        match self.0.manager.known() {
            Some(token) if token.scope().is_some() => self.scopes().missing_from(&token.scopes()),
            _ => Scopes::none(),
        }
    }

    /// The token in the cache as it stands, whether or not it works; nothing is renewed.
    ///
    /// # Errors
    /// [`ErrorKind::Cache`](crate::ErrorKind::Cache) when it can't be read.
    pub fn stored_token(&self) -> Action<Option<TokenInfo>> {
        let auth = self.clone();
        Action::new(async move { auth.0.manager.stored().await })
    }

    /// Gives up `token` if it is still the current one, so that the next call renews it.
    pub fn invalidate(&self, token: &AccessToken) {
        self.0.manager.invalidate(token);
    }

    /// Ends the provider: a renewal under way is waited for (two seconds at most), later calls fail with
    /// [`ErrorKind::Closed`](crate::ErrorKind::Closed). The login stays in the cache. While clients use it, the last one's closing does it.
    ///
    /// Needed only at the end of a program, and for one of many users not at all: [`UserLogins::close`](crate::auth::UserLogins::close) ends
    /// them together.
    ///
    /// # Errors
    /// None; closing twice is fine.
    pub fn close(&self) -> Action<()> {
        let auth = self.clone();
        Action::new(async move {
            auth.end().await;
            Ok(())
        })
    }

    /// The redirect URI.
    #[must_use]
    pub fn redirect_uri(&self) -> &RedirectUri {
        &self.0.app.redirect_uri
    }

    /// The scopes that are asked for.
    #[must_use]
    pub fn scopes(&self) -> &Scopes {
        &self.0.manager.settings().scopes
    }

    pub(crate) fn shows_dialog(&self) -> bool {
        self.0.app.show_dialog
    }

    pub(crate) fn clock(&self) -> &crate::clock::SharedClock {
        &self.0.manager.settings().attempts.clock
    }

    /// Where authorization responses come from, for comparing `iss` (RFC 9207).
    pub(crate) fn issuer(&self) -> &str {
        self.0.manager.settings().accounts.origin()
    }
}

impl fmt::Debug for AuthorizationCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AuthorizationCode")
            .field("redirect_uri", &self.0.app.redirect_uri)
            .field("scopes", self.scopes())
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
