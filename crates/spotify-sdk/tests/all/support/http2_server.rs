//! A server that speaks HTTP/2 by hand, to do what no library would: one thread for each connection.

use std::collections::HashMap;
use std::io::{self, Read as _, Write as _};
use std::net::{Ipv4Addr, Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;

use rustls::{ServerConfig, ServerConnection, StreamOwned};

use crate::client_faults::tls::Authority;

/// What becomes of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reply {
    /// It is carried out and answered with `{}`.
    Answer,
    /// The same, and GOAWAY says that it was the last one.
    AnswerAndLeave,
    /// It is left undone: REFUSED_STREAM.
    Refuse,
    /// It is left undone: GOAWAY with this code names an earlier one as the last.
    LeaveWithout(u32),
    /// It is carried out; GOAWAY says so, and the connection is closed without an answer.
    LoseAndLeave,
    /// It is carried out, and the stream reset with this code.
    Reset(u32),
    /// It is carried out and never answered.
    Nothing,
    /// As if the network were gone: it is swallowed, and so is all else that comes over this connection, pings too.
    Swallow,
}

/// A request.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Asked {
    /// Requests before this one, over all connections.
    pub(crate) index: usize,
    /// Connections before its own.
    pub(crate) connection: usize,
    pub(crate) is_post: bool,
}

type Decide = dyn Fn(Asked) -> Reply + Send + Sync;

struct Shared {
    decide: Box<Decide>,
    requests: AtomicUsize,
    connections: AtomicUsize,
    carried_out: Mutex<Vec<Asked>>,
}

pub(crate) struct Http2Server {
    address: SocketAddr,
    shared: Arc<Shared>,
}

/// HTTP/2 over TLS, for `localhost`.
pub(crate) fn configuration(authority: &Authority) -> ServerConfig {
    let mut config = authority.server(&["localhost"], |_| {});
    config.alpn_protocols = vec![b"h2".to_vec()];
    config
}

impl Http2Server {
    pub(crate) fn start(
        authority: &Authority,
        decide: impl Fn(Asked) -> Reply + Send + Sync + 'static,
    ) -> Self {
        let config = Arc::new(configuration(authority));
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let shared = Arc::new(Shared {
            decide: Box::new(decide),
            requests: AtomicUsize::new(0),
            connections: AtomicUsize::new(0),
            carried_out: Mutex::default(),
        });
        let server = Self { address: listener.local_addr().unwrap(), shared: Arc::clone(&shared) };
        thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                let (shared, config) = (Arc::clone(&shared), Arc::clone(&config));
                let number = shared.connections.fetch_add(1, Ordering::SeqCst);
                thread::spawn(move || {
                    stream.set_nodelay(true).unwrap();
                    let stream = StreamOwned::new(ServerConnection::new(config).unwrap(), stream);
                    let _ = Connection { stream, shared: &shared, number }.serve();
                });
            }
        });
        server
    }

    pub(crate) fn url(&self) -> String {
        format!("https://localhost:{}", self.address.port())
    }

    pub(crate) fn connections(&self) -> usize {
        self.shared.connections.load(Ordering::SeqCst)
    }

    /// Requests that came, whatever became of them.
    pub(crate) fn requests(&self) -> usize {
        self.shared.requests.load(Ordering::SeqCst)
    }

    /// How many writes were carried out.
    pub(crate) fn writes(&self) -> usize {
        self.shared.carried_out.lock().unwrap().iter().filter(|asked| asked.is_post).count()
    }

    /// How many requests were carried out.
    pub(crate) fn carried_out(&self) -> usize {
        self.shared.carried_out.lock().unwrap().len()
    }
}

const DATA: u8 = 0;
const HEADERS: u8 = 1;
const RST_STREAM: u8 = 3;
const SETTINGS: u8 = 4;
const PING: u8 = 6;
const GOAWAY: u8 = 7;
/// On SETTINGS and PING.
const ACK: u8 = 1;
/// On HEADERS and DATA.
const END_STREAM: u8 = 1;
const END_HEADERS: u8 = 4;
const REFUSED_STREAM: u32 = 7;

/// A frame (RFC 9113, section 4.1).
pub(crate) fn frame(kind: u8, flags: u8, stream: u32, payload: &[u8]) -> Vec<u8> {
    let length = u32::try_from(payload.len()).unwrap().to_be_bytes();
    let mut frame = length[1..].to_vec();
    frame.extend([kind, flags]);
    frame.extend(stream.to_be_bytes());
    frame.extend(payload);
    frame
}

struct Connection<'a> {
    stream: StreamOwned<ServerConnection, TcpStream>,
    shared: &'a Shared,
    number: usize,
}

impl Connection<'_> {
    fn serve(mut self) -> io::Result<()> {
        // The client's preface, then frames.
        self.stream.read_exact(&mut [0; 24])?;
        self.send(SETTINGS, 0, 0, &[])?;
        let mut asked_with_body = HashMap::new();
        loop {
            let (kind, flags, stream, payload) = self.read_frame()?;
            match kind {
                SETTINGS if flags & ACK == 0 => self.send(SETTINGS, ACK, 0, &[])?,
                PING if flags & ACK == 0 => self.send(PING, ACK, 0, &payload)?,
                HEADERS => {
                    // The method comes first, as an entry of the static table (RFC 7541): 3 is POST.
                    let is_post = payload.first() == Some(&0x83);
                    if flags & END_STREAM == 0 {
                        asked_with_body.insert(stream, is_post);
                    } else if !self.reply(stream, is_post)? {
                        return self.linger();
                    }
                }
                DATA if flags & END_STREAM != 0 => {
                    let is_post = asked_with_body.remove(&stream).expect("DATA after HEADERS");
                    if !self.reply(stream, is_post)? {
                        return self.linger();
                    }
                }
                _ => {}
            }
        }
    }

    /// Whether the connection goes on.
    fn reply(&mut self, stream: u32, is_post: bool) -> io::Result<bool> {
        let index = self.shared.requests.fetch_add(1, Ordering::SeqCst);
        let asked = Asked { index, connection: self.number, is_post };
        let reply = (self.shared.decide)(asked);
        if !matches!(reply, Reply::Refuse | Reply::LeaveWithout(_) | Reply::Swallow) {
            self.shared.carried_out.lock().unwrap().push(asked);
        }
        match reply {
            Reply::Answer => self.answer(stream)?,
            Reply::AnswerAndLeave => {
                self.answer(stream)?;
                self.go_away(stream, 0)?;
            }
            Reply::Refuse => self.send(RST_STREAM, 0, stream, &REFUSED_STREAM.to_be_bytes())?,
            Reply::LeaveWithout(code) => self.go_away(stream.saturating_sub(2), code)?,
            Reply::LoseAndLeave => {
                self.go_away(stream, 0)?;
                self.stream.conn.send_close_notify();
                self.stream.flush()?;
                self.stream.sock.shutdown(Shutdown::Write)?;
            }
            Reply::Reset(code) => self.send(RST_STREAM, 0, stream, &code.to_be_bytes())?,
            Reply::Nothing | Reply::Swallow => {}
        }
        Ok(matches!(reply, Reply::Answer | Reply::Refuse | Reply::Reset(_) | Reply::Nothing))
    }

    fn answer(&mut self, stream: u32) -> io::Result<()> {
        // 8 of the static table is `:status: 200`.
        self.send(HEADERS, END_HEADERS, stream, &[0x88])?;
        self.send(DATA, END_STREAM, stream, b"{}")
    }

    fn go_away(&mut self, last: u32, code: u32) -> io::Result<()> {
        let payload = [last.to_be_bytes(), code.to_be_bytes()].concat();
        self.send(GOAWAY, 0, 0, &payload)
    }

    /// Reads what still comes, and does nothing about it: closing at once could overtake what was sent.
    fn linger(mut self) -> io::Result<()> {
        io::copy(&mut self.stream, &mut io::sink()).map(drop)
    }

    fn send(&mut self, kind: u8, flags: u8, stream: u32, payload: &[u8]) -> io::Result<()> {
        self.stream.write_all(&frame(kind, flags, stream, payload))?;
        self.stream.flush()
    }

    fn read_frame(&mut self) -> io::Result<(u8, u8, u32, Vec<u8>)> {
        let mut head = [0; 9];
        self.stream.read_exact(&mut head)?;
        let [a, b, c, kind, flags, stream @ ..] = head;
        let mut payload = vec![0; u32::from_be_bytes([0, a, b, c]) as usize];
        self.stream.read_exact(&mut payload)?;
        Ok((kind, flags, u32::from_be_bytes(stream) & 0x7fff_ffff, payload))
    }
}
