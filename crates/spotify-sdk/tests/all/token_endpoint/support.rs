//! Servers that do what the sandbox can't: one thread, one script.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use spotify_sdk::Environment;
use spotify_sdk::auth::{ClientCredentials, ClientCredentialsBuilder};

/// An answer of the token endpoint, ready to be sent on a connection that stays open.
pub(crate) fn token_answer(token: &str) -> String {
    let body = format!(r#"{{"access_token":"{token}","token_type":"Bearer","expires_in":3600}}"#);
    format!(
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    )
}

/// A server in a thread that runs until the test's process ends.
pub(crate) struct RawServer {
    pub(crate) base_url: String,
    requests: Arc<AtomicUsize>,
}

impl RawServer {
    /// Hands every connection to `serve`, which is also given a counter of requests.
    pub(crate) fn start(serve: impl Fn(TcpStream, &AtomicUsize) + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let base_url = format!("http://{}", listener.local_addr().unwrap());
        let requests = Arc::new(AtomicUsize::new(0));
        let counter = Arc::clone(&requests);
        let serve = Arc::new(serve);
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (serve, counter) = (Arc::clone(&serve), Arc::clone(&counter));
                thread::spawn(move || serve(stream, &counter));
            }
        });
        Self { base_url, requests }
    }

    pub(crate) fn requests(&self) -> usize {
        self.requests.load(Ordering::SeqCst)
    }
}

/// Reads one request to the end of its body; `None` when the client has hung up.
pub(crate) fn read_request(stream: &TcpStream) -> Option<String> {
    let mut reader = BufReader::new(stream);
    let (mut head, mut length) = (String::new(), 0);
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line).ok()? == 0 {
            return None;
        }
        if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
            length = value.trim().parse().unwrap();
        }
        let is_end = line == "\r\n";
        head.push_str(&line);
        if is_end {
            break;
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    Some(head + &String::from_utf8(body).unwrap())
}

pub(crate) fn send(mut stream: &TcpStream, text: &str) {
    // The client may have hung up, as it should in some of these tests.
    let _ = stream.write_all(text.as_bytes());
}

/// A provider for the token endpoint at `base_url`.
pub(crate) fn provider(base_url: &str) -> ClientCredentialsBuilder {
    ClientCredentials::builder()
        .client_id("id")
        .client_secret("sandbox-secret-x")
        .accounts_base_url(base_url)
        .environment(Environment::empty())
}
