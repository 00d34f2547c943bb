//! What the tests share: a sandbox, and providers and clients that live in its time.

pub(crate) mod http2_server;
pub(crate) mod operations;
pub(crate) mod raw_server;

use std::future::Future;
#[cfg(target_os = "linux")]
use std::io::Write as _;
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use spotify_sandbox::Sandbox;
use spotify_sdk::auth::{
    AuthorizationCode, AuthorizationCodeBuilder, ClientCredentials, ClientCredentialsBuilder,
};
use spotify_sdk::clock::{Clock, ManualClock, Sleep};
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
    crate::secrets::log::to_file_if_asked();
    ClientCredentials::builder()
        .client_id(sandbox.client_id())
        .client_secret(sandbox.client_secret())
        .accounts_base_url(sandbox.accounts_base_url())
        .clock(SandboxTime::of(sandbox))
        .environment(Environment::empty())
}

/// An authorization-code provider for the sandbox's first app, in its time; no environment.
pub(crate) fn authorization_code(sandbox: &Sandbox) -> AuthorizationCodeBuilder {
    crate::secrets::log::to_file_if_asked();
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
    crate::secrets::log::to_file_if_asked();
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

/// A client with a fixed token for a server that is no sandbox, in time that no test waits for.
pub(crate) fn raw_client(base_url: impl Into<String>, clock: &ManualClock) -> SpotifyClientBuilder {
    crate::secrets::log::to_file_if_asked();
    SpotifyClient::builder()
        .api_base_url(base_url)
        .access_token("sandbox-access-fixed-token")
        .clock(clock.clone())
        .environment(Environment::empty())
}

/// A clock whose sleeps are over at once.
pub(crate) fn quick_clock() -> ManualClock {
    ManualClock::new().auto_advance()
}

/// Far more than anything here takes on a busy machine: what is not over by then hangs.
pub(crate) const HANG: Duration = Duration::from_secs(60);

/// The result of `future`, which must not hang.
pub(crate) async fn in_time<T>(future: impl Future<Output = T>) -> T {
    tokio::time::timeout(HANG, future).await.expect("it hangs")
}

/// Says past libtest's capture, and in the summary of a run on GitHub, what is not shown here. It does not fail: few containers may mount or have
/// networks of their own, and nothing that could be installed changes that.
#[cfg(target_os = "linux")]
pub(crate) fn not_here(what: &str) {
    let line = format!("not shown here: {what}\n");
    let _ = std::io::stderr().write_all(line.as_bytes());
    if let Some(summary) = std::env::var_os("GITHUB_STEP_SUMMARY") {
        let summary = std::fs::OpenOptions::new().append(true).create(true).open(summary);
        let _ = summary.and_then(|mut summary| summary.write_all(format!("- {line}").as_bytes()));
    }
}

/// Waits until `condition` holds, which other threads bring about.
pub(crate) fn eventually(what: &str, mut condition: impl FnMut() -> bool) {
    let start = std::time::Instant::now();
    while !condition() {
        assert!(start.elapsed() < HANG, "never happened: {what}");
        std::thread::sleep(Duration::from_millis(1));
    }
}
