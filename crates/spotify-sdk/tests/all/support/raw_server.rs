//! A server that does to its connections what no HTTP library would: one thread each, answers as bytes.

use std::io::{ErrorKind, Read as _, Write as _};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;

/// What follows an exchange on its connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Then {
    /// The connection stays open for the next request.
    KeepOpen,
    /// The server closes it.
    Close,
}

/// One request that came, and the connection to answer it on.
pub(crate) struct Exchange<'a> {
    /// Requests before this one, over all connections.
    pub(crate) index: usize,
    /// Request line and headers, as they came.
    pub(crate) head: &'a str,
    pub(crate) body: &'a str,
    pub(crate) stream: &'a mut TcpStream,
}

impl Exchange<'_> {
    /// Sends these bytes. A client that has gone away already is no failure of the test.
    pub(crate) fn send(&mut self, bytes: impl AsRef<[u8]>) {
        let _ = self.stream.write_all(bytes.as_ref());
    }

    /// Sends an answer with `Content-Length`; `headers` are whole lines, each with its line break.
    pub(crate) fn answer(&mut self, status: u16, headers: &str, body: impl AsRef<[u8]>) -> Then {
        let body = body.as_ref();
        let mut bytes =
            format!("HTTP/1.1 {status} X\r\n{headers}content-length: {}\r\n\r\n", body.len()).into_bytes();
        bytes.extend_from_slice(body);
        self.send(bytes);
        Then::KeepOpen
    }

    /// Waits until the client closes its side.
    pub(crate) fn wait_for_the_end(&mut self) -> Then {
        let _ = self.stream.read(&mut [0]);
        Then::Close
    }
}

type Handler = dyn Fn(&mut Exchange<'_>) -> Then + Send + Sync;

struct Shared {
    handler: Box<Handler>,
    heads: Mutex<Vec<String>>,
    connections: AtomicUsize,
    closed: AtomicUsize,
    stopped: AtomicBool,
}

/// The server; it takes no new connections once this is dropped.
pub(crate) struct RawServer {
    address: SocketAddr,
    shared: Arc<Shared>,
}

impl RawServer {
    pub(crate) fn start(handler: impl Fn(&mut Exchange<'_>) -> Then + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let address = listener.local_addr().unwrap();
        let shared = Arc::new(Shared {
            handler: Box::new(handler),
            heads: Mutex::default(),
            connections: AtomicUsize::new(0),
            closed: AtomicUsize::new(0),
            stopped: AtomicBool::new(false),
        });
        let server = Self { address, shared: Arc::clone(&shared) };
        thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                if shared.stopped.load(Ordering::SeqCst) {
                    return;
                }
                shared.connections.fetch_add(1, Ordering::SeqCst);
                let shared = Arc::clone(&shared);
                thread::spawn(move || {
                    serve(stream, &shared);
                    shared.closed.fetch_add(1, Ordering::SeqCst);
                });
            }
        });
        server
    }

    /// A server that records requests and is to get none.
    pub(crate) fn trap() -> Self {
        Self::start(|exchange| exchange.answer(200, "", "{}"))
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }

    /// Request lines and headers of what came, in order.
    pub(crate) fn heads(&self) -> Vec<String> {
        self.shared.heads.lock().unwrap().clone()
    }

    pub(crate) fn requests(&self) -> usize {
        self.shared.heads.lock().unwrap().len()
    }

    pub(crate) fn connections(&self) -> usize {
        self.shared.connections.load(Ordering::SeqCst)
    }

    /// How many of them are closed again.
    pub(crate) fn closed(&self) -> usize {
        self.shared.closed.load(Ordering::SeqCst)
    }
}

impl Drop for RawServer {
    fn drop(&mut self) {
        self.shared.stopped.store(true, Ordering::SeqCst);
        // Wakes the thread that accepts.
        let _ = TcpStream::connect(self.address);
    }
}

fn serve(mut stream: TcpStream, shared: &Shared) {
    stream.set_nodelay(true).unwrap();
    let mut buffer = Vec::new();
    while let Some(end_of_head) = read_until(&mut stream, &mut buffer, end_of_head) {
        let head = String::from_utf8_lossy(&buffer[..end_of_head]).into_owned();
        let length = content_length(&head);
        let whole = |buffer: &[u8]| (buffer.len() >= end_of_head + length).then_some(end_of_head + length);
        let Some(end) = read_until(&mut stream, &mut buffer, whole) else { return };
        let body = String::from_utf8_lossy(&buffer[end_of_head..end]).into_owned();
        buffer.drain(..end);
        let index = {
            let mut heads = shared.heads.lock().unwrap();
            heads.push(head.clone());
            heads.len() - 1
        };
        let mut exchange = Exchange { index, head: &head, body: &body, stream: &mut stream };
        if (shared.handler)(&mut exchange) == Then::Close {
            return;
        }
    }
}

fn end_of_head(bytes: &[u8]) -> Option<usize> {
    bytes.windows(4).position(|window| window == b"\r\n\r\n").map(|start| start + 4)
}

fn content_length(head: &str) -> usize {
    let value = head.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case("content-length").then(|| value.trim().parse().ok())?
    });
    value.unwrap_or(0)
}

/// Reads until `found` finds something; `None` when the client closed before.
fn read_until(
    stream: &mut TcpStream,
    buffer: &mut Vec<u8>,
    found: impl Fn(&[u8]) -> Option<usize>,
) -> Option<usize> {
    loop {
        if let Some(end) = found(buffer) {
            return Some(end);
        }
        let mut chunk = [0; 4096];
        match stream.read(&mut chunk) {
            Ok(0) => return None,
            Ok(count) => buffer.extend_from_slice(&chunk[..count]),
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(_) => return None,
        }
    }
}
