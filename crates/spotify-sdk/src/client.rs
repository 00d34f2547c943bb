//! The client: how an operation of the Web API is called.

mod builder;
mod driving;
mod sending;

use std::fmt;
use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::attempt::Attempts;
use crate::auth::SharedProvider;
use crate::auth::{AuthProvider, ClientCredentials, StaticToken};
use crate::base_url::BaseUrl;
use crate::endpoint::{Access, CallOptions, Callable, Endpoint, QuotaMode, Step};
use crate::env::Environment;
use crate::error::{Error, ErrorKind, Result};
use crate::gate::{Gate, SharedPauses};
use crate::panics::caught_in;
use crate::runtime::on_tokio;
pub use builder::SpotifyClientBuilder;
pub(crate) use driving::UnderWay;

/// Calls the Web API. Clones are handles to the same client: the same login, connections and rate-limit gate.
///
/// ```no_run
/// use spotify_sdk::SpotifyClient;
///
/// # async fn example() -> spotify_sdk::Result<()> {
/// let client = SpotifyClient::from_client_credentials("your-client-id", "your-client-secret")?;
/// let album = client.albums().get("4aawyAB9vmqN3uQ7FjRGTy").market("SE").await?;
/// println!("{} by {}", album.name, album.artists[0].name);
/// client.close().await;
/// # Ok(()) }
/// ```
///
/// For code that blocks there is [`blocking::SpotifyClient`](crate::blocking::SpotifyClient).
#[derive(Clone)]
#[doc(alias = "AsyncSpotifyClient")]
pub struct SpotifyClient(Arc<Shared>);

struct Shared {
    core: Result<Core>,
    provider: SharedProvider,
    gate: Gate,
    /// The gate's pauses as other processes see them.
    pauses: Option<SharedPauses>,
    /// What is known of this login's app; another login may be another app's.
    access: Access,
    closed: AtomicBool,
}

/// What clients for several logins have in common.
#[derive(Clone)]
struct Core {
    api: BaseUrl,
    attempts: Attempts,
    quota_mode: Option<QuotaMode>,
}

impl SpotifyClient {
    /// A client that gets its tokens from `auth`, with the default options. A variable in the environment that can't be used is
    /// reported by the first call; [`builder`](Self::builder) reports it at once.
    pub fn new(auth: impl AuthProvider) -> Self {
        let builder = Self::builder();
        let clock = builder.clock.clone();
        let core = builder.core();
        Self::assemble(core, SharedProvider::new(auth), None, clock)
    }

    /// A client for one access token, which is used as it is and never refreshed.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidArgument`](crate::ErrorKind::InvalidArgument) when the token is empty or holds a character that no token has.
    pub fn from_access_token(access_token: impl Into<String>) -> Result<Self> {
        Self::builder().auth(StaticToken::new(access_token)?).build()
    }

    /// A client for the app itself, without a user.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidArgument`](crate::ErrorKind::InvalidArgument) for an id or secret that can't be one, and
    /// [`Configuration`](crate::ErrorKind::Configuration) for an empty one that no variable replaces.
    pub fn from_client_credentials(
        client_id: impl Into<String>,
        client_secret: impl Into<String>,
    ) -> Result<Self> {
        Self::builder().auth(ClientCredentials::new(client_id, client_secret)?).build()
    }

    /// A client for what the environment holds: `SPOTIFY_SDK_ACCESS_TOKEN`, or else `SPOTIFY_SDK_CLIENT_ID` and
    /// `SPOTIFY_SDK_CLIENT_SECRET`.
    ///
    /// # Errors
    /// [`ErrorKind::Configuration`](crate::ErrorKind::Configuration), naming the variable that is missing.
    pub fn from_env() -> Result<Self> {
        Self::builder().login_from_environment(&Environment::process())?.build()
    }

    /// A builder with every option.
    pub fn builder() -> SpotifyClientBuilder {
        SpotifyClientBuilder::default()
    }

    fn assemble(
        core: Result<Core>,
        provider: SharedProvider,
        relative: Option<&Self>,
        clock: crate::clock::SharedClock,
    ) -> Self {
        let relative = relative.map(|client| (&client.0.gate, client.0.pauses.as_ref()));
        let (gate, pauses) = match (&core, provider.client_id()) {
            (Ok(core), Some(client_id)) => {
                let origin = core.api.origin();
                let cool_downs = provider.cool_downs();
                let pauses = cool_downs.map(|cool_downs| SharedPauses::new(cool_downs, origin, client_id));
                (Gate::of_app(origin, client_id, &clock), pauses)
            }
            _ => (relative.map_or_else(|| Gate::new(clock), |(gate, _)| gate.clone()), None),
        };
        let pauses = pauses.or_else(|| SharedPauses::of_same_app(&gate, relative));
        provider.attach();
        let access = Access::new(core.as_ref().ok().and_then(|core| core.quota_mode));
        Self(Arc::new(Shared { core, provider, gate, pauses, access, closed: AtomicBool::new(false) }))
    }

    /// A client for another login, over the same connections. Closing either leaves the other open.
    ///
    /// It costs hardly anything, so a web application makes one for each request:
    /// `client.with_auth(logins.for_user(user_id))`, of [`UserLogins`](crate::auth::UserLogins).
    #[must_use]
    pub fn with_auth(&self, auth: impl AuthProvider) -> Self {
        let clock = match &self.0.core {
            Ok(core) => core.attempts.clock.clone(),
            Err(_) => crate::clock::SharedClock::default(),
        };
        Self::assemble(self.0.core.clone(), SharedProvider::new(auth), Some(self), clock)
    }

    /// Sends an operation and reads its answer, in as many requests as it takes. The services do this for you; it is public
    /// for operations made by hand. Dropping the future ends it: nothing more is sent.
    ///
    /// # Errors
    /// What is described with the operation, and what all calls have in common: see [`ErrorKind`].
    pub fn run<E: Callable>(&self, call: E) -> impl Future<Output = Result<E::Output>> + Send + 'static {
        self.run_with(call, CallOptions::default())
    }

    /// The same with options of this call's own.
    ///
    /// # Errors
    /// Those of [`run`](Self::run), and [`InvalidArgument`](ErrorKind::InvalidArgument) for options that can't work.
    pub fn run_with<E: Callable>(
        &self,
        call: E,
        options: CallOptions,
    ) -> impl Future<Output = Result<E::Output>> + Send + 'static {
        let client = self.clone();
        async move {
            client.0.check_open()?;
            options.check()?;
            let requests = call.requests(&client.0.access)?;
            driving::run(&client, requests, &options).await
        }
    }

    /// The app's mode, if it was told.
    pub(crate) fn quota_mode(&self) -> Option<QuotaMode> {
        self.0.core.as_ref().ok()?.quota_mode
    }

    /// The path of the API's base URL, such as `/v1`.
    pub(crate) fn base_path(&self) -> String {
        self.0.core.as_ref().map_or_else(|_| String::new(), |core| core.api.join("", None).path().to_owned())
    }

    /// Several operations at once, until the last is answered.
    pub(crate) async fn run_together<E: Endpoint>(
        self,
        calls: Vec<(usize, E)>,
        options: CallOptions,
    ) -> Vec<(usize, Result<E::Output>)> {
        let mut under_way = UnderWay::default();
        for (number, endpoint) in calls {
            under_way.push(number, self.run_with(endpoint, options.clone()));
        }
        let mut answers = Vec::new();
        while let Some(answer) = under_way.next().await {
            answers.push(answer);
        }
        answers
    }

    /// One request, until its outcome is final.
    fn send<S: Step>(
        &self,
        step: S,
        options: CallOptions,
    ) -> impl Future<Output = Result<S::Answer>> + Send + 'static {
        let client = self.clone();
        async move {
            let call = async move {
                client.0.check_open()?;
                let core = client.0.core.as_ref().map_err(Clone::clone)?;
                let gate = (&client.0.gate, client.0.pauses.as_ref());
                let call = sending::run(core, &client.0.provider, gate, &options, &step);
                caught_in("a custom provider or transport", call).await?
            };
            on_tokio(call).await?
        }
    }

    /// Forgets the cool-down after a 429, also for the processes that share it (see
    /// [`TokenCache::cool_downs`](crate::auth::TokenCache::cool_downs)); telling those takes some milliseconds, and up to two seconds when
    /// the cache is out of reach. Spotify may go on refusing.
    pub fn clear_cool_down(&self) {
        self.0.gate.clear();
        if let Some(pauses) = &self.0.pauses {
            pauses.clear(&self.0.gate);
        }
    }

    /// Ends this client and its clones: later calls fail with [`ErrorKind::Closed`]. Its provider is closed too, unless other clients still
    /// use it or it is one of many users', which [`UserLogins`](crate::auth::UserLogins) close. Connections close when the last client that shares them is gone.
    pub async fn close(&self) {
        if !self.0.closed.swap(true, Ordering::AcqRel) {
            let provider = self.0.provider.clone();
            // A custom provider that panics while it closes has closed, too.
            let _ = on_tokio(async move {
                provider.detach();
                provider.close().await;
            })
            .await;
        }
    }
}

impl Shared {
    fn check_open(&self) -> Result<()> {
        if self.closed.load(Ordering::Acquire) {
            return Err(Error::new(ErrorKind::Closed, "the client was closed").with_advice("Make a new one"));
        }
        Ok(())
    }
}

impl Drop for Shared {
    fn drop(&mut self) {
        if !*self.closed.get_mut() {
            self.provider.detach();
        }
    }
}

impl fmt::Debug for SpotifyClient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let api = self.0.core.as_ref().ok().map(|core| &core.api);
        f.debug_struct("SpotifyClient").field("api", &api).finish_non_exhaustive()
    }
}
