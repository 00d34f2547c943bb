//! The floor: a blocking socket that sends the request's bytes, reads the answer's, and decodes nothing.

use std::{
    io::{Read, Write},
    net::TcpStream,
};

/// A connection that is kept open between requests.
pub(crate) struct RawSocket {
    stream: TcpStream,
    buffer: Vec<u8>,
}

impl RawSocket {
    pub(crate) fn connect(address: &str) -> Self {
        let stream = TcpStream::connect(address).expect("the server accepts connections");
        stream.set_nodelay(true).expect("a TCP socket has this option");
        Self { stream, buffer: vec![0; 64 * 1024] }
    }

    /// Sends a request and reads its answer to the end; gives the length of the body.
    pub(crate) fn exchange(&mut self, request: &[u8]) -> usize {
        self.fetch(request).len()
    }

    /// The same; gives the body.
    pub(crate) fn fetch(&mut self, request: &[u8]) -> &[u8] {
        self.stream.write_all(request).expect("the server reads");
        let mut filled = 0;
        let body_at = loop {
            filled += self.read_more(filled);
            if let Some(end) = find(&self.buffer[..filled], b"\r\n\r\n") {
                break end + 4;
            }
        };
        let length = content_length(&self.buffer[..body_at]);
        if self.buffer.len() < body_at + length {
            self.buffer.resize(body_at + length, 0);
        }
        while filled < body_at + length {
            filled += self.read_more(filled);
        }
        &self.buffer[body_at..body_at + length]
    }

    fn read_more(&mut self, filled: usize) -> usize {
        let read = self.stream.read(&mut self.buffer[filled..]).expect("the server answers");
        assert!(read > 0, "the server closed the connection, or its headers are too long");
        read
    }
}

/// A GET request as bytes.
pub(crate) fn request(address: &str, path: &str, access_token: &str) -> Vec<u8> {
    format!("GET {path} HTTP/1.1\r\nhost: {address}\r\nauthorization: Bearer {access_token}\r\naccept: */*\r\n\r\n").into()
}

fn find(text: &[u8], wanted: &[u8]) -> Option<usize> {
    text.windows(wanted.len()).position(|window| window == wanted)
}

/// The length in the headers. Everything else about them is skipped.
fn content_length(head: &[u8]) -> usize {
    let head = std::str::from_utf8(head).expect("headers are ASCII");
    assert!(head.starts_with("HTTP/1.1 200 "), "the server refuses: {head}");
    let value = head.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case("content-length").then(|| value.trim().parse().ok())?
    });
    value.expect("the server says how long its answers are")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_length_is_found_whatever_its_case() {
        assert_eq!(content_length(b"HTTP/1.1 200 OK\r\nDate: x\r\nContent-Length: 12\r\n\r\n"), 12);
        assert_eq!(content_length(b"HTTP/1.1 200 OK\r\ncontent-length:7\r\n\r\n"), 7);
    }
}
