//! The options that the token providers have in common.

use std::fmt;
use std::time::Duration;

use secrecy::SecretString;

use crate::attempt::{Attempts, GivenLimits};
use crate::auth::binding::{Binding, Flow};
use crate::auth::cache::SharedTokenCache;
use crate::auth::manager::{CoolDown, Settings};
use crate::base_url::BaseUrl;
use crate::clock::SharedClock;
use crate::env::{Environment, names};
use crate::error::{Error, Result};
use crate::oauth::ClientCredentialsSecret;
use crate::scope::Scopes;
use crate::secret::check_visible_ascii;
use crate::transport::Network;

/// Largest answer of the token endpoint, decompressed.
const LARGEST_TOKEN_ANSWER: usize = 64 * 1024;

/// Longest skew that makes sense: a token lives an hour.
const LONGEST_SKEW: Duration = Duration::from_secs(3600);

/// What a provider is built from.
pub(crate) struct Options {
    pub(crate) client_id: Option<String>,
    pub(crate) client_secret: Option<SecretString>,
    pub(crate) accounts_base_url: Option<String>,
    pub(crate) skew: Duration,
    pub(crate) spread: Duration,
    pub(crate) limits: GivenLimits,
    /// In memory unless set.
    pub(crate) cache: Option<SharedTokenCache>,
    pub(crate) network: Network,
    pub(crate) clock: SharedClock,
    pub(crate) environment: Environment,
}

/// Shows no secret, and no URL, which may hold one by mistake.
impl fmt::Debug for Options {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Options")
            .field("client_id", &self.client_id)
            .field("has_client_secret", &self.client_secret.is_some())
            .field("skew", &self.skew)
            .field("spread", &self.spread)
            .field("limits", &self.limits)
            .field("network", &self.network)
            .finish_non_exhaustive()
    }
}

impl Default for Options {
    fn default() -> Self {
        Self {
            client_id: None,
            client_secret: None,
            accounts_base_url: None,
            skew: Duration::from_secs(30),
            spread: Duration::ZERO,
            limits: GivenLimits::default(),
            cache: None,
            network: Network::default(),
            clock: SharedClock::default(),
            environment: Environment::default(),
        }
    }
}

impl Options {
    /// Checks everything but the cache, which needs no check. Nothing is read but the environment, nothing is sent.
    pub(crate) fn into_settings(self, flow: Flow, needs_secret: bool, scopes: Scopes) -> Result<Settings> {
        let client_id = self.client_id.clone().filter(|id| !id.trim().is_empty());
        let client_id = required(client_id, &self.environment, "client id", names::CLIENT_ID)?;
        check_visible_ascii("the client id", &client_id)?;
        let client_secret = if needs_secret {
            let explicit = self
                .client_secret
                .as_ref()
                .map(|secret| secrecy::ExposeSecret::expose_secret(secret).to_owned());
            let explicit = explicit.filter(|secret| !secret.trim().is_empty());
            let secret = required(explicit, &self.environment, "client secret", names::CLIENT_SECRET)?;
            check_visible_ascii("the client secret", &secret)?;
            Some(SecretString::from(secret))
        } else {
            None
        };
        let (timeout, policy) = self.limits.resolve(&self.environment)?;
        if self.skew >= LONGEST_SKEW {
            return Err(Error::invalid_argument(
                "the skew is an hour or more: every token would always count as expired",
            ));
        }
        if self.spread >= LONGEST_SKEW.saturating_sub(self.skew) {
            return Err(Error::invalid_argument(
                "skew and refresh_spread together are an hour or more: every token would always count as expired",
            ));
        }
        let accounts = BaseUrl::accounts(self.accounts_base_url.as_deref(), &self.environment)?;
        Ok(Settings {
            binding: Binding::new(accounts.origin(), &client_id, flow),
            cool_down: CoolDown::new(accounts.origin(), &client_id, &self.clock),
            client: ClientCredentialsSecret { client_id, client_secret },
            accounts,
            scopes,
            skew: self.skew,
            spread: self.spread,
            attempts: Attempts {
                transport: self.network.resolve(&self.environment)?,
                clock: self.clock,
                policy,
                timeout,
                largest_body: LARGEST_TOKEN_ANSWER,
            },
        })
    }
}

/// An argument, or else a variable, or else an error that says how to give it.
pub(crate) fn required(
    explicit: Option<String>,
    environment: &Environment,
    what: &str,
    name: &str,
) -> Result<String> {
    if let Some(value) = explicit.or_else(|| environment.get(name)) {
        return Ok(value.trim().to_owned());
    }
    let error = Error::configuration(format!("no {what}: neither given nor in {name}"));
    let own = name.trim_start_matches("SPOTIFY_SDK_");
    let others = ["SPOTIPY", "RSPOTIFY"].map(|library| format!("{library}_{own}"));
    Err(match others.iter().find(|other| environment.get(other).is_some()) {
        Some(other) => error.with_advice(format!("{other} is set; this library reads {name}, so set that to the same value")),
        None => error.with_advice(format!(
            "Set {name}, or give it to the builder; the app's page on developer.spotify.com/dashboard shows it"
        )),
    })
}

/// The setters that both builders have, documented once.
macro_rules! common_setters {
    () => {
        /// The app's client id; else `SPOTIFY_SDK_CLIENT_ID`.
        pub fn client_id(mut self, client_id: impl Into<String>) -> Self {
            self.options.client_id = Some(client_id.into());
            self
        }

        /// The app's client secret; else `SPOTIFY_SDK_CLIENT_SECRET`.
        pub fn client_secret(mut self, client_secret: impl Into<String>) -> Self {
            self.options.client_secret = Some(client_secret.into().into());
            self
        }

        /// Where the token is kept between runs; [`InMemoryTokenCache`](crate::auth::InMemoryTokenCache) unless set.
        pub fn token_cache(mut self, cache: impl $crate::auth::TokenCache) -> Self {
            self.options.cache = Some($crate::auth::cache::SharedTokenCache::new(cache));
            self
        }

        /// How long before its end a token is renewed: 30 seconds unless set; zero renews only what has expired.
        #[doc(alias = "skew_seconds")]
        pub fn skew(mut self, skew: std::time::Duration) -> Self {
            self.options.skew = skew;
            self
        }

        /// Renews up to this much earlier than the skew asks, by a random share that each provider draws once: many processes whose
        /// tokens end at the same moment then do not all ask at the same moment. Zero unless set.
        pub fn refresh_spread(mut self, spread: std::time::Duration) -> Self {
            self.options.spread = spread;
            self
        }

        /// How long one token request may take; else `SPOTIFY_SDK_TIMEOUT`, in seconds, else 30 seconds. With retries, a minute
        /// altogether. The renewal of a user's login waits three times as long for each answer: it may hold the only refresh token that is
        /// good from then on, and whoever gives up and asks again with the old one has lost the login. A caller may give up earlier, and loses
        /// nothing by it: the renewal goes on.
        pub fn timeout(mut self, timeout: std::time::Duration) -> Self {
            self.options.limits.timeout = Some(timeout);
            self
        }

        /// How often a failed token request is repeated; else `SPOTIFY_SDK_MAX_RETRIES`, else 3 times. The exchange of an authorization
        /// code is repeated only when it was never sent.
        pub fn max_retries(mut self, max_retries: u32) -> Self {
            self.options.limits.max_retries = Some(max_retries);
            self
        }

        /// The longest wait asked for by the token endpoint that is sat out; else `SPOTIFY_SDK_MAX_WAIT`, in seconds, else 60 seconds. A
        /// longer one is an error at once.
        pub fn max_wait(mut self, max_wait: std::time::Duration) -> Self {
            self.options.limits.max_wait = Some(max_wait);
            self
        }

        $crate::transport::network_setters!(options.network);

        /// Where the Accounts service is; else `SPOTIFY_SDK_ACCOUNTS_BASE_URL`, else `https://accounts.spotify.com`. https, or http on a
        /// loopback address.
        pub fn accounts_base_url(mut self, url: impl Into<String>) -> Self {
            self.options.accounts_base_url = Some(url.into());
            self
        }

        /// Where time comes from; the system unless set. For tests.
        pub fn clock(mut self, clock: impl $crate::clock::Clock) -> Self {
            self.options.clock = $crate::clock::SharedClock::new(clock);
            self
        }

        /// Where variables come from; the process unless set.
        pub fn environment(mut self, environment: $crate::Environment) -> Self {
            self.options.environment = environment;
            self
        }
    };
}
pub(crate) use common_setters;
