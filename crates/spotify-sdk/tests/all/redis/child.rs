//! Other hosts: this test binary, started again, with a provider and a clock of its own.
//!
//! A host lives in the sandbox's time as it was when it began, wrong by some minutes if told so; `advance` moves it on by as many seconds.
//! What it has to say it says on standard error, one line each.

use std::env;
use std::io;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, SystemTime};

use spotify_sandbox::Sandbox;
use spotify_sdk::auth::{AuthorizationCode, KeyedTokenCache as _, RedisTokenCache, TokenCache as _};
use spotify_sdk::clock::{Clock, WallClock};
use spotify_sdk::{Environment, SpotifyClient};

use super::server::Server;
pub(crate) use crate::file_cache::child::Actor as Host;

const PART: &str = "REDIS_PART";
const URL: &str = "REDIS_URL_OF_TEST";
const BASE_URL: &str = "REDIS_BASE_URL";
const CLIENT: &str = "REDIS_CLIENT";
const TIME: &str = "REDIS_TIME";

/// The command that starts a host whose clock is so many seconds ahead (behind, if negative) of everybody's.
pub(crate) fn command(part: &str, server: &Server, sandbox: &Sandbox, wrong: i64) -> Command {
    let ahead = sandbox.now().duration_since(SystemTime::now()).unwrap_or_default();
    let mut command = Command::new(env::current_exe().unwrap());
    command.args(["--exact", "redis::child::plays_a_part", "--ignored", "--nocapture", "--test-threads=1"]);
    command.env(PART, part).env(URL, server.url()).env(BASE_URL, sandbox.base_url());
    command.env(CLIENT, format!("{} {}", sandbox.client_id(), sandbox.client_secret()));
    command.env(TIME, format!("{} {}", ahead.as_millis(), wrong * 1000));
    command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::piped());
    command
}

/// The system's clock, shifted by so many milliseconds.
fn shifted(by: Arc<AtomicI64>) -> impl Clock {
    WallClock::new(move || {
        let by = by.load(Ordering::SeqCst);
        let distance = Duration::from_millis(by.unsigned_abs());
        if by < 0 { SystemTime::now() - distance } else { SystemTime::now() + distance }
    })
}

fn say(line: impl std::fmt::Display) {
    eprintln!("{line}");
}

fn hear() -> String {
    let mut line = String::new();
    io::stdin().read_line(&mut line).unwrap();
    line.trim_end().to_owned()
}

/// A host: what it is given in the environment.
struct Given {
    base_url: String,
    client: String,
    cache: RedisTokenCache,
    /// How far the provider's clock is ahead of the system's: the sandbox's time and the host's mistake.
    ahead: Arc<AtomicI64>,
}

impl Given {
    fn auth(&self, cache: RedisTokenCache) -> AuthorizationCode {
        let (id, secret) = self.client.split_once(' ').unwrap();
        AuthorizationCode::builder()
            .client_id(id)
            .client_secret(secret)
            .redirect_uri("http://127.0.0.1/callback")
            .accounts_base_url(&*self.base_url)
            .clock(shifted(self.ahead.clone()))
            .token_cache(cache)
            .environment(Environment::empty())
            .build()
            .unwrap()
    }

    fn client(&self) -> SpotifyClient {
        SpotifyClient::builder()
            .api_base_url(format!("{}/v1", self.base_url))
            .auth(self.auth(self.cache.clone()))
            .clock(shifted(self.ahead.clone()))
            .environment(Environment::empty())
            .build()
            .unwrap()
    }
}

#[test]
#[ignore = "not a test: what the other tests start as a process of its own"]
fn plays_a_part() {
    let (Ok(part), Ok(url), Ok(base_url)) = (env::var(PART), env::var(URL), env::var(BASE_URL)) else {
        return;
    };
    let time = env::var(TIME).unwrap();
    let (ahead, wrong) = time.split_once(' ').unwrap();
    let wrong: i64 = wrong.parse().unwrap();
    let ahead = Arc::new(AtomicI64::new(ahead.parse::<i64>().unwrap() + wrong));
    let cache = RedisTokenCache::new(&url, "token").unwrap().clock(shifted(Arc::new(AtomicI64::new(wrong))));
    let given = Given { base_url, client: env::var(CLIENT).unwrap(), cache, ahead };
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    runtime.block_on(async {
        match part.as_str() {
            "lock and wait" => {
                let _lock = given.cache.try_lock().await.unwrap();
                say("locked");
                hear();
            }
            "ask when told" => ask_when_told(&given).await,
            "renew when told" => renew_when_told(&given).await,
            other => panic!("no such part: {other}"),
        }
    });
}

/// At each `users tasks` that many tasks ask for each user's token, all at once; the different tokens of each user are said.
async fn renew_when_told(given: &Given) {
    let mut users = Vec::new();
    say("ready");
    loop {
        let line = hear();
        if let Some(seconds) = line.strip_prefix("advance ") {
            given.ahead.fetch_add(seconds.parse::<i64>().unwrap() * 1000, Ordering::SeqCst);
            say("advanced");
            continue;
        }
        let Some((count, tasks)) = line.split_once(' ') else { return };
        let (count, tasks): (usize, usize) = (count.parse().unwrap(), tasks.parse().unwrap());
        for user in users.len()..count {
            let cache = match count {
                1 => given.cache.clone(),
                _ => given.cache.for_key(&user.to_string()),
            };
            users.push(given.auth(cache));
        }
        let asked: Vec<Vec<_>> = users
            .iter()
            .map(|auth| (0..tasks).map(|_| tokio::spawn(auth.access_token().into_future())).collect())
            .collect();
        let mut said = Vec::new();
        for user in asked {
            let mut tokens = Vec::new();
            for task in user {
                tokens.push(match task.await.unwrap() {
                    Ok(token) => token.expose().to_owned(),
                    Err(error) => error.to_string(),
                });
            }
            tokens.dedup();
            said.push(tokens.join(","));
        }
        say(said.join(" "));
    }
}

/// At each line one request is sent, or not; what came of it is said.
async fn ask_when_told(given: &Given) {
    let mut client = given.client();
    say("ready");
    loop {
        match &*hear() {
            "ask" => match client.albums().get("4aawyAB9vmqN3uQ7FjRGTy").await {
                Ok(_) => say("answered"),
                Err(error) => {
                    let left = error.retry_after().unwrap_or_default().as_secs();
                    say(format_args!("{:?} {left} {}", error.kind(), error.status().unwrap_or_default()));
                }
            },
            "ask for saved" => match client.albums().get_saved().await {
                Ok(_) => say("answered"),
                Err(error) => say(format_args!("{:?}", error.kind())),
            },
            "clear" => {
                client.clear_cool_down();
                say("cleared");
            }
            "start again" => {
                client = given.client();
                say("started");
            }
            _ => return,
        }
    }
}
