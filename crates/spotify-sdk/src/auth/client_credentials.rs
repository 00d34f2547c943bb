//! Client credentials (RFC 6749 section 4.4): the app itself, no user.

use std::future::Future;
use std::sync::Arc;

use crate::attempt::GivenLimits;
use crate::auth::manager::TokenManager;
use crate::auth::options::{Options, common_setters};
use crate::auth::{Action, AuthProvider, CoolDowns, Flow};
use crate::clock::SharedClock;
use crate::error::Result;
use crate::scope::Scopes;
use crate::secret::AccessToken;
use crate::transport::{Network, SharedTransport};

/// Fetches access tokens with the app's id and secret, and renews them. For public data: operations on a user's things (`/me/…`)
/// need [`AuthorizationCode`](crate::auth::AuthorizationCode).
///
/// Clones are handles to the same token.
///
/// ```no_run
/// use spotify_sdk::auth::ClientCredentials;
///
/// # async fn example() -> spotify_sdk::Result<()> {
/// let auth = ClientCredentials::new("your-client-id", "your-client-secret")?;
/// let token = auth.access_token().await?;         // in blocking code: auth.access_token().wait()?
/// # Ok(()) }
/// ```
#[derive(Debug, Clone)]
#[doc(alias = "AsyncClientCredentials")]
pub struct ClientCredentials {
    manager: TokenManager,
}

/// Makes a [`ClientCredentials`].
#[derive(Debug, Default)]
#[must_use = "call `build`"]
pub struct ClientCredentialsBuilder {
    options: Options,
}

impl ClientCredentials {
    /// A provider with the default options.
    ///
    /// # Errors
    /// See [`ClientCredentialsBuilder::build`].
    pub fn new(client_id: impl Into<String>, client_secret: impl Into<String>) -> Result<Self> {
        Self::builder().client_id(client_id).client_secret(client_secret).build()
    }

    /// A provider for the app that `SPOTIFY_SDK_CLIENT_ID` and `SPOTIFY_SDK_CLIENT_SECRET` name.
    ///
    /// # Errors
    /// See [`ClientCredentialsBuilder::build`].
    pub fn from_env() -> Result<Self> {
        Self::builder().build()
    }

    /// A builder with every option.
    pub fn builder() -> ClientCredentialsBuilder {
        ClientCredentialsBuilder::default()
    }

    /// The access token: from memory, else from the cache, else from Spotify.
    ///
    /// # Errors
    /// * [`ErrorKind::InvalidClient`](crate::ErrorKind::InvalidClient): the id or secret is wrong.
    /// * [`ErrorKind::Network`](crate::ErrorKind::Network), [`Timeout`](crate::ErrorKind::Timeout),
    ///   [`Server`](crate::ErrorKind::Server), [`RateLimited`](crate::ErrorKind::RateLimited): after the retries.
    /// * [`ErrorKind::InvalidResponse`](crate::ErrorKind::InvalidResponse): what answered was not Spotify.
    /// * [`ErrorKind::Closed`](crate::ErrorKind::Closed): after [`close`](Self::close).
    #[doc(alias = "get_access_token")]
    pub fn access_token(&self) -> Action<AccessToken> {
        match self.manager.cached() {
            Some(token) => Action::done(Ok(token)),
            None => {
                let manager = self.manager.clone();
                Action::new(async move { manager.access_token().await })
            }
        }
    }

    /// Gives up `token` if it is still the current one, so that the next call fetches another.
    pub fn invalidate(&self, token: &AccessToken) {
        self.manager.invalidate(token);
    }

    /// Ends the provider: a fetch under way is waited for (two seconds at most), later calls fail with
    /// [`ErrorKind::Closed`](crate::ErrorKind::Closed). While clients use it, the last one's closing does it.
    ///
    /// # Errors
    /// None; closing twice is fine.
    pub fn close(&self) -> Action<()> {
        let manager = self.manager.clone();
        Action::new(async move {
            manager.close().await;
            Ok(())
        })
    }
}

impl ClientCredentialsBuilder {
    common_setters!();

    pub(crate) fn shared_clock(mut self, clock: SharedClock) -> Self {
        self.options.clock = clock;
        self
    }

    pub(crate) fn limits(mut self, limits: GivenLimits) -> Self {
        self.options.limits = limits;
        self
    }

    pub(crate) fn shared_transport(mut self, transport: SharedTransport) -> Self {
        self.options.network = Network::by(transport);
        self
    }

    /// Checks the options and makes the provider. Nothing is sent yet.
    ///
    /// # Errors
    /// [`ErrorKind::Configuration`](crate::ErrorKind::Configuration) when the id or secret is missing (the error names the variable) or the
    /// base URL can't be used; [`ErrorKind::InvalidArgument`](crate::ErrorKind::InvalidArgument) for a zero timeout or a skew of an hour.
    pub fn build(mut self) -> Result<ClientCredentials> {
        let cache = self.options.cache.take().unwrap_or_default();
        let settings = self.options.into_settings(Flow::ClientCredentials, true, Scopes::none())?;
        Ok(ClientCredentials { manager: TokenManager::new(Arc::new(settings), cache, None) })
    }
}

impl AuthProvider for ClientCredentials {
    fn access_token(&self) -> impl Future<Output = Result<AccessToken>> + Send {
        self.manager.access_token()
    }

    fn cached_access_token(&self) -> Option<AccessToken> {
        self.manager.cached()
    }

    fn invalidate(&self, token: &AccessToken) {
        self.manager.invalidate(token);
    }

    fn flow(&self) -> Option<Flow> {
        Some(Flow::ClientCredentials)
    }

    fn client_id(&self) -> Option<&str> {
        Some(&self.manager.settings().client.client_id)
    }

    fn cool_downs(&self) -> Option<CoolDowns> {
        self.manager.cool_downs()
    }

    fn attach(&self) {
        self.manager.attach();
    }

    fn detach(&self) {
        self.manager.detach();
    }

    async fn close(&self) {
        self.manager.close().await;
    }
}
