//! The documents' Redis cache on a real server. Where there is no `redis-server`, `cargo xtask test` installs Debian's.

use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU16, Ordering};
use std::time::{Duration, Instant};

use spotify_sdk::auth::{TokenCache as _, TokenInfo};
use spotify_sdk_examples::guide::redis_cache::RedisTokenCache;

use crate::stage::{BOTH, Stage};

/// A server of its own, without persistence, that ends with the test.
pub(crate) struct Redis {
    server: Child,
    port: u16,
}

impl Redis {
    fn start() -> Option<Self> {
        // Below the ports that the system hands out by itself, so that no parallel test gets it before the server does.
        static SERVERS: AtomicU16 = AtomicU16::new(0);
        let own = SERVERS.fetch_add(1, Ordering::SeqCst) * 100;
        let start = 10_000 + u16::try_from(std::process::id() % 15_000).unwrap() + own;
        let port = (start..30_000).find(|port| TcpListener::bind(("127.0.0.1", *port)).is_ok()).unwrap();
        let server = Command::new("redis-server")
            .args(["--port", &port.to_string(), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"])
            .stdout(Stdio::null())
            .spawn();
        let redis = Self { server: server.ok()?, port };
        let deadline = Instant::now() + Duration::from_secs(10);
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            assert!(Instant::now() < deadline, "redis-server does not answer");
            std::thread::sleep(Duration::from_millis(10));
        }
        Some(redis)
    }

    /// One, or none where there is no such program. That is said, not hidden: `cargo xtask test` installs it where it may, and CI does.
    pub(crate) fn start_or_say_so() -> Option<Self> {
        let redis = Self::start();
        if redis.is_none() {
            eprintln!(
                "skipped: there is no redis-server on this machine (Debian: apt-get install redis-server)"
            );
        }
        redis
    }

    pub(crate) fn url(&self) -> String {
        format!("redis://127.0.0.1:{}", self.port)
    }
}

impl Drop for Redis {
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

#[test]
fn the_documents_redis_cache_keeps_the_login() {
    let Some(redis) = Redis::start_or_say_so() else { return };
    let url = redis.url();
    let stage = Stage::new();
    for form in BOTH {
        let output = stage.run("guide_11_redis_cache", form, &url);
        assert!(output.contains("logged in"), "{output}");
        stage.nothing_leaked(&output);
    }
    // One exchange: the second run found the login of the first.
    assert_eq!(stage.sandbox.journal().count("POST /api/token"), 1, "{}", stage.sandbox.journal());
}

#[test]
fn what_the_documents_recipe_loses_is_kept() {
    let Some(redis) = Redis::start_or_say_so() else { return };
    let cache = RedisTokenCache::new(&redis.url(), "token").unwrap();
    let expired = TokenInfo::new("an-access-token", 1.0).unwrap().with_refresh_token("a-refresh-token");
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let read = runtime.block_on(async {
        cache.set(&expired).await.expect("a token that has expired is stored, too");
        cache.get().await.unwrap()
    });
    assert_eq!(read, Some(expired));
    let mut connection = redis::Client::open(redis.url()).unwrap().get_connection().unwrap();
    let seconds: i64 = redis::Commands::ttl(&mut connection, "token").unwrap();
    assert!(seconds > 180 * 24 * 60 * 60, "the login outlives its access token: {seconds} s");
}

#[test]
fn fault_032_a_fleet_refreshes_once_for_each_user_and_expiry() {
    // The program starts a server of its own.
    let Some(_) = Redis::start_or_say_so() else { return };
    let output = Command::new(env!("CARGO_BIN_EXE_fleet")).args(["4", "16", "10", "2"]).output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(
        said.contains("4 hosts x 16 tasks x 10 users: 1.00 each"),
        "{said}{}",
        String::from_utf8_lossy(&output.stderr)
    );
    assert!(output.status.success());
    println!("{said}");
}
