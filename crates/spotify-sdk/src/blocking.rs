//! The same client for code that blocks.
//!
//! A call runs on the thread that makes it; inside tokio, where that would panic, a background runtime runs it and the thread waits.
//! Providers serve both worlds: their operations are awaited in async code and waited for with
//! [`Action::wait`](crate::auth::Action::wait) here.

use std::fmt;

pub use crate::call::blocking::{Pages, Rows};

use crate::auth::AuthProvider;
use crate::client::SpotifyClientBuilder;
use crate::endpoint::{CallOptions, Callable, Endpoint, QuotaMode};
use crate::error::Result;
use crate::runtime::block_on;

/// Calls the Web API and waits for the answers. Clones are handles to the same client.
///
/// ```no_run
/// use spotify_sdk::blocking::SpotifyClient;
///
/// let client = SpotifyClient::from_access_token("your-access-token")?;
/// let album = client.albums().get("5K79FLRUCSysQnVESLcTdb").send()?;
/// println!("{} by {}", album.name, album.artists[0].name);
/// client.close();
/// # Ok::<(), spotify_sdk::Error>(())
/// ```
#[derive(Clone)]
pub struct SpotifyClient(crate::SpotifyClient);

impl SpotifyClient {
    /// See [`SpotifyClient::new`](crate::SpotifyClient::new).
    pub fn new(auth: impl AuthProvider) -> Self {
        crate::SpotifyClient::new(auth).into()
    }

    /// See [`SpotifyClient::from_access_token`](crate::SpotifyClient::from_access_token).
    ///
    /// # Errors
    /// As there.
    pub fn from_access_token(access_token: impl Into<String>) -> Result<Self> {
        crate::SpotifyClient::from_access_token(access_token).map(Self)
    }

    /// See [`SpotifyClient::from_client_credentials`](crate::SpotifyClient::from_client_credentials).
    ///
    /// # Errors
    /// As there.
    pub fn from_client_credentials(
        client_id: impl Into<String>,
        client_secret: impl Into<String>,
    ) -> Result<Self> {
        crate::SpotifyClient::from_client_credentials(client_id, client_secret).map(Self)
    }

    /// See [`SpotifyClient::from_env`](crate::SpotifyClient::from_env).
    ///
    /// # Errors
    /// As there.
    pub fn from_env() -> Result<Self> {
        crate::SpotifyClient::from_env().map(Self)
    }

    /// A builder with every option; end it with [`build_blocking`](SpotifyClientBuilder::build_blocking).
    pub fn builder() -> SpotifyClientBuilder {
        crate::SpotifyClient::builder()
    }

    /// See [`SpotifyClient::with_auth`](crate::SpotifyClient::with_auth).
    #[must_use]
    pub fn with_auth(&self, auth: impl AuthProvider) -> Self {
        Self(self.0.with_auth(auth))
    }

    /// Sends an operation and reads its answer, in as many requests as it takes. The services do this for you; it is public
    /// for operations made by hand.
    ///
    /// # Errors
    /// What is described with the operation, and what all calls have in common: see [`ErrorKind`](crate::ErrorKind).
    pub fn run<E: Callable>(&self, call: E) -> Result<E::Output> {
        self.run_with(call, CallOptions::default())
    }

    /// The same with options of this call's own.
    ///
    /// # Errors
    /// Those of [`run`](Self::run), and [`InvalidArgument`](crate::ErrorKind::InvalidArgument) for options that can't work.
    pub fn run_with<E: Callable>(&self, call: E, options: CallOptions) -> Result<E::Output> {
        block_on(self.0.run_with(call, options))?
    }

    /// Several operations at once, until the last is answered.
    pub(crate) fn run_together<E: Endpoint>(
        &self,
        calls: Vec<(usize, E)>,
        options: &CallOptions,
    ) -> Vec<(usize, Result<E::Output>)> {
        let numbers: Vec<usize> = calls.iter().map(|(number, _)| *number).collect();
        block_on(self.0.clone().run_together(calls, options.clone()))
            .unwrap_or_else(|error| numbers.into_iter().map(|number| (number, Err(error.clone()))).collect())
    }

    pub(crate) fn quota_mode(&self) -> Option<QuotaMode> {
        self.0.quota_mode()
    }

    pub(crate) fn base_path(&self) -> String {
        self.0.base_path()
    }

    /// See [`SpotifyClient::clear_cool_down`](crate::SpotifyClient::clear_cool_down).
    pub fn clear_cool_down(&self) {
        self.0.clear_cool_down();
    }

    /// See [`SpotifyClient::close`](crate::SpotifyClient::close).
    pub fn close(&self) {
        let client = self.0.clone();
        // It can only fail where no runtime can be made; then nothing is under way either.
        let _ = block_on(async move { client.close().await });
    }
}

impl SpotifyClientBuilder {
    /// Checks the options and makes a client for code that blocks. Nothing is sent yet.
    ///
    /// # Errors
    /// Those of [`build`](Self::build).
    pub fn build_blocking(self) -> Result<SpotifyClient> {
        self.build().map(SpotifyClient::from)
    }
}

impl From<crate::SpotifyClient> for SpotifyClient {
    fn from(client: crate::SpotifyClient) -> Self {
        Self(client)
    }
}

impl From<SpotifyClient> for crate::SpotifyClient {
    fn from(client: SpotifyClient) -> Self {
        client.0
    }
}

impl fmt::Debug for SpotifyClient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
