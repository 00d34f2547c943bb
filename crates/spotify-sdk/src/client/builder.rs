//! Every option of a client.

use std::fmt;
use std::time::Duration;

use super::{Core, SpotifyClient};
use crate::attempt::{Attempts, GivenLimits};
use crate::auth::{AuthProvider, ClientCredentials, SharedProvider, StaticToken};
use crate::base_url::BaseUrl;
use crate::clock::{Clock, SharedClock};
use crate::endpoint::QuotaMode;
use crate::env::{Environment, names};
use crate::error::{Error, Result};
use crate::transport::{Network, SharedTransport, network_setters};

/// Largest answer of the Web API that is read, decompressed, unless set.
const LARGEST_BODY: usize = 32 * 1024 * 1024;

/// Makes a [`SpotifyClient`], or a [`blocking::SpotifyClient`](crate::blocking::SpotifyClient).
///
/// ```
/// use std::time::Duration;
/// use spotify_sdk::SpotifyClient;
///
/// let client = SpotifyClient::builder()
///     .access_token("your-access-token")
///     .timeout(Duration::from_secs(10))
///     .max_wait(Duration::from_secs(20))
///     .user_agent_suffix("my-app/1.0")
///     .build()?;
/// # Ok::<(), spotify_sdk::Error>(())
/// ```
#[must_use = "call `build` or `build_blocking`"]
pub struct SpotifyClientBuilder {
    access_token: Option<String>,
    client_credentials: Option<(Option<String>, Option<String>)>,
    provider: Option<SharedProvider>,
    api_base_url: Option<String>,
    accounts_base_url: Option<String>,
    limits: GivenLimits,
    largest_body: usize,
    quota_mode: Option<QuotaMode>,
    network: Network,
    pub(super) clock: SharedClock,
    environment: Environment,
}

/// Shows the options, and of the login only its kind.
impl fmt::Debug for SpotifyClientBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SpotifyClientBuilder")
            .field("has_access_token", &self.access_token.is_some())
            .field("has_client_credentials", &self.client_credentials.is_some())
            .field("has_provider", &self.provider.is_some())
            .field("limits", &self.limits)
            .field("largest_body", &self.largest_body)
            .field("quota_mode", &self.quota_mode)
            .field("network", &self.network)
            .finish_non_exhaustive()
    }
}

impl Default for SpotifyClientBuilder {
    fn default() -> Self {
        Self {
            access_token: None,
            client_credentials: None,
            provider: None,
            api_base_url: None,
            accounts_base_url: None,
            limits: GivenLimits::default(),
            largest_body: LARGEST_BODY,
            quota_mode: None,
            network: Network::default(),
            clock: SharedClock::default(),
            environment: Environment::default(),
        }
    }
}

impl SpotifyClientBuilder {
    /// One access token, used as it is and never refreshed.
    pub fn access_token(mut self, access_token: impl Into<String>) -> Self {
        self.access_token = Some(access_token.into());
        self
    }

    /// The app's id, for client credentials. The secret, if not given, comes from `SPOTIFY_SDK_CLIENT_SECRET`.
    pub fn client_id(mut self, client_id: impl Into<String>) -> Self {
        self.client_credentials.get_or_insert_default().0 = Some(client_id.into());
        self
    }

    /// The app's secret, for client credentials. The id, if not given, comes from `SPOTIFY_SDK_CLIENT_ID`.
    pub fn client_secret(mut self, client_secret: impl Into<String>) -> Self {
        self.client_credentials.get_or_insert_default().1 = Some(client_secret.into());
        self
    }

    /// Any provider: [`AuthorizationCode`](crate::auth::AuthorizationCode), or one of your own.
    #[doc(alias = "auth_provider")]
    pub fn auth(mut self, auth: impl AuthProvider) -> Self {
        self.provider = Some(SharedProvider::new(auth));
        self
    }

    /// Takes the login from variables: `SPOTIFY_SDK_ACCESS_TOKEN`, or else `SPOTIFY_SDK_CLIENT_ID` and `SPOTIFY_SDK_CLIENT_SECRET`.
    ///
    /// # Errors
    /// [`ErrorKind::Configuration`](crate::ErrorKind::Configuration), naming the variable that is missing.
    pub fn login_from_environment(mut self, environment: &Environment) -> Result<Self> {
        self.environment = environment.clone();
        match environment.get(names::ACCESS_TOKEN) {
            Some(token) => self.access_token = Some(token.trim().to_owned()),
            None => self.client_credentials = Some((None, None)),
        }
        Ok(self)
    }

    /// Where the Web API is; else `SPOTIFY_SDK_API_BASE_URL`, else `https://api.spotify.com/v1`. https, or http on a loopback address.
    pub fn api_base_url(mut self, url: impl Into<String>) -> Self {
        self.api_base_url = Some(url.into());
        self
    }

    /// Where the Accounts service is, for client credentials given here; else `SPOTIFY_SDK_ACCOUNTS_BASE_URL`. A provider has its own.
    pub fn accounts_base_url(mut self, url: impl Into<String>) -> Self {
        self.accounts_base_url = Some(url.into());
        self
    }

    /// How long one request may take to its last byte; else `SPOTIFY_SDK_TIMEOUT`, in seconds, else 30 seconds. With retries, a minute
    /// altogether, and the waits that Spotify asks for on top.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.limits.timeout = Some(timeout);
        self
    }

    /// How often a failed request is repeated; else `SPOTIFY_SDK_MAX_RETRIES`, else 3 times. What could be applied twice is repeated only
    /// when it was never sent. Also with 0 a request is sent again at once that the server says it left undone, and a safe one over whose
    /// connection no answer can come any more.
    pub fn max_retries(mut self, max_retries: u32) -> Self {
        self.limits.max_retries = Some(max_retries);
        self
    }

    /// The longest pause asked for by Spotify (429) that is sat out; else `SPOTIFY_SDK_MAX_WAIT`, in seconds, else 60 seconds. A longer
    /// one is an error at once.
    pub fn max_wait(mut self, max_wait: Duration) -> Self {
        self.limits.max_wait = Some(max_wait);
        self
    }

    /// The largest answer that is read, in bytes after decompression, 32 MiB unless set.
    pub fn largest_body(mut self, bytes: usize) -> Self {
        self.largest_body = bytes;
        self
    }

    /// The mode of the app in Spotify's dashboard. Unless set it is learnt: the first call that reads or saves several things at
    /// once is refused in Development Mode, and goes another way from then on. Told, it saves that one request; told
    /// [`Extended`](QuotaMode::Extended), a refusal stays an error, and lists are read in larger pages where only such apps may
    /// (search, an artist's albums). See [`Batched`](crate::endpoint::Batched).
    pub fn quota_mode(mut self, mode: QuotaMode) -> Self {
        self.quota_mode = Some(mode);
        self
    }

    network_setters!(network);

    /// Where time comes from; the system unless set. For tests.
    pub fn clock(mut self, clock: impl Clock) -> Self {
        self.clock = SharedClock::new(clock);
        self
    }

    /// Where variables come from; the process unless set.
    pub fn environment(mut self, environment: Environment) -> Self {
        self.environment = environment;
        self
    }

    /// Checks the options and makes the client. Nothing is sent yet.
    ///
    /// # Errors
    /// [`ErrorKind::Configuration`](crate::ErrorKind::Configuration) or [`InvalidArgument`](crate::ErrorKind::InvalidArgument): no login or more
    /// than one was given, a missing id or secret (the error names the variable), a base URL, proxy or certificate that can't be used.
    pub fn build(mut self) -> Result<SpotifyClient> {
        // One transport for the client and a login of its own.
        let transport = std::mem::take(&mut self.network).resolve(&self.environment)?;
        self.network = Network::by(transport.clone());
        if self.largest_body == 0 {
            return Err(Error::invalid_argument(
                "the largest body is zero bytes: no answer could ever be read",
            ));
        }
        let provider = self.provider(transport)?;
        let clock = self.clock.clone();
        let core = self.core()?;
        Ok(SpotifyClient::assemble(Ok(core), provider, None, clock))
    }

    /// Everything but the login.
    pub(super) fn core(self) -> Result<Core> {
        let (timeout, policy) = self.limits.resolve(&self.environment)?;
        let api = BaseUrl::api(self.api_base_url.as_deref(), &self.environment)?;
        Ok(Core {
            api,
            quota_mode: self.quota_mode,
            attempts: Attempts {
                transport: self.network.resolve(&self.environment)?,
                clock: self.clock,
                policy,
                timeout,
                largest_body: self.largest_body,
            },
        })
    }

    fn provider(&mut self, transport: SharedTransport) -> Result<SharedProvider> {
        match (self.provider.take(), self.access_token.take(), self.client_credentials.take()) {
            (Some(_), None, None) if self.accounts_base_url.is_some() => Err(Error::configuration(
                "accounts_base_url is for client credentials given to this builder, and a provider was given",
            )
            .with_advice("Set accounts_base_url on the provider's builder")),
            (Some(provider), None, None) => Ok(provider),
            (None, Some(token), None) => Ok(SharedProvider::new(StaticToken::new(token)?)),
            (None, None, Some((client_id, client_secret))) => {
                let is_from_environment = client_id.is_none() && client_secret.is_none();
                let mut auth = ClientCredentials::builder()
                    .limits(self.limits)
                    .shared_clock(self.clock.clone())
                    .shared_transport(transport)
                    .environment(self.environment.clone());
                if let Some(client_id) = client_id {
                    auth = auth.client_id(client_id);
                }
                if let Some(client_secret) = client_secret {
                    auth = auth.client_secret(client_secret);
                }
                if let Some(url) = self.accounts_base_url.take() {
                    auth = auth.accounts_base_url(url);
                }
                let auth = auth.build().map_err(|error| match error.advice() {
                    Some(advice) if is_from_environment => {
                        let advice =
                            format!("{advice}. An access token in {} would do as well", names::ACCESS_TOKEN);
                        error.with_advice(advice)
                    }
                    _ => error,
                })?;
                Ok(SharedProvider::new(auth))
            }
            (None, None, None) => Err(Error::configuration(
                "no login: an access token, client credentials or a provider is required",
            )
            .with_advice("Call access_token(), client_id() and client_secret(), or auth() on the builder")),
            _ => Err(Error::configuration(
                "more than one login: give one of access token, client credentials and provider",
            )),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ErrorKind;

    #[test]
    fn an_accounts_service_that_nobody_would_ask_is_an_error() {
        let token = StaticToken::new("token").unwrap();
        let builder = SpotifyClient::builder().auth(token).accounts_base_url("http://127.0.0.1:1");
        let error = builder.build().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Configuration);
        assert!(error.to_string().contains("provider's builder"), "{error}");
    }
}
