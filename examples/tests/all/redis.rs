//! The documents' Redis cache on a real server. Where there is no `redis-server`, `cargo xtask test` installs Debian's.

use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::stage::{BOTH, Stage};

/// A server of its own, without persistence, that ends with the test.
struct Redis {
    server: Child,
    port: u16,
}

impl Redis {
    fn start() -> Option<Self> {
        // Below the ports that the system hands out by itself, so that no parallel test gets it before the server does.
        let start = 10_000 + u16::try_from(std::process::id() % 15_000).unwrap();
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
}

impl Drop for Redis {
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

#[test]
fn the_documents_redis_cache_keeps_the_login() {
    let Some(redis) = Redis::start() else {
        // Said, not hidden: `cargo xtask test` installs it where it may, and CI does.
        eprintln!("skipped: there is no redis-server on this machine (Debian: apt-get install redis-server)");
        return;
    };
    let url = format!("redis://127.0.0.1:{}", redis.port);
    let stage = Stage::new();
    for form in BOTH {
        let output = stage.run("guide_11_redis_cache", form, &url);
        assert!(output.contains("logged in"), "{output}");
        stage.nothing_leaked(&output);
    }
    // One exchange: the second run found the login of the first.
    assert_eq!(stage.sandbox.journal().count("POST /api/token"), 1, "{}", stage.sandbox.journal());
}
