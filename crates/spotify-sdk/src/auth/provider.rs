//! Where a client gets its access tokens.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use crate::auth::Flow;
use crate::cool_downs::CoolDowns;
use crate::error::Result;
use crate::secret::AccessToken;

/// Gives a client its access tokens. [`StaticToken`](crate::auth::StaticToken), [`ClientCredentials`](crate::auth::ClientCredentials) and
/// [`AuthorizationCode`](crate::auth::AuthorizationCode) are providers; [`access_token`](Self::access_token) is all that one of your own
/// needs, written as a plain `async fn`.
///
#[cfg_attr(feature = "client", doc = "```")]
#[cfg_attr(not(feature = "client"), doc = "```ignore")]
/// use spotify_sdk::{AccessToken, Result, SpotifyClient, auth::AuthProvider};
///
/// struct FromOurVault;
///
/// impl AuthProvider for FromOurVault {
///     async fn access_token(&self) -> Result<AccessToken> {
///         AccessToken::new("your-access-token")
///     }
/// }
///
/// let client = SpotifyClient::new(FromOurVault);
/// ```
///
/// It is asked before every request, so it should keep the token while the token lives.
#[doc(alias = "AsyncAuthProvider")]
pub trait AuthProvider: Send + Sync + 'static {
    /// The access token to send now.
    ///
    /// # Errors
    /// Whatever keeps it from having one; [`Error::new`](crate::Error::new) makes errors of your own.
    #[doc(alias = "get_access_token")]
    fn access_token(&self) -> impl Future<Output = Result<AccessToken>> + Send;

    /// The token, when it can be had without waiting.
    fn cached_access_token(&self) -> Option<AccessToken> {
        None
    }

    /// Spotify refused `token` with a 401. The client then asks once more, and repeats the request if it gets another token.
    /// Only that token is to be given up: a later one may have replaced it already.
    fn invalidate(&self, token: &AccessToken) {
        let _ = token;
    }

    /// How the tokens are obtained, where that is known: with [`Flow::ClientCredentials`] operations that need a user fail before any
    /// request is sent.
    fn flow(&self) -> Option<Flow> {
        None
    }

    /// Whose rate limit the requests count against: Spotify counts per app.
    fn client_id(&self) -> Option<&str> {
        None
    }

    /// Where its clients share the pauses that Spotify asks for with other processes: [`TokenCache::cool_downs`](crate::auth::TokenCache::cool_downs)
    /// of its cache. They are an app's, so this counts only beside a [`client_id`](Self::client_id).
    fn cool_downs(&self) -> Option<CoolDowns> {
        None
    }

    /// A client begins to use this provider.
    fn attach(&self) {}

    /// A client that was attached was closed or dropped.
    fn detach(&self) {}

    /// Releases what the provider holds. Called when a client that uses it is closed, after [`detach`](Self::detach).
    fn close(&self) -> impl Future<Output = ()> + Send {
        async {}
    }
}

macro_rules! forward {
    () => {
        fn access_token(&self) -> impl Future<Output = Result<AccessToken>> + Send {
            P::access_token(self)
        }

        fn cached_access_token(&self) -> Option<AccessToken> {
            P::cached_access_token(self)
        }

        fn invalidate(&self, token: &AccessToken) {
            P::invalidate(self, token);
        }

        fn flow(&self) -> Option<Flow> {
            P::flow(self)
        }

        fn client_id(&self) -> Option<&str> {
            P::client_id(self)
        }

        fn cool_downs(&self) -> Option<CoolDowns> {
            P::cool_downs(self)
        }

        fn attach(&self) {
            P::attach(self);
        }

        fn detach(&self) {
            P::detach(self);
        }

        fn close(&self) -> impl Future<Output = ()> + Send {
            P::close(self)
        }
    };
}

impl<P: AuthProvider> AuthProvider for Arc<P> {
    forward!();
}

impl<P: AuthProvider> AuthProvider for Box<P> {
    forward!();
}

/// The object-safe twin of [`AuthProvider`].
trait Erased: Send + Sync {
    fn access_token(&self) -> Pin<Box<dyn Future<Output = Result<AccessToken>> + Send + '_>>;
    fn cached_access_token(&self) -> Option<AccessToken>;
    fn invalidate(&self, token: &AccessToken);
    fn flow(&self) -> Option<Flow>;
    fn client_id(&self) -> Option<&str>;
    fn cool_downs(&self) -> Option<CoolDowns>;
    fn attach(&self);
    fn detach(&self);
    fn close(&self) -> Pin<Box<dyn Future<Output = ()> + Send + '_>>;
}

impl<P: AuthProvider> Erased for P {
    fn access_token(&self) -> Pin<Box<dyn Future<Output = Result<AccessToken>> + Send + '_>> {
        Box::pin(AuthProvider::access_token(self))
    }

    fn cached_access_token(&self) -> Option<AccessToken> {
        AuthProvider::cached_access_token(self)
    }

    fn invalidate(&self, token: &AccessToken) {
        AuthProvider::invalidate(self, token);
    }

    fn flow(&self) -> Option<Flow> {
        AuthProvider::flow(self)
    }

    fn client_id(&self) -> Option<&str> {
        AuthProvider::client_id(self)
    }

    fn cool_downs(&self) -> Option<CoolDowns> {
        AuthProvider::cool_downs(self)
    }

    fn attach(&self) {
        AuthProvider::attach(self);
    }

    fn detach(&self) {
        AuthProvider::detach(self);
    }

    fn close(&self) -> Pin<Box<dyn Future<Output = ()> + Send + '_>> {
        Box::pin(AuthProvider::close(self))
    }
}

/// Any provider, its type forgotten, shared by the clones of one client.
#[derive(Clone)]
pub(crate) struct SharedProvider(Arc<dyn Erased>);

impl SharedProvider {
    pub(crate) fn new(provider: impl AuthProvider) -> Self {
        Self(Arc::new(provider))
    }

    pub(crate) async fn access_token(&self) -> Result<AccessToken> {
        match self.0.cached_access_token() {
            Some(token) => Ok(token),
            None => self.0.access_token().await,
        }
    }

    pub(crate) fn invalidate(&self, token: &AccessToken) {
        self.0.invalidate(token);
    }

    pub(crate) fn flow(&self) -> Option<Flow> {
        self.0.flow()
    }

    pub(crate) fn client_id(&self) -> Option<&str> {
        self.0.client_id()
    }

    pub(crate) fn cool_downs(&self) -> Option<CoolDowns> {
        self.0.cool_downs()
    }

    pub(crate) fn attach(&self) {
        self.0.attach();
    }

    pub(crate) fn detach(&self) {
        self.0.detach();
    }

    pub(crate) async fn close(&self) {
        self.0.close().await;
    }
}

impl fmt::Debug for SharedProvider {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AuthProvider")
    }
}
