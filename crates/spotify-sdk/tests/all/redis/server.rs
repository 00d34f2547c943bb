//! A `redis-server` for a test, which can be killed and started again.

use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU16, Ordering};
use std::time::{Duration, Instant};

use redis::{Connection, ConnectionLike as _, FromRedisValue};
use spotify_sdk::auth::RedisTokenCache;
use tempfile::TempDir;

use crate::support::HANG;

/// It keeps what it holds in a file, as the servers do whose data matter, and ends with the test.
pub(crate) struct Server {
    process: Option<Child>,
    port: u16,
    folder: TempDir,
}

impl Server {
    /// One, or none where there is no such program; a CI that has none fails instead of skipping.
    pub(crate) fn start() -> Option<Self> {
        let mut server = Self { process: None, port: free_port(), folder: tempfile::tempdir().unwrap() };
        match server.command().spawn() {
            Ok(process) => server.process = Some(process),
            Err(error) if std::env::var("CI").is_ok_and(|ci| ci == "true" || ci == "1") => {
                panic!("there is no redis-server: {error}")
            }
            Err(error) => {
                eprintln!(
                    "skipped: there is no redis-server on this machine ({error}; Debian: apt-get install redis-server)"
                );
                return None;
            }
        }
        server.wait();
        Some(server)
    }

    fn command(&self) -> Command {
        let mut command = Command::new("redis-server");
        command.args(["--port", &self.port.to_string(), "--bind", "127.0.0.1", "--save", ""]);
        command.args(["--appendonly", "yes", "--appendfsync", "always", "--dir"]).arg(self.folder.path());
        command.stdout(Stdio::null());
        command
    }

    fn wait(&self) {
        let start = Instant::now();
        // It may refuse commands for a moment while it reads its file.
        while !self.try_connection().is_some_and(|mut connection| connection.check_connection()) {
            assert!(start.elapsed() < HANG, "redis-server does not answer");
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    /// Kills it, as a power cut does.
    pub(crate) fn kill(&mut self) {
        if let Some(mut process) = self.process.take() {
            process.kill().unwrap();
            process.wait().unwrap();
        }
    }

    /// Starts it again where it was.
    pub(crate) fn start_again(&mut self) {
        self.process = Some(self.command().spawn().unwrap());
        self.wait();
    }

    pub(crate) fn port(&self) -> u16 {
        self.port
    }

    pub(crate) fn url(&self) -> String {
        format!("redis://127.0.0.1:{}", self.port)
    }

    /// The cache in one entry.
    pub(crate) fn cache(&self) -> RedisTokenCache {
        RedisTokenCache::new(&self.url(), "token").unwrap()
    }

    fn try_connection(&self) -> Option<Connection> {
        TcpStream::connect(("127.0.0.1", self.port)).ok()?;
        redis::Client::open(self.url()).unwrap().get_connection().ok()
    }

    /// What another program says to the server.
    pub(crate) fn run<T: FromRedisValue>(&self, command: &[&str]) -> T {
        let mut connection = self.try_connection().unwrap();
        redis::cmd(command[0]).arg(&command[1..]).query(&mut connection).unwrap()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.kill();
    }
}

/// Below the ports that the system hands out by itself, and no other test's of this process.
pub(crate) fn free_port() -> u16 {
    static NEXT: AtomicU16 = AtomicU16::new(0);
    loop {
        let step = NEXT.fetch_add(1, Ordering::SeqCst);
        let port = 10_000 + (u16::try_from(std::process::id() % 19_000).unwrap() + step * 7) % 20_000;
        if TcpListener::bind(("127.0.0.1", port)).is_ok() {
            return port;
        }
    }
}
