//! A way to the server on which answers are late, and which may lead to another one.

use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicU16, AtomicU64, Ordering};
use std::time::Duration;

use spotify_sdk::auth::RedisTokenCache;

pub(crate) struct Proxy {
    port: u16,
    server: Arc<AtomicU16>,
    milliseconds: Arc<AtomicU64>,
}

impl Proxy {
    pub(crate) fn before(port: u16) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let here = listener.local_addr().unwrap().port();
        let milliseconds = Arc::new(AtomicU64::new(0));
        let delay = milliseconds.clone();
        let server = Arc::new(AtomicU16::new(port));
        let leads_to = server.clone();
        // Its threads end with the connections, and the last one with the process.
        std::thread::spawn(move || {
            for client in listener.incoming().flatten() {
                let Ok(server) = TcpStream::connect(("127.0.0.1", leads_to.load(Ordering::SeqCst))) else {
                    continue;
                };
                let (from_client, to_client) = (client.try_clone().unwrap(), client);
                let (from_server, to_server) = (server.try_clone().unwrap(), server);
                std::thread::spawn(move || copy(from_client, to_server, &AtomicU64::new(0)));
                let delay = delay.clone();
                std::thread::spawn(move || copy(from_server, to_client, &delay));
            }
        });
        Self { port: here, server, milliseconds }
    }

    /// From now on new connections lead to the server at `port`; those that there are stay, as after a failover.
    pub(crate) fn lead_to(&self, port: u16) {
        self.server.store(port, Ordering::SeqCst);
    }

    /// From now on each answer is so late.
    pub(crate) fn delay(&self, by: Duration) {
        self.milliseconds.store(u64::try_from(by.as_millis()).unwrap(), Ordering::SeqCst);
    }

    pub(crate) fn cache(&self) -> RedisTokenCache {
        RedisTokenCache::new(&format!("redis://127.0.0.1:{}", self.port), "token").unwrap()
    }
}

fn copy(mut from: TcpStream, mut to: TcpStream, delay: &AtomicU64) {
    // What many have asked for at once is late once.
    let mut bytes = vec![0; 1 << 18];
    while let Ok(count @ 1..) = from.read(&mut bytes) {
        std::thread::sleep(Duration::from_millis(delay.load(Ordering::SeqCst)));
        if to.write_all(&bytes[..count]).is_err() {
            return;
        }
    }
    let _ = to.shutdown(std::net::Shutdown::Both);
}
