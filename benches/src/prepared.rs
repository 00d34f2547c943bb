//! A server that gives prepared bytes: what the sandbox has answered once, it answers ever after, without anybody making it up again.
//!
//! It knows no more of HTTP than it needs to: requests without a body, over connections that are kept. A thread serves a connection, and sleeps first where the
//! server is to be far away.

use std::{
    collections::HashMap,
    io::{self, Read, Write},
    net::{TcpListener, TcpStream},
    sync::{Arc, Mutex},
    thread,
    time::Duration,
};

use crate::{
    raw::{self, RawSocket},
    server::ACCESS_TOKEN,
};

/// The answers so far, by path and query.
#[derive(Clone)]
pub(crate) struct Prepared {
    /// The sandbox: `127.0.0.1:4321`.
    source: String,
    answers: Arc<Mutex<HashMap<String, Arc<[u8]>>>>,
}

impl Prepared {
    /// Answers of the sandbox at this host and port.
    pub(crate) fn of(source: &str) -> Self {
        Self { source: source.to_owned(), answers: Arc::default() }
    }

    /// Serves on a port of its own for as long as this process lives; gives the URL.
    pub(crate) fn serve(&self, delay: Duration) -> io::Result<String> {
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let url = format!("http://{}", listener.local_addr()?);
        let prepared = self.clone();
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let prepared = prepared.clone();
                // A client that goes away ends its connection's thread.
                thread::spawn(move || prepared.answer_all(stream, delay));
            }
        });
        Ok(url)
    }

    fn answer_all(&self, mut stream: TcpStream, delay: Duration) -> io::Result<()> {
        stream.set_nodelay(true)?;
        let mut head = Vec::new();
        let mut buffer = [0; 4096];
        loop {
            let read = stream.read(&mut buffer)?;
            if read == 0 {
                return Ok(());
            }
            head.extend_from_slice(&buffer[..read]);
            if head.ends_with(b"\r\n\r\n") {
                let answer = self.answer(path(&head));
                thread::sleep(delay);
                stream.write_all(&answer)?;
                head.clear();
            }
        }
    }

    /// Status line, headers and body.
    fn answer(&self, path: &str) -> Arc<[u8]> {
        if let Some(answer) = self.answers.lock().expect("nobody panics with it").get(path) {
            return answer.clone();
        }
        let mut socket = RawSocket::connect(&self.source);
        let body = socket.fetch(&raw::request(&self.source, path, ACCESS_TOKEN));
        let head = format!(
            "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n",
            body.len()
        );
        let answer: Arc<[u8]> = [head.as_bytes(), body].concat().into();
        self.answers.lock().expect("nobody panics with it").insert(path.to_owned(), answer.clone());
        answer
    }
}

/// The path and query of a request.
fn path(head: &[u8]) -> &str {
    let line = head.split(|byte| *byte == b'\r').next().unwrap_or_default();
    let line = std::str::from_utf8(line).expect("a request line is ASCII");
    line.split(' ').nth(1).expect("a request line has a path")
}
