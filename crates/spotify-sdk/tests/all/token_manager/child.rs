//! Other processes: this test binary, started again to play a part with a provider of its own.
//!
//! A child lives in the sandbox's time as it was when the child began; `advance` on standard input moves it on. What it has to say it
//! says on standard error, one line each.

use std::env;
use std::io;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use spotify_sandbox::Sandbox;
use spotify_sdk::auth::{
    AuthorizationCode, AuthorizationCodeBuilder, CacheError, CacheLock, ClientCredentials, FileTokenCache,
    TokenCache, TokenInfo,
};
use spotify_sdk::clock::WallClock;
use spotify_sdk::transport::{HttpTransport, Limits, Transport, TransportError};
use spotify_sdk::{Environment, ErrorKind};

pub(crate) use crate::file_cache::child::Actor;

const PART: &str = "TOKEN_MANAGER_PART";
const BASE_URL: &str = "TOKEN_MANAGER_BASE_URL";
const CLIENT: &str = "TOKEN_MANAGER_CLIENT";
const AHEAD: &str = "TOKEN_MANAGER_AHEAD";
const PATH: &str = "TOKEN_MANAGER_PATH";

/// The command that starts a child with a part to play, as the sandbox's first app, with the token cache at `path`.
pub(crate) fn command(part: &str, sandbox: &Sandbox, path: Option<&Path>) -> Command {
    let ahead = sandbox.now().duration_since(SystemTime::now()).unwrap_or_default();
    let mut command = Command::new(env::current_exe().unwrap());
    command.args([
        "--exact",
        "token_manager::child::plays_a_part",
        "--ignored",
        "--nocapture",
        "--test-threads=1",
    ]);
    command.env(PART, part).env(BASE_URL, sandbox.base_url()).env(AHEAD, ahead.as_millis().to_string());
    command.env(CLIENT, format!("{} {}", sandbox.client_id(), sandbox.client_secret()));
    command.env(PATH, path.unwrap_or(Path::new("unused")));
    command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::piped());
    command
}

/// The system's clock, so many milliseconds ahead.
#[derive(Clone)]
struct Ahead(Arc<AtomicI64>);

impl Ahead {
    fn clock(&self) -> impl spotify_sdk::clock::Clock {
        let ahead = self.0.clone();
        WallClock::new(move || {
            SystemTime::now() + Duration::from_millis(ahead.load(Ordering::SeqCst).unsigned_abs())
        })
    }

    fn advance(&self, by: Duration) {
        self.0.fetch_add(i64::try_from(by.as_millis()).unwrap(), Ordering::SeqCst);
    }
}

fn say(line: impl std::fmt::Display) {
    eprintln!("{line}");
}

fn hear() -> String {
    let mut line = String::new();
    io::stdin().read_line(&mut line).unwrap();
    line.trim_end().to_owned()
}

const HOUR: Duration = Duration::from_secs(3600);

#[test]
#[ignore = "not a test: what the other tests start as a process of its own"]
fn plays_a_part() {
    let (Ok(part), Ok(base_url), Ok(path)) = (env::var(PART), env::var(BASE_URL), env::var(PATH)) else {
        return;
    };
    let client = env::var(CLIENT).unwrap();
    let (id, secret) = client.split_once(' ').unwrap();
    let time = Ahead(Arc::new(AtomicI64::new(env::var(AHEAD).unwrap().parse().unwrap())));
    let provider = || -> AuthorizationCodeBuilder {
        AuthorizationCode::builder()
            .client_id(id)
            .client_secret(secret)
            .redirect_uri("http://127.0.0.1/callback")
            .accounts_base_url(&*base_url)
            .clock(time.clock())
            .environment(Environment::empty())
    };
    let file = FileTokenCache::new(path);
    match part.as_str() {
        "renew when told" => renew_when_told(&provider().token_cache(file).build().unwrap(), &time),
        "renew until killed" => {
            let auth = provider().token_cache(file).build().unwrap();
            say("renewing");
            loop {
                auth.access_token().wait().unwrap();
                time.advance(HOUR);
            }
        }
        "make a login and wait" => {
            let request = provider().build().unwrap().authorization_request().unwrap();
            say(serde_json::to_string(&request).unwrap());
            hear();
        }
        "complete a login" => {
            let auth = provider().token_cache(file).build().unwrap();
            let request = serde_json::from_str(&hear()).unwrap();
            match auth.complete_authorization(request, &hear()).wait() {
                Ok(token) => say(token.scope().unwrap_or_default()),
                Err(error) => say(error),
            }
        }
        "take a bomb" => take_a_bomb(id, secret, &base_url, &time),
        other => match other.strip_prefix("stop ") {
            Some(point) => {
                let stops = Stops(point.to_owned());
                let transport = StopsAround { transport: HttpTransport::default(), stops: stops.clone() };
                let cache = StopsAt { cache: file, stops: stops.clone() };
                let auth = provider().token_cache(cache).transport(transport).build().unwrap();
                let _ = auth.access_token().wait();
                stops.pass("given out");
            }
            None => panic!("no such part: {other}"),
        },
    }
}

/// At each `advance` an hour passes here; at each `renew` the access token is said.
fn renew_when_told(auth: &AuthorizationCode, time: &Ahead) {
    say("ready");
    loop {
        match &*hear() {
            "advance" => {
                time.advance(HOUR);
                say("advanced");
            }
            "renew" => match auth.access_token().wait() {
                Ok(token) => say(token.expose()),
                Err(error) => say(error),
            },
            _ => return,
        }
    }
}

/// Says by how many kilobytes the peak of memory rises over the second token request.
fn take_a_bomb(id: &str, secret: &str, base_url: &str, time: &Ahead) {
    let auth = ClientCredentials::builder()
        .client_id(id)
        .client_secret(secret)
        .accounts_base_url(base_url)
        .clock(time.clock())
        .environment(Environment::empty())
        .build()
        .unwrap();
    auth.access_token().wait().unwrap();
    let before = peak_memory();
    time.advance(HOUR);
    assert_eq!(auth.access_token().wait().unwrap_err().kind(), ErrorKind::InvalidResponse);
    say(peak_memory() - before);
}

fn peak_memory() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|line| line.starts_with("VmHWM:")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse().unwrap()
}

/// The point at which the process stands still, to be killed there.
#[derive(Clone)]
struct Stops(String);

impl Stops {
    fn pass(&self, point: &str) {
        if self.0 == point {
            say("stopped");
            loop {
                std::thread::park();
            }
        }
    }
}

struct StopsAround {
    transport: HttpTransport,
    stops: Stops,
}

impl Transport for StopsAround {
    async fn send(
        &self,
        request: http::Request<Bytes>,
        limits: Limits,
    ) -> Result<http::Response<Bytes>, TransportError> {
        self.stops.pass("before sending");
        let answer = self.transport.send(request, limits).await;
        self.stops.pass("answered");
        answer
    }
}

struct StopsAt {
    cache: FileTokenCache,
    stops: Stops,
}

impl TokenCache for StopsAt {
    async fn get(&self) -> Result<Option<TokenInfo>, CacheError> {
        let stored = self.cache.get().await;
        self.stops.pass("after reading");
        stored
    }

    async fn set(&self, token: &TokenInfo) -> Result<(), CacheError> {
        self.cache.set(token).await
    }

    async fn compare_and_set(
        &self,
        expected: Option<&TokenInfo>,
        token: &TokenInfo,
    ) -> Result<bool, CacheError> {
        self.stops.pass("before storing");
        let stored = self.cache.compare_and_set(expected, token).await;
        self.stops.pass("after storing");
        stored
    }

    async fn try_lock(&self) -> Result<CacheLock, CacheError> {
        self.stops.pass("before locking");
        let lock = self.cache.try_lock().await;
        self.stops.pass("after locking");
        lock
    }
}
