//! What the tests share: a sandbox, and providers and clients that live in its time.

use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use spotify_sandbox::Sandbox;
use spotify_sdk::auth::{
    AuthorizationCode, AuthorizationCodeBuilder, ClientCredentials, ClientCredentialsBuilder,
};
use spotify_sdk::clock::{Clock, Sleep};
use spotify_sdk::{Environment, SpotifyClient, SpotifyClientBuilder};

/// The sandbox's time as the SDK's. A sleep moves it at once and is remembered.
#[derive(Clone)]
pub(crate) struct SandboxTime {
    clock: spotify_sandbox::Clock,
    start: SystemTime,
    slept: Arc<Mutex<Vec<Duration>>>,
}

impl SandboxTime {
    pub(crate) fn of(sandbox: &Sandbox) -> Self {
        let clock = sandbox.clock();
        // Begins a day in, so that nothing falls before the start when a test moves the time back a little.
        let start = clock.now() - Duration::from_secs(24 * 60 * 60);
        Self { clock, start, slept: Arc::default() }
    }

    pub(crate) fn slept(&self) -> Vec<Duration> {
        self.slept.lock().unwrap().clone()
    }
}

impl Clock for SandboxTime {
    fn now(&self) -> SystemTime {
        self.clock.now()
    }

    fn monotonic(&self) -> Duration {
        self.clock.now().duration_since(self.start).unwrap_or_default()
    }

    fn sleep(&self, duration: Duration) -> Sleep {
        self.slept.lock().unwrap().push(duration);
        self.clock.advance(duration);
        Box::pin(std::future::ready(()))
    }
}

/// A client-credentials provider for the sandbox's first app, in its time; no environment.
pub(crate) fn client_credentials(sandbox: &Sandbox) -> ClientCredentialsBuilder {
    ClientCredentials::builder()
        .client_id(sandbox.client_id())
        .client_secret(sandbox.client_secret())
        .accounts_base_url(sandbox.accounts_base_url())
        .clock(SandboxTime::of(sandbox))
        .environment(Environment::empty())
}

/// An authorization-code provider for the sandbox's first app, in its time; no environment.
pub(crate) fn authorization_code(sandbox: &Sandbox) -> AuthorizationCodeBuilder {
    AuthorizationCode::builder()
        .client_id(sandbox.client_id())
        .client_secret(sandbox.client_secret())
        .redirect_uri(sandbox.redirect_uri())
        .accounts_base_url(sandbox.accounts_base_url())
        .clock(SandboxTime::of(sandbox))
        .environment(Environment::empty())
}

/// A client for the sandbox, in its time; it still needs a login.
pub(crate) fn client(sandbox: &Sandbox) -> SpotifyClientBuilder {
    SpotifyClient::builder()
        .api_base_url(sandbox.api_base_url())
        .clock(SandboxTime::of(sandbox))
        .environment(Environment::empty())
}

/// Logs the sandbox's first user in through the authorization endpoint.
pub(crate) async fn log_in(sandbox: &Sandbox, auth: &AuthorizationCode) -> spotify_sdk::auth::TokenInfo {
    let request = auth.authorization_request().unwrap();
    let callback = sandbox.approve(request.authorization_url()).unwrap();
    auth.complete_authorization(request, &callback).await.unwrap()
}
